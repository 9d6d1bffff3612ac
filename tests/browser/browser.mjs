// Chromium, and what is looked at on every page: axe-core, the content security policy, the width and the keyboard.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { until } from "./gateway.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The widths at which pages are walked, in CSS pixels: a phone and a desktop. */
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** Presses of Tab after which a page that still moves the focus is taken for endless. */
const TABS_MAX = 400;

export function browser() {
    // As root Chromium has no sandbox of its own. Nothing else is fetched in the background.
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync"];
    return chromium.launch({ executablePath: process.env.CHROMIUM, headless: true, args });
}

/** A browser window of its own with one page. Reports of the content security policy, errors of scripts and requests to
 * other hosts are kept in `page.complaints`. */
export async function open(walk, size, language = "ko-KR") {
    const context = await walk.chromium.newContext({
        viewport: size,
        locale: language,
        timezoneId: "Asia/Seoul",
        isMobile: size === PHONE,
        hasTouch: size === PHONE,
    });
    const page = await context.newPage();
    page.complaints = [];
    page.on("console", (message) => {
        if (message.type() === "error" && !/favicon/.test(message.location()?.url ?? "")) page.complaints.push(message.text());
    });
    page.on("pageerror", (error) => page.complaints.push(String(error)));
    page.on("request", (request) => {
        const { protocol, origin } = new URL(request.url());
        if (protocol.startsWith("http") && ![walk.gateway.url, new URL(walk.gateway.shop).origin].includes(origin)) page.complaints.push(`asked ${origin}`);
    });
    await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
            console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
        });
    });
    page.walk = walk;
    page.shots = 0;
    return page;
}

/** Takes the browser's word that an answer had a status of its own for no complaint: once it has come. */
export async function answered(page, status) {
    const is = (said) => said.includes(`status of ${status}`);
    await until(`an answer ${status}`, () => page.complaints.some(is));
    page.complaints = page.complaints.filter((said) => !is(said));
}

/** Looks at a page as it stands: screenshot, axe-core, width, complaints. `state` names it. */
export async function look(page, state) {
    page.shots += 1;
    const { width } = page.viewportSize();
    const file = `${page.walk.name}-${width}-${String(page.shots).padStart(2, "0")}-${state}.png`;
    await page.screenshot({ path: join(process.env.SCREENSHOTS, file), fullPage: true });
    assert.deepEqual(page.complaints, [], `${state}: the browser complains`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${state}: the page is ${wide} px wider than the window`);
    await accessible(page, state);
}

/** Nothing that axe-core calls serious or critical. */
async function accessible(page, state) {
    // It is evaluated, not added as a script, so the page's own policy stays as it is.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const grave = violations.filter((found) => ["serious", "critical"].includes(found.impact));
    const said = grave.map((found) => `${found.id}: ${found.help}\n  ${found.nodes.map((node) => node.html).join("\n  ")}`);
    assert.deepEqual(said, [], `${state}: axe-core`);
}

/** Walks of the keyboard through a page that turned to another by itself meanwhile: twice is bad luck. */
const TURNED_MAX = 2;

/** By Tab alone every control that can be seen is reached, in the order of the page, and shows that it has the focus. A page
 * that turns by itself meanwhile is walked again as it is then. */
export async function keyboard(page, state, turned = 0) {
    try {
        await tabbed(page, state);
    } catch (error) {
        if (turned >= TURNED_MAX || !String(error).includes("Execution context was destroyed")) throw error;
        await page.waitForLoadState();
        await keyboard(page, state, turned + 1);
    }
}

async function tabbed(page, state) {
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    await page.evaluate((all) => {
        document.activeElement?.blur();
        window.scrollTo(0, 0);
        let number = 0;
        const radios = new Set();
        for (const control of document.querySelectorAll(all)) {
            if (control.disabled || control.tabIndex < 0 || !control.checkVisibility()) continue;
            // Of the choices of one name Tab reaches one; arrows move among them.
            if (control.type === "radio") {
                if (radios.has(control.name)) continue;
                const chosen = document.querySelector(`input[name="${control.name}"]:checked`) ?? control;
                radios.add(control.name);
                chosen.dataset.tab = String(number++);
                continue;
            }
            control.dataset.tab = String(number++);
        }
    }, all);
    const wanted = await page.locator("[data-tab]").count();
    const reached = [];
    const bare = [];
    for (let pressed = 0; pressed < TABS_MAX && reached.length < wanted; pressed += 1) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
            const control = document.activeElement;
            if (!control || control === document.body) return null;
            const style = getComputedStyle(control);
            const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
            return { tab: control.dataset.tab ?? null, shown: shown || style.boxShadow !== "none", html: control.outerHTML.slice(0, 120) };
        });
        if (at === null || at.tab === null || reached.includes(at.tab)) continue;
        reached.push(at.tab);
        if (!at.shown) bare.push(at.html);
    }
    const missing = await page.evaluate((reached) => [...document.querySelectorAll("[data-tab]")]
        .filter((control) => !reached.includes(control.dataset.tab)).map((control) => control.outerHTML.slice(0, 120)), reached);
    assert.deepEqual(missing, [], `${state}: the keyboard does not reach`);
    assert.deepEqual(bare, [], `${state}: the focus cannot be seen on`);
}
