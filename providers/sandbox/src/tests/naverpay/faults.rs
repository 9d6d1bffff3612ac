//! Faults on answers: what they damage, and that they leave the books alone.

use serde_json::{Value, json};

use super::super::World;
use super::{
    JSON, Reply, approve, authenticated, book_entry, call, cancel, history, order, paid, reserve,
};

async fn always(world: &World, kind: &str, operation: &str) {
    let fault =
        json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": 1}]);
    world.set_faults("naverpay", fault).await;
}

async fn look_up(world: &World, id: &str) -> Reply {
    call(world, &format!("/v2.3/list/history/{id}"), JSON, None, "{}").await
}

#[tokio::test]
async fn a_refusal_before_the_effect_moves_nothing_and_a_lost_answer_does() {
    let world = World::new();
    let id = authenticated(&world, &order("order-1", 1_000), "card").await;
    always(&world, "refuse_5xx_before", "confirm").await;
    assert_eq!(
        approve(&world, &id, Some("ap-1")).await.status.as_u16(),
        500
    );
    assert_eq!(book_entry(&world).await["approvals"], 0);
    always(&world, "lost_answer_after_effect", "confirm").await;
    assert_eq!(
        approve(&world, &id, Some("ap-1")).await.status.as_u16(),
        504
    );
    assert_eq!(book_entry(&world).await["approvals"], 1);
    assert_eq!(
        approve(&world, &id, Some("ap-1")).await.code(),
        (409, "Success".to_owned())
    );
    always(&world, "html_error_page", "cancel").await;
    let page = cancel(&world, &id, 300, "", Some("cx-1")).await;
    assert_eq!(
        (page.status.as_u16(), page.header("content-type")),
        (502, "text/html")
    );
    assert_eq!(book_entry(&world).await["cancelled"], 300);
    always(&world, "refuse_5xx_before", "create").await;
    assert_eq!(
        reserve(&world, &order("order-2", 1_000))
            .await
            .status
            .as_u16(),
        500
    );
}

#[tokio::test]
async fn damaged_answers_leave_the_books_right() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    always(&world, "malformed", "lookup").await;
    assert!(serde_json::from_slice::<Value>(&look_up(&world, &id).await.body).is_err());
    always(&world, "empty_body", "lookup").await;
    let empty = look_up(&world, &id).await;
    assert_eq!((empty.status.as_u16(), empty.body.len()), (200, 0));
    always(&world, "wrong_amount", "lookup").await;
    assert_eq!(
        history(&world, &id).await["list"][0]["totalPayAmount"],
        1_001
    );
    always(&world, "unknown_status", "lookup").await;
    assert_eq!(
        history(&world, &id).await["list"][0]["admissionState"],
        "SOMETHING_NEW"
    );
    always(&world, "unknown_status", "cancel").await;
    assert_eq!(
        cancel(&world, &id, 300, "", None).await.code(),
        (200, "SOMETHING_NEW".to_owned())
    );
    always(&world, "wrong_amount", "cancel").await;
    assert_eq!(
        cancel(&world, &id, 300, "", None).await.json()["body"]["totalRestAmount"],
        401
    );
    assert_eq!(book_entry(&world).await["cancelled"], 600);
    let view = world.own("GET", "/faults", Value::Null).await.json();
    let fired = |kind: &str| {
        let kinds = view["kinds"].as_array().unwrap();
        kinds.iter().find(|it| it["kind"] == kind).unwrap()["fired"]["naverpay"].clone()
    };
    for (kind, times) in [
        ("malformed", 1),
        ("empty_body", 1),
        ("wrong_amount", 2),
        ("unknown_status", 2),
    ] {
        assert_eq!(fired(kind), times, "{kind}");
    }
}

#[tokio::test]
async fn there_are_no_webhooks_to_damage() {
    let world = World::new();
    for kind in ["webhook_lost", "webhook_bad_signature", "deposit_reversed"] {
        let plan =
            json!({"provider": "naverpay", "faults": [{"kind": kind, "probability_percent": 100}]});
        let reply = world.own("PUT", "/faults", plan).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["error"]["field"]),
            (400, &json!("faults[0].kind"))
        );
    }
    let plan = json!({"provider": "naverpay", "faults": [{"kind": "malformed", "probability_percent": 1, "operation": "webhook"}]});
    let reply = world.own("PUT", "/faults", plan).await;
    assert_eq!(reply.json()["error"]["field"], "faults[0].operation");
}

#[tokio::test]
async fn an_order_for_an_answer_that_can_not_be_read_names_the_field() {
    let world = World::new();
    for (order, field) in [
        (json!({"operation": "webhook", "code": "Fail"}), "operation"),
        (json!({"operation": "cancel", "code": "Earthquake"}), "code"),
        (
            json!({"operation": "confirm", "code": "CancelNotComplete"}),
            "code",
        ),
        (
            json!({"operation": "cancel", "code": "Fail", "times": 101}),
            "times",
        ),
        (
            json!({"operation": "cancel", "code": "Fail", "time": 1}),
            "time",
        ),
    ] {
        let reply = world.own("POST", "/naverpay/console/answer", order).await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["error"]["field"]),
            (400, &json!(field))
        );
    }
}
