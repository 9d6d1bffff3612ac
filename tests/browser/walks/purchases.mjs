// A purchase with each provider, from the address that the shop sends its buyer to until the credits are there.

import { DESKTOP, keyboard, look } from "../browser.mjs";
import { forBuyers, pay, says } from "../buyers.mjs";
import { until } from "../gateway.mjs";

const WAYS = {
    toss: { provider: "toss", method: "card" },
    kakaopay: { provider: "kakaopay" },
    naverpay: { provider: "naverpay" },
};

export const walks = {};

for (const [name, way] of Object.entries(WAYS)) {
    forBuyers(walks, name, DESKTOP, async (buyer) => {
        const { gateway, page, customer, words } = buyer;
        const order = await gateway.order(customer, way);
        await page.goto(order.checkout_url);
        await pay(page);
        await until("the credits", async () => (await gateway.balance(customer)).available === 3000);
        await page.goto(order.checkout_url);
        await look(page, "paid");
        await keyboard(page, "paid");
        await says(buyer, words.paid);
    });
}
