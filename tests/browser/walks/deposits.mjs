// Accounts to transfer to: shown, paid while the page is open, and what a short deposit looks like.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";

/** The page looks again after some seconds by itself. */
const TURNS_SECONDS_MAX = 40;

/** A transfer to the seller's own account, as the bank's feed reports it. */
function transfer(gateway, name, amount) {
    return gateway.sandbox("POST", "/bank/deposits", { depositor_name: name, amount });
}

/** The page turns by itself: nothing is pressed and nothing reloaded. */
async function turns(page, gateway, customer, credits) {
    await until("the credits", async () => (await gateway.balance(customer)).available === credits);
    await page.getByText("결제가 완료되었습니다").first().waitFor({ timeout: TURNS_SECONDS_MAX * 1000 });
}

export const walks = {};

for (const size of [PHONE, DESKTOP]) {
    walks[`transfer-${size.width}`] = async (walk) => {
        const customer = `transfer-${size.width}`;
        const name = `홍길동${size.width}`;
        const order = await walk.gateway.order(customer, { provider: "bank", depositor_name: name });
        const page = await open(walk, size);
        await page.goto(order.checkout_url);
        await look(page, "account");
        await keyboard(page, "account");
        await page.getByRole("link", { name: "English" }).click();
        await look(page, "account-english");
        assert.equal(await page.locator("html").getAttribute("lang"), "en");
        await page.getByRole("link", { name: "한국어" }).click();
        await transfer(walk.gateway, name, order.amount);
        await turns(page, walk.gateway, customer, 3000);
        await look(page, "paid");
        await page.getByRole("link", { name: "영수증", exact: true }).click();
        await look(page, "receipt");
        assert.match(await page.locator("main").innerText(), /29,700원/);
        await page.context().close();
    };

    walks[`short-${size.width}`] = async (walk) => {
        const customer = `short-${size.width}`;
        const name = `김모자${size.width}`;
        const order = await walk.gateway.order(customer, { provider: "bank", depositor_name: name });
        const page = await open(walk, size);
        await page.goto(order.checkout_url);
        await transfer(walk.gateway, name, order.amount - 100);
        const queue = async () => (await walk.gateway.api("support", "GET", "/v1/deposits?state=underpaid")).items;
        await until("the deposit waits", async () => (await queue()).some((deposit) => deposit.amount === order.amount - 100));
        await page.reload();
        await look(page, "still-waiting");
        assert.equal((await walk.gateway.balance(customer)).available, 0);
        await page.context().close();
    };

    walks[`virtual-account-${size.width}`] = async (walk) => {
        const customer = `virtual-${size.width}`;
        const order = await walk.gateway.order(customer, { provider: "toss", method: "virtual_account" });
        const page = await open(walk, size);
        await page.goto(order.checkout_url);
        await page.getByRole("button", { name: /Pay|결제하기|발급/ }).first().click();
        await page.waitForURL((url) => url.href.startsWith(`${walk.gateway.url}/checkout`));
        await look(page, "account");
        await keyboard(page, "account");
        await walk.gateway.sandbox("POST", "/toss/deposits", { orderId: order.id });
        await turns(page, walk.gateway, customer, 3000);
        await look(page, "paid");
        await page.context().close();
    };
}
