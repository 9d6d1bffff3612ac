//! Used credits whose payment others took back: set off at once, listed, counted, waived.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{buyer::bank_order, world::World};

both_engines!(
    a_debt_is_set_off_at_once_against_other_credits,
    a_lot_that_pays_a_debt_is_refunded_for_the_rest_only,
    debts_are_listed_and_counted,
    a_debt_is_waived_with_a_reason,
);

async fn balance(world: &World, customer: &str) -> (Value, Value) {
    let path = format!("/v1/customers/{customer}/balance");
    let told = world.gateway().get(Role::Service, &path).await.ok();
    (told["available"].clone(), told["debt"].clone())
}

/// Uses 1,000 credits of a transfer, or fewer, and has the bank take the transfer back.
async fn bounced(world: &World, customer: &str, used: i64) {
    let name = format!("payer of {customer}");
    world
        .open_order(&bank_order(customer, "direct-1000", &name))
        .await;
    let movement = world.deposit(&name, 10_000).await;
    world.spend(customer, used).await.ok();
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
}

async fn a_debt_is_set_off_at_once_against_other_credits(world: &World) {
    world
        .open_order(&bank_order("c1", "direct-1000", "first"))
        .await;
    let movement = world.deposit("first", 10_000).await;
    world.spend("c1", 1_000).await.ok();
    let kept = world.buy("c1", "direct-1000", 1).await;
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
    assert_eq!(
        balance(world, "c1").await,
        (json!(0), json!(0)),
        "the debt stands beside credits"
    );
    // Nothing of the other purchase is left to refund, and nothing would be lost by closing.
    let payment = kept["payment_id"].as_str().unwrap();
    let quote = world.quote(payment).await;
    assert_eq!(quote["amount"], 0, "{quote}");
    assert_eq!(quote["lines"][0]["debt_paid"], 1_000, "{quote}");
    let closed = world.close_account("c1", false).await.ok();
    assert_eq!(closed["forfeited"], 0, "{closed}");
}

async fn a_lot_that_pays_a_debt_is_refunded_for_the_rest_only(world: &World) {
    bounced(world, "c1", 400).await;
    assert_eq!(balance(world, "c1").await, (json!(0), json!(400)));
    let kept = world.buy("c1", "direct-1000", 1).await;
    assert_eq!(balance(world, "c1").await, (json!(600), json!(0)));
    let quote = world.quote(kept["payment_id"].as_str().unwrap()).await;
    assert_eq!(
        (&quote["amount"], &quote["credits"]),
        (&json!(6_000), &json!(600))
    );
    assert_eq!(quote["lines"][0]["debt_paid"], 400, "{quote}");
    world.grant("c1", "promotional", 5).await;
    assert_eq!(balance(world, "c1").await, (json!(605), json!(0)));
}

async fn debts_are_listed_and_counted(world: &World) {
    let gauge = async |name: &str| {
        let metrics = world.gateway().browse("/metrics").await.text;
        let line = format!("credit_gateway_{name} ");
        let found = metrics
            .lines()
            .find_map(|said| said.strip_prefix(&line).map(str::to_owned));
        found.unwrap_or_else(|| panic!("no {name}: {metrics}"))
    };
    assert_eq!(gauge("debtors").await, "0");
    bounced(world, "c1", 400).await;
    bounced(world, "c2", 30).await;
    assert_eq!(
        (
            gauge("debtors").await.as_str(),
            gauge("debt_credits").await.as_str()
        ),
        ("2", "430")
    );
    let first = world
        .gateway()
        .get(Role::Support, "/v1/debts?limit=1")
        .await
        .ok();
    assert_eq!(
        first["items"],
        json!([{"customer_id": "c1", "state": "open", "debt": 400, "waived": 0}])
    );
    let next = first["next"].as_str().unwrap();
    let rest = format!("/v1/debts?limit=1&cursor={next}");
    let rest = world.gateway().get(Role::Admin, &rest).await.ok();
    assert_eq!(rest["items"][0]["customer_id"], "c2", "{rest}");
    assert!(rest["next"].is_null(), "{rest}");
    // It falls to zero when the debts are paid.
    for customer in ["c1", "c2"] {
        world.buy(customer, "direct-1000", 1).await;
    }
    assert_eq!(
        (
            gauge("debtors").await.as_str(),
            gauge("debt_credits").await.as_str()
        ),
        ("0", "0")
    );
    let none = world.gateway().get(Role::Support, "/v1/debts").await.ok();
    assert_eq!(none["items"], json!([]));
}

async fn a_debt_is_waived_with_a_reason(world: &World) {
    let path = "/v1/customers/c1/debt/waive";
    let whole = json!({"reason": "the bank's mistake"});
    let admin = async |body: &Value| world.gateway().post(Role::Admin, path, body).await;
    admin(&whole).await.refused(404, "not_found");
    bounced(world, "c1", 400).await;
    let gateway = world.gateway();
    gateway
        .post(Role::Support, path, &whole)
        .await
        .refused(403, "forbidden");
    admin(&json!({"reason": " "}))
        .await
        .refused(422, "invalid_field");
    admin(&json!({"reason": "x", "credits": 0}))
        .await
        .refused(422, "credits_below_one");
    admin(&json!({"reason": "x", "credits": 401}))
        .await
        .refused(409, "waiver_above_debt");
    let part = admin(&json!({"reason": "half of it", "credits": 150}))
        .await
        .ok();
    assert_eq!(
        (&part["debt"], &part["waived"]),
        (&json!(250), &json!(150)),
        "{part}"
    );
    let key = "the-same-request";
    for _ in 0..2 {
        let rest = gateway
            .post_under(key, Role::Admin, path, &whole)
            .await
            .ok();
        assert_eq!(
            (&rest["debt"], &rest["waived"]),
            (&json!(0), &json!(400)),
            "{rest}"
        );
    }
    admin(&whole).await.refused(409, "no_debt");
    let audit_log = "SELECT COUNT(*) FROM audit_log WHERE act = 'debt.waive' AND subject = 'c1' AND detail LIKE '%the bank''s mistake'";
    assert_eq!(world.database.number(audit_log).await, 1);
    world.buy("c1", "direct-1000", 1).await;
    assert_eq!(balance(world, "c1").await, (json!(1_000), json!(0)));
}
