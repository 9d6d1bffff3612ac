// Buyers who do not pay: the provider declines, or its window is closed. Each reads why, and what to do.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look } from "../browser.mjs";
import { forBuyers, pay, says } from "../buyers.mjs";

export const walks = {};

forBuyers(walks, "declined", PHONE, async (buyer) => {
    const { gateway, page, customer, words } = buyer;
    const order = await gateway.order(customer, { provider: "toss", method: "card" });
    await page.goto(order.checkout_url);
    await page.getByRole("button", { name: /Decline/ }).click();
    await look(page, "declined");
    await keyboard(page, "declined");
    await says(buyer, words.declined);
    await says(buyer, words.free);
});

forBuyers(walks, "closed", DESKTOP, async (buyer) => {
    const { gateway, page, customer, words } = buyer;
    const order = await gateway.order(customer, { provider: "toss", method: "card" });
    await page.goto(order.checkout_url);
    await page.getByRole("button", { name: /Close/ }).click();
    await look(page, "closed");
    await keyboard(page, "closed");
    await page.getByRole("link", { name: words.again }).click();
    await pay(page);
    await page.waitForURL((url) => url.pathname === "/done");
    assert.equal((await gateway.balance(customer)).available, 3000);
});
