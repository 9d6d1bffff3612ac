//! What Naver Pay says of why.

use serde_json::{Value, json};

use super::{ENDED_KO, hides, in_english, says};
use crate::support::{
    buyer::{card_order, id_of},
    world::World,
};

both_engines!(
    naver_pays_own_message_is_read_unaltered,
    naver_pays_window_says_in_a_message_why_it_closed,
    a_message_that_only_the_browser_brought_names_no_place_to_go,
);

pub(super) fn naver_order(customer: &str) -> Value {
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
    says(&page, &[message]);
    says(&in_english(world, &order).await, &[english]);
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
        world.come_back(&order, button).await;
        says(&in_english(world, &order).await, &[english]);
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
