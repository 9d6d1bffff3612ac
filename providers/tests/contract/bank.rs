//! The seller's own account: a signed feed of deposits that is believed, and no look-up.

mod refused;

use domain::kind::Method;
use providers::{
    bank::ID,
    error::ProviderError,
    provider::{Notice, Provider as _, RefundsBy, Says, Unverified, Verdict},
    signature::WebhookSecret,
};
use serde_json::{Value, json};

use crate::support::{
    BANK_NEW as NEW, BANK_OLD as OLD, at, bank, came_back, now, order, payment_ref, refund,
    webhook, with, won,
};

fn read_signed(secret: &str, body: &str) -> Result<Notice, Unverified> {
    let secret = WebhookSecret::parse(&secret.into()).expect("a secret");
    let time = now().timestamp().to_string();
    let signature = secret.sign("evt_1", now(), body.as_bytes());
    let headers = [
        ("webhook-id", "evt_1"),
        ("webhook-timestamp", time.as_str()),
        ("webhook-signature", signature.as_str()),
    ];
    bank()
        .webhooks()
        .expect("a feed")
        .read(&webhook(&headers, body), now())
}

fn read(body: &Value) -> Result<Says, Unverified> {
    read_signed(NEW, &body.to_string()).map(|notice| notice.says)
}

/// Why a message whose sender was proved cannot be read.
fn unreadable(read: Result<Says, Unverified>) -> Unverified {
    match read {
        Ok(Says::Unreadable { why }) => why,
        other => panic!("{other:?}"),
    }
}

fn received(changes: Value) -> Value {
    let data = json!({"movement_id":"m-1","account":"main","depositor_name":"홍길동",
                      "amount":10_000,"deposited_at":"2023-12-01T00:04:00+09:00"});
    json!({"type":"deposit.received","timestamp":"2023-11-30T15:04:30Z","data":with(data, changes)})
}

#[test]
fn a_signed_deposit_is_itself_the_snapshot() {
    for secret in [NEW, OLD] {
        let notice = read_signed(secret, &received(json!({"memo":"x"})).to_string()).unwrap();
        assert_eq!(
            (notice.event_key.as_str(), notice.verdict),
            ("evt_1", Verdict::Signed)
        );
        let Says::Deposit(movement) = notice.says else {
            panic!("not a deposit")
        };
        assert_eq!(movement.provider, ID);
        assert_eq!(
            (movement.key.as_str(), movement.account.as_str()),
            ("m-1", "main")
        );
        assert_eq!(
            (movement.name.as_str(), movement.amount),
            ("홍길동", won(10_000))
        );
        assert_eq!(movement.at, at("2023-11-30T15:04:00Z"));
    }
}

#[test]
fn escapes_in_a_name_are_read() {
    let body = received(json!({}))
        .to_string()
        .replace("홍길동", r"\ud64d\uae38\ub3d9");
    let Says::Deposit(movement) = read_signed(NEW, &body).unwrap().says else {
        panic!()
    };
    assert_eq!(movement.name, "홍길동");
}

#[test]
fn a_reversal_names_the_movement_and_other_types_say_nothing() {
    let reversed =
        json!({"type":"deposit.reversed","timestamp":"t","data":{"movement_id":"m-1","why":1}});
    assert!(matches!(read(&reversed), Ok(Says::DepositReversed { key }) if key == "m-1"));
    for other in [
        json!({"type":"withdrawal.made","data":[1]}),
        json!({"type":"deposit.received.v2","data":null}),
        json!({"type":""}),
    ] {
        assert!(matches!(read(&other), Ok(Says::Nothing { .. })), "{other}");
    }
}

#[test]
fn the_amount_is_whole_positive_won_within_range() {
    for bad in [
        json!(0),
        json!(-1),
        json!(1.5),
        json!("10000"),
        json!(null),
        json!(100_000_000_000_001_i64),
    ] {
        let refused = unreadable(read(&received(json!({"amount":bad}))));
        assert_eq!(refused.code, "malformed", "{bad}");
    }
    for good in [1, 100_000_000_000_000_i64] {
        let read = read(&received(json!({"amount":good})));
        assert!(matches!(read, Ok(Says::Deposit(_))), "{good}");
    }
}

#[test]
fn names_are_plain_and_bounded() {
    let name = |text: &str| read(&received(json!({"depositor_name":text})));
    assert!(matches!(name(&"가".repeat(100)), Ok(Says::Deposit(_))));
    for bad in ["", "홍\u{0}길동", "홍\n길동", &"가".repeat(101)] {
        let refused = unreadable(name(bad));
        assert_eq!(refused.code, "malformed");
        assert!(!refused.to_string().contains('홍'));
    }
    for field in ["movement_id", "account"] {
        for bad in ["", "a\u{0}", &"m".repeat(101)] {
            unreadable(read(&received(json!({field:bad}))));
        }
        let read = read(&received(json!({field:"m".repeat(100)})));
        assert!(matches!(read, Ok(Says::Deposit(_))), "{field}");
    }
}

#[test]
fn a_time_needs_its_offset() {
    for bad in ["2023-12-01T00:04:00", "2023-12-01", "yesterday", ""] {
        unreadable(read(&received(json!({"deposited_at":bad}))));
    }
}

#[tokio::test]
async fn it_shows_the_account_and_can_do_nothing_else() {
    let adapter = bank();
    let order = order(Method::BankTransfer, None);
    let session = adapter.begin(&order, now()).await.unwrap();
    let deposit = session.deposit.unwrap();
    assert_eq!(
        (deposit.bank.as_str(), deposit.account_number.as_str()),
        ("088", "110-123-457270")
    );
    assert_eq!(deposit.holder.as_deref(), Some("주식회사 크레딧"));
    assert_eq!(deposit.due_at, at("2023-12-02T00:05:00+09:00"));
    assert_eq!(session.expires_at, deposit.due_at);

    let confirm = adapter.confirm(&order, &came_back()).await;
    assert!(matches!(confirm, Err(ProviderError::Misconfigured { .. })));
    assert!(matches!(
        adapter.lookup(&payment_ref(None)).await,
        Err(ProviderError::InDoubt(_))
    ));
    let refunded = adapter.refund(&refund(1000, 1000)).await;
    assert!(matches!(refunded, Err(ProviderError::Misconfigured { .. })));

    let terms = adapter.capabilities();
    assert_eq!(
        (terms.session_minutes, terms.refunds, terms.lookups),
        (1440, RefundsBy::Hand, false)
    );
    assert_eq!(terms.refund_account_for, [Method::BankTransfer]);
}
