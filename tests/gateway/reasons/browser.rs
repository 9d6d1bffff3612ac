//! What the buyer's browser brings of why.

use reqwest::Method;

use super::{ENDED_KO, REFUSED_KO, hides, says};
use crate::support::{
    buyer::{card_order, id_of},
    client::send,
    world::World,
};

both_engines!(
    markup_in_a_providers_message_reaches_no_page,
    a_buyer_who_closed_the_window_reads_so_and_may_try_again,
    whatever_the_browser_brings_chooses_among_our_own_sentences,
);

/// A message in a form that no provider should send.
const RAW: &str = "RAW <script>alert(1)</script><b>\"'&";

async fn markup_in_a_providers_message_reaches_no_page(world: &World) {
    for (customer, code) in [("c1", "REJECT_CARD_COMPANY"), ("c2", RAW)] {
        let order = world
            .open_order(&card_order(customer, "direct-1000", 1))
            .await;
        let page = world.decline_as(&order, code, RAW).await;
        hides(&page, &["RAW", "<script", "alert", "<b>"]);
        let told = if code == RAW { ENDED_KO } else { REFUSED_KO };
        says(&page, &[told]);
        let order = world.order(&id_of(&order)).await;
        assert!(order["note"].as_str().unwrap().contains("RAW"), "{order}");
        assert_eq!(order["explanation"].is_null(), code == RAW, "{order}");
    }
}

async fn a_buyer_who_closed_the_window_reads_so_and_may_try_again(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press(&order, "close").await;
    let page = world.gateway().browse(&back).await;
    says(
        &page,
        &[
            "결제를 취소하셨습니다. 결제된 금액은 없습니다.",
            "다시 결제하기",
        ],
    );
    // The way back has no language: it is the one that the buyer chose on a page before.
    let chose = world.gateway().bare(Method::GET, &back);
    let english = send(chose.header("cookie", "other=ko; lang=en")).await;
    says(
        &english,
        &[
            "You cancelled the payment. Nothing was charged.",
            "Try again",
        ],
    );
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
