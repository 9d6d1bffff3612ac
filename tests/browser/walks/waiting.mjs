// A job that was parked: found and tried again from the first page, counted in clicks. It is the last file, because days pass.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";
import { paid, refund, refuseCancels, signIn } from "./acts.mjs";

/** What support may need at most, from the first page, in clicks. */
const RETRY_CLICKS_MAX = 3;
/** A job is tried for about two days before it is parked. */
const DAY_SECONDS = 86_400;

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

export const walks = {};

for (const [size, language] of [[PHONE, "ko"], [DESKTOP, "en"]]) {
    walks[`parked-${language}-${size.width}`] = async (walk) => {
        const { gateway } = walk;
        const payment = await paid(gateway, `parked-${language}-${size.width}`);
        await refuseCancels(gateway, true);
        const { id } = await refund(gateway, payment);
        const jobs = async (state) => (await gateway.api("support", "GET", `/v1/jobs?state=${state}`)).items.filter((job) => job.subject === id);

        // One that waits is tried now.
        await until("it is put off", async () => (await jobs("waiting")).some((job) => job.attempts >= 3));
        const [waiting] = await jobs("waiting");
        const page = await open(walk, size);
        await signIn(page, gateway, language);
        await page.goto(`${gateway.url}/console/jobs/${waiting.id}`);
        await seen(page, "job-waits");
        await page.locator('form[action$="/now"] button').click();
        await look(page, "job-tried");

        await until("it is parked", async () => {
            await gateway.sandbox("POST", "/clock/advance", { seconds: DAY_SECONDS });
            return (await jobs("parked")).length === 1;
        });
        await refuseCancels(gateway, false);
        await signIn(page, gateway, language);
        let clicks = 0;
        const click = async (control) => {
            clicks += 1;
            await control.click();
        };
        await look(page, "today");
        await click(page.locator('.tiles a[href="/console/jobs?state=parked"]'));
        await seen(page, "parked");
        await click(page.locator('tbody a[href^="/console/jobs/"]').first());
        await seen(page, "job-parked");
        await click(page.locator('form[action$="/retry"] button'));
        await look(page, "job-retried");
        await until("the refund ends", async () => (await gateway.api("support", "GET", `/v1/refunds/${id}`)).state === "succeeded");
        assert.ok(clicks <= RETRY_CLICKS_MAX, `${clicks} clicks`);
        console.log(`clicks: parked job ${clicks}`);
        await page.context().close();
    };
}
