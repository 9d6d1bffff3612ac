//! Deposits and settings that are refused.

use providers::{
    bank::{Bank, BankConfig, ConfigError},
    provider::Provider as _,
};
use serde_json::json;

use super::{read, read_signed, received, unreadable};
use crate::support::{BANK_NEW as NEW, bank, bank_config, now, webhook};

#[test]
fn what_is_signed_but_no_document_is_told_to_be_so_without_repeating_it() {
    for body in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"type":7}"#,
        r#"{"type":"deposit.received"}"#,
        "홍길동",
    ] {
        let refused = unreadable(read_signed(NEW, body).map(|notice| notice.says));
        assert_eq!(refused.code, "malformed", "{body}");
        assert!(!refused.to_string().contains("홍길동"));
    }
    let wrong = received(json!({"amount":"홍길동 110-123-457270"}));
    let refused = unreadable(read(&wrong)).to_string();
    assert!(
        !refused.contains("457270") && !refused.contains('홍'),
        "{refused}"
    );
}

#[test]
fn an_unsigned_or_wrongly_signed_deposit_is_not_believed() {
    let body = received(json!({})).to_string();
    let refused = read_signed("whsec_c29tZW9uZSBlbHNl", &body).unwrap_err();
    assert_eq!(refused.code, "bad_signature");
    let unsigned = bank()
        .webhooks()
        .unwrap()
        .read(&webhook(&[], &body), now())
        .unwrap_err();
    assert_eq!(unsigned.code, "missing_header");
}

#[test]
fn it_refuses_to_start_without_what_it_needs_and_prints_nothing_of_it() {
    let refusal = |change: &dyn Fn(&mut BankConfig)| {
        let mut config = bank_config();
        change(&mut config);
        Bank::new(&config).err()
    };
    assert_eq!(refusal(&|_| {}), None);
    assert_eq!(
        refusal(&|it| it.bank_webhook_secrets.clear()),
        Some(ConfigError::SecretMissing)
    );
    let malformed = refusal(&|it| it.bank_webhook_secrets.push("whsec_".into())).unwrap();
    assert_eq!(
        malformed.to_string(),
        "secret 3 of the deposit feed: a webhook secret is `whsec_` and base64 of at least one byte"
    );
    assert_eq!(
        refusal(&|it| it.bank_code = "88".into()),
        Some(ConfigError::BankCode)
    );
    assert_eq!(
        refusal(&|it| it.bank_account_number = Some("12345".into())),
        Some(ConfigError::AccountNumber)
    );
    assert_eq!(
        refusal(&|it| it.bank_account = "a|b".into()),
        Some(ConfigError::Account)
    );
    assert_eq!(
        refusal(&|it| it.bank_holder = " ".into()),
        Some(ConfigError::Holder)
    );
    for (hours, good) in [(0, false), (1, true), (720, true), (721, false)] {
        assert_eq!(
            refusal(&|it| it.bank_order_hours = hours).is_none(),
            good,
            "{hours}"
        );
    }
    let shown = format!("{:?} {:?}", bank_config(), bank());
    for hidden in ["457270", "크레딧", "MfKQ", "C2FV"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}
