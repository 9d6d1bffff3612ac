// Accounts to transfer to: shown, paid while the page is open, and what a short deposit looks like.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look } from "../browser.mjs";
import { forBuyers, pay, says, switched } from "../buyers.mjs";
import { until } from "../gateway.mjs";

/** The page looks again after some seconds by itself. */
const TURNS_SECONDS_MAX = 40;

/** A transfer to the seller's own account, as the bank's feed reports it. */
function transfer(gateway, name, amount) {
    return gateway.sandbox("POST", "/bank/deposits", { depositor_name: name, amount });
}

/** The page turns by itself: nothing is pressed and nothing reloaded. */
async function turns({ page, gateway, customer, words }) {
    await until("the credits", async () => (await gateway.balance(customer)).available === 3000);
    await page.getByText(words.paid).first().waitFor({ timeout: TURNS_SECONDS_MAX * 1000 });
}

export const walks = {};

forBuyers(walks, "transfer", DESKTOP, async (buyer) => {
    const { gateway, page, customer, words } = buyer;
    const name = `홍길동${customer}`;
    const order = await gateway.order(customer, { provider: "bank", depositor_name: name });
    await page.goto(order.checkout_url);
    await look(page, "account");
    await keyboard(page, "account");
    await switched(buyer);
    await transfer(gateway, name, order.amount);
    await turns(buyer);
    await look(page, "paid");
    await page.getByRole("link", { name: words.receipt, exact: true }).click();
    await look(page, "receipt");
    await says(buyer, words.total);
});

forBuyers(walks, "short", PHONE, async (buyer) => {
    const { gateway, page, customer, words } = buyer;
    const name = `김모자${customer}`;
    const order = await gateway.order(customer, { provider: "bank", depositor_name: name });
    await page.goto(order.checkout_url);
    await transfer(gateway, name, order.amount - 100);
    const mine = (deposit) => deposit.order_id === order.id || deposit.amount === order.amount - 100;
    const queue = async () => (await gateway.api("support", "GET", "/v1/deposits?state=underpaid")).items;
    await until("the deposit waits", async () => (await queue()).some(mine));
    await page.reload();
    await says(buyer, words.arrived);
    await look(page, "still-waiting");
    assert.equal((await gateway.balance(customer)).available, 0);
});

forBuyers(walks, "virtual-account", PHONE, async (buyer) => {
    const { gateway, page, customer } = buyer;
    const order = await gateway.order(customer, { provider: "toss", method: "virtual_account" });
    await page.goto(order.checkout_url);
    await pay(page);
    await page.waitForURL((url) => url.href.startsWith(`${gateway.url}/checkout`));
    await look(page, "account");
    await keyboard(page, "account");
    await gateway.sandbox("POST", "/toss/deposits", { orderId: order.id });
    await turns(buyer);
    await look(page, "paid");
});
