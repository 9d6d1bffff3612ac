//! `PayAction` as the bank's feed: a static key is its only proof, a movement is the snapshot, a match is not.

mod refused;

use providers::{
    bank::{Bank, BankConfig, ID},
    provider::{Notice, Provider as _, Says, Unverified, Verdict},
};
use serde_json::{Value, json};

use crate::support::{at, bank_config, now, webhook, with, won};

const KEY: &str = "wk_9f2c4b7e";
const MALL: &str = "1689197615581x256615117901486500";
/// As in the documented example.
const TRACE: &str = "1747808169270x797731416156850300";

fn payaction(mall_id: Option<&str>) -> BankConfig {
    BankConfig {
        bank_webhook_secrets: Vec::new(),
        bank_payaction_key: Some(KEY.into()),
        bank_payaction_mall_id: mall_id.map(str::to_owned),
        ..bank_config()
    }
}

fn read_with(
    config: &BankConfig,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Notice, Unverified> {
    let bank = Bank::new(config).expect("an adapter");
    bank.webhooks()
        .expect("a feed")
        .read(&webhook(headers, body), now())
}

fn read(body: &Value) -> Result<Says, Unverified> {
    let headers = [
        ("x-webhook-key", KEY),
        ("x-mall-id", MALL),
        ("x-trace-id", TRACE),
    ];
    read_with(&payaction(Some(MALL)), &headers, &body.to_string()).map(|notice| notice.says)
}

/// Why a message whose sender was proved cannot be read.
fn unreadable(read: Result<Says, Unverified>) -> Unverified {
    match read {
        Ok(Says::Unreadable { why }) => why,
        other => panic!("{other:?}"),
    }
}

/// The documented movement, on our account.
fn moved(changes: Value) -> Value {
    let body = json!({"transaction_type":"deposited","bank_account_id":"1689197615581x256615117901486500",
        "bank_account_number":"110123457270","bank_code":"003","amount":100_000,
        "transaction_date":"2024-04-15T15:03:00+09:00","transaction_name":"홍길동","balance":111_222_333,
        "processing_date":"2024-04-15T15:03:01+09:00"});
    with(body, changes)
}

fn key(body: &Value) -> String {
    match read(body) {
        Ok(Says::Deposit(movement)) => movement.key,
        other => panic!("not a deposit: {other:?}"),
    }
}

#[test]
fn a_movement_is_itself_the_snapshot() {
    let headers = [
        ("x-webhook-key", KEY),
        ("x-mall-id", MALL),
        ("x-trace-id", TRACE),
    ];
    let body = moved(json!({})).to_string();
    let notice = read_with(&payaction(Some(MALL)), &headers, &body).unwrap();
    assert_eq!(notice.verdict, Verdict::Signed);
    assert!(
        notice.event_key.starts_with(&format!("payaction:{TRACE}:")),
        "{}",
        notice.event_key
    );
    let Says::Deposit(movement) = notice.says else {
        panic!("not a deposit")
    };
    assert_eq!((movement.provider, movement.account.as_str()), (ID, "main"));
    assert_eq!(
        (movement.name.as_str(), movement.amount),
        ("홍길동", won(100_000))
    );
    assert_eq!(movement.at, at("2024-04-15T06:03:00Z"));
}

/// `printf '110123457270|deposited|2024-04-15T15:03:00+09:00|100000|홍길동|111222333' | sha256sum`
#[test]
fn a_movement_is_known_by_the_documented_hash() {
    assert_eq!(
        key(&moved(json!({}))),
        "59160966bdc1733abbf14b2ad2b6ad9540384032394719998a70e881098fbb61"
    );
    // Fields that are missing in captured bodies are not part of it.
    let mut bare = moved(json!({}));
    for absent in ["bank_account_id", "bank_code", "processing_date"] {
        bare.as_object_mut().unwrap().remove(absent);
    }
    assert_eq!(key(&bare), key(&moved(json!({}))));
    for change in [
        json!({"transaction_date":"2024-04-15T15:04:00+09:00"}),
        json!({"amount":100_001}),
        json!({"transaction_name":"홍길순"}),
        json!({"balance":111_322_333}),
        json!({"balance":null}),
    ] {
        assert_ne!(
            key(&moved(change.clone())),
            key(&moved(json!({}))),
            "{change}"
        );
    }
}

#[test]
fn the_same_delivery_has_the_same_key_and_another_has_another() {
    let event = |trace: Option<&str>, body: &Value| {
        let mut headers = vec![("x-webhook-key", KEY)];
        headers.extend(trace.map(|trace| ("x-trace-id", trace)));
        read_with(&payaction(None), &headers, &body.to_string())
            .unwrap()
            .event_key
    };
    let body = moved(json!({}));
    assert_eq!(event(Some("t"), &body), event(Some("t"), &body));
    assert_ne!(event(Some("t"), &body), event(Some("u"), &body));
    assert_ne!(
        event(Some("t"), &body),
        event(Some("t"), &moved(json!({"amount":1})))
    );
    assert_ne!(event(None, &body), event(Some("t"), &body));
}

#[test]
fn only_money_that_came_in_on_our_account_is_a_deposit() {
    for (body, why) in [
        (
            moved(json!({"transaction_type":"withdrawn"})),
            "money went out",
        ),
        (
            moved(json!({"transaction_type":"transferred"})),
            "not followed",
        ),
        (
            moved(json!({"bank_account_number":"99999999999999"})),
            "another account",
        ),
        (moved(json!({"bank_account_number":""})), "another account"),
        (
            json!({"order_number":"1234567890","order_status":"매칭완료","processing_date":"2023-07-26T11:31:00+09:00"}),
            "no amount",
        ),
        (json!({"hello":"world"}), "neither"),
        (json!([]), "neither"),
        (Value::Null, "neither"),
    ] {
        match read(&body) {
            Ok(Says::Nothing { why: told }) => assert!(told.contains(why), "{body}: {told}"),
            other => panic!("{body}: {other:?}"),
        }
    }
    // Hyphens only affect how a number is printed.
    assert!(matches!(
        read(&moved(json!({"bank_account_number":"110-123-457270"}))),
        Ok(Says::Deposit(_))
    ));
}

#[test]
fn a_name_that_nobody_printed_matches_nobody() {
    let name = |text: &str| match read(&moved(json!({"transaction_name":text}))) {
        Ok(Says::Deposit(movement)) => movement.name,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        (name(""), name(" \u{0} ")),
        ("-".to_owned(), "-".to_owned())
    );
    assert_eq!(
        (name("홍\n길동 "), name(&"가".repeat(300))),
        ("홍길동".to_owned(), "가".repeat(100))
    );
}

#[test]
fn it_is_acknowledged_word_for_word() {
    let bank = Bank::new(&payaction(None)).unwrap();
    let acknowledgement = bank.webhooks().unwrap().acknowledgement();
    assert_eq!(acknowledgement.content_type, "application/json");
    assert_eq!(acknowledgement.body, r#"{"status":"success"}"#);
}
