// The page that opens a provider's window, in a simulated browser: the buyer's view when the provider's script comes,
// does not come, hangs, or refuses. Usage: node window.mjs providers/src
// Prints `ok` or `FAILED` per case; exit code 1 when one failed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import vm from "node:vm";

/** Our script, as it is served for a provider. */
const source = (provider) =>
  ["opener.js", `${provider}/window.js`].map((file) => readFileSync(`${process.argv[2]}/${file}`, "utf8")).join("\n");
const PATIENCE = 10_000;
const settle = () => new Promise((done) => setImmediate(done));

/** A browser with our page in it, whose clock is moved by hand. */
function browser(provider = "toss") {
  let now = 0;
  const timers = new Map();
  const element = () => ({ hidden: true, disabled: false, heard: {}, addEventListener(name, act) { this.heard[name] = act; } });
  const parts = { window: element(), open: element(), opening: element(), trouble: element() };
  parts.window.dataset = {
    script: "https://js.toss.test/v2", clientKey: "test_ck_x", method: "CARD", amount: "10000", orderId: "ord_1",
    orderName: "1,000 credits", successUrl: "https://gw.test/success?state=1", failUrl: "https://gw.test/fail?state=1",
    flowMode: "DEFAULT", clientId: "client-1", chainId: "chain-1", mode: "development",
    request: JSON.stringify({ merchantPayKey: "ord_1", totalPayAmount: 10000 }),
  };
  const scripts = [];
  const window = { heard: {}, addEventListener(name, act) { this.heard[name] = act; } };
  window.location = { assign: (to) => { window.left = String(to); } };
  const document = {
    getElementById: (id) => parts[id],
    createElement: () => element(),
    head: { append: (script) => scripts.push(script) },
  };
  const setTimeout = (act, wait) => {
    const id = timers.size + 1;
    timers.set(id, { act, at: now + wait });
    return id;
  };
  const clearTimeout = (id) => timers.get(id) && (timers.get(id).act = () => {});
  vm.runInNewContext(source(provider), { window, document, setTimeout, clearTimeout, URL, Number, String, Promise, Error });
  const page = {
    parts, scripts, window, asked: [],
    async pass(wait) {
      now += wait;
      for (const timer of timers.values()) {
        if (timer.at <= now) { const { act } = timer; timer.act = () => {}; act(); }
      }
      await settle();
    },
    async press() {
      assert.equal(parts.open.disabled, false, "the button is dead");
      parts.open.heard.click();
      await settle();
    },
    /** Toss's script arrives. */
    async arrive(answer = () => new Promise(() => {})) {
      const TossPayments = (clientKey) => ({
        payment: () => ({ requestPayment: (request) => { page.asked.push({ clientKey, request }); return answer(); } }),
      });
      TossPayments.ANONYMOUS = "ANONYMOUS";
      window.TossPayments = TossPayments;
      scripts.at(-1).heard.load();
      await settle();
    },
    /** Naver Pay's script arrives. */
    async arriveNaver(answer = () => undefined) {
      const create = (settings) => ({
        open: (request) => { page.asked.push({ settings, request }); return answer(); },
      });
      window.Naver = { Pay: { create } };
      scripts.at(-1).heard.load();
      await settle();
    },
    sees: () => ["opening", "trouble"].filter((name) => !parts[name].hidden).join(),
  };
  return page;
}

const cases = {
  async "a press asks for the order's window"() {
    const page = browser();
    assert.equal(page.scripts[0].src, "https://js.toss.test/v2");
    await page.arrive();
    await page.press();
    assert.equal(page.asked[0].clientKey, "test_ck_x");
    const { amount, orderId, windowTarget, card } = page.asked[0].request;
    assert.deepEqual([amount.value, amount.currency, orderId, windowTarget, card.flowMode], [10000, "KRW", "ord_1", "self", "DEFAULT"]);
    assert.equal(page.sees(), "opening");
  },
  async "a press before the script is there waits for it"() {
    const page = browser();
    await page.press();
    assert.equal(page.sees(), "opening");
    assert.equal(page.asked.length, 0);
    await page.arrive();
    assert.equal(page.asked.length, 1);
  },
  async "a script that hangs is told after a while, and the next press fetches it anew"() {
    const page = browser();
    await page.press();
    await page.pass(PATIENCE - 1);
    assert.equal(page.sees(), "opening");
    await page.pass(1);
    assert.equal(page.sees(), "trouble");
    await page.press();
    assert.equal(page.scripts.length, 2);
    assert.equal(page.scripts[1].src, "https://js.toss.test/v2?again=1", "one address is fetched once at a time");
    await page.arrive();
    assert.equal(page.asked.length, 1);
  },
  async "a script that cannot be loaded is told at once"() {
    const page = browser();
    await page.press();
    page.scripts[0].heard.error();
    await settle();
    assert.equal(page.sees(), "trouble");
    await page.press();
    assert.equal(page.scripts.length, 2);
  },
  async "a window that does not come up leaves a button that works"() {
    const page = browser();
    await page.arrive();
    await page.press();
    await page.pass(PATIENCE);
    assert.equal(page.sees(), "trouble");
    await page.press();
    assert.equal(page.asked.length, 2);
  },
  async "a refusal leads to our own page with its code"() {
    const page = browser();
    await page.arrive(() => Promise.reject(Object.assign(new Error("no"), { code: "PAY_PROCESS_CANCELED" })));
    await page.press();
    await settle();
    assert.equal(page.window.left, "https://gw.test/fail?state=1&code=PAY_PROCESS_CANCELED");
  },
  async "who comes back to the page finds it as it was at first"() {
    const page = browser();
    await page.arrive();
    await page.press();
    page.window.heard.pageshow({ persisted: true });
    assert.equal(page.sees(), "");
    await page.pass(PATIENCE);
    assert.equal(page.sees(), "", "what was asked before is forgotten");
    await page.press();
    assert.equal(page.asked.length, 2);
  },
  async "Naver Pay's script is asked for the order's window in the same page"() {
    const page = browser("naverpay");
    await page.arriveNaver();
    await page.press();
    const { settings, request } = page.asked[0];
    assert.deepEqual(
      [settings.mode, settings.clientId, settings.chainId, settings.payType, settings.openType],
      ["development", "client-1", "chain-1", "normal", "page"],
    );
    assert.deepEqual([request.merchantPayKey, request.totalPayAmount], ["ord_1", 10000]);
    assert.equal(page.sees(), "opening");
    await page.pass(PATIENCE);
    assert.equal(page.sees(), "trouble");
  },
  async "a refusal of Naver Pay's script, which has no code, leaves a button that works"() {
    for (const refuse of [() => { throw new Error("no"); }, () => Promise.reject(new Error("no"))]) {
      const page = browser("naverpay");
      await page.arriveNaver(refuse);
      await page.press();
      await settle();
      assert.equal(page.sees(), "trouble");
      assert.equal(page.window.left, undefined);
      await page.press();
      assert.equal(page.asked.length, 2);
    }
  },
};

let failed = 0;
for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
  }
}
process.exit(failed === 0 ? 0 : 1);
