// The customer's own page, in every part and both languages.

import { DESKTOP, PHONE, keyboard, look, open } from "../browser.mjs";

const PARTS = ["", "/lots", "/history", "/usage", "/statement", "/buy"];

export const walks = {};

for (const size of [PHONE, DESKTOP]) {
    for (const language of ["ko", "en"]) {
        walks[`${language}-${size.width}`] = async (walk) => {
            const customer = `page-${language}-${size.width}`;
            const grant = { kind: "promotional", credits: 500, reason: "welcome" };
            await walk.gateway.api("service", "POST", `/v1/customers/${customer}/grants`, grant);
            const spend = { credits: 120, meter: "video.generate", reference: "<b>req</b>" };
            await walk.gateway.api("service", "POST", `/v1/customers/${customer}/spends`, spend);
            const { url } = await walk.gateway.api("service", "POST", `/v1/customers/${customer}/links`, {});
            const page = await open(walk, size);
            for (const part of PARTS) {
                const address = new URL(url);
                address.pathname += part;
                address.searchParams.set("lang", language);
                await page.goto(address.href);
                await look(page, part.slice(1) || "balance");
                await keyboard(page, part.slice(1) || "balance");
            }
            await page.context().close();
        };
    }
}
