// The desk: signing in, finding a customer, and each page of it, by operators of support.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, answered, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";

/** A customer with something of everything: bought and given credits, uses, an order that waits. */
async function customer(gateway, name) {
    const order = await gateway.order(name, { provider: "bank", depositor_name: `입금${name}` });
    await gateway.sandbox("POST", "/bank/deposits", { depositor_name: `입금${name}`, amount: order.amount });
    await until("the credits", async () => (await gateway.balance(name)).available === 3000);
    const grant = { kind: "promotional", credits: 500, reason: "지연에 대한 사과" };
    await gateway.api("service", "POST", `/v1/customers/${name}/grants`, grant);
    const spend = { credits: 120, meter: "video.generate", reference: `<b>req</b>-${name}` };
    await gateway.api("service", "POST", `/v1/customers/${name}/spends`, spend);
    await gateway.api("service", "POST", `/v1/customers/${name}/subscriptions`, { plan: "membership-basic" }).catch(() => null);
    await gateway.order(name, { provider: "toss", method: "card" });
    return order;
}

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

async function signIn(page, password) {
    await page.locator("#name").fill("demo");
    await page.locator("#password").fill(password);
    await page.getByRole("main").getByRole("button").click();
}

const WORDS = {
    ko: { find: "찾기", acts: "처리 기록", keys: "API 키", revoke: "이 키 폐기", out: "로그아웃", cancel: "이 주문 취소" },
    en: { find: "Find", acts: "Log of acts", keys: "API keys", revoke: "Revoke this key", out: "Sign out", cancel: "Give this order up" },
};

export const walks = {};

for (const size of [PHONE, DESKTOP]) {
    for (const language of ["ko", "en"]) {
        walks[`${language}-${size.width}`] = async (walk) => {
            const { gateway } = walk;
            const words = WORDS[language];
            const name = `desk-${language}-${size.width}`;
            const order = await customer(gateway, name);
            const page = await open(walk, size);

            await page.goto(`${gateway.url}/console/orders?lang=${language}`);
            await page.goto(`${gateway.url}/console/sign-in?next=%2Fconsole%2Forders&lang=${language}`);
            await seen(page, "sign-in");
            await signIn(page, "not the password");
            await answered(page, 403);
            await look(page, "wrong");
            await signIn(page, gateway.password);
            assert.equal(new URL(page.url()).pathname, "/console/orders");
            await seen(page, "orders");

            await page.goto(`${gateway.url}/console`);
            await seen(page, "today");
            for (const [sought, state] of [["29,700", "found-amount"], [`입금${name}`, "found-depositor"], ["아무것도", "found-nothing"]]) {
                await page.locator("#q").fill(sought);
                await page.getByRole("button", { name: words.find, exact: true }).click();
                await look(page, state);
            }
            await page.locator("#q").fill(order.id);
            await page.keyboard.press("Enter");
            await page.waitForURL(`**/console/orders/${order.id}`);
            await seen(page, "order-paid");
            await page.getByRole("main").getByRole("link", { name }).click();
            await seen(page, "customer");

            // Credits that a service set aside are released.
            const set = { credits: 40, meter: "video.generate", reference: `hold-${name}`, expires_in: 3600 };
            const hold = await gateway.api("service", "POST", `/v1/customers/${name}/holds`, set);
            await page.goto(`${gateway.url}/console/customers/${name}/holds`);
            await seen(page, "holds");
            await page.locator(`tbody a[href$="${hold.id}"]`).click();
            await seen(page, "hold");
            await page.locator('[name="reason"]').fill("작업이 멈춤");
            await page.locator('form[action$="/release"] button').click();
            await look(page, "hold-question");
            await page.locator('form[action$="/release"] button').click();
            await look(page, "hold-released");

            // The order that waits is given up.
            await page.goto(`${gateway.url}/console/orders?customer_id=${name}&state=open`);
            await page.locator("tbody a").first().click();
            await seen(page, "order-open");
            await page.getByRole("button", { name: words.cancel }).click();
            await look(page, "order-asked");
            await page.getByRole("button", { name: words.cancel }).click();
            await look(page, "order-given-up");

            const parts = ["customers", "payments", "debts", "approvals", "products", "acts", "keys", "keys/new", "account", "password", `customers/${name}/history`, "orders?sort=-amount", "customers/nobody"];
            for (const part of parts) {
                await page.goto(`${gateway.url}/console/${part}`);
                if (part === "customers/nobody") await answered(page, 404);
                await seen(page, part.replaceAll(/[/?]/g, "-"));
            }
            await page.goto(`${gateway.url}/console/keys/new`);
            await page.locator('input[value="service"]').check();
            await page.locator("#name").fill("video server");
            await page.getByRole("main").getByRole("button").click();
            await look(page, "key-made");
            await page.goto(`${gateway.url}/console/keys`);
            await page.locator("tbody a").first().click();
            await look(page, "key");
            await page.getByRole("button", { name: words.revoke }).click();
            await look(page, "key-revoked");

            await page.getByRole("button", { name: words.out, exact: true }).click();
            assert.equal(new URL(page.url()).pathname, "/console/sign-in");
            await page.goto(`${gateway.url}/console/customers/${name}`);
            assert.equal(new URL(page.url()).pathname, "/console/sign-in");
            await page.context().close();
        };
    }
}
