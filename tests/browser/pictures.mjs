// The pictures at the top of README: the desk's first page and a checkout on a phone, from `dev --demo`. They are made by
//
//     bash tests/browser/run.sh PROGRAM pictures
//
// into docs/pictures (or the folder that PICTURES names), and fail above the size that a page should load at once.

import assert from "node:assert/strict";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DESKTOP, PHONE, browser, open } from "./browser.mjs";
import { Gateway } from "./gateway.mjs";

/** Of each picture. */
const BYTES_MAX = 80 * 1024;
const folder = process.env.PICTURES;

/** The upper part of a page, made smaller by `scale`. */
async function save(page, name, { height, scale }) {
    const path = join(folder, name);
    const { width } = page.viewportSize();
    const chromium = await page.context().newCDPSession(page);
    const clip = { x: 0, y: 0, width, height, scale };
    const { data } = await chromium.send("Page.captureScreenshot", { format: "png", clip, captureBeyondViewport: true });
    await writeFile(path, Buffer.from(data, "base64"));
    const { size } = await stat(path);
    console.log(`${path}: ${size} bytes`);
    assert.ok(size < BYTES_MAX, `${name} has ${size} bytes`);
}

async function desk(walk) {
    const page = await open(walk, DESKTOP);
    await page.goto(`${walk.gateway.url}/console`);
    await page.locator("#name").fill("demo");
    await page.locator("#password").fill(walk.gateway.password);
    await page.getByRole("main").getByRole("button").click();
    await page.locator("#figures").waitFor();
    await save(page, "desk.png", { height: 1150, scale: 0.5 });
    await page.context().close();
}

async function checkout(walk) {
    const page = await open(walk, PHONE);
    const wanted = { customer_id: "new.buyer", product: "package-1000", quantity: 3, return_url: walk.gateway.shop };
    const made = await walk.gateway.api("checkout", "POST", "/v1/checkouts", wanted);
    await page.goto(made.checkout_url);
    await save(page, "checkout.png", { height: 1040, scale: 1 });
    await page.context().close();
}

await mkdir(folder, { recursive: true });
const chromium = await browser();
const gateway = await Gateway.start("--demo");
try {
    await desk({ chromium, gateway });
    await checkout({ chromium, gateway });
} finally {
    await chromium.close();
    await gateway.stop();
}
