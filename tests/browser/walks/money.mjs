// The desk's pages of money: a refund to an account that bounces, and a deposit under another name, counted in clicks from
// the first page.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";

/** What support may need at most, from the first page, in clicks. */
const REFUND_CLICKS_MAX = 6;
const MATCH_CLICKS_MAX = 5;

/** A click that is counted. */
async function click(page, control) {
    page.clicks += 1;
    await control.click();
}

async function signIn(page, gateway, language) {
    await page.goto(`${gateway.url}/console/sign-in?lang=${language}`);
    await page.locator("#name").fill("demo");
    await page.locator("#password").fill(gateway.password);
    await page.getByRole("main").getByRole("button").click();
    await page.waitForURL("**/console");
}

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

const WORDS = {
    ko: { find: "찾기", quote: "환불 금액 확인", next: "다음: 확인", refund: "환불하기", hand: "직접 이체 필요", match: "주문에 연결", matched: "주문에 연결됨" },
    en: { find: "Find", quote: "See what goes back", next: "Next: check it", refund: "Refund", hand: "To transfer by hand", match: "Match to the order", matched: "Matched" },
};

async function refund(page, gateway, words, name) {
    const depositor = `구매${name}`;
    const order = await gateway.order(name, { provider: "bank", depositor_name: depositor });
    await gateway.sandbox("POST", "/bank/deposits", { depositor_name: depositor, amount: order.amount });
    await until("the credits", async () => (await gateway.balance(name)).available === 3000);
    await page.goto(`${gateway.url}/console`);
    page.clicks = 0;
    await page.locator("#q").fill("29,700");
    await click(page, page.getByRole("button", { name: words.find, exact: true }));
    await click(page, page.locator("tr", { hasText: name }).locator('a[href^="/console/payments/"]'));
    await seen(page, "payment");
    await click(page, page.getByRole("button", { name: words.quote }));
    await seen(page, "quote");
    await page.locator('[name="reason"]').fill("고객이 마음을 바꿈");
    await page.locator('[name="bank"]').selectOption("088");
    await page.locator('[name="account_number"]').fill("110-123-456789");
    await page.locator('[name="holder"]').fill(depositor);
    await click(page, page.getByRole("button", { name: words.next }));
    await seen(page, "refund-question");
    await click(page, page.getByRole("button", { name: words.refund, exact: true }));
    await page.waitForURL("**/console/refunds/**");
    await seen(page, "refund-by-hand");
    assert.ok(page.clicks <= REFUND_CLICKS_MAX, `${page.clicks} clicks`);
    const clicks = page.clicks;

    // Transferred, bounced, and open again.
    await page.locator('[name="evidence"]').fill("transfer 1");
    await page.locator('form[action$="/paid"] button').click();
    await look(page, "refund-paid");
    await page.locator('[name="reason"]').fill("해지된 계좌");
    await page.locator('form[action$="/bounced"] button').click();
    await seen(page, "bounced-question");
    await page.getByRole("main").getByRole("button").click();
    await seen(page, "refund-bounced");
    await page.goto(`${gateway.url}/console/refunds`);
    await seen(page, "refunds");
    return clicks;
}

async function match(page, gateway, words, name) {
    const order = await gateway.order(name, { provider: "bank", depositor_name: `입금${name}` });
    await page.goto(`${gateway.url}/console`);
    // Deposits of other walks may wait already.
    const tile = page.locator('.tiles a[href="/console/deposits"]');
    const waiting = async () => Number((await tile.innerText()).match(/\d+/)[0]);
    const before = await waiting();
    await gateway.sandbox("POST", "/bank/deposits", { depositor_name: `입금${name}의 아내`, amount: order.amount });
    await until("the deposit waits", async () => {
        await page.reload();
        return (await waiting()) > before;
    });
    page.clicks = 0;
    await click(page, page.locator('.tiles a[href="/console/deposits"]'));
    await seen(page, "deposits");
    await click(page, page.locator('tbody a[href^="/console/deposits/"]').first());
    await seen(page, "deposit");
    await click(page, page.locator(`input[value="${order.id}"]`));
    await page.locator('form[action$="/match"] [name="reason"]').fill("통화로 확인");
    await click(page, page.locator('form[action$="/match"] button'));
    await seen(page, "match-question");
    await click(page, page.getByRole("button", { name: words.match, exact: true }));
    await until("the credits", async () => (await gateway.balance(name)).available === 3000);
    await look(page, "matched");
    assert.ok((await page.locator("h1").innerText()).includes(words.matched));
    assert.ok(page.clicks <= MATCH_CLICKS_MAX, `${page.clicks} clicks`);
    return page.clicks;
}

export const walks = {};

for (const size of [PHONE, DESKTOP]) {
    for (const language of ["ko", "en"]) {
        walks[`${language}-${size.width}`] = async (walk) => {
            const { gateway } = walk;
            const page = await open(walk, size);
            await signIn(page, gateway, language);
            const name = `money${language}${size.width}`;
            const refunded = await refund(page, gateway, WORDS[language], name);
            const matched = await match(page, gateway, WORDS[language], `deposit${language}${size.width}`);
            console.log(`clicks: refund ${refunded}, match ${matched}`);
            await page.goto(`${gateway.url}/console/inbox`);
            await page.locator('tbody a[href^="/console/inbox/"]').first().click();
            await seen(page, "inbox-row");
            await page.locator('form[action$="/replay"] button').click();
            await look(page, "replayed");
            for (const part of ["contradictions", "jobs", "jobs?state=parked"]) {
                await page.goto(`${gateway.url}/console/${part}`);
                await seen(page, part.replaceAll(/[/?=]/g, "-"));
            }
            await page.context().close();
        };
    }
}
