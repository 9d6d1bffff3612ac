// What support does for a customer at the desk: each act from the customer's page, a membership, the end of an account, and a
// refund whose page turns by itself.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";

/** A refund is sent again within seconds once the provider answers, and its page looks every three. */
const TURNS_SECONDS_MAX = 60;

const WORDS = {
    ko: { grant: "크레딧 지급", code: "프로모션 코드 등록", link: "고객 페이지 링크", statement: "명세서", freeze: "동결", unfreeze: "동결 해제", close: "해지", done: "처리했습니다", back: "환불 완료", closed: "해지했습니다" },
    en: { grant: "Grant credits", code: "Redeem a code", link: "Link to the customer's page", statement: "Statement", freeze: "Freeze", unfreeze: "Unfreeze", close: "Close the account", done: "Done.", back: "Given back", closed: "The account is closed" },
};

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

/** Signs in as the operator of `dev`. */
export async function signIn(page, gateway, language) {
    await page.goto(`${gateway.url}/console/sign-in?lang=${language}`);
    await page.locator("#name").fill("demo");
    await page.locator("#password").fill(gateway.password);
    await page.getByRole("main").getByRole("button").click();
    await page.waitForURL("**/console");
}

/** A payment of three packages, by card where nothing else is said; its id. */
export async function paid(gateway, name, way = { provider: "toss", method: "card" }) {
    const order = await gateway.order(name, way);
    const led = async (url, method) => (await fetch(url, { method, redirect: "manual" })).headers.get("location");
    const window = await led(order.checkout_url);
    await led(await led(`${window}/pay`, "POST"));
    await until("the credits", async () => (await gateway.balance(name)).available === 3000);
    return (await gateway.api("support", "GET", `/v1/orders/${order.id}`)).payment_id;
}

/** Has Toss refuse every cancel from now on, or no more. */
export function refuseCancels(gateway, refused) {
    const faults = refused ? [{ kind: "refuse_5xx_before", probability_percent: 100, operation: "cancel" }] : [];
    return gateway.sandbox("PUT", "/faults", { provider: "toss", seed: 7, faults });
}

/** Asks for a refund of all that is unused. */
export async function refund(gateway, payment) {
    const quote = await gateway.api("support", "POST", `/v1/payments/${payment}/refund-quotes`);
    const asked = { payment_id: payment, quote_id: quote.id, reason: "the buyer asked" };
    return gateway.api("support", "POST", "/v1/refunds", asked);
}

/** Opens the page of an act from the customer's page. */
async function choose(page, name) {
    await page.locator(".ways").getByRole("link", { name, exact: true }).click();
}

/** Says yes to the question. */
async function confirm(page, state) {
    await seen(page, state);
    await page.locator("form.narrow button.act").click();
}

async function acts(page, gateway, words, name) {
    const customer = `${gateway.url}/console/customers/${name}`;
    await page.goto(customer);
    await seen(page, "customer");
    await choose(page, words.grant);
    await seen(page, "grant");
    await page.locator('[name="credits"]').fill("1,500");
    await page.locator('[name="reason"]').fill("지연에 대한 사과");
    await page.locator("form.narrow button.act").click();
    await confirm(page, "grant-question");
    await page.getByRole("status").getByText(words.done).waitFor();
    assert.equal((await gateway.balance(name)).available, 4500);

    await choose(page, words.code);
    await seen(page, "code");
    await page.goto(customer);
    await choose(page, words.link);
    await seen(page, "link");
    await page.locator('[name="reason"]').fill("메일로 요청");
    await page.locator("form.narrow button.act").click();
    await seen(page, "link-made");
    const own = await page.locator(".secret").innerText();
    assert.equal((await fetch(own)).status, 200);

    await page.goto(customer);
    await choose(page, words.statement);
    await page.locator("form.filters button").click();
    await seen(page, "statement");
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "CSV · English" }).click();
    assert.equal((await saved).suggestedFilename(), "statement.csv");

    await page.goto(customer);
    await choose(page, words.freeze);
    await page.locator('[name="reason"]').fill("도용 신고");
    await page.locator("form.narrow button.act").click();
    await confirm(page, "freeze-question");
    await seen(page, "frozen");
    await choose(page, words.unfreeze);
    await page.locator('[name="reason"]').fill("본인 확인");
    await page.locator("form.narrow button.act").click();
    await confirm(page, "unfreeze-question");
    await look(page, "open-again");
}

async function membership(page, gateway, name) {
    await gateway.api("service", "POST", `/v1/customers/${name}/subscriptions`, { plan: "membership-basic" });
    await page.goto(`${gateway.url}/console/customers/${name}`);
    await page.locator('a[href^="/console/subscriptions/"]').click();
    await seen(page, "membership");
    await page.locator('form[action$="/pause"] [name="reason"]').fill("여행 중");
    await page.locator('form[action$="/pause"] button').click();
    await confirm(page, "pause-question");
    await seen(page, "membership-paused");
}

/** The page of a refund changes without a press or a reload. */
async function turning(page, gateway, words, payment) {
    await refuseCancels(gateway, true);
    const { id } = await refund(gateway, payment);
    await page.goto(`${gateway.url}/console/refunds/${id}`);
    await page.locator("main[data-turn]").waitFor();
    await seen(page, "refund-under-way");
    await refuseCancels(gateway, false);
    await page.locator("h1").getByText(words.back).waitFor({ timeout: TURNS_SECONDS_MAX * 1000 });
    await look(page, "refund-turned");
    assert.equal(await page.locator("script").count(), 0);
}

async function closing(page, gateway, words, name) {
    await page.goto(`${gateway.url}/console/customers/${name}`);
    await choose(page, words.close);
    await seen(page, "closing");
    await page.locator("form.narrow button.act").click();
    await seen(page, "closing-quote");
    await page.locator('[name="confirm_forfeit"]').check();
    await page.locator("form.narrow button.act").click();
    await confirm(page, "closing-question");
    await page.getByRole("status").getByText(words.closed).waitFor();
    await seen(page, "closed");
    await page.locator("dd a").click();
    await look(page, "last-statement");
}

export const walks = {};

for (const [size, language] of [[PHONE, "ko"], [DESKTOP, "en"], [DESKTOP, "ko"]]) {
    walks[`${language}-${size.width}`] = async (walk) => {
        const { gateway } = walk;
        const words = WORDS[language];
        const name = `acts-${language}-${size.width}`;
        const payment = await paid(gateway, name);
        const page = await open(walk, size);
        await signIn(page, gateway, language);
        await acts(page, gateway, words, name);
        await membership(page, gateway, name);
        await page.goto(`${gateway.url}/console/payments/${payment}`);
        await seen(page, "payment");
        await turning(page, gateway, words, payment);
        await closing(page, gateway, words, name);
        await page.context().close();
    };
}
