//! What happens to payments as time passes, and the two webhooks about payments.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::payment::{Payment, Status};
use super::{App, Books};
use crate::shared::outbox::{OutgoingWebhook, Post};
use crate::shared::time::{kst, kst_micros};
use crate::shared::webhooks;

/// Toss waits this long for its 200.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Its only feed.
const FEED: usize = 0;

/// Expires the payments whose clock has run out and sends Toss's webhooks for that.
pub(crate) fn expire(app: &Arc<App>) {
    let now = app.now();
    {
        let mut books = app.books();
        while let Some((_, key)) = books
            .clocks
            .first()
            .filter(|(deadline, _)| *deadline <= now)
            .cloned()
        {
            books.clocks.pop_first();
            let due = books
                .payments
                .get(&key)
                .filter(|it| it.deadline().is_some_and(|deadline| deadline <= now));
            if let Some(mut payment) = due.cloned() {
                payment.status = Status::Expired;
                payment.failure = Some((
                    "EXPIRED_PAYMENT".to_owned(),
                    "결제가 만료되었습니다. 다시 시도해주세요.".to_owned(),
                ));
                status_changed(app, &mut books, &payment, now);
                books.put(payment);
            }
        }
    }
    webhooks::dispatch(app);
}

/// The Payment object, in the API version of our merchant's key.
pub(super) fn shown(app: &App, books: &Books, payment: &Payment, now: DateTime<Utc>) -> Value {
    payment.json(&app.public_base, books.version.name(), now)
}

/// Queues the `PAYMENT_STATUS_CHANGED` webhook, which carries the whole payment. Another merchant's goes elsewhere.
pub(super) fn status_changed(app: &App, books: &mut Books, payment: &Payment, now: DateTime<Utc>) {
    if !payment.is_ours() {
        return;
    }
    let data = shown(app, books, payment, now);
    let body =
        json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": kst_micros(now), "data": data});
    note(books, body);
}

/// Queues the flat `DEPOSIT_CALLBACK` webhook of virtual accounts: no envelope, no payment key, no amount.
pub(super) fn deposit_callback(books: &mut Books, payment: &Payment, now: DateTime<Utc>) {
    let body = json!({
        "createdAt": kst_micros(now),
        "secret": payment.secret,
        "status": payment.status.name(),
        "transactionKey": payment.last_transaction_key,
        "orderId": payment.order_id,
    });
    note(books, body);
}

fn note(books: &mut Books, body: Value) {
    let id = format!("whtrans_{}", books.rng.alphanumeric(27).to_lowercase());
    books.outbox.outgoing.push(OutgoingWebhook {
        feed: FEED,
        id,
        body,
    });
}

/// One try of a webhook.
pub(super) fn post(app: &App, webhook: &OutgoingWebhook, retried: usize) -> Post {
    let mut body = webhook.body.clone();
    if body.get("secret").is_some_and(Value::is_string) && webhooks::forged(app) {
        body["secret"] = json!("ps_forged00000000000000000000000");
    }
    let body = webhooks::damaged(app, body);
    let headers = vec![
        ("tosspayments-webhook-transmission-time", kst(app.now())),
        (
            "tosspayments-webhook-transmission-retried-count",
            retried.to_string(),
        ),
        ("tosspayments-webhook-transmission-id", webhook.id.clone()),
    ];
    app.post(headers, body, TIMEOUT)
}
