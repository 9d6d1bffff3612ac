//! Faults on answers: what they damage, and that they leave the books alone.

use serde_json::json;

use super::super::World;
use super::{book_entry, cancel, history, paid};

async fn always(world: &World, kind: &str, operation: &str) {
    let fault =
        json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": 1}]);
    world.set_faults("naverpay", fault).await;
}

#[tokio::test]
async fn damaged_answers_leave_the_books_right() {
    let world = World::new();
    let id = paid(&world, "order-1", 1_000).await;
    always(&world, "wrong_amount", "lookup").await;
    assert_eq!(
        history(&world, &id).await["list"][0]["totalPayAmount"],
        1_001
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
