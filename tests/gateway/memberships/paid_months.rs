//! Months that orders pay for, by any provider: in time, late and twice.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::id_of,
    client::Answer,
    world::{SHOP, World},
};

both_engines!(
    .without_workers():
    a_month_is_given_with_its_payment,
    a_month_is_not_refundable_but_for_a_fault,
    a_month_is_paid_late_and_skipped_when_the_next_is_due,
    a_month_is_sold_once,
    a_month_keeps_its_price_when_the_plan_is_changed,
    what_is_no_order_for_a_month_is_refused_by_name,
);

pub(super) const PLUS: &str = "membership-plus";

pub(super) fn month_order(subscription: &Value, method: &str) -> Value {
    json!({
        "customer_id": subscription["customer_id"], "subscription_id": subscription["id"], "provider": "toss",
        "method": method, "return_url": SHOP,
    })
}

async fn asked(world: &World, body: &Value) -> Answer {
    world
        .gateway()
        .post(Role::Checkout, "/v1/orders", body)
        .await
}

async fn shown(world: &World, subscription: &Value) -> Value {
    let path = format!("/v1/subscriptions/{}", id_of(subscription));
    world.gateway().get(Role::Support, &path).await.ok()
}

/// The months whose payment was asked for, by the events.
async fn told(world: &World) -> Vec<Value> {
    let sql = "SELECT body FROM events WHERE kind = 'subscription.month_due' ORDER BY id";
    let rows = world.database.rows(sql).await;
    rows.iter()
        .map(|row| serde_json::from_str(&row[0]).unwrap())
        .collect()
}

async fn a_month_is_given_with_its_payment(world: &World) {
    let begun = world.subscribe("c1", PLUS).await;
    assert_eq!(
        (
            &begun["billing"],
            &begun["price"],
            &begun["waiting_month"],
            &begun["balance"]
        ),
        (&json!("order"), &json!(9_900), &json!(0), &json!(0))
    );
    let due = told(world).await;
    assert_eq!(
        (
            &due[0]["subscription_id"],
            &due[0]["month"],
            &due[0]["amount"]
        ),
        (&begun["id"], &json!(0), &json!(9_900))
    );
    assert_eq!(due[0]["pay_before"], "2026-05-08T00:00:00+09:00");
    assert!(world.months(&id_of(&begun)).await.is_empty());
    let order = world.open_order(&month_order(&begun, "card")).await;
    assert_eq!(
        (&order["subscription_id"], &order["month"], &order["kind"]),
        (&begun["id"], &json!(0), &json!("membership"))
    );
    assert_eq!(
        (&order["amount"], &order["credits"], &order["title"]),
        (
            &json!(9_900),
            &json!(1_000),
            &json!("Plus membership, from 2026-04-08")
        )
    );
    assert_eq!(
        order["terms"]["refund_by_right_until"],
        order["terms"]["from"]
    );
    world.pass(chrono::TimeDelta::minutes(1));
    let paid = world.pay(&order).await;
    assert_eq!(world.balance("c1").await, 1_000);
    let lots = world.lots("c1").await;
    assert_eq!(
        (
            &lots[0]["kind"],
            &lots[0]["payment_id"],
            &lots[0]["expires_at"]
        ),
        (
            &json!("membership"),
            &paid["payment_id"],
            &json!("2026-05-09T00:00:00+09:00")
        )
    );
    assert_eq!(
        world.months(&id_of(&begun)).await[0]["lot_id"],
        lots[0]["id"]
    );
    assert_eq!(shown(world, &begun).await["waiting_month"], Value::Null);
}

async fn a_month_is_not_refundable_but_for_a_fault(world: &World) {
    let begun = world.subscribe("c1", PLUS).await;
    let order = world.open_order(&month_order(&begun, "card")).await;
    let paid = world.pay(&order).await;
    let payment = paid["payment_id"].as_str().unwrap();
    let quote = world.quote(payment).await;
    assert_eq!(quote["basis"], "refused", "a month is refunded: {quote}");
    assert_eq!(quote["lines"][0]["code"], "membership");
    world
        .request_refund(payment, None)
        .await
        .refused(422, "not_refundable");
    // What the seller did wrong goes back all the same.
    let path = format!("/v1/payments/{payment}/refund-quotes");
    let fault = json!({"beyond": "seller_fault"});
    let quote = world
        .gateway()
        .post(Role::Support, &path, &fault)
        .await
        .ok();
    assert_eq!(
        (&quote["basis"], &quote["amount"]),
        (&json!("seller_fault"), &json!(9_900))
    );
}

async fn a_month_is_paid_late_and_skipped_when_the_next_is_due(world: &World) {
    let begun = world.subscribe("c1", PLUS).await;
    world.set("2026-05-07T12:00:00+09:00");
    let order = world.open_order(&month_order(&begun, "card")).await;
    world.pay(&order).await;
    let months = world.months(&id_of(&begun)).await;
    assert_eq!(
        (&months[0]["late"], &world.lots("c1").await[0]["expires_at"]),
        (&json!(true), &json!("2026-06-07T00:00:00+09:00"))
    );
    // Nobody pays month 1. Month 2 is asked for without a sweep.
    world.set("2026-06-08T00:00:00+09:00");
    let mut past = month_order(&begun, "card");
    past["month"] = json!(1);
    asked(world, &past).await.refused(409, "month_settled");
    let order = world.open_order(&month_order(&begun, "card")).await;
    assert_eq!(order["month"], 2);
    world.distribute().await;
    world.distribute().await;
    let months = world.months(&id_of(&begun)).await;
    assert_eq!((months.len(), &months[1]["skipped"]), (2, &json!("unpaid")));
    assert_eq!(told(world).await.len(), 3);
    world.pay(&order).await;
    assert_eq!(world.months(&id_of(&begun)).await.len(), 3);
    // The next is not due.
    asked(world, &month_order(&begun, "card"))
        .await
        .refused(409, "month_not_due");
}

async fn a_month_is_sold_once(world: &World) {
    let begun = world.subscribe("c1", PLUS).await;
    let mut wallet = month_order(&begun, "card");
    let card = world.open_order(&wallet).await;
    wallet["provider"] = json!("kakaopay");
    wallet.as_object_mut().unwrap().remove("method");
    let wallet = world.open_order(&wallet).await;
    world.pay(&card).await;
    let back = world.come_back(&wallet, "pay").await;
    assert!(back.status >= 400, "the buyer is told: {}", back.text);
    let other = world.order(&id_of(&wallet)).await;
    assert_eq!(other["state"], "open", "nothing was taken for it: {other}");
    assert_eq!(world.balance("c1").await, 1_000);
    asked(world, &month_order(&begun, "card"))
        .await
        .refused(409, "month_not_due");
    world.agree().await;
}

async fn a_month_keeps_its_price_when_the_plan_is_changed(world: &World) {
    let begun = world.subscribe("c1", PLUS).await;
    let (id, basic) = (id_of(&begun), json!({"plan": "membership-basic"}));
    let moved = world.with_subscription(&id, "change", &basic).await.ok();
    assert_eq!(
        (&moved["billing"], &moved["price"], &moved["waiting_month"]),
        (&json!("seller"), &Value::Null, &json!(0))
    );
    let order = world.open_order(&month_order(&begun, "card")).await;
    assert_eq!(
        (&order["amount"], &order["credits"]),
        (&json!(9_900), &json!(1_000))
    );
    world.pay(&order).await;
    world.set("2026-05-08T00:00:00+09:00");
    world.distribute().await;
    assert_eq!(world.balance("c1").await, 1_500);
    asked(world, &month_order(&begun, "card"))
        .await
        .refused(422, "months_not_sold");
}

async fn what_is_no_order_for_a_month_is_refused_by_name(world: &World) {
    let begun = world.subscribe("c1", PLUS).await;
    let other = world.subscribe("c2", "membership-basic").await;
    let with = |name: &str, value: Value| {
        let mut body = month_order(&begun, "card");
        body[name] = value;
        body
    };
    for (name, value) in [
        ("product", json!("direct-1000")),
        ("quantity", json!(1)),
        ("month", json!(-1)),
        ("promotion_code", json!("SPRING-2026")),
    ] {
        let refused = asked(world, &with(name, value)).await;
        assert_eq!(refused.refused(422, "invalid_field")["field"], name);
    }
    let mut product = crate::support::buyer::card_order("c1", "direct-1000", 1);
    product["month"] = json!(0);
    asked(world, &product).await.refused(422, "invalid_field");
    let foreign = with("customer_id", json!("c2"));
    asked(world, &foreign)
        .await
        .refused(404, "subscription_not_found");
    asked(world, &month_order(&other, "card"))
        .await
        .refused(422, "months_not_sold");
    // The month's own name is no product.
    let order = world.open_order(&month_order(&begun, "card")).await;
    product["product"] = order["product"].clone();
    product.as_object_mut().unwrap().remove("month");
    asked(world, &product).await.refused(422, "not_for_sale");
    // The same request again is the same order.
    world.pay(&order).await;
}
