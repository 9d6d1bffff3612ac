//! PortOne's webhooks: signed, and still only a reason to look. The deliveries themselves are fixtures.

use providers::provider::{Notice, Provider as _, Says, Unverified, Verdict};
use serde_json::json;

use crate::{
    portone_support::{STORE, TX, WEBHOOKS_NEW, portone_at},
    support::{at, order_id, webhook},
};

const SENT: &str = "1714039200";

fn read(id: &str, body: &str, signed_as: &str) -> Result<Notice, Unverified> {
    let secret =
        providers::signature::WebhookSecret::parse(&WEBHOOKS_NEW.into()).expect("a secret");
    let signature = secret.sign(id, at("2024-04-25T10:00:00Z"), signed_as.as_bytes());
    let headers = [
        ("webhook-id", id),
        ("webhook-timestamp", SENT),
        ("webhook-signature", &signature),
    ];
    let portone = portone_at("https://api.portone.io");
    let webhooks = portone.webhooks().expect("webhooks");
    webhooks.read(&webhook(&headers, body), at("2024-04-25T10:00:01Z"))
}

fn paid() -> String {
    let data = json!({"paymentId": order_id(), "storeId": STORE, "transactionId": TX,
                      "amount": {"total": 1}, "status": "PAID"});
    json!({"type": "Transaction.Paid", "timestamp": "2024-04-25T10:00:00.000Z", "data": data})
        .to_string()
}

#[test]
fn a_signed_webhook_names_a_payment_to_look_up_and_its_amount_is_not_read() {
    let notice = read("msg-1", &paid(), &paid()).unwrap();
    assert_eq!(
        (notice.event_key.as_str(), notice.verdict),
        ("msg-1", Verdict::Signed)
    );
    let Says::Look {
        order,
        payment_key,
        secret,
    } = notice.says
    else {
        panic!("{notice:?}")
    };
    assert_eq!(order, Some(order_id()));
    assert_eq!(payment_key, Some(order_id().to_string()));
    assert!(secret.is_none());
}

#[test]
fn a_body_that_was_changed_after_it_was_signed_is_not_believed() {
    let changed = paid().replace("Paid", "Cancelled");
    let told = read("msg-1", &changed, &paid());
    assert_eq!(told.unwrap_err().code, "bad_signature");
}

#[test]
fn the_acknowledgement_is_json() {
    let portone = portone_at("https://api.portone.io");
    let told = portone.webhooks().expect("webhooks").acknowledgement();
    assert_eq!((told.content_type, told.body), ("application/json", "{}"));
}
