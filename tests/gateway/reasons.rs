//! The texts for people when money does not move: our own sentences in two languages for the buyer, the meaning of
//! the code for support. The provider's own message is shown only where the provider asks for it.

mod browser;
mod naver;
mod support;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{card_order, id_of},
    client::{Answer, send},
    world::World,
};

both_engines!(
    a_declined_buyer_reads_why_in_korean_and_in_english,
    an_undocumented_code_shows_neither_itself_nor_the_providers_message,
    a_failed_order_has_nothing_left_to_wait_for_whatever_its_code_means_to_a_call,
    a_buyer_whom_the_webhook_overtook_reads_why_as_well,
);

const REFUSED_KO: &str =
    "카드사에서 결제를 거절했습니다. 카드사에 문의하시거나 다른 결제수단을 이용해 주세요.";

const REFUSED_EN: &str = "The card company refused the payment. Please ask it or pay another way.";
const ENDED_KO: &str = "결제가 이루어지지 않았습니다. 처음부터 다시 시도해 주세요.";
const ENDED_EN: &str = "The payment was not made. Please start again.";

impl World {
    /// The card company refuses with a code and a message of its own; returns the page that the buyer ends on.
    async fn decline_as(&self, order: &Value, code: &str, message: &str) -> Answer {
        let page = self.gateway().browse(link(order)).await.location();
        let pressed = self
            .sandbox
            .bare(Method::POST, &format!("{page}/decline"))
            .form(&[("code", code), ("message", message)]);
        let back = send(pressed).await.location();
        let own = self.gateway().browse(&back).await.location();
        assert!(own.contains("/checkout/"), "led elsewhere: {own}");
        let page = self.gateway().browse(&own).await;
        assert_eq!(page.status, 200, "{}", page.text);
        page
    }
}

fn link(order: &Value) -> &str {
    order["checkout_url"].as_str().unwrap()
}

fn says(page: &Answer, sentences: &[&str]) {
    for sentence in sentences {
        assert!(page.text.contains(sentence), "{sentence}: {}", page.text);
    }
}

fn hides(page: &Answer, words: &[&str]) {
    for word in words {
        assert!(!page.text.contains(word), "{word}: {}", page.text);
    }
}

/// An order's own page in English.
async fn in_english(world: &World, order: &Value) -> Answer {
    let page = format!("{}&lang=en", link(order));
    world.gateway().browse(&page).await
}

async fn a_declined_buyer_reads_why_in_korean_and_in_english(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let message = "결제 승인이 거절되었습니다.";
    let page = world
        .decline_as(&order, "REJECT_CARD_COMPANY", message)
        .await;
    says(&page, &[REFUSED_KO, "localhost:9/shop"]);
    hides(&page, &[message, REFUSED_EN]);
    let page = in_english(world, &order).await;
    says(&page, &[REFUSED_EN, "localhost:9/shop"]);
    hides(&page, &[message, REFUSED_KO]);
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "failed", "{order}");
    let failure = json!({"kind": null, "code": "REJECT_CARD_COMPANY", "message": message});
    assert_eq!(order["failure"], failure, "{order}");
    assert_eq!(order["note"], format!("REJECT_CARD_COMPANY: {message}"));
    let told = &order["explanation"];
    assert_eq!(told["code"], "REJECT_CARD_COMPANY", "{order}");
    assert_eq!(told["buyer_ko"], REFUSED_KO);
    assert_eq!(told["buyer_en"], REFUSED_EN);
    assert_eq!(told["support"], "The card company refused; no money moved.");
}

async fn an_undocumented_code_shows_neither_itself_nor_the_providers_message(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let page = world
        .decline_as(&order, "A_CODE_OF_NEXT_YEAR", "카드사 내부 사유 42")
        .await;
    says(&page, &[ENDED_KO]);
    says(&in_english(world, &order).await, &[ENDED_EN]);
    hides(&page, &["A_CODE_OF_NEXT_YEAR", "내부 사유"]);
    let order = world.order(&id_of(&order)).await;
    let told = &order["explanation"];
    assert_eq!(told["code"], "A_CODE_OF_NEXT_YEAR", "{order}");
    assert!(
        told["support"].as_str().unwrap().contains("not document"),
        "{order}"
    );
}

/// The look-up that Toss's webhook asked for is still under way when the browser comes back.
async fn a_buyer_whom_the_webhook_overtook_reads_why_as_well(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let page = world.gateway().browse(link(&order)).await.location();
    let slow = json!([{"kind": "delay", "probability_percent": 100, "operation": "lookup", "delay_ms": 700}]);
    world.faults("toss", slow).await;
    let form = [("code", "REJECT_CARD_COMPANY"), ("message", "거절")];
    let pressed = world
        .sandbox
        .bare(Method::POST, &format!("{page}/decline"))
        .form(&form);
    let back = send(pressed).await.location();
    let hinted = "SELECT COUNT(*) FROM orders WHERE hinted_at IS NOT NULL";
    world
        .wait_until("the webhook is there", async || {
            world.database.number(hinted).await == 1
        })
        .await;
    let own = world.gateway().browse(&back).await.location();
    assert!(own.contains("/checkout/"), "{own}");
    says(&world.gateway().browse(&own).await, &[REFUSED_KO]);
}

async fn a_failed_order_has_nothing_left_to_wait_for_whatever_its_code_means_to_a_call(
    world: &World,
) {
    // As answers to a confirmation both leave the outcome open; here Toss reports the payment as aborted.
    for (customer, code) in [
        ("c1", "COMMON_ERROR"),
        ("c2", "FAILED_INTERNAL_SYSTEM_PROCESSING"),
    ] {
        let order = world
            .open_order(&card_order(customer, "direct-1000", 1))
            .await;
        let page = world.decline_as(&order, code, "오류가 발생했습니다.").await;
        says(&page, &[ENDED_KO]);
        hides(&page, &["다시 결제하지 마시고"]);
        let page = in_english(world, &order).await;
        says(&page, &[ENDED_EN]);
        hides(&page, &["do not pay again"]);
        let order = world.order(&id_of(&order)).await;
        assert_eq!(order["state"], "failed", "{order}");
        assert_eq!(order["explanation"]["buyer_en"], ENDED_EN, "{order}");
        let support = order["explanation"]["support"].as_str().unwrap();
        assert!(!support.contains("the gateway asks"), "{support}");
    }
}
