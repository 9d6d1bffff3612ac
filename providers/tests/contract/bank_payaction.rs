//! `PayAction` as the bank's feed: a static key is its only proof, a movement is the snapshot, a match is not.

use providers::{
    bank::{Bank, BankConfig, ConfigError, ID},
    provider::{Notice, Provider as _, Says, Unverified, Verdict},
    signature::WebhookSecret,
};
use serde_json::{Value, json};

use crate::support::{BANK_NEW, at, bank_config, now, webhook, with, won};

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
fn a_movement_that_cannot_be_read_is_told_to_be_so_without_repeating_it() {
    for change in [
        json!({"amount":0}),
        json!({"amount":-1}),
        json!({"amount":"100000"}),
        json!({"amount":1.5}),
        json!({"transaction_date":"2024-04-15T15:03:00"}),
        json!({"transaction_date":"홍길동"}),
        json!({"transaction_name":null}),
    ] {
        let refused = unreadable(read(&moved(change.clone())));
        assert_eq!(refused.code, "malformed", "{change}");
        assert!(!refused.to_string().contains('홍'), "{refused}");
    }
    let headers = [("x-webhook-key", KEY), ("x-mall-id", MALL)];
    let notice = read_with(&payaction(Some(MALL)), &headers, "{\"transaction_type\":");
    let refused = unreadable(notice.map(|notice| notice.says));
    assert_eq!(refused.code, "malformed");
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
fn a_wrong_key_or_shop_is_not_believed() {
    let body = moved(json!({})).to_string();
    let code = |config: &BankConfig, headers: &[(&str, &str)]| {
        read_with(config, headers, &body).unwrap_err().code
    };
    let any = payaction(None);
    for wrong in ["", "wk_9f2c4b7", "wk_9f2c4b7e ", "WK_9F2C4B7E"] {
        assert_eq!(
            code(&any, &[("x-webhook-key", wrong)]),
            "bad_secret",
            "{wrong}"
        );
    }
    assert_eq!(code(&any, &[]), "missing_header");
    assert_eq!(
        code(&any, &[("x-webhook-key", KEY), ("x-webhook-key", KEY)]),
        "duplicate_header"
    );
    let ours = payaction(Some(MALL));
    assert_eq!(code(&ours, &[("x-webhook-key", KEY)]), "missing_header");
    assert_eq!(
        code(&ours, &[("x-webhook-key", KEY), ("x-mall-id", "other")]),
        "bad_secret"
    );
    // The shop does not matter where none is configured.
    assert!(
        read_with(
            &any,
            &[("x-webhook-key", KEY), ("x-mall-id", "other")],
            &body
        )
        .is_ok()
    );
    // A signed feed alone has no key.
    assert_eq!(
        code(&bank_config(), &[("x-webhook-key", KEY)]),
        "missing_header"
    );
}

#[test]
fn both_feeds_come_to_one_address_and_neither_opens_the_door_of_the_other() {
    let both = BankConfig {
        bank_webhook_secrets: vec![BANK_NEW.into()],
        ..payaction(None)
    };
    let body = moved(json!({})).to_string();
    assert!(read_with(&both, &[("x-webhook-key", KEY)], &body).is_ok());
    let document = json!({"type":"deposit.received","timestamp":"t","data":{"movement_id":"m-1","account":"main",
        "depositor_name":"홍길동","amount":1,"deposited_at":"2023-12-01T00:04:00+09:00"}})
    .to_string();
    let secret = WebhookSecret::parse(&BANK_NEW.into()).unwrap();
    let (time, signature) = (
        now().timestamp().to_string(),
        secret.sign("e", now(), document.as_bytes()),
    );
    let signed = [
        ("webhook-id", "e"),
        ("webhook-timestamp", time.as_str()),
        ("webhook-signature", signature.as_str()),
    ];
    assert!(matches!(
        read_with(&both, &signed, &document).unwrap().says,
        Says::Deposit(_)
    ));
    // A right key does not make up for a wrong signature.
    let mixed = [
        signed[0],
        signed[1],
        ("webhook-signature", "v1,AAAA"),
        ("x-webhook-key", KEY),
    ];
    assert_eq!(
        read_with(&both, &mixed, &body).unwrap_err().code,
        "bad_signature"
    );
    // Without a signed feed there is no secret to check a signature with.
    assert_eq!(
        read_with(&payaction(None), &signed, &document)
            .unwrap_err()
            .code,
        "bad_signature"
    );
}

#[test]
fn it_is_acknowledged_word_for_word() {
    let bank = Bank::new(&payaction(None)).unwrap();
    let acknowledgement = bank.webhooks().unwrap().acknowledgement();
    assert_eq!(acknowledgement.content_type, "application/json");
    assert_eq!(acknowledgement.body, r#"{"status":"success"}"#);
}

#[test]
fn somebody_must_tell_of_deposits() {
    let nobody = BankConfig {
        bank_webhook_secrets: Vec::new(),
        ..bank_config()
    };
    assert_eq!(Bank::new(&nobody).err(), Some(ConfigError::SecretMissing));
    let by_hand = BankConfig {
        bank_statements_only: true,
        ..nobody
    };
    assert!(Bank::new(&by_hand).unwrap().webhooks().is_none());
    let with_key = |key: &str, mall: Option<&str>| {
        Bank::new(&BankConfig {
            bank_payaction_key: Some(key.into()),
            bank_payaction_mall_id: mall.map(str::to_owned),
            ..bank_config()
        })
        .err()
    };
    assert_eq!(with_key("", None), Some(ConfigError::PayActionKey));
    assert_eq!(with_key(KEY, Some("")), Some(ConfigError::PayActionMall));
    assert_eq!(with_key(KEY, Some(MALL)), None);
    let shown = format!("{:?}", payaction(Some(MALL)));
    assert!(!shown.contains(KEY) && !shown.contains(MALL), "{shown}");
}
