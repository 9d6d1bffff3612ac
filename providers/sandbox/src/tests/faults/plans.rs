//! Plans of faults: read, drawn, refused.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::World;

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
