// Buyers who do not pay: the provider declines, or its window is closed. Each reads why, and what to do.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";

export const walks = {};

for (const size of [PHONE, DESKTOP]) {
    walks[`declined-${size.width}`] = async (walk) => {
        const order = await walk.gateway.order(`declined-${size.width}`, { provider: "toss", method: "card" });
        const page = await open(walk, size);
        await page.goto(order.checkout_url);
        await page.getByRole("button", { name: /Decline/ }).click();
        await look(page, "declined");
        await keyboard(page, "declined");
        assert.match(await page.locator("main").innerText(), /카드사에서 결제를 거절했습니다/);
        await page.getByRole("link", { name: "English" }).click();
        await look(page, "declined-english");
        assert.match(await page.locator("main").innerText(), /Nothing was charged/);
        await page.context().close();
    };

    walks[`closed-${size.width}`] = async (walk) => {
        const customer = `closed-${size.width}`;
        const order = await walk.gateway.order(customer, { provider: "toss", method: "card" });
        const page = await open(walk, size);
        await page.goto(order.checkout_url);
        await page.getByRole("button", { name: /Close/ }).click();
        await look(page, "closed");
        await keyboard(page, "closed");
        await page.getByRole("link", { name: "다시 결제하기" }).click();
        await page.getByRole("button", { name: /Pay/ }).first().click();
        await page.waitForURL((url) => url.pathname === "/done");
        assert.equal((await walk.gateway.balance(customer)).available, 3000);
        await page.context().close();
    };
}
