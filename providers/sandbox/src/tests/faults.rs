//! Faults on answers: what they damage, and that they leave the books alone.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::World;

fn always(kind: &str, operation: &str) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": operation, "times": 1}])
}

async fn fired(world: &World, provider: &str, kind: &str) -> u64 {
    let view = world.own("GET", "/faults", Value::Null).await.json();
    let kinds = view["kinds"].as_array().unwrap();
    kinds.iter().find(|it| it["kind"] == kind).unwrap()["fired"][provider]
        .as_u64()
        .unwrap()
}

#[tokio::test]
async fn a_refusal_before_the_effect_moves_nothing_and_a_lost_answer_does() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 10_000).await;
    world.press(&key, "pay").await;
    world
        .set_faults("toss", always("refuse_5xx_before", "confirm"))
        .await;
    assert_eq!(
        world
            .confirm(&key, "order-0001", 10_000)
            .await
            .status
            .as_u16(),
        500
    );
    assert_eq!(world.look_up(&key).await["status"], "IN_PROGRESS");
    world
        .set_faults("toss", always("lost_answer_after_effect", "confirm"))
        .await;
    assert_eq!(
        world.confirm(&key, "order-0001", 10_000).await.status,
        StatusCode::GATEWAY_TIMEOUT
    );
    assert_eq!(world.look_up(&key).await["status"], "DONE");
    assert_eq!(fired(&world, "toss", "refuse_5xx_before").await, 1);
    assert_eq!(fired(&world, "toss", "lost_answer_after_effect").await, 1);
}

#[tokio::test]
async fn a_lost_answer_can_be_had_again_under_its_key() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    world
        .set_faults("toss", always("lost_answer_after_effect", "cancel"))
        .await;
    let body = json!({"cancelReason": "r", "cancelAmount": 1_000});
    let path = format!("/v1/payments/{key}/cancel");
    let keyed = [("idempotency-key", "refund-1")];
    assert_eq!(
        world.call("POST", &path, &keyed, &body).await.status,
        StatusCode::GATEWAY_TIMEOUT
    );
    assert_eq!(
        world.call("POST", &path, &keyed, &body).await.json()["balanceAmount"],
        9_000
    );
}

#[tokio::test]
async fn damaged_answers_leave_the_books_right() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 10_000).await;
    let path = format!("/v1/payments/{key}");
    world
        .set_faults("toss", always("malformed", "lookup"))
        .await;
    assert!(serde_json::from_slice::<Value>(&world.get(&path).await.body).is_err());
    world
        .set_faults("toss", always("html_error_page", "lookup"))
        .await;
    let page = world.get(&path).await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (StatusCode::BAD_GATEWAY, "text/html")
    );
    world
        .set_faults("toss", always("empty_body", "lookup"))
        .await;
    let empty = world.get(&path).await;
    assert_eq!((empty.status, empty.body.len()), (StatusCode::OK, 0));
    world
        .set_faults("toss", always("wrong_amount", "lookup"))
        .await;
    assert_eq!(world.look_up(&key).await["totalAmount"], 10_001);
    world
        .set_faults("toss", always("unknown_status", "lookup"))
        .await;
    assert_eq!(world.look_up(&key).await["status"], "SOMETHING_NEW");
    let payment = world.look_up(&key).await;
    assert_eq!(
        (&payment["totalAmount"], &payment["status"]),
        (&json!(10_000), &json!("DONE"))
    );
    for kind in [
        "malformed",
        "html_error_page",
        "empty_body",
        "wrong_amount",
        "unknown_status",
    ] {
        assert_eq!(fired(&world, "toss", kind).await, 1, "{kind}");
    }
}

#[tokio::test]
async fn the_same_seed_draws_the_same_faults() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let world = World::new();
        let plan = json!({"provider": "toss", "seed": 99, "faults": [
            {"kind": "refuse_5xx_before", "probability_percent": 40, "operation": "lookup"},
        ]});
        world.own("PUT", "/faults", plan).await;
        let mut run = Vec::new();
        for _ in 0..50 {
            run.push(world.get("/v1/payments/none").await.status.as_u16());
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    let hits = runs[0].iter().filter(|status| **status == 500).count();
    assert!((10..=30).contains(&hits), "{hits}");
}

#[tokio::test]
async fn a_plan_that_can_not_be_read_names_the_field() {
    let world = World::new();
    let item = |item: Value| json!({"provider": "toss", "faults": [item]});
    let cases = [
        (json!({"provider": "visa", "faults": []}), "provider"),
        (json!({"provider": "toss"}), "faults"),
        (json!({"provider": "toss", "faults": [], "sed": 1}), "sed"),
        (
            item(json!({"kind": "earthquake", "probability_percent": 1})),
            "faults[0].kind",
        ),
        (
            item(json!({"kind": "malformed", "probability_percent": 101})),
            "faults[0].probability_percent",
        ),
        (
            item(json!({"kind": "malformed"})),
            "faults[0].probability_percent",
        ),
        (
            item(json!({"kind": "malformed", "probability_percent": 1, "operation": "pay"})),
            "faults[0].operation",
        ),
        (
            item(json!({"kind": "webhook_lost", "probability_percent": 1, "operation": "cancel"})),
            "faults[0].operation",
        ),
        (
            item(json!({"kind": "malformed", "probability_percent": 1, "delay_ms": 1})),
            "faults[0].delay_ms",
        ),
        (
            json!({"provider": "bank", "faults": [{"kind": "delay", "probability_percent": 1}]}),
            "faults[0].kind",
        ),
    ];
    for (body, field) in cases {
        let reply = world.own("PUT", "/faults", body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{field}");
        assert_eq!(reply.json()["error"]["field"], field);
    }
}

#[tokio::test]
async fn an_unknown_route_is_named_and_marked() {
    let world = World::new();
    let reply = world.own("GET", "/nothing/here", Value::Null).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
    assert_eq!(reply.header("x-simulator"), "credit-gateway-sandbox");
}

#[tokio::test]
async fn a_look_up_can_know_approved_payments_alone() {
    let world = World::new();
    let key = world.open("order-0001", "CARD", 10_000).await;
    world.press(&key, "pay").await;
    let unseen = json!([{"kind": "unseen", "probability_percent": 100}]);
    world.set_faults("toss", unseen).await;
    assert_eq!(world.look_up(&key).await["code"], "NOT_FOUND_PAYMENT");
    let done = world.confirm(&key, "order-0001", 10_000).await;
    assert_eq!(done.status, StatusCode::OK, "{:?}", done.body);
    assert_eq!(world.look_up(&key).await["status"], "DONE");
}
