//! PortOne's payments as snapshots: words, channels, taxes, accounts and what support is shown.

use domain::{
    kind::Method,
    payment::{Snapshot, Standing},
};
use providers::{
    error::ProviderError,
    portone::{PortOneConfig, banks},
    provider::{PaymentRef, Provider as _},
};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::{
    portone_support::{
        STORE, TOTAL, at, cancel, cancelled, config, issued, paid, payment_ref, ready, with as made,
    },
    support::{answer, with, won},
};

async fn asked(
    document: &Value,
    payment: &PaymentRef,
    change: impl FnOnce(&mut PortOneConfig),
) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    answer(&server, "GET", &at(""), 200, document).await;
    let mut config = config(&server.uri());
    change(&mut config);
    let told = made(&config).lookup(payment).await;
    let received = server.received_requests().await.expect("recording");
    assert_eq!(
        received[0].url.query(),
        Some(format!("storeId={STORE}").as_str())
    );
    told
}

async fn looked(document: &Value) -> Snapshot {
    asked(document, &payment_ref(), |_| {})
        .await
        .expect("a snapshot")
}

#[tokio::test]
async fn a_failed_attempt_is_the_end_only_when_no_window_can_be_open_any_more() {
    let failure = json!({"reason": "한도초과", "pgCode": "8032", "pgMessage": "카드사 한도초과"});
    let failed = with(ready(), json!({"status": "FAILED", "failure": failure}));
    assert_eq!(looked(&failed).await.standing, Standing::Pending);
    let over = PaymentRef {
        over: true,
        ..payment_ref()
    };
    let told = asked(&failed, &over, |_| {}).await.unwrap();
    let Standing::Failed(failure) = told.standing else {
        panic!("{told:?}")
    };
    assert_eq!(failure.code(), Some("FAILED"));
    assert_eq!(failure.message(), "한도초과 / 8032 / 카드사 한도초과");
}

/// The browser chooses the channel, and a store has test channels beside its live ones.
#[tokio::test]
async fn a_payment_on_a_test_channel_sells_nothing_for_money() {
    let sells_for_money = |it: &mut PortOneConfig| it.portone_test = false;
    for document in [paid(), cancelled(1_000, &[cancel("x", 1_000)])] {
        let told = asked(&document, &payment_ref(), sells_for_money)
            .await
            .unwrap();
        let Standing::Failed(failure) = told.standing else {
            panic!("{told:?}")
        };
        assert_eq!(failure.code(), Some("TEST_CHANNEL"));
        assert!(told.cancelled.is_zero());
    }
    let mut live = paid();
    live["channel"]["type"] = json!("LIVE");
    let told = asked(&live, &payment_ref(), sells_for_money).await.unwrap();
    assert_eq!(told.standing, Standing::Paid);
    // Real money where play money was expected: a person has to look.
    let told = looked(&live).await;
    assert!(
        matches!(told.standing, Standing::Unknown { .. }),
        "{told:?}"
    );
}

#[tokio::test]
async fn another_payment_or_another_store_is_no_answer() {
    let another = with(paid(), json!({"id": "ord_01arz3ndektsv4rrffq69g5faw"}));
    let store = with(paid(), json!({"storeId": "store-another"}));
    let mut more = paid();
    more["amount"]["cancelled"] = json!(TOTAL + 1);
    let mut fraction = paid();
    fraction["amount"]["total"] = json!(163_020.5);
    for document in [another, store, more, fraction] {
        let told = asked(&document, &payment_ref(), |_| {}).await;
        assert!(matches!(told, Err(ProviderError::InDoubt(_))), "{told:?}");
    }
}

#[tokio::test]
async fn methods_are_told_by_the_type_of_their_object() {
    for (word, method) in [
        ("PaymentMethodCard", Method::Card),
        ("PaymentMethodEasyPay", Method::EasyPay),
        ("PaymentMethodTransfer", Method::AccountTransfer),
        ("PaymentMethodVirtualAccount", Method::VirtualAccount),
        ("PaymentMethodMobile", Method::Mobile),
        ("PaymentMethodGiftCertificate", Method::GiftCertificate),
        ("PaymentMethodCrypto", Method::Other),
        ("CARD", Method::Card),
    ] {
        let told = looked(&with(paid(), json!({"method": {"type": word}}))).await;
        assert_eq!(
            (told.method, told.standing),
            (method, Standing::Paid),
            "{word}"
        );
    }
}

#[tokio::test]
async fn an_account_is_shown_with_its_bank_and_due_time() {
    let told = looked(&issued()).await;
    let deposit = told.deposit.expect("an account");
    assert_eq!(told.standing, Standing::AwaitingDeposit);
    assert_eq!(
        (
            deposit.bank.as_str(),
            deposit.account_number.as_str(),
            deposit.due_at
        ),
        (
            "004",
            "79019600001234",
            "2023-12-01T15:05:07Z".parse().unwrap()
        )
    );
    // Without a due time it is the lifetime that was asked for.
    let mut silent = issued();
    silent["method"]["expiredAt"] = Value::Null;
    silent["method"]["bank"] = json!("A_NEW_BANK");
    let deposit = looked(&silent).await.deposit.expect("an account");
    assert_eq!(
        (deposit.bank.as_str(), deposit.due_at),
        ("A_NEW_BANK", "2023-12-01T15:05:07Z".parse().unwrap())
    );
    // A transfer's account is the buyer's own.
    let transfer =
        json!({"type": "PaymentMethodTransfer", "bank": "KOOKMIN", "accountNumber": "1"});
    assert_eq!(
        looked(&with(paid(), json!({"method": transfer})))
            .await
            .deposit,
        None
    );
}

#[tokio::test]
async fn a_refund_that_the_pg_could_not_pay_out_did_not_go_back() {
    let account = json!({"type": "PaymentMethodVirtualAccount", "accountNumber": "1", "refundStatus": "FAILED"});
    let one = with(
        cancelled(TOTAL, &[cancel("x", TOTAL)]),
        json!({"method": account}),
    );
    let told = looked(&one).await;
    assert_eq!((told.standing, told.cancelled), (Standing::Paid, won(0)));
    assert_eq!(told.cancels[0].settled.as_str(), "failed");
    let two = [cancel("x", 1_000), cancel("y", 1_000)];
    let told = looked(&with(cancelled(2_000, &two), json!({"method": account}))).await;
    assert_eq!(told.cancelled, won(2_000));
    assert!(
        told.cancels
            .iter()
            .all(|it| it.settled.as_str() == "in_progress")
    );
}

#[tokio::test]
async fn support_sees_the_pg_the_card_disputes_and_chargebacks_and_no_number() {
    let taken = with(cancel("차지백", TOTAL), json!({"trigger": "CHARGEBACK"}));
    let dispute = json!([{"status": "UNRESOLVED", "reason": "구매자 이의", "createdAt": "2024-01-01T00:00:00Z"}]);
    let receipt = json!({"status": "ISSUED", "issueNumber": "G12345678"});
    let document = with(
        cancelled(TOTAL, &[taken]),
        json!({"disputes": dispute, "cashReceipt": receipt}),
    );
    let facts = looked(&document).await.facts;
    for (name, value) in [
        ("pg", "INICIS_V2"),
        ("card", "457973******123*"),
        ("installment_months", "3"),
        ("approve_no", "30042019"),
        ("dispute", "UNRESOLVED 구매자 이의"),
        ("chargeback", "163020"),
        ("cash_receipt", "G12345678"),
    ] {
        assert_eq!(facts.get(name).map(String::as_str), Some(value), "{name}");
    }
    let shown = format!("{facts:?}");
    assert!(
        !shown.contains("홍길동") && !shown.contains("457973\""),
        "{shown}"
    );
}

#[tokio::test]
async fn the_tax_split_is_kept_as_told_or_not_at_all() {
    let told = looked(&paid()).await.tax.expect("a split");
    assert_eq!(
        (told.supplied, told.vat, told.tax_free),
        (won(148_200), won(14_820), won(0))
    );
    let mut silent = paid();
    silent["amount"]["vat"] = Value::Null;
    assert_eq!(looked(&silent).await.tax, None);
    let mut dollars = with(paid(), json!({"currency": "USD"}));
    dollars["amount"]["total"] = json!(600);
    let told = looked(&dollars).await;
    assert_eq!((told.currency.as_str(), told.tax), ("USD", None));
}

#[test]
fn every_bank_has_one_word_and_one_code() {
    let all: Vec<_> = banks::all().collect();
    for (code, word) in &all {
        assert_eq!(banks::to_portone(code), Some(*word));
        assert_eq!(banks::to_kftc(word), Some(*code));
        assert!(code.len() == 3 && code.bytes().all(|it| it.is_ascii_digit()));
    }
    assert!(all.len() > 60, "{}", all.len());
}
