// Cash receipts: a buyer asks for one on a phone, in Korean and in English, and a person at the desk records one that was issued
// by hand.

import assert from "node:assert/strict";
import { answered, DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";
import { signIn } from "./acts.mjs";

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

/** A paid order: into an account that Toss issued, or by a transfer to the seller's own. */
async function paid(gateway, customer, name) {
    const way = name ? { provider: "bank", depositor_name: name } : { provider: "toss", method: "virtual_account" };
    return gateway.order(customer, way);
}

const receipts = async (gateway, payment) => (await gateway.api("support", "GET", `/v1/payments/${payment}/cash-receipts`)).items;

export const walks = {};

for (const [language, ask] of [["ko", /현금영수증 신청/], ["en", /Ask for the cash receipt/]]) {
    walks[`buyer-${language}-390`] = async (walk) => {
        const { gateway } = walk;
        const customer = `receipt-${language}`;
        const order = await paid(gateway, customer);
        const page = await open(walk, PHONE);
        await page.goto(order.checkout_url);
        await page.getByRole("button", { name: /Pay|결제하기|발급/ }).first().click();
        await page.waitForURL((url) => url.href.startsWith(`${gateway.url}/checkout`));
        await gateway.sandbox("POST", "/toss/deposits", { orderId: order.id });
        await until("the credits", async () => (await gateway.balance(customer)).available === 3000);
        await page.goto(`${order.checkout_url}&lang=${language}`);
        await look(page, "paid");
        await page.locator('a[href*="/cash-receipt?"]').click();
        await seen(page, "form");
        await page.getByRole("textbox").fill("010-123");
        await page.getByRole("button", { name: ask }).click();
        await answered(page, 422);
        await look(page, "wrong-number");
        await page.getByRole("textbox").fill("010-1234-5678");
        await page.getByRole("button", { name: ask }).click();
        const payment = (await gateway.api("checkout", "GET", `/v1/orders/${order.id}`)).payment_id;
        await until("it is issued", async () => (await receipts(gateway, payment))[0].state === "issued");
        await page.reload();
        await seen(page, "issued");
        assert.match(await page.locator("main").innerText(), /\*{7}5678/);
        assert.equal(await page.locator("html").getAttribute("lang"), language);
        await page.context().close();
    };
}

for (const [size, language] of [[PHONE, "ko"], [DESKTOP, "en"]]) {
    walks[`desk-${language}-${size.width}`] = async (walk) => {
        const { gateway } = walk;
        const customer = `by-hand-${size.width}`;
        const name = `현금${size.width}`;
        const order = await paid(gateway, customer, name);
        await gateway.sandbox("POST", "/bank/deposits", { depositor_name: name, amount: order.amount });
        await until("the credits", async () => (await gateway.balance(customer)).available === 3000);
        const payment = (await gateway.api("checkout", "GET", `/v1/orders/${order.id}`)).payment_id;
        const body = { purpose: "expense_proof", identity: "124-81-00998" };
        await gateway.api("support", "POST", `/v1/payments/${payment}/cash-receipts`, body);
        const page = await open(walk, size);
        await signIn(page, gateway, language);
        await page.locator('.tiles a[href="/console/cash-receipts"]').click();
        await seen(page, "waiting");
        await page.locator('tbody a[href^="/console/cash-receipts/"]').first().click();
        await seen(page, "receipt");
        await page.locator('form[action$="/number"] button').click();
        await look(page, "number");
        assert.match(await page.locator("main").innerText(), /1248100998/);
        await page.goto(`${gateway.url}/console/payments/${payment}`);
        await look(page, "payment");
        await page.locator('a[href^="/console/cash-receipts/"]').first().click();
        await page.locator('form[action$="/issued"] input[name="issue_number"]').fill("150000001");
        await page.locator('form[action$="/issued"] button').click();
        await seen(page, "question");
        await page.locator("form.narrow button.act").click();
        await until("it is issued", async () => (await receipts(gateway, payment))[0].state === "issued");
        await look(page, "issued");
        await page.context().close();
    };
}
