//! Transfers by hand and cancels at the console.

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    buyer::text,
    client::BankWebhook,
    kinds::CANCEL_FOUND,
    shop::{FIRST_SECRET, NEXT_SECRET, Shop},
    tally::Tally,
};

/// Cancelled at each provider's console, at most.
const CANCELS: usize = 4;
/// They send webhooks about a cancel.
const NOTIFY: [&str; 2] = ["toss", "portone"];
/// Both secrets, during the change from the first to the next.
pub(super) const BOTH: &[&str] = &[FIRST_SECRET, NEXT_SECRET];

/// A buyer transfers, and the feed reports it.
pub(super) async fn transfer(shop: &Shop, under: &str) {
    let name = format!("{under}이름");
    let order = json!({
        "customer_id": format!("secret-{under}"), "product": "direct-1000", "quantity": 1, "provider": "bank",
        "depositor_name": name, "return_url": "http://localhost:9/shop",
    });
    let key = format!("order-{under}");
    let order = shop
        .post(&key, Role::Checkout, "/v1/orders", &order)
        .await
        .ok();
    let movement = json!({"depositor_name": name, "amount": order["amount"]});
    let told = shop
        .at_provider(Method::POST, "/bank/deposits", &movement)
        .await;
    assert_eq!(
        told.ok()["delivered"],
        true,
        "told under the {under} secret"
    );
    let path = format!("/v1/orders/{}", text(&order, "id"));
    let read = shop.get(Some(Role::Checkout), &path).await.ok();
    assert_eq!(read["state"], "completed", "told under the {under} secret");
}

/// A sender that still signs with the replaced secret is not believed.
pub(super) async fn refused(shop: &Shop) {
    let now = shop.now();
    let body = json!({"type": "deposit.received", "timestamp": now.to_rfc3339(), "data": {
        "movement_id": "mv-old-secret", "account": "main", "depositor_name": "old이름", "amount": 10_000,
        "deposited_at": now.to_rfc3339()}});
    for gateway in shop.gateways() {
        let webhook = BankWebhook::signed(FIRST_SECRET, "msg-old-secret", now, &body);
        let answer = gateway.bank_webhook(&webhook).await;
        answer.refused(401, "webhook_unverified");
    }
}

/// People at a provider cancel payments, whole or half, and their webhooks, where there are any, are lost.
pub(super) async fn cancel(shop: &Shop, provider: &str) {
    let lost = json!({"provider": provider, "seed": 1, "faults": [
        {"kind": "webhook_lost", "operation": "webhook", "probability_percent": 100}]});
    if NOTIFY.contains(&provider) {
        let path = "/faults";
        shop.at_provider(Method::PUT, path, &lost).await.ok();
    }
    // Refunds to accounts by transfer need a destination account.
    let sql = format!(
        "SELECT payments.payment_key, CAST(payments.amount AS TEXT) FROM payments \
         JOIN lots ON lots.payment_id = payments.id \
         WHERE payments.provider = '{provider}' AND payments.method <> 'virtual_account' AND payments.refunded = 0 \
         AND payments.in_flight = 0 AND payments.cancelled_outside = 0 \
         ORDER BY lots.remaining DESC, payments.id LIMIT {CANCELS}"
    );
    for (nth, row) in shop.database.rows(&sql).await.iter().enumerate() {
        let whole: i64 = row[1].parse().unwrap();
        let amount = if nth % 2 == 0 { whole } else { whole / 2 };
        let body = json!({"paymentKey": row[0], "amount": amount});
        let path = format!("/{provider}/console/cancel");
        let answer = shop.at_provider(Method::POST, &path, &body).await;
        assert!(answer.status < 300, "{provider}: {}", answer.text);
        let mut console = shop.console.lock().unwrap();
        console.insert(row[0].clone(), amount);
    }
}

/// The data of our books about payments that were cancelled at a console: key, provider, won returned, credits left.
async fn ours(shop: &Shop) -> Vec<(Vec<String>, i64)> {
    let sql = "SELECT payments.payment_key, payments.provider, CAST(payments.cancelled_outside AS TEXT), \
               CAST(payments.amount AS TEXT), CAST(lots.remaining AS TEXT), CAST(lots.granted AS TEXT) \
               FROM payments JOIN lots ON lots.payment_id = payments.id";
    let console = shop.console.lock().unwrap().clone();
    let rows = shop.database.rows(sql).await;
    let rows = rows.into_iter();
    rows.filter_map(|row| {
        let won = *console.get(&row[0])?;
        Some((row, won))
    })
    .collect()
}

pub(super) async fn nobody_knows(shop: &Shop) {
    for (row, _) in ours(shop).await {
        assert_eq!(row[2], "0", "somebody told of the cancel: {row:?}");
    }
}

/// The next look-up found every cancel, and the credits went with the money.
pub(super) async fn found(shop: &Shop, tally: &Tally) {
    for (row, won) in ours(shop).await {
        assert_eq!(row[2], won.to_string(), "the cancel was not found: {row:?}");
        let [amount, remaining, granted] = [3, 4, 5].map(|at| row[at].parse::<i64>().unwrap());
        let kept = granted - granted * won / amount;
        assert!(remaining <= kept, "credits of {row:?} did not go");
        tally.count(&format!("{CANCEL_FOUND} {}", row[1]));
    }
    for provider in NOTIFY {
        let heal = json!({"provider": provider, "seed": 0, "faults": Value::Array(Vec::new())});
        shop.at_provider(Method::PUT, "/faults", &heal).await.ok();
    }
}
