//! The buyer's window and the way back to the shop.

use axum::http::StatusCode;
use serde_json::Value;

use super::super::World;
use super::{approve, book_entry, open, order, payment_id, press};

#[tokio::test]
async fn the_window_says_what_it_is_and_shows_the_amount() {
    let world = World::new();
    let id = open(&world, &order("order-1", 12_300)).await;
    assert!(id.starts_with("20260102") && id.ends_with('='), "{id}");
    let reply = world
        .own("GET", &format!("/naverpay/payments/{id}"), Value::Null)
        .await;
    let page = String::from_utf8(reply.body.to_vec()).unwrap();
    for words in [
        "SIMULATOR",
        "모의 결제창",
        "12,300원",
        "AI 크레딧 &lt;1,000&gt;",
        "결제하기 · Pay",
        "창 닫기 · Close",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let unknown = world
        .own("GET", "/naverpay/payments/nothing", Value::Null)
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn success_brings_a_payment_number_and_a_second_press_the_same_one() {
    let world = World::new();
    let id = open(&world, &order("order-1", 1_000)).await;
    let first = press(&world, &id, "pay", "card").await;
    let payment_id = payment_id(&first);
    let expected =
        format!("https://shop.test/back?state=a%2Bb&resultCode=Success&paymentId={payment_id}");
    assert_eq!(first.header("location"), expected);
    assert_eq!(
        press(&world, &id, "pay", "bank").await.header("location"),
        expected
    );
    assert_eq!(
        press(&world, &id, "close", "card").await.status,
        StatusCode::CONFLICT
    );
    approve(&world, &payment_id, None).await;
    assert_eq!(
        press(&world, &id, "pay", "card").await.status,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn failures_come_back_without_a_payment_number() {
    let world = World::new();
    for (button, code, message) in [
        ("decline", "Fail", "OwnerAuthFail"),
        ("close", "UserCancel", "userCancel"),
        ("expire", "Fail", "paymentTimeExpire"),
    ] {
        let id = open(&world, &order("order-1", 1_000)).await;
        let reply = press(&world, &id, button, "card").await;
        let escaped = id.replace('=', "%3D");
        let expected = format!(
            "https://shop.test/back?state=a%2Bb&resultCode={code}&resultMessage={message}&reserveId={escaped}"
        );
        assert_eq!(reply.header("location"), expected);
        let again = press(&world, &id, "pay", "card").await.status;
        let reopened = button == "close";
        assert_eq!(again == StatusCode::SEE_OTHER, reopened, "{button}");
    }
}

#[tokio::test]
async fn the_window_is_over_after_thirty_minutes() {
    let world = World::new();
    let id = open(&world, &order("order-1", 1_000)).await;
    world.wait(30);
    let page = world
        .own("GET", &format!("/naverpay/payments/{id}"), Value::Null)
        .await;
    assert_eq!(page.status, StatusCode::GONE);
    assert_eq!(book_entry(&world).await["status"], "EXPIRED");
    let reply = press(&world, &id, "pay", "card").await;
    assert!(
        reply
            .header("location")
            .contains("resultMessage=paymentTimeExpire")
    );
    assert_eq!(book_entry(&world).await["payment_key"], Value::Null);
}
