// Buyers: the language and the width of each walk of a purchase, and what the pages say in that language.

import assert from "node:assert/strict";
import { DESKTOP, PHONE, open } from "./browser.mjs";

/** Every text of buyers' pages that a walk looks for. */
const WORDS = {
    ko: {
        paid: "결제가 완료되었습니다", back: "쇼핑몰로 돌아가기", again: "다시 결제하기", other: "다른 결제수단 선택",
        receipt: "영수증", total: "29,700원", declined: "카드사에서 결제를 거절했습니다", free: "청구된 금액은 없습니다",
        arrived: "입금을 확인하고 있습니다", switched: "English",
    },
    en: {
        paid: "Your payment is complete", back: "Back to the shop", again: "Try again", other: "Choose another way to pay",
        receipt: "Receipt", total: "29,700 won", declined: "The card company refused", free: "Nothing was charged",
        arrived: "We are checking what came in", switched: "한국어",
    },
};

/** A walk `begin-language-width` for each: Korean at both widths, English at the one that is named. Walks that begin with the
 * same page have English at different widths, so that English is seen at both and a run is half again as long, not twice. */
export function forBuyers(walks, begin, english, steps) {
    for (const [size, language] of [[PHONE, "ko"], [DESKTOP, "ko"], [english, "en"]]) {
        const name = `${begin}-${language}-${size.width}`;
        walks[name] = async (walk) => {
            const page = await open(walk, size);
            // A choice of language is remembered, so that a provider's way back leads to a page in it.
            if (language !== "ko") await page.context().addCookies([{ name: "lang", value: language, url: walk.gateway.url }]);
            await steps({ ...walk, page, size, language, words: WORDS[language], customer: walk.name });
            await page.context().close();
        };
    }
}

/** The page says so, and is in the language of its buyer. */
export async function says({ page, language }, text) {
    await page.getByText(text).first().waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), language);
}

/** To the other language by the link, and back. */
export async function switched({ page, language, words }) {
    const html = page.locator("html");
    await page.getByRole("link", { name: words.switched, exact: true }).click();
    assert.notEqual(await html.getAttribute("lang"), language);
    const other = WORDS[language === "ko" ? "en" : "ko"];
    await page.getByRole("link", { name: other.switched, exact: true }).click();
    assert.equal(await html.getAttribute("lang"), language);
}

/** Presses the simulator's button to pay. Its page is not ours: it is used, not judged. */
export function pay(page) {
    return page.getByRole("button", { name: /Pay|결제하기|동의|발급/ }).first().click();
}
