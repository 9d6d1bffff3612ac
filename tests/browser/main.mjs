// Runs every walk of the folder `walks`, each in a browser context of its own, and counts. The walks of one file go one after
// the other, with a gateway of their own; files go side by side, because a walk mostly waits: for deposits to be asked for, for
// pages to turn.

import { readdir } from "node:fs/promises";
import { browser } from "./browser.mjs";
import { Gateway } from "./gateway.mjs";

/** Files whose walks run side by side. More only wait for the two processors of a small machine. */
const FILES_AT_ONCE = 3;

/** Begun first, so that none of them is left alone at the end. */
const LONGEST = ["payloads.mjs", "desk.mjs"];

const only = process.env.ONLY ?? "";
const here = new URL("walks/", import.meta.url);
const files = (await readdir(here)).filter((name) => name.endsWith(".mjs") && name.includes(only)).sort();

let passed = 0;
let failed = 0;

async function run(file, chromium) {
    // What a file's walks need of their gateway is its `options`.
    const { walks, options = [] } = await import(new URL(file, here));
    const gateway = await Gateway.start(...options);
    try {
        for (const [name, walk] of Object.entries(walks)) {
            const began = Date.now();
            try {
                await walk({ chromium, gateway, name: `${file.replace(".mjs", "")}-${name}` });
                passed += 1;
                console.log(`ok      ${file} ${name} (${Date.now() - began} ms)`);
            } catch (error) {
                failed += 1;
                console.log(`FAILED  ${file} ${name}\n${error.stack ?? error}`);
            }
        }
    } finally {
        await gateway.stop();
    }
}

const chromium = await browser();
const waiting = [...files.filter((file) => LONGEST.includes(file)), ...files.filter((file) => !LONGEST.includes(file))];
const worker = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await run(file, chromium);
};
try {
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, worker));
} finally {
    await chromium.close();
}
console.log(`${passed} passed, ${failed} failed`);
// A run that walked nothing has proved nothing.
process.exit(failed === 0 && passed > 0 ? 0 : 1);
