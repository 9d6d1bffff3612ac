// What others wrote is shown as text: every payload in every field that is stored and shown, then every page that a link leads
// to.

import assert from "node:assert/strict";
import { DESKTOP, open } from "../browser.mjs";
import { until } from "../gateway.mjs";
import { PAYLOADS } from "../payloads.mjs";

/** Payloads that the walk must have, at least; and pages that it must have come to. */
const PAYLOADS_MIN = 60;
const PAGES_MIN = 400;
/** Pages of one list, one after the other. The longest list has a line for each payload and field. */
const LIST_PAGES_MAX = 25;
/** Customers whose records are made side by side: most of that is waiting. */
const AT_ONCE = 6;

/** Most characters of a key of metadata, of a depositor or holder, and of a reference of a transfer. */
const KEY_MAX = 40;
const NAME_MAX = 60;
const EVIDENCE_MAX = 100;

/** Each payload says at its end in which field it stands. One that is too long loses its end, which makes it another. */
const marked = (payload, field, most = 200) => `${payload.slice(0, most - field.length - 1)} ${field}`;

/** One customer's records with a payload in every field. Returns what must be seen on some page. */
async function store(gateway, payload, number) {
    const customer = `c${number}`;
    const path = `/v1/customers/${customer}`;
    const seen = [];
    const text = (field, most) => {
        seen.push(marked(payload, field, most));
        return seen.at(-1);
    };
    await gateway.api("service", "POST", `${path}/grants`, { kind: "promotional", credits: 500, reason: text("grant") });
    await gateway.api("service", "POST", `${path}/spends`, { credits: 5, meter: text("meter"), reference: text("reference") });
    const metadata = { [marked(payload, "key", KEY_MAX)]: marked(payload, "metadata") };
    await gateway.api("service", "POST", `${path}/holds`, { credits: 5, meter: text("held"), reference: text("hold"), expires_in: 600 });
    const subscription = await gateway.api("service", "POST", `${path}/subscriptions`, { plan: "membership-basic" });
    await gateway.api("service", "POST", `/v1/subscriptions/${subscription.id}/pause`, { reason: text("paused") });
    // What comes in unsigned is stored before it is believed. Support sees the names of its members.
    await fetch(`${gateway.url}/webhooks/toss`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ eventType: "PAYMENT_STATUS_CHANGED", [text("inbox")]: 1 }) });
    // What an admin writes is shown to support. The endpoint gets nothing: it takes one type that nobody sends.
    const url = `http://localhost:9/${encodeURIComponent(payload)}`;
    await gateway.api("admin", "POST", "/v1/webhook-endpoints", { url, description: text("endpoint"), types: ["webhook_endpoint.tested"] });
    const [begins, ends] = [0, 30].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const campaign = { name: text("campaign", 100), audience: "code", code: `PAYLOAD-${number}`, gives: "credits", worth: 1, from: begins, until: ends, budget: 1 };
    await gateway.api("admin", "POST", "/v1/campaigns", campaign);
    // Names and accounts are masked until somebody asks for them in full.
    const depositor = marked(payload, `named${number}`, NAME_MAX);
    const holder = marked(payload, "holder", NAME_MAX);
    const stranger = marked(payload, `stranger${number}`, NAME_MAX);
    const order = await gateway.order(customer, { provider: "bank", depositor_name: depositor, metadata, return_url: `${gateway.shop}?${encodeURIComponent(payload)}` });
    await gateway.order(customer, { provider: "toss", metadata });
    await gateway.sandbox("POST", "/bank/deposits", { depositor_name: depositor, amount: order.amount });
    await gateway.sandbox("POST", "/bank/deposits", { depositor_name: stranger, amount: 1000 + number });
    await gateway.api("support", "POST", `${path}/freeze`, { reason: text("freeze") });
    await gateway.api("support", "POST", `${path}/unfreeze`, { reason: text("unfreeze") });
    const paid = await until("the order is paid", async () => {
        const now = await gateway.api("checkout", "GET", `/v1/orders/${order.id}`);
        return now.state === "completed" && now;
    });
    const payment = { payment_id: paid.payment_id };
    const quote = await gateway.api("support", "POST", `/v1/payments/${paid.payment_id}/refund-quotes`, {});
    const account = { bank: "088", account_number: "110123456789", holder };
    const refund = await gateway.api("support", "POST", "/v1/refunds", { ...payment, quote_id: quote.id, reason: text("refund", 150), refund_account: account, holder_confirmed: true });
    const at = `/v1/refunds/${refund.id}`;
    await until("the refund is by hand", async () => (await gateway.api("support", "GET", at)).state === "by_hand");
    await gateway.api("support", "POST", `${at}/paid`, { evidence: text("evidence", EVIDENCE_MAX) });
    await gateway.api("support", "POST", `${at}/bounced`, { reason: text("bounced", 150) });
    const link = await gateway.api("support", "POST", `${path}/links`, {});
    return { seen, pages: [order.checkout_url, link.url, `${gateway.url}/console/customers/${customer}`] };
}

/** Runs in a page: its texts and links, and what must not be there. That is looked for in the document, so it is found
 * also where it would wait for a click. */
function read() {
    const never = ["iframe", "object", "embed", "base", "template", "marquee", "video", "audio", "math"];
    const found = window.__xss === undefined ? [] : ["a payload ran"];
    for (const element of document.querySelectorAll("*")) {
        const foreign = element.localName === "script" && new URL(element.src || "data:,").origin !== location.origin;
        const bad = [...element.attributes].some(({ name, value }) => {
            const leads = ["href", "src", "action", "formaction"].includes(name);
            return name.startsWith("on") || ["style", "srcdoc"].includes(name) || (leads && /^\s*(javascript|data|vbscript):./i.test(value.replace(/^data:,$/, "")));
        });
        if (foreign || bad || never.includes(element.localName)) found.push(element.outerHTML.slice(0, 200));
    }
    const values = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
    const links = [...document.querySelectorAll("a[href]")].map((link) => link.href);
    return { found, links, text: [document.body.textContent, ...values].join("\n") };
}

/** Goes to every page of the gateway that a link leads to. Returns their texts. */
async function crawl(page, starts) {
    const origin = new URL(starts[0]).origin;
    const texts = [];
    const known = new Set();
    const pagesOf = new Map();
    const queue = [];
    const add = (href, from) => {
        const url = new URL(href);
        url.hash = "";
        // Files, the same page in another language, and the same lines in another order.
        const other = ["csv", "lang", "sort"].some((name) => url.searchParams.has(name)) || /\.(csv|json|css)$/.test(url.pathname);
        if (url.origin !== origin || other || known.has(url.href)) return;
        if (url.searchParams.has("cursor")) {
            const count = (pagesOf.get(url.pathname) ?? 0) + 1;
            if (count > LIST_PAGES_MAX) return;
            pagesOf.set(url.pathname, count);
        }
        known.add(url.href);
        queue.push({ href: url.href, from });
    };
    starts.forEach((start) => add(start, "the start"));
    for (let next = queue.shift(); next; next = queue.shift()) {
        const answer = await page.goto(next.href, { waitUntil: "domcontentloaded" });
        const { found, links, text } = await page.evaluate(read);
        assert.deepEqual(found, [], next.href);
        assert.ok(answer.ok(), `${next.href}, from ${next.from}: ${answer.status()}`);
        texts.push(text);
        links.forEach((link) => add(link, next.href));
    }
    return texts;
}

export const walks = {
    "every-field": async (walk) => {
        assert.ok(PAYLOADS.length >= PAYLOADS_MIN);
        const { gateway } = walk;
        const waiting = [...PAYLOADS.entries()];
        const stored = [];
        const worker = async () => {
            for (let next = waiting.shift(); next; next = waiting.shift()) stored.push(await store(gateway, next[1], next[0]));
        };
        await Promise.all(Array.from({ length: AT_ONCE }, worker));

        const page = await open(walk, DESKTOP);
        await page.goto(`${gateway.url}/console/sign-in`);
        await page.locator("#name").fill("demo");
        await page.locator("#password").fill(gateway.password);
        await page.getByRole("main").getByRole("button").click();
        await page.waitForURL("**/console");
        const texts = await crawl(page, [`${gateway.url}/console`, ...stored.flatMap((it) => it.pages)]);
        assert.deepEqual(page.complaints, [], "the browser complains");
        assert.ok(texts.length >= PAGES_MIN, `${texts.length} pages`);
        const all = texts.join("\n");
        const missing = stored.flatMap((it) => it.seen).filter((text) => !all.includes(text));
        assert.deepEqual(missing, [], "stored and shown nowhere");
        console.log(`${PAYLOADS.length} payloads in ${stored[0].seen.length} fields and more, ${texts.length} pages`);
        await page.context().close();
    },
};
