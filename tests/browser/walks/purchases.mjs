// A purchase with each provider, from the address that the shop sends its buyer to until the credits are there.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";

const WAYS = {
    toss: { provider: "toss", method: "card" },
    kakaopay: { provider: "kakaopay" },
    naverpay: { provider: "naverpay" },
};

export const walks = {};

for (const [name, way] of Object.entries(WAYS)) {
    for (const size of [PHONE, DESKTOP]) {
        walks[`${name}-${size.width}`] = async (walk) => {
            const customer = `buyer-${name}-${size.width}`;
            const order = await walk.gateway.order(customer, way);
            const page = await open(walk, size);
            await page.goto(order.checkout_url);
            // The simulator's own page is not ours: it is used, not judged.
            await page.getByRole("button", { name: /Pay|결제하기|동의/ }).first().click();
            await until("the credits", async () => (await walk.gateway.balance(customer)).available === 3000);
            await page.goto(order.checkout_url);
            await look(page, "paid");
            await keyboard(page, "paid");
            assert.match(await page.locator("main").innerText(), /결제가 완료되었습니다/);
            await page.context().close();
        };
    }
}
