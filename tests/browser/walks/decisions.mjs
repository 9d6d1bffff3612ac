// What one person alone may not or need not decide: a refund above a limit with a second person, and an order for which the
// provider charged another amount.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";

/** Refunds of these walks are above it. In won. */
export const options = ["--limits", "support.refund=1000"];

const WORDS = {
    ko: { quote: "환불 금액 확인", next: "다음: 확인", ask: "승인 요청", approve: "승인하고 실행", accept: "이 결제를 인정", completed: "결제 완료", change: "비밀번호 바꾸기" },
    en: { quote: "See what goes back", next: "Next: check it", ask: "Ask for approval", approve: "Approve, and have it done", accept: "Accept the payment", completed: "Paid", change: "Change the password" },
};

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

const button = (page, name) => page.getByRole("main").getByRole("button", { name, exact: true });

/** A new operator's browser: the first sign-in replaces the password that somebody else gave. */
async function signIn(walk, size, language, role) {
    const { gateway } = walk;
    const name = `${role}-${language}-${size.width}`;
    await gateway.operator(name, role, "given by somebody else");
    const page = await open(walk, size);
    await page.goto(`${gateway.url}/console/sign-in?lang=${language}`);
    await page.locator("#name").fill(name);
    await page.locator("#password").fill("given by somebody else");
    await page.getByRole("main").getByRole("button").click();
    await page.waitForURL("**/console/password");
    await seen(page, `${role}-replaces`);
    await page.locator("#present").fill("given by somebody else");
    await page.locator("#password").fill("a quiet river in autumn");
    await page.locator("#again").fill("a quiet river in autumn");
    await button(page, WORDS[language].change).click();
    await page.goto(`${gateway.url}/console`);
    return page;
}

/** The customer buys by card. Returns the order, whatever came of it. */
async function buy(walk, customer) {
    const order = await walk.gateway.order(customer, { provider: "toss", method: "card" });
    const page = await open(walk, DESKTOP);
    await page.goto(order.checkout_url);
    await page.getByRole("button", { name: /Pay|결제하기/ }).first().click();
    await page.waitForLoadState();
    await page.context().close();
    return order;
}

const orderNow = (gateway, order) => gateway.api("checkout", "GET", `/v1/orders/${order.id}`);

async function secondPerson(walk, support, approver, words, customer) {
    const { gateway } = walk;
    const order = await buy(walk, customer);
    const paid = await until("the order is paid", async () => {
        const now = await orderNow(gateway, order);
        return now.state === "completed" && now;
    });
    await support.goto(`${gateway.url}/console/payments/${paid.payment_id}`);
    await button(support, words.quote).click();
    await support.locator('[name="reason"]').fill("고객이 마음을 바꿈");
    await button(support, words.next).click();
    await seen(support, "above-the-limit");
    await button(support, words.ask).click();
    await support.waitForURL("**/console/approvals/**");
    await seen(support, "waits-for-approval");
    assert.equal(await button(support, words.approve).count(), 0, "nobody approves alone");
    assert.equal((await gateway.balance(customer)).available, 3000, "nothing is done yet");

    await approver.goto(`${gateway.url}/console`);
    await seen(approver, "an-approval-waits");
    await approver.locator('.tiles a[href="/console/approvals"]').click();
    await seen(approver, "approvals");
    await approver.locator('tbody a[href^="/console/approvals/"]').first().click();
    await seen(approver, "approval");
    await approver.locator("#reason").fill("통화 기록을 확인함");
    await button(approver, words.approve).click();
    await seen(approver, "approved");
    await until("the money is back", async () => (await gateway.balance(customer)).available === 0);
}

async function mismatched(walk, support, words, customer) {
    const { gateway } = walk;
    const wrong = [
        { kind: "charged_less", operation: "confirm", probability_percent: 100, times: 1 },
        { kind: "webhook_lost", probability_percent: 100 },
    ];
    await gateway.sandbox("PUT", "/faults", { provider: "toss", seed: 7, faults: wrong });
    const order = await buy(walk, customer);
    await until("the order is parked", async () => (await orderNow(gateway, order)).state === "mismatched");
    await gateway.sandbox("PUT", "/faults", { provider: "toss", seed: 7, faults: [] });
    await support.goto(`${gateway.url}/console`);
    await support.locator('.tiles a[href="/console/contradictions"]').click();
    await seen(support, "contradictions");
    await support.locator('tbody a[href^="/console/contradictions/"]').first().click();
    await seen(support, "contradiction");
    await support.locator('form[action$="/accept"] [name="reason"]').fill("고객에게 차액을 받지 않기로 함");
    await support.locator('form[action$="/accept"] button').click();
    await seen(support, "accept-question");
    await button(support, words.accept).click();
    await look(support, "accepted");
    await until("the credits", async () => (await gateway.balance(customer)).available === 3000);
    await support.goto(`${gateway.url}/console/orders/${order.id}`);
    await look(support, "order-accepted");
    assert.ok((await support.locator("h1").innerText()).includes(words.completed));
}

export const walks = {};

for (const size of [PHONE, DESKTOP]) {
    for (const language of ["ko", "en"]) {
        walks[`${language}-${size.width}`] = async (walk) => {
            const support = await signIn(walk, size, language, "support");
            const approver = await signIn(walk, size, language, "approver");
            const words = WORDS[language];
            await secondPerson(walk, support, approver, words, `second-${language}-${size.width}`);
            await mismatched(walk, support, words, `other-${language}-${size.width}`);
            await support.context().close();
            await approver.context().close();
        };
    }
}
