// The auditor at the desk: nothing found, a row that somebody changed behind the gateway's back, and the same row whole again.

import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";
import { signIn } from "./acts.mjs";

/** Passes of the auditor are ten minutes apart. */
const NEXT_PASS_SECONDS = 660;

const WORDS = {
    ko: { none: "어긋나는 행이 없습니다", broken: "어긋남", whole: "다시 맞음" },
    en: { none: "Nothing is broken", broken: "Broken", whole: "Whole again" },
};

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

/** Lets passes begin until the findings are as they should be. */
async function passes(gateway, what, state, holds) {
    await until(what, async () => {
        const { items } = await gateway.api("admin", "GET", `/v1/audit/findings?state=${state}&limit=100`);
        if (holds(items)) return true;
        await gateway.pass(NEXT_PASS_SECONDS);
        await new Promise((done) => setTimeout(done, 1000));
        return false;
    }, 120);
}

export const walks = {};

for (const size of [PHONE, DESKTOP]) {
    for (const language of ["ko", "en"]) {
        walks[`${language}-${size.width}`] = async (walk) => {
            const { gateway } = walk;
            const words = WORDS[language];
            const name = `broken-${language}-${size.width}`;
            const grant = { kind: "promotional", credits: 500, reason: "지연에 대한 사과" };
            await gateway.api("service", "POST", `/v1/customers/${name}/grants`, grant);
            const page = await open(walk, size);
            await signIn(page, gateway, language);
            await page.goto(`${gateway.url}/console/audit`);
            await seen(page, "audit");
            await page.goto(`${gateway.url}/console/findings`);
            await page.getByText(words.none).waitFor();
            await seen(page, "nothing");

            // Credits that are said to have ended before their time.
            const ended = (credits) => `UPDATE lots SET remaining = remaining - ${credits}, expired = expired + ${credits} WHERE customer_id = '${name}'`;
            if (!(await gateway.behind(ended(100)))) {
                console.log("sqlite3 is missing: no row is broken");
                await page.context().close();
                return;
            }
            const of = (items) => items.filter((it) => it.customer_id === name);
            await passes(gateway, "the row is found", "open", (items) => of(items).length > 0);
            await signIn(page, gateway, language);
            await look(page, "today");
            await page.goto(`${gateway.url}/console/audit`);
            await seen(page, "audit-found");
            await page.locator('tbody a[href^="/console/findings"]').first().click();
            await page.locator("tbody").getByText(words.broken, { exact: true }).first().waitFor();
            await seen(page, "findings");

            await gateway.behind(ended(-100));
            await passes(gateway, "the row is whole again", "open", (items) => items.length === 0);
            await signIn(page, gateway, language);
            await page.goto(`${gateway.url}/console/findings?state=all`);
            await page.locator("tbody").getByText(words.whole, { exact: true }).first().waitFor();
            await seen(page, "whole-again");
            await page.context().close();
        };
    }
}
