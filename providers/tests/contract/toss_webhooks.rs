//! Toss's three envelopes. All are hints: they name a payment to look up, and nothing in them is believed.

use domain::id::OrderId;
use providers::provider::{Notice, Provider as _, Says, Unverified, Verdict};
use secrecy::ExposeSecret as _;

use crate::support::{KEY, now, order_id, toss_at, webhook};

const HEADERS: [(&str, &str); 3] = [
    (
        "tosspayments-webhook-transmission-time",
        "2024-09-05T12:19:21+09:00",
    ),
    ("tosspayments-webhook-transmission-retried-count", "0"),
    (
        "tosspayments-webhook-transmission-id",
        "whtrans_a01j70335nkqqeg0zwzz2r4py9z",
    ),
];

fn read_with(headers: &[(&str, &str)], body: &str) -> Result<Notice, Unverified> {
    let toss = toss_at("https://api.tosspayments.com");
    toss.webhooks()
        .expect("toss sends webhooks")
        .read(&webhook(headers, body), now())
}

fn read(body: &str) -> Result<Notice, Unverified> {
    read_with(&HEADERS, body)
}

fn looked(notice: Notice) -> (Option<OrderId>, Option<String>, Option<String>) {
    assert_eq!(notice.verdict, Verdict::Unsigned);
    match notice.says {
        Says::Look {
            order,
            payment_key,
            secret,
        } => (
            order,
            payment_key,
            secret.map(|it| it.expose_secret().to_owned()),
        ),
        other => panic!("not a look: {other:?}"),
    }
}

fn status_changed(order: &str, more: &str) -> String {
    format!(
        r#"{{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2022-01-01T00:00:00.000000","data":{{"mId":"tosspayments","version":"2022-11-16","lastTransactionKey":"B7103F204998813B889C77C043D09502","paymentKey":"{KEY}","orderId":"{order}","status":"DONE","useEscrow":false{more}}}}}"#
    )
}

fn deposit(order: &str) -> String {
    format!(
        r#"{{"createdAt":"2022-06-09T15:40:09+09:00","secret":"yb5cXfHeXDpGPYSM61r5G","status":"DONE","transactionKey":"13CD6AE82C268B57F4E7FB976DC45475","orderId":"{order}"}}"#
    )
}

#[test]
fn a_change_of_status_names_the_payment_to_look_at() {
    let order = order_id().to_string();
    let (seen, key, secret) = looked(read(&status_changed(&order, "")).unwrap());
    assert_eq!(
        (seen, key.as_deref(), secret),
        (Some(order_id()), Some(KEY), None)
    );
    let with_secret = status_changed(&order, r#","secret":"ps_1""#);
    let (_, _, secret) = looked(read(&with_secret).unwrap());
    assert_eq!(secret.as_deref(), Some("ps_1"));
    let (_, _, secret) = looked(read(&status_changed(&order, r#","secret":null"#)).unwrap());
    assert_eq!(secret, None);
}

#[test]
fn a_deposit_names_its_order_and_repeats_its_secret() {
    let (order, key, secret) = looked(read(&deposit(&order_id().to_string())).unwrap());
    assert_eq!((order, key), (Some(order_id()), None));
    assert_eq!(secret.as_deref(), Some("yb5cXfHeXDpGPYSM61r5G"));
}

#[test]
fn what_is_not_about_our_payments_says_nothing() {
    for body in [
        r#"{"eventType":"payout.changed","createdAt":"2024-08-08T00:00:00+09:00","version":"2022-11-16","eventId":"e","entityType":"payout","entityBody":{"id":"FPA_12345","amount":{"currency":"KRW","value":5000.0}}}"#,
        r#"{"eventType":"CANCEL_STATUS_CHANGED","createdAt":"2022-01-01T00:00:00.000000","data":{"transactionKey":"k","cancelStatus":"DONE"}}"#,
        r#"{"eventType":"BILLING_DELETED","data":{"billingKey":"b","reason":null}}"#,
        r#"{"eventType":"ORDER_PAYMENT_STATUS_CHANGED","data":[1,2]}"#,
        r#"{"eventType":"OF_NEXT_YEAR"}"#,
        &status_changed("a4CWyWY5m89PNh7xJwhk1", ""),
        &deposit("4SUKlt-wk5YiKnXGjFkC4"),
    ] {
        assert!(
            matches!(read(body).unwrap().says, Says::Nothing { .. }),
            "{body}"
        );
    }
}

#[test]
fn what_is_no_envelope_is_not_believed() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        "<html>",
        r#"{"secret":"s","transactionKey":"t"}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED"}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"o"}}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"o","paymentKey":"../../x"}}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":7,"paymentKey":"k"}}"#,
        &format!(
            r#"{{"secret":"{}","transactionKey":"t","orderId":"o"}}"#,
            "s".repeat(101)
        ),
    ] {
        assert_eq!(read(body).unwrap_err().code, "malformed", "{body}");
    }
}

#[test]
fn an_event_has_one_key_that_a_forged_one_does_not_share() {
    let body = deposit(&order_id().to_string());
    let key = |body: &str| read(body).unwrap().event_key;
    assert_eq!(key(&body), key(&body));
    assert!(key(&body).starts_with("whtrans_a01j70335nkqqeg0zwzz2r4py9z."));
    assert_ne!(key(&body), key(&format!("{body} ")));
    let without = |body: &str| read_with(&[], body).unwrap().event_key;
    assert_eq!(without(&body), without(&body));
    assert_ne!(without(&body), key(&body));
    assert_ne!(without(&body), without(&format!("{body} ")));
    let twice = [HEADERS[2], HEADERS[2]];
    assert_eq!(
        read_with(&twice, &body).unwrap_err().code,
        "duplicate_header"
    );
    for id in ["", "a b", "아이디", &"i".repeat(101)] {
        let headers = [("tosspayments-webhook-transmission-id", id)];
        assert_eq!(
            read_with(&headers, &body).unwrap_err().code,
            "malformed",
            "{id}"
        );
    }
}

#[test]
fn a_notice_shows_no_secret() {
    let shown = format!("{:?}", read(&deposit(&order_id().to_string())).unwrap());
    assert!(!shown.contains("yb5cXfHeXDpGPYSM61r5G"), "{shown}");
}

#[test]
fn it_is_acknowledged_as_json() {
    let toss = toss_at("https://api.tosspayments.com");
    let acknowledgement = toss.webhooks().unwrap().acknowledgement();
    assert_eq!(
        (acknowledgement.content_type, acknowledgement.body),
        ("application/json", "{}")
    );
}
