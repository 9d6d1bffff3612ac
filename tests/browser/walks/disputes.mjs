// Disputes at the desk: recorded on the payment's page, seen with what is due, and ended as won, as lost, and as money that came
// again.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, answered, keyboard, look, open } from "../browser.mjs";
import { paid, signIn } from "./acts.mjs";

const WORDS = {
    ko: { due: "소명 필요", won: "인정되지 않음", lost: "인정됨", again: "다시 들어옴" },
    en: { due: "To be answered", won: "Won", lost: "Lost", again: "Reinstated" },
};

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

/** Presses the button of the form that is sent to an address that ends so. */
async function press(page, end) {
    await page.locator(`form[action$="${end}"] button`).click();
}

/** The state of the dispute, as the page's head shows it. */
async function stands(page, word) {
    await page.locator("h1 .state").getByText(word, { exact: true }).waitFor();
}

async function recorded(page, gateway, reference, name) {
    const payment = await paid(gateway, name);
    await page.goto(`${gateway.url}/console/payments/${payment}`);
    await seen(page, "payment");
    const form = page.locator('form[action$="/disputes"]');
    await form.locator('[name="reference"]').fill(reference);
    await form.locator('[name="dispute_amount"]').fill("1,000,000,000");
    await form.locator('[name="reason"]').fill("사용하지 않은 결제라고 함");
    await press(page, "/disputes");
    await press(page, "/disputes");
    await page.getByRole("alert").waitFor();
    await answered(page, 409);
    await look(page, "more-than-was-paid");
    await page.goto(`${gateway.url}/console/payments/${payment}`);
    await form.locator('[name="reference"]').fill(reference);
    await form.locator('[name="respond_by"]').fill(`${await dayAfter(gateway, 7)}T18:00`);
    await form.locator('[name="reason"]').fill("사용하지 않은 결제라고 함");
    await press(page, "/disputes");
    await seen(page, "record-question");
    await press(page, "/disputes");
    await page.waitForURL("**/console/disputes/**");
    await seen(page, "recorded");
    return payment;
}

async function dayAfter(gateway, days) {
    const day = new Date(`${await gateway.today()}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + days);
    return day.toISOString().slice(0, 10);
}

async function won(page, gateway, words, name) {
    const reference = `WON-${name}`;
    const payment = await recorded(page, gateway, reference, `won-${name}`);
    await stands(page, words.due);
    const at = page.url();
    await page.goto(`${gateway.url}/console/disputes?open=true`);
    await seen(page, "to-be-answered");
    await page.goto(`${gateway.url}/console/payments/${payment}`);
    await look(page, "payment-disputed");
    await page.goto(at);
    await page.locator('form[action$="/won"] [name="reason"]').fill("카드사 결과 통지 2026-1");
    await press(page, "/won");
    await seen(page, "won-question");
    await press(page, "/won");
    await stands(page, words.won);
    await seen(page, "won");
    assert.equal((await gateway.balance(`won-${name}`)).available, 3000);
}

async function lost(page, gateway, words, name) {
    await recorded(page, gateway, `LOST-${name}`, `lost-${name}`);
    const form = page.locator('form[action$="/lost"]');
    await form.locator('input[value="settlement"]').check();
    await form.locator('[name="reason"]').fill("카드사 결과 통지 2026-2");
    await press(page, "/lost");
    await seen(page, "lost-question");
    await press(page, "/lost");
    await stands(page, words.lost);
    await seen(page, "lost");
    assert.equal((await gateway.balance(`lost-${name}`)).available, 0);
    await page.locator('form[action$="/reinstated"] [name="reason"]').fill("정산서 12쪽");
    await press(page, "/reinstated");
    await seen(page, "reinstated-question");
    await press(page, "/reinstated");
    await stands(page, words.again);
    await look(page, "reinstated");
    assert.equal((await gateway.balance(`lost-${name}`)).available, 3000);
    await page.goto(`${gateway.url}/console/disputes`);
    await seen(page, "disputes");
}

export const walks = {};

for (const size of [PHONE, DESKTOP]) {
    for (const language of ["ko", "en"]) {
        walks[`${language}-${size.width}`] = async (walk) => {
            const { gateway } = walk;
            const page = await open(walk, size);
            await signIn(page, gateway, language);
            const name = `${language}-${size.width}`;
            await won(page, gateway, WORDS[language], name);
            await lost(page, gateway, WORDS[language], name);
            await page.context().close();
        };
    }
}
