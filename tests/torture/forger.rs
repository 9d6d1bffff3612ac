//! A forger who knows the addresses and the orders but no secret: nothing he sends may mint, or count as money.

use std::{sync::Arc, time::Duration};

use credit_gateway::clock::{Clock as _, SystemClock};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    client::{Answer, BankWebhook, Client, try_send},
    dice::Dice,
    shop::{Opened, Shop},
    tally::Tally,
};

const EVERY: Duration = Duration::from_millis(200);
/// In the form of the feed's secret, but a different one.
const NOT_THE_SECRET: &str = "whsec_Zm9yZ2VkLWJhbmstZmVlZC1zZWNyZXQ=";
/// The prefix of invented movements.
pub(crate) const FORGED: &str = "forged-";

pub(crate) async fn forge(shop: Arc<Shop>, tally: Arc<Tally>, mut dice: Dice) {
    let mut number = 0_u64;
    while !shop.is_calm() {
        tokio::time::sleep(EVERY).await;
        let orders = shop.opened.lock().unwrap().clone();
        if orders.is_empty() {
            continue;
        }
        let order = dice.pick(&orders);
        number += 1;
        let gateway = shop.gateway();
        match dice.between(0, 5) {
            0 => hint(&gateway, order, number).await,
            1 => secret(&gateway, order, number).await,
            2 => deposit(&gateway, order, number).await,
            3 => callback(&gateway, order).await,
            4 => portone(&gateway, order, number).await,
            _ => unheard_of(&gateway, order).await,
        }
        tally.count("forgery sent");
    }
}

async fn post(gateway: &Client, number: u64, body: &Value) -> Option<Answer> {
    let id = format!("whtrans_forged{number}");
    let request = gateway.bare(Method::POST, "/webhooks/toss").json(body);
    try_send(request.header("tosspayments-webhook-transmission-id", id)).await
}

/// Unsigned, like Toss's: it may cost a look-up.
async fn hint(gateway: &Client, order: &Opened, number: u64) {
    let body = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000", "data": {
        "orderId": order.id, "paymentKey": format!("forged{number}"), "status": "DONE",
        "totalAmount": 1, "method": "카드"}});
    post(gateway, number, &body).await;
}

/// With a secret other than the payment's.
async fn secret(gateway: &Client, order: &Opened, number: u64) {
    let body = json!({"createdAt": "2026-04-08T10:00:00.000000", "secret": "ps_forged", "status": "DONE",
        "transactionKey": format!("forged{number}"), "orderId": order.id});
    post(gateway, number, &body).await;
}

/// A deposit for somebody's order, signed with another secret.
async fn deposit(gateway: &Client, order: &Opened, number: u64) {
    let now = SystemClock::new().now();
    let body = json!({"type": "deposit.received", "timestamp": now.to_rfc3339(), "data": {
        "movement_id": format!("{FORGED}{number}"), "account": "main", "depositor_name": order.depositor,
        "amount": order.amount, "deposited_at": now.to_rfc3339()}});
    let webhook = BankWebhook::signed(NOT_THE_SECRET, &format!("msg_forged{number}"), now, &body);
    if let Some(answer) = try_send(gateway.bank_request(&webhook)).await {
        assert!(
            matches!(answer.status, 401 | 503),
            "{}: {}",
            answer.status,
            answer.text
        );
    }
}

/// Of PortOne about somebody's order, signed with another secret.
async fn portone(gateway: &Client, order: &Opened, number: u64) {
    let now = SystemClock::new().now();
    let body = json!({"type": "Transaction.Paid", "timestamp": now.to_rfc3339(), "data": {
        "paymentId": order.id, "transactionId": format!("forged{number}"), "storeId": "store-sandbox"}});
    let id = format!("WebhookDeliveryIdForged{number}");
    let webhook = BankWebhook::signed(NOT_THE_SECRET, &id, now, &body);
    if let Some(answer) = try_send(gateway.signed_request("portone", &webhook)).await {
        assert!(
            matches!(answer.status, 401 | 503),
            "{}: {}",
            answer.status,
            answer.text
        );
    }
}

/// A return address that we did not sign.
async fn callback(gateway: &Client, order: &Opened) {
    let path = format!(
        "/callbacks/{}/{}/success?state=forged&paymentKey=forged&pg_token=forged&paymentId=forged",
        order.provider, order.id
    );
    if let Some(answer) = try_send(gateway.bare(Method::GET, &path)).await {
        assert!(
            matches!(answer.status, 403 | 503),
            "{}: {}",
            answer.status,
            answer.text
        );
    }
}

/// A webhook of a provider that sends none.
async fn unheard_of(gateway: &Client, order: &Opened) {
    let body = json!({"orderId": order.id, "status": "SUCCESS"});
    for provider in ["kakaopay", "naverpay"] {
        let path = format!("/webhooks/{provider}");
        if let Some(answer) = try_send(gateway.bare(Method::POST, &path).json(&body)).await {
            assert!(
                matches!(answer.status, 404 | 503),
                "{}: {}",
                answer.status,
                answer.text
            );
        }
    }
}
