//! Notices of PayAction that are not believed, or not read.

use providers::{
    bank::{Bank, BankConfig, ConfigError},
    provider::{Provider as _, Says},
    signature::WebhookSecret,
};
use serde_json::json;

use super::{KEY, MALL, moved, payaction, read, read_with, unreadable};
use crate::support::{BANK_NEW, bank_config, now};

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
