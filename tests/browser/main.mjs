// Runs every walk of the folder `walks`, one after the other, each in a browser context of its own, and counts.

import { readdir } from "node:fs/promises";
import { browser } from "./browser.mjs";
import { Gateway } from "./gateway.mjs";

const only = process.env.ONLY ?? "";
const here = new URL("walks/", import.meta.url);
const files = (await readdir(here)).filter((name) => name.endsWith(".mjs") && name.includes(only)).sort();

let passed = 0;
let failed = 0;
const chromium = await browser();
const gateway = await Gateway.start();
try {
    for (const file of files) {
        const { walks } = await import(new URL(file, here));
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
    }
} finally {
    await chromium.close();
    await gateway.stop();
}
console.log(`${passed} passed, ${failed} failed`);
// A run that walked nothing has proved nothing.
process.exit(failed === 0 && passed > 0 ? 0 : 1);
