//! What is paid out of a day's sales: rows from the day after on, in each provider's form, and their faults.

use serde_json::{Value, json};

use super::World;

async fn rows(world: &World) -> Vec<Value> {
    let days = "startDate=2026-01-01&endDate=2026-01-04";
    let rows = world.get(&format!("/v1/settlements?{days}")).await.json();
    rows.as_array().unwrap().clone()
}

fn always(kind: &str) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": "lookup"}])
}

#[tokio::test]
async fn a_sale_and_its_cancel_are_settled_from_the_day_after() {
    let world = World::new();
    let key = world.paid("order-0001", "CARD", 64_601).await;
    world
        .cancel(&key, json!({"cancelReason": "x", "cancelAmount": 4_000}))
        .await;
    assert_eq!(rows(&world).await.len(), 0, "nothing of today is settled");
    world.wait(24 * 60);
    let found = rows(&world).await;
    let amounts: Vec<[i64; 5]> = found
        .iter()
        .map(|row| {
            ["amount", "fee", "supplyAmount", "vat", "payOutAmount"]
                .map(|name| row[name].as_i64().unwrap())
        })
        .collect();
    // The fee of the first is that of a real row.
    assert_eq!(
        amounts,
        [
            [64_601, 1_492, 1_356, 136, 63_109],
            [-4_000, -92, -84, -8, -3_908]
        ]
    );
    assert_eq!(
        (&found[0]["cancel"], &found[1]["cancel"]),
        (&Value::Null, &json!({}))
    );
    let page = "startDate=2026-01-01&endDate=2026-01-04&page=2&size=1";
    let second = world.get(&format!("/v1/settlements?{page}")).await.json();
    assert_eq!(second, json!([found[1]]));
    let wrong = world
        .get("/v1/settlements?startDate=2026-01-01T00:00:00&endDate=x")
        .await;
    assert_eq!(wrong.refusal(), (400, "INVALID_DATE".to_owned()));
}

#[tokio::test]
async fn each_fault_makes_its_difference() {
    let world = World::new();
    world.paid("order-0001", "CARD", 10_000).await;
    world.wait(24 * 60);
    let good = rows(&world).await.remove(0);
    for (kind, count) in [
        ("settlement_row_missing", 0),
        ("settlement_cancel_missing", 1),
        ("settlement_row_doubled", 2),
        ("settlement_row_made_up", 2),
        ("settlement_short", 1),
        ("settlement_fee_wrong", 1),
        ("settlement_fee_high", 1),
        ("settlement_vat_wrong", 1),
        ("settlement_day_wrong", 1),
        ("settlement_payment_wrong", 1),
    ] {
        world.set_faults("toss", always(kind)).await;
        let found = rows(&world).await;
        assert_eq!(found.len(), count, "{kind}");
        let differs = found.first().is_some_and(|row| *row != good);
        let changes = matches!(
            kind,
            "settlement_short"
                | "settlement_fee_wrong"
                | "settlement_fee_high"
                | "settlement_vat_wrong"
                | "settlement_day_wrong"
                | "settlement_payment_wrong"
        );
        assert_eq!(differs, changes, "{kind}");
    }
}

#[tokio::test]
async fn kakao_pays_file_has_a_row_for_each_movement() {
    let world = World::new();
    let tid = world.kakao_paid("order-0001", 10_000, "pay").await;
    world.kakao_cancel(&tid, 4_000).await;
    let path = "/kakaopay/console/settlement?date=2026-01-02";
    let text = async || {
        let reply = world.own("GET", path, Value::Null).await;
        String::from_utf8(reply.body.to_vec()).unwrap()
    };
    assert_eq!(text().await.lines().count(), 1, "the headings alone");
    world.wait(24 * 60);
    let text = text().await;
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}거래일시,거래구분"), "{text}");
    assert!(
        lines[1].contains(",결제,") && lines[1].contains(",10000,210,21,9769,"),
        "{text}"
    );
    assert!(
        lines[2].contains(",취소,") && lines[2].contains(",-4000,-84,-8,-3908,"),
        "{text}"
    );
}
