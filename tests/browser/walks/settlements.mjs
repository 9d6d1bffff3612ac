// Settlements at the desk: a provider's file is taken in, what differs is seen and many differences are closed with one reason, and
// from a settlement to its rows and to the money on the account.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, answered, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";
import { paid, signIn } from "./acts.mjs";

const DAY_SECONDS = 86_400;
/** A payout of the simulators arrives after four days, and a day more for it to be over. */
const PAID_OUT_DAYS = 5;

const WORDS = {
    ko: { take: "파일 가져오기", taken: "파일을 가져왔습니다", known: "전에 가져온 파일입니다", cannot: "파일을 읽을 수 없습니다", many: "여러 건 닫기", two: "차이 2건을 닫습니다", unread: "원 단위 정수여야 합니다", compare: "하루 대사하기", finished: "끝남" },
    en: { take: "Take in a file", taken: "The file is taken in", known: "This file was taken in before", cannot: "The file cannot be read", many: "Close many", two: "Closes 2 discrepancies", unread: "is a whole number of won", compare: "Compare a day", finished: "Finished" },
};

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

/** Three sales by Kakao Pay on one day, which is over. The day, and the file of it as the provider's console gives it. */
async function sold(gateway, name) {
    const day = await gateway.today();
    for (const n of [1, 2, 3]) await paid(gateway, `${name}-${n}`, { provider: "kakaopay" });
    await gateway.pass(DAY_SECONDS);
    const answer = await fetch(`${gateway.url}/sandbox/kakaopay/console/settlement?date=${day}`);
    assert.equal(answer.status, 200);
    return { day, text: await answer.text() };
}

/** Chooses the file, and sends the form by the keyboard. */
async function send(page, name, text) {
    await page.locator('[name="file"]').setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    await page.locator('form[action$="/settlement-imports"] button').press("Enter");
}

const fresh = (page, gateway) => page.goto(`${gateway.url}/console/settlement-imports/new`);

/** The comparisons of a source that have ended. */
async function compared(gateway, source, count) {
    await until(`${source} is compared`, async () => {
        const { items } = await gateway.api("support", "GET", "/v1/reconciliations?provider=kakaopay&limit=100");
        const of = items.filter((run) => run.source === source);
        return of.length >= count && of.every((run) => run.state === "finished");
    });
}

async function takenIn(page, gateway, words, { day, text }) {
    await page.getByRole("link", { name: words.take, exact: true }).click();
    await seen(page, "take-in");
    await send(page, "holiday.csv", "name,date\n설날,2026-02-17\n");
    await answered(page, 422);
    await page.getByRole("alert").getByText(words.cannot).waitFor();
    await seen(page, "no-settlement");

    // Two rows never came, and one says something that is no amount.
    const lines = text.trimEnd().split("\r\n");
    const bad = `${day} 10:00:00,결제,N9,T9,ord_x,1000.5,22,2,978,${day}`;
    const cut = `${[...lines.slice(0, -2), bad].join("\r\n")}\r\n`;
    await fresh(page, gateway);
    await send(page, `카카오페이 ${day}.csv`, cut);
    await page.waitForURL("**done=taken_in");
    await page.getByRole("status").getByText(words.taken).waitFor();
    await seen(page, "taken-in");
    assert.ok((await page.locator("main").innerText()).includes(words.unread));
    await fresh(page, gateway);
    await send(page, "again.csv", cut);
    await page.waitForURL("**done=known_file");
    await page.getByRole("status").getByText(words.known).waitFor();
    await look(page, "taken-in-before");
    await page.goto(`${gateway.url}/console/settlement-imports`);
    await seen(page, "imports");
}

async function closed(page, gateway, words) {
    await page.goto(`${gateway.url}/console/discrepancies?source=settlements`);
    await seen(page, "discrepancies");
    await page.locator('tbody a[href^="/console/discrepancies/"]').first().click();
    await seen(page, "discrepancy");
    await page.goto(`${gateway.url}/console/discrepancies`);
    await page.getByRole("link", { name: words.many, exact: true }).click();
    await page.locator('[name="provider"]').selectOption("kakaopay");
    await page.locator('[name="source"]').selectOption("settlements");
    await page.locator('[name="type"]').selectOption("missing_there");
    await seen(page, "close-many");
    await page.locator('[name="reason"]').fill("다음 정산에 들어 있음");
    await page.locator('form[action$="/discrepancies-close"] button').click();
    await page.getByText(words.two).waitFor();
    await seen(page, "close-many-question");
    await page.locator('form[action$="/discrepancies-close"] button').click();
    await page.waitForURL("**/console/discrepancies?done=done");
    await look(page, "closed-many");
    await page.goto(`${gateway.url}/console/reconciliations`);
    await seen(page, "reconciliations");
    await compareAgain(page, gateway, words);
}

/** A person has one day compared, and watches its page until that is over. */
async function compareAgain(page, gateway, words) {
    const [{ day }] = (await gateway.api("support", "GET", "/v1/reconciliations?provider=kakaopay&limit=1")).items;
    await page.getByRole("link", { name: words.compare, exact: true }).click();
    await page.locator('[name="provider"]').selectOption("kakaopay");
    await page.locator('[name="source"]').selectOption("settlements");
    await page.locator('[name="date"]').fill(day);
    await seen(page, "compare");
    await page.locator('form[action$="/reconciliations"] button').press("Enter");
    await page.waitForURL("**done=begun");
    await page.locator("h1").getByText(words.finished).waitFor();
    await seen(page, "comparison");
}

/** From what is paid out to a row of it, and from there to what arrived on the account. */
async function led(page, gateway, language) {
    await page.goto(`${gateway.url}/console/settlements`);
    await seen(page, "settlements");
    await page.locator('tbody a[href^="/console/settlements/"]').first().click();
    await seen(page, "settlement");
    await page.locator('tbody a[href^="/console/settlement-rows/"]').first().click();
    await seen(page, "row");
    await page.locator('dd a[href^="/console/settlement-imports/"]').click();
    await look(page, "import-of-a-row");

    await gateway.pass(PAID_OUT_DAYS * DAY_SECONDS);
    await signIn(page, gateway, language);
    const [settlement] = (await gateway.api("support", "GET", "/v1/settlements?provider=kakaopay")).items;
    const account = `거래일시,입금액,기재내용\n${settlement.paid_out_on} 11:00:00,${settlement.net},카카오페이\n`;
    await fresh(page, gateway);
    await page.locator('input[value="statement"]').check();
    await send(page, "account.csv", account);
    await page.waitForURL("**done=taken_in");
    await seen(page, "statement-taken-in");
    await until("the money is matched", async () => {
        await page.goto(`${gateway.url}/console/settlements/${settlement.id}`);
        return (await gateway.api("support", "GET", `/v1/settlements/${settlement.id}`)).payout !== null;
    });
    await page.reload();
    await look(page, "settlement-arrived");
}

export const walks = {};

let compared_before = 0;

for (const size of [PHONE, DESKTOP]) {
    for (const language of ["ko", "en"]) {
        walks[`${language}-${size.width}`] = async (walk) => {
            const { gateway } = walk;
            const words = WORDS[language];
            const file = await sold(gateway, `settled-${language}-${size.width}`);
            const page = await open(walk, size);
            await signIn(page, gateway, language);
            await page.goto(`${gateway.url}/console/settlements`);
            await seen(page, "settlements-before");
            await takenIn(page, gateway, words, file);
            // The file was sent twice, and its day compared after each time.
            compared_before += 2;
            await compared(gateway, "settlements", compared_before);
            await closed(page, gateway, words);
            await led(page, gateway, language);
            await page.context().close();
        };
    }
}
