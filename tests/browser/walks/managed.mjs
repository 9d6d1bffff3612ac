// The desk's pages of an admin: operators, deliveries of events, versions of the policy, campaigns.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { DESKTOP, PHONE, answered, keyboard, look, open } from "../browser.mjs";
import { until } from "../gateway.mjs";

async function seen(page, state) {
    await look(page, state);
    await keyboard(page, state);
}

async function signIn(page, gateway, language) {
    await page.goto(`${gateway.url}/console/sign-in?lang=${language}`);
    await page.locator("#name").fill("demo");
    await page.locator("#password").fill(gateway.password);
    await page.getByRole("main").getByRole("button").click();
    await page.waitForURL("**/console");
}

/** Presses the button of the form that is sent to an address that ends so. */
async function press(page, end) {
    await page.locator(`form[action$="${end}"] button`).click();
}

async function operators(page, gateway, name) {
    await page.goto(`${gateway.url}/console/operators/new`);
    await seen(page, "operator-new");
    await page.locator('[name="name"]').fill(name);
    await page.locator('input[value="approver"]').check();
    await press(page, "/console/operators");
    await look(page, "operator-made");
    await page.goto(`${gateway.url}/console/operators`);
    await seen(page, "operators");
    await page.locator("tbody").getByRole("link", { name, exact: true }).click();
    await seen(page, "operator");
    await press(page, "/factor");
    await seen(page, "factor-question");
    await press(page, "/factor");
    assert.equal(await page.locator(".secret").count(), 2);
    await look(page, "factor");
    await page.getByRole("main").getByRole("link").last().click();
    await press(page, "/disable");
    await seen(page, "disable-question");
    await press(page, "/disable");
    await page.waitForURL("**done=disabled");
    await seen(page, "operator-ended");
}

async function deliveries(page, gateway, name) {
    await page.goto(`${gateway.url}/console/endpoints/new`);
    await seen(page, "endpoint-new");
    await page.locator('[name="url"]').fill(gateway.shop);
    await page.locator('[name="description"]').fill(name);
    await press(page, "/console/endpoints");
    await look(page, "endpoint-made");
    const [endpoint] = (await gateway.api("admin", "GET", "/v1/webhook-endpoints")).items;
    const broken = await gateway.api("admin", "POST", "/v1/webhook-endpoints", { url: `${gateway.url}/nowhere?q=<b>` });
    const grant = { kind: "promotional", credits: 500, reason: "지연에 대한 사과" };
    await gateway.api("service", "POST", `/v1/customers/${name}/grants`, grant);
    const log = (id) => gateway.api("admin", "GET", `/v1/webhook-endpoints/${id}/deliveries`);
    await until("it is delivered", async () => (await log(endpoint.id)).items[0]?.state === "delivered");
    await until("it fails", async () => (await log(broken.id)).items[0]?.error);
    await page.goto(`${gateway.url}/console/endpoints`);
    await seen(page, "endpoints");
    await page.goto(`${gateway.url}/console/endpoints/${broken.id}`);
    await look(page, "endpoint-failing");
    await page.goto(`${gateway.url}/console/endpoints/${endpoint.id}`);
    await seen(page, "endpoint");
    await press(page, "/rotate");
    await seen(page, "rotate-question");
    await press(page, "/rotate");
    await look(page, "rotated");
    await page.goto(`${gateway.url}/console/endpoints/${endpoint.id}`);
    await press(page, "/rotate");
    await look(page, "rotate-again-question");
    await page.goto(`${gateway.url}/console/endpoints/${endpoint.id}/deliveries`);
    await seen(page, "deliveries");
    await page.locator('tbody a[href^="/console/events/"]').first().click();
    await seen(page, "event");
    await press(page, "/resend");
    await page.waitForURL("**done=resent");
    await look(page, "event-resent");
    for (const known of [endpoint, broken]) {
        await page.goto(`${gateway.url}/console/endpoints/${known.id}`);
        await page.locator('form[action$="/delete"] [name="reason"]').fill("받는 서버를 없앰");
        await press(page, "/delete");
        await look(page, "delete-question");
        await press(page, "/delete");
        await page.waitForURL("**done=done");
    }
    await look(page, "endpoint-deleted");
}

async function policies(page, gateway) {
    await page.goto(`${gateway.url}/console/policies`);
    await seen(page, "policies");
    await page.locator("tbody a").first().click();
    await seen(page, "policy");
    const published = await page.locator("pre").textContent();
    const draft = published
        .replace(/^version = .*$/m, 'version = "draft"')
        .replace(/^change = .*$/m, 'change = "minor"')
        .replace(/^effective_at = .*$/m, 'effective_at = "2099-01-01T00:00:00+09:00"')
        .replace("{ days = 14 }", "{ days = 60 }");
    await page.goto(`${gateway.url}/console/policy-draft`);
    await seen(page, "draft");
    await page.locator('[name="document"]').fill("version = 1");
    await press(page, "/console/policy-draft");
    await look(page, "draft-wrong");
    await page.locator('[name="document"]').fill(draft);
    await press(page, "/console/policy-draft");
    await page.locator("#sums").waitFor();
    await seen(page, "draft-simulated");
    await page.goto(`${gateway.url}/console/policy-drafts`);
    await look(page, "drafts");
}

async function campaigns(page, gateway, name) {
    // What clocks in Seoul show.
    const seoul = (hours) => new Date(Date.now() + (9 + hours) * 3_600_000).toISOString().slice(0, 16);
    const campaign = { name, code: name, worth: "50", budget: "1,000", from: seoul(-1), until: seoul(24) };
    await page.goto(`${gateway.url}/console/campaigns/new`);
    await seen(page, "campaign-new");
    for (const [field, value] of Object.entries(campaign)) await page.locator(`[name="${field}"]`).fill(value);
    await press(page, "/console/campaigns");
    await seen(page, "campaign-question");
    await press(page, "/console/campaigns");
    await page.waitForURL("**/console/campaigns/cmp_**");
    const begun = { id: new URL(page.url()).pathname.split("/").pop() };
    await gateway.api("service", "POST", `/v1/customers/${name}/redemptions`, { code: name }).catch(() => null);
    await page.goto(`${gateway.url}/console/campaigns`);
    await look(page, "campaigns");
    await page.goto(`${gateway.url}/console/campaigns/${begun.id}`);
    await seen(page, "campaign");
    await page.locator('form[action$="/end"] [name="reason"]').fill("예산을 다른 곳에 씀");
    await press(page, "/end");
    await look(page, "campaign-end-question");
    await press(page, "/end");
    await look(page, "campaign-ended");
}

async function contracts(page, gateway) {
    await page.goto(`${gateway.url}/console/contracts/new`);
    await seen(page, "contract-new");
    await page.locator('[name="document"]').fill("name = 1");
    await press(page, "/console/contracts");
    await answered(page, 422);
    await look(page, "contract-wrong");
    await page.locator('[name="document"]').fill(await readFile(process.env.CONTRACT, "utf8"));
    await press(page, "/console/contracts");
    await seen(page, "contract-question");
    await press(page, "/console/contracts");
    await page.waitForURL("**/console/contracts/con_**");
    await look(page, "contract");
    await page.goto(`${gateway.url}/console/customers/acme/contracts`);
    await look(page, "contracts");
}

export const walks = {};

for (const [size, language] of [[PHONE, "ko"], [DESKTOP, "ko"], [DESKTOP, "en"]]) {
    walks[`${language}-${size.width}`] = async (walk) => {
        const { gateway } = walk;
        const name = `admin-${language}-${size.width}`;
        const page = await open(walk, size);
        await signIn(page, gateway, language);
        await operators(page, gateway, name);
        await deliveries(page, gateway, name);
        await policies(page, gateway);
        await campaigns(page, gateway, name);
        await contracts(page, gateway);
        await page.goto(`${gateway.url}/console/acts`);
        await look(page, "acts");
        await page.context().close();
    };
}
