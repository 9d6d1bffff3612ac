// The page on which a buyer chooses how to pay: each way, a decline and another way, by keyboard alone, without scripts.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
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

for (const size of [PHONE, DESKTOP]) {
    for (const [name, way] of Object.entries(WAYS)) {
        walks[`${name}-${size.width}`] = async (walk) => {
            const customer = `chooser-${name}-${size.width}`;
            const { checkout_url, id } = await checkout(walk.gateway, customer);
            const page = await open(walk, size);
            await page.goto(checkout_url);
            if (name === "toss") {
                await look(page, "choose");
                await keyboard(page, "choose");
                await page.getByRole("link", { name: "English" }).click();
                await look(page, "choose-english");
                await page.getByRole("link", { name: "한국어" }).click();
            }
            await choose(page, way);
            await page.getByRole("button", { name: /Pay|결제하기|동의/ }).first().click();
            await page.waitForURL((url) => url.pathname === `/pay/${id}`);
            await look(page, "paid");
            assert.equal((await walk.gateway.balance(customer)).available, 3000);
            await page.getByRole("link", { name: "쇼핑몰로 돌아가기" }).click();
            assert.match(await page.locator("#query").innerText(), new RegExp(`checkout_id=${id}`));
            await page.context().close();
        };
    }

    walks[`transfer-${size.width}`] = async (walk) => {
        const customer = `chooser-transfer-${size.width}`;
        const { checkout_url } = await checkout(walk.gateway, customer);
        const page = await open(walk, size);
        await page.goto(checkout_url);
        await page.locator('input[value="bank/bank_transfer"]').check();
        await look(page, "choose-transfer");
        const name = await page.locator("#depositor_name").inputValue();
        await choose(page, "bank/bank_transfer");
        await look(page, "account");
        await walk.gateway.sandbox("POST", "/bank/deposits", { depositor_name: name, amount: 29700 });
        await page.getByText("결제가 완료되었습니다").first().waitFor({ timeout: 40_000 });
        await page.context().close();
    };

    walks[`declined-${size.width}`] = async (walk) => {
        const customer = `chooser-declined-${size.width}`;
        const { checkout_url, id } = await checkout(walk.gateway, customer);
        const page = await open(walk, size);
        await page.goto(checkout_url);
        await choose(page, "toss/card");
        await page.getByRole("button", { name: /Decline/ }).click();
        await page.waitForURL((url) => url.pathname === `/pay/${id}`);
        await look(page, "declined");
        await keyboard(page, "declined");
        await choose(page, "kakaopay/easy_pay");
        await page.getByRole("button", { name: /Pay|결제하기|동의/ }).first().click();
        await page.waitForURL((url) => url.pathname === `/pay/${id}`);
        assert.equal((await walk.gateway.balance(customer)).available, 3000);
        await page.context().close();
    };

    walks[`closed-${size.width}`] = async (walk) => {
        const customer = `chooser-closed-${size.width}`;
        const { checkout_url, id } = await checkout(walk.gateway, customer);
        const page = await open(walk, size);
        await page.goto(checkout_url);
        await choose(page, "toss/card");
        await page.getByRole("button", { name: /Close/ }).click();
        await look(page, "closed");
        await page.getByRole("link", { name: "다른 결제수단 선택" }).click();
        await page.waitForURL((url) => url.pathname === `/pay/${id}`);
        // Back and reload are calm: the page is the same, and nothing was opened by looking.
        await page.reload();
        await page.goBack();
        await page.goForward();
        await choose(page, "naverpay/easy_pay");
        await page.getByRole("button", { name: /Pay|결제하기|동의/ }).first().click();
        await page.waitForURL((url) => url.pathname === `/pay/${id}`);
        assert.equal((await walk.gateway.balance(customer)).available, 3000);
        await page.context().close();
    };
}

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
    await page.getByRole("button", { name: /Pay|결제하기/ }).first().click();
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
