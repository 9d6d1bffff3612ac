// The page on which a buyer chooses how to pay: each way, a decline and another way, by keyboard alone, without scripts.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
import { forBuyers, pay, says, switched } from "../buyers.mjs";
import { until } from "../gateway.mjs";

function checkout(gateway, customer) {
    const wanted = { customer_id: customer, product: "package-1000", quantity: 3, return_url: gateway.shop };
    return gateway.api("checkout", "POST", "/v1/checkouts", wanted);
}

async function choose(page, way) {
    await page.locator(`input[value="${way}"]`).check();
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: /29,700/ }).click();
}

const WAYS = { toss: "toss/card", kakaopay: "kakaopay/easy_pay", naverpay: "naverpay/easy_pay" };

export const walks = {};

for (const [name, way] of Object.entries(WAYS)) {
    forBuyers(walks, name, PHONE, async (buyer) => {
        const { gateway, page, customer, words } = buyer;
        const { checkout_url, id } = await checkout(gateway, customer);
        await page.goto(checkout_url);
        if (name === "toss") {
            await look(page, "choose");
            await keyboard(page, "choose");
            await switched(buyer);
        }
        await choose(page, way);
        await pay(page);
        await page.waitForURL((url) => url.pathname === `/pay/${id}`);
        await says(buyer, words.paid);
        await look(page, "paid");
        assert.equal((await gateway.balance(customer)).available, 3000);
        await page.getByRole("link", { name: words.back }).click();
        assert.match(await page.locator("#query").innerText(), new RegExp(`checkout_id=${id}`));
    });
}

forBuyers(walks, "transfer", PHONE, async (buyer) => {
    const { gateway, page, customer, words } = buyer;
    const { checkout_url } = await checkout(gateway, customer);
    await page.goto(checkout_url);
    await page.locator('input[value="bank/bank_transfer"]').check();
    await look(page, "choose-transfer");
    const name = await page.locator("#depositor_name").inputValue();
    await choose(page, "bank/bank_transfer");
    await look(page, "account");
    await gateway.sandbox("POST", "/bank/deposits", { depositor_name: name, amount: 29700 });
    await page.getByText(words.paid).first().waitFor({ timeout: 40_000 });
    await says(buyer, words.paid);
});

forBuyers(walks, "declined", DESKTOP, async (buyer) => {
    const { gateway, page, customer, words } = buyer;
    const { checkout_url, id } = await checkout(gateway, customer);
    await page.goto(checkout_url);
    await choose(page, "toss/card");
    await page.getByRole("button", { name: /Decline/ }).click();
    await page.waitForURL((url) => url.pathname === `/pay/${id}`);
    await says(buyer, words.declined);
    await look(page, "declined");
    await keyboard(page, "declined");
    await choose(page, "kakaopay/easy_pay");
    await pay(page);
    await page.waitForURL((url) => url.pathname === `/pay/${id}`);
    await says(buyer, words.paid);
    assert.equal((await gateway.balance(customer)).available, 3000);
});

forBuyers(walks, "closed", PHONE, async (buyer) => {
    const { gateway, page, customer, words } = buyer;
    const { checkout_url, id } = await checkout(gateway, customer);
    await page.goto(checkout_url);
    await choose(page, "toss/card");
    await page.getByRole("button", { name: /Close/ }).click();
    await look(page, "closed");
    await page.getByRole("link", { name: words.other }).click();
    await page.waitForURL((url) => url.pathname === `/pay/${id}`);
    // Back and reload are calm: the page is the same, and nothing was opened by looking.
    await page.reload();
    await page.goBack();
    await page.goForward();
    await choose(page, "naverpay/easy_pay");
    await pay(page);
    await page.waitForURL((url) => url.pathname === `/pay/${id}`);
    assert.equal((await gateway.balance(customer)).available, 3000);
});

walks["by-keyboard"] = async (walk) => {
    const customer = "chooser-keyboard";
    const { checkout_url, id } = await checkout(walk.gateway, customer);
    const page = await open(walk, DESKTOP);
    await page.goto(checkout_url);
    await page.locator('input[value="toss/card"]').focus();
    await page.keyboard.press("Space");
    await page.getByRole("checkbox").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname.startsWith("/sandbox/"));
    await page.getByRole("button", { name: /Pay|결제하기/ }).first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.pathname === `/pay/${id}`);
    assert.equal((await walk.gateway.balance(customer)).available, 3000);
    await page.context().close();
};

walks["without-scripts"] = async (walk) => {
    const customer = "chooser-without-scripts";
    const { checkout_url } = await checkout(walk.gateway, customer);
    const context = await walk.chromium.newContext({ viewport: PHONE, locale: "ko-KR", javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(checkout_url);
    await choose(page, "toss/card");
    await pay(page);
    await until("the credits", async () => (await walk.gateway.balance(customer)).available === 3000);
    await context.close();
};

walks["small-and-quick"] = async (walk) => {
    const { checkout_url } = await checkout(walk.gateway, "chooser-small");
    const page = await open(walk, PHONE);
    let bytes = 0;
    page.on("response", async (response) => {
        bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
    });
    await page.goto(checkout_url, { waitUntil: "networkidle" });
    assert.ok(bytes > 1000 && bytes < 60_000, `${bytes} bytes`);
    await page.context().close();
};
