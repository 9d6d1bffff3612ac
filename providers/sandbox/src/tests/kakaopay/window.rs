//! The buyer's page and the ways back from it.

use axum::http::StatusCode;
use serde_json::json;

use super::{Opened, World, opened, ready, with};

#[tokio::test]
async fn the_page_says_what_it_is_and_what_is_paid_for() {
    let world = World::new();
    let Opened { tid, page } = world.kakao_ready("order-0001", 1_234_567).await;
    let shown = world.request("GET", &page, &[], "").await;
    let text = String::from_utf8(shown.body.to_vec()).unwrap();
    for part in [
        "SIMULATOR",
        "모의 결제창입니다",
        "AI 크레딧 &lt;1,000&gt;",
        "1,234,567원",
        "pay_money",
        "pay_card",
        "decline",
        "close",
        "late",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert_eq!(world.kakao_status(&tid).await, "OPEN_PAYMENT");
}

#[tokio::test]
async fn paying_brings_back_a_token_and_takes_no_money() {
    let world = World::new();
    let Opened { tid, page } = world.kakao_ready("order-0001", 10_000).await;
    let back = world.kakao_press(&page, "pay").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let token = back
        .header("location")
        .strip_prefix("https://shop.test/ok?state=a%2Bb&pg_token=")
        .unwrap();
    assert!(
        token.len() == 20 && token.bytes().all(|it| it.is_ascii_hexdigit()),
        "{token}"
    );
    let again = world.kakao_press(&page, "pay").await;
    assert_eq!(again.header("location"), back.header("location"));
    let order = world.kakao_order(&tid).await;
    assert_eq!(order["status"], "AUTH_PASSWORD");
    assert_eq!(order["payment_action_details"], json!([]));
    assert!(order.get("approved_at").is_none());
    assert_eq!(
        world.books().await["kakaopay"]["payments"][0]["approvals"],
        0
    );
}

#[tokio::test]
async fn an_address_without_a_query_gets_one() {
    let world = World::new();
    let body = with(
        ready("order-0001", 10_000),
        "approval_url",
        json!("https://shop.test/ok/ord_1"),
    );
    let reply = world.kakao("ready", body).await;
    let back = world.kakao_press(&opened(&reply.json()).page, "pay").await;
    assert!(
        back.header("location")
            .starts_with("https://shop.test/ok/ord_1?pg_token="),
    );
}

#[tokio::test]
async fn giving_up_and_failing_lead_back_with_nothing_added() {
    for (choice, url, status) in [
        ("close", "https://shop.test/no?why=cancel", "QUIT_PAYMENT"),
        (
            "decline",
            "https://shop.test/no?why=fail",
            "FAIL_AUTH_PASSWORD",
        ),
    ] {
        let world = World::new();
        let Opened { tid, page } = world.kakao_ready("order-0001", 10_000).await;
        for _ in 0..2 {
            let back = world.kakao_press(&page, choice).await;
            assert_eq!(
                (back.status, back.header("location")),
                (StatusCode::SEE_OTHER, url)
            );
        }
        assert_eq!(world.kakao_status(&tid).await, status);
        let after = world.kakao_press(&page, "pay").await;
        assert_eq!(after.status, StatusCode::CONFLICT);
        let approval = world.kakao_approve(&tid, "order-0001", "0").await;
        assert_eq!(approval.kakao_refusal(), (400, -783));
    }
}

#[tokio::test]
async fn after_a_quarter_of_an_hour_every_button_leads_to_the_fail_url() {
    let world = World::new();
    let Opened { tid, page } = world.kakao_ready("order-0001", 10_000).await;
    world.wait(15);
    let shown = world.request("GET", &page, &[], "").await;
    for back in [shown, world.kakao_press(&page, "pay").await] {
        assert_eq!(
            (back.status, back.header("location")),
            (StatusCode::SEE_OTHER, "https://shop.test/no?why=fail")
        );
    }
    // The status of an expired one is not documented: here it keeps the last one.
    assert_eq!(world.kakao_status(&tid).await, "READY");
}

#[tokio::test]
async fn the_page_can_wait_past_the_deadline_by_a_button() {
    let world = World::new();
    let Opened { tid, page } = world.kakao_ready("order-0001", 10_000).await;
    let token = world.kakao_authenticate(&page, "pay").await;
    let back = world.kakao_press(&page, "late").await;
    assert_eq!(back.header("location"), "https://shop.test/no?why=fail");
    let approval = world.kakao_approve(&tid, "order-0001", &token).await;
    assert_eq!(approval.kakao_refusal(), (400, -723));
}

#[tokio::test]
async fn only_the_wanted_method_is_offered() {
    let world = World::new();
    let body = with(
        ready("order-0001", 10_000),
        "payment_method_type",
        json!("CARD"),
    );
    let page = opened(&world.kakao("ready", body).await.json()).page;
    let refused = world.kakao_press(&page, "pay_money").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    world.kakao_authenticate(&page, "pay").await;
}

#[tokio::test]
async fn an_unknown_window_device_or_button_is_not_found() {
    let world = World::new();
    let page = world.kakao_ready("order-0001", 10_000).await.page;
    for path in [page.replace("/pc/", "/tv/"), format!("{page}0")] {
        let reply = world.request("GET", &path, &[], "").await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
    let reply = world.kakao_press(&page, "steal").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}
