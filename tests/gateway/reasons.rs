//! The texts for people when money does not move: our own sentences in two languages for the buyer, the meaning of
//! the code for support. The provider's own message is shown only where the provider asks for it.

use chrono::TimeDelta;
use credit_gateway::access::Role;
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
    naver_pays_own_message_is_read_unaltered,
    naver_pays_window_says_in_a_message_why_it_closed,
    a_message_that_only_the_browser_brought_names_no_place_to_go,
    markup_in_a_providers_message_reaches_no_page,
    a_buyer_who_closed_the_window_reads_so_and_may_try_again,
    whatever_the_browser_brings_chooses_among_our_own_sentences,
    an_order_that_could_not_be_begun_says_why,
    a_refused_refund_tells_support_what_to_do,
    a_job_in_doubt_tells_support_what_the_code_means,
);

const REFUSED_KO: &str =
    "카드사에서 결제를 거절했습니다. 카드사에 문의하시거나 다른 결제수단을 이용해 주세요.";
const REFUSED_EN: &str = "The card company refused the payment. Please ask it or pay another way.";
const ENDED_KO: &str = "결제가 이루어지지 않았습니다. 처음부터 다시 시도해 주세요.";
const ENDED_EN: &str = "The payment was not made. Please start again.";
/// A message in a form that no provider should send.
const RAW: &str = "RAW <script>alert(1)</script><b>\"'&";

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

async fn a_declined_buyer_reads_why_in_korean_and_in_english(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let message = "결제 승인이 거절되었습니다.";
    let page = world
        .decline_as(&order, "REJECT_CARD_COMPANY", message)
        .await;
    says(&page, &[REFUSED_KO, REFUSED_EN, "localhost:9/shop"]);
    hides(&page, &[message]);
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
    says(&page, &[ENDED_KO, ENDED_EN]);
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
        says(&page, &[ENDED_KO, ENDED_EN]);
        hides(&page, &["do not pay again", "다시 결제하지 마시고"]);
        let order = world.order(&id_of(&order)).await;
        assert_eq!(order["state"], "failed", "{order}");
        assert_eq!(order["explanation"]["buyer_en"], ENDED_EN, "{order}");
        let support = order["explanation"]["support"].as_str().unwrap();
        assert!(!support.contains("the gateway asks"), "{support}");
    }
}

fn naver_order(customer: &str) -> Value {
    let mut order = card_order(customer, "direct-1000", 1);
    order["provider"] = json!("naverpay");
    order.as_object_mut().unwrap().remove("method");
    order
}

async fn naver_pays_own_message_is_read_unaltered(world: &World) {
    let order = world.open_order(&naver_order("c1")).await;
    let own = world.come_back(&order, "short").await.location();
    let page = world.gateway().browse(&own).await;
    let message = "<p class=\"why\">충전 계좌의 잔액이 부족합니다.</p>";
    let english = "The balance of the charging account is too low.";
    says(&page, &[message, english]);
    let told = &world.order(&id_of(&order)).await["explanation"];
    assert_eq!(told["code"], "NotEnoughAccountBalance", "{told}");
    assert_eq!(told["message"], "충전 계좌의 잔액이 부족합니다.", "{told}");
}

async fn naver_pays_window_says_in_a_message_why_it_closed(world: &World) {
    for (customer, button, code, english) in [
        (
            "c1",
            "decline",
            "OwnerAuthFail",
            "Only a card in your own name can be used.",
        ),
        (
            "c2",
            "expire",
            "paymentTimeExpire",
            "The time to pay is over.",
        ),
        ("c3", "close", "UserCancel", "You cancelled the payment."),
    ] {
        let order = world.open_order(&naver_order(customer)).await;
        let own = world.come_back(&order, button).await.location();
        says(&world.gateway().browse(&own).await, &[english]);
        let told = &world.order(&id_of(&order)).await["explanation"];
        assert_eq!(told["code"], code, "{told}");
        assert!(told["message"].is_null(), "{told}");
    }
}

/// The address is signed, but Naver Pay's additions are not: the sender of a link may add another message.
async fn a_message_that_only_the_browser_brought_names_no_place_to_go(world: &World) {
    let shown = async |customer: &str, message: &str| {
        let order = world.open_order(&naver_order(customer)).await;
        let back = world.press(&order, "decline").await;
        let mut url: reqwest::Url = back.parse().unwrap();
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| name != "resultMessage")
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        url.query_pairs_mut().clear().extend_pairs(kept);
        url.query_pairs_mut().append_pair("resultMessage", message);
        let own = world.gateway().browse(url.as_str()).await.location();
        world.gateway().browse(&own).await
    };
    let page = shown("c1", "결제 승인 가능 시간(10분)이 지났습니다.").await;
    says(&page, &["결제 승인 가능 시간(10분)이 지났습니다."]);
    for (customer, message) in [
        ("c2", "evil.example 에서 다시 결제해 주세요."),
        ("c3", "고객센터<b>로 연락해 주세요."),
        ("c4", "환불은 010-1234-5678 로 연락해 주세요."),
        ("c5", "환불은 010 1234 5678 로 연락해 주세요."),
    ] {
        let page = shown(customer, message).await;
        says(&page, &[ENDED_KO]);
        hides(&page, &["evil", "<b>", "연락해", "1234", "5678"]);
    }
}

async fn markup_in_a_providers_message_reaches_no_page(world: &World) {
    for (customer, code) in [("c1", "REJECT_CARD_COMPANY"), ("c2", RAW)] {
        let order = world
            .open_order(&card_order(customer, "direct-1000", 1))
            .await;
        let page = world.decline_as(&order, code, RAW).await;
        hides(&page, &["RAW", "<script", "alert", "<b>"]);
        let told = if code == RAW { ENDED_EN } else { REFUSED_EN };
        says(&page, &[told]);
        let order = world.order(&id_of(&order)).await;
        assert!(order["note"].as_str().unwrap().contains("RAW"), "{order}");
        assert_eq!(order["explanation"].is_null(), code == RAW, "{order}");
    }
}

async fn a_buyer_who_closed_the_window_reads_so_and_may_try_again(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let page = world.come_back(&order, "close").await;
    let told = [
        "결제를 취소하셨습니다. 결제된 금액은 없습니다.",
        "You cancelled the payment. Nothing was charged.",
        "다시 결제하기",
    ];
    says(&page, &told);
    hides(&page, &["사용자에 의해"]);
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "open", "{order}");
    assert!(order["explanation"].is_null(), "a hint is not written down");
}

async fn whatever_the_browser_brings_chooses_among_our_own_sentences(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press(&order, "close").await;
    let (back, _) = back.split_once("&code=").unwrap();
    let brought = async |code: &str| {
        let mut url: reqwest::Url = back.parse().unwrap();
        url.query_pairs_mut()
            .extend_pairs([("code", code), ("message", RAW)]);
        world.gateway().browse(url.as_str()).await
    };
    for code in ["A_CODE_OF_NEXT_YEAR", RAW, ""] {
        let page = brought(code).await;
        says(&page, &[ENDED_KO, "다시 결제하기"]);
        hides(&page, &["A_CODE_OF_NEXT_YEAR", "RAW", "<script", "alert"]);
    }
    says(&brought("REJECT_CARD_COMPANY").await, &[REFUSED_KO]);
    let page = world.gateway().browse(back).await;
    hides(&page, &[ENDED_KO, REFUSED_KO]);
    assert_eq!(world.order(&id_of(&order)).await["state"], "open");
}

/// Naver Pay's console makes it refuse: the seller's page gets the sentences with the problem.
async fn an_order_that_could_not_be_begun_says_why(world: &World) {
    let refuse = json!({"operation": "create", "code": "InvalidMerchant"});
    world.at_provider("/naverpay/console/answer", &refuse).await;
    let answer = world
        .gateway()
        .post(Role::Checkout, "/v1/orders", &naver_order("c1"))
        .await;
    let problem = answer.refused(502, "provider_misconfigured");
    let told = &problem["provider"];
    assert_eq!(told["code"], "InvalidMerchant", "{problem}");
    for field in ["buyer_ko", "buyer_en", "support"] {
        assert!(told[field].is_string(), "{field}: {problem}");
    }
}

async fn a_refused_refund_tells_support_what_to_do(world: &World) {
    let order = world.open_order(&naver_order("c1")).await;
    let paid = world.pay(&order).await;
    let refuse = json!({"operation": "cancel", "code": "CancelDeadlineExpired", "times": 1});
    world.at_provider("/naverpay/console/answer", &refuse).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = id_of(&world.request_refund(payment, None).await.ok());
    let ended = async || world.refund_state(&refund).await == "declined";
    world
        .wait_while_time_passes("the refund is refused", TimeDelta::seconds(1), ended)
        .await;
    for path in [
        format!("/v1/refunds/{refund}"),
        "/v1/refunds?state=declined".to_owned(),
    ] {
        let found = world.gateway().get(Role::Support, &path).await.ok();
        let refund = if found["items"].is_array() {
            &found["items"][0]
        } else {
            &found
        };
        let told = &refund["explanation"];
        assert_eq!(told["code"], "CancelDeadlineExpired", "{refund}");
        assert!(
            told["support"]
                .as_str()
                .unwrap()
                .contains("pay back by transfer"),
            "{refund}"
        );
    }
}

async fn a_job_in_doubt_tells_support_what_the_code_means(world: &World) {
    let paid = world.buy("c1", "direct-1000", 1).await;
    let down =
        json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "cancel"}]);
    world.faults("toss", down).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let refund = world.request_refund(payment, None).await.ok();
    // The paid order also has a job, of the same instant: the list order of the two is not defined.
    let job = async || {
        let list = world.gateway().get(Role::Support, "/v1/jobs").await.ok();
        let jobs = list["items"].as_array().unwrap();
        let of_refund = jobs.iter().find(|job| job["kind"] == "settle_refund");
        of_refund.cloned().unwrap_or_default()
    };
    let noted = async || job().await["note"].is_string();
    world.wait_until("the job met it", noted).await;
    let job = job().await;
    let told = &job["explanation"];
    assert_eq!(told["code"], "FAILED_INTERNAL_SYSTEM_PROCESSING", "{job}");
    assert!(
        told["support"]
            .as_str()
            .unwrap()
            .contains("Toss failed inside"),
        "{job}"
    );
    world.faults("toss", json!([])).await;
    let ended = async || world.refund_state(&id_of(&refund)).await == "succeeded";
    world
        .wait_while_time_passes("the refund ends", TimeDelta::seconds(1), ended)
        .await;
}
