//! Toss: its `Payment` as a snapshot. Every status, cancels, amounts, virtual accounts.

use domain::{
    failure::Failure,
    kind::Method,
    payment::{CancelStanding, Snapshot, Standing},
};
use providers::{error::ProviderError, provider::Provider as _};
use serde_json::{Value, json};
use wiremock::MockServer;

use crate::cases::Lines;
use crate::support::{
    KEY, at, came_back, cancel, card, on_confirm, on_lookup, order, payment_ref, toss_at,
    virtual_account, with, won,
};

async fn looked_up(document: &Value) -> Result<Snapshot, ProviderError> {
    let server = MockServer::start().await;
    on_lookup(&server, 200, document).await;
    toss_at(&server.uri()).lookup(&payment_ref(Some(KEY))).await
}

#[tokio::test]
async fn every_status_has_its_standing_and_an_unknown_one_proves_nothing() {
    let failed = Standing::Failed(Failure::new("COMMON_ERROR", "오류"));
    let failure = json!({"code":"COMMON_ERROR","message":"오류"});
    for (changes, standing) in [
        (
            json!({"status":"READY","approvedAt":null,"method":null}),
            Standing::Pending,
        ),
        (
            json!({"status":"IN_PROGRESS","approvedAt":null}),
            Standing::Pending,
        ),
        (json!({"status":"DONE"}), Standing::Paid),
        (
            json!({"status":"EXPIRED","approvedAt":null}),
            Standing::Expired,
        ),
        (
            json!({"status":"ABORTED","approvedAt":null,"failure":failure}),
            failed,
        ),
        (
            json!({"status":"SETTLED"}),
            Standing::Unknown {
                word: "SETTLED".into(),
            },
        ),
        // A card payment cannot be cancelled before it was approved.
        (
            json!({"status":"CANCELED","approvedAt":null}),
            Standing::Unknown {
                word: "CANCELED".into(),
            },
        ),
    ] {
        let snapshot = looked_up(&with(card(), changes)).await.unwrap();
        assert_eq!(snapshot.standing, standing);
        assert_eq!(snapshot.cancelled, won(0));
    }
}

#[tokio::test]
async fn cancels_are_what_left_the_balance() {
    let rows = json!([cancel("과오납부", 63_020, 100_000)]);
    let partly = json!({"status":"PARTIAL_CANCELED","balanceAmount":100_000,"cancels":rows});
    let snapshot = looked_up(&with(card(), partly)).await.unwrap();
    assert_eq!(snapshot.standing, Standing::Paid);
    assert_eq!(
        (snapshot.amount, snapshot.cancelled),
        (won(163_020), won(63_020))
    );
    let line = &snapshot.cancels[0];
    assert_eq!(
        (line.key.as_str(), line.amount),
        ("A8992D33A3620C9D270A233360F00AD7", won(63_020))
    );
    assert_eq!(line.at, Some(at("2024-12-04T11:01:16+09:00")));
    assert_eq!(
        (line.reason.as_str(), line.settled),
        ("과오납부", CancelStanding::Done)
    );

    // The whole amount returned, in one cancel or in several: paid once, nothing left.
    for status in ["PARTIAL_CANCELED", "CANCELED"] {
        let snapshot = looked_up(&with(card(), json!({"status":status,"balanceAmount":0})))
            .await
            .unwrap();
        assert_eq!(
            (snapshot.standing, snapshot.cancelled),
            (Standing::Paid, won(163_020))
        );
    }
    let more = looked_up(&with(card(), json!({"balanceAmount":163_021}))).await;
    assert!(matches!(more, Err(ProviderError::InDoubt(_))));
}

#[tokio::test]
async fn amounts_are_exact_or_nothing_is_concluded() {
    let float = looked_up(&with(
        card(),
        json!({"totalAmount":163_020.0,"vat":14820.0}),
    ))
    .await;
    assert_eq!(float.unwrap().amount, won(163_020));
    let large = json!({"totalAmount":50_000_000_000_i64,"balanceAmount":50_000_000_000_i64});
    assert_eq!(
        looked_up(&with(card(), large)).await.unwrap().amount,
        won(50_000_000_000)
    );
    for bad in [
        json!(163_020.5),
        json!(-1),
        json!("163020"),
        json!(1e300),
        json!(null),
        json!(true),
    ] {
        let doubt = looked_up(&with(card(), json!({"totalAmount":bad}))).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))), "{bad}");
    }
}

#[tokio::test]
async fn fields_may_come_and_go() {
    let mut document = card();
    let fields = document.as_object_mut().unwrap();
    for name in [
        "cancels",
        "secret",
        "card",
        "receipt",
        "suppliedAmount",
        "version",
        "mId",
        "method",
        "failure",
    ] {
        fields.remove(name);
    }
    fields.insert("loyalty".into(), json!({"points":[1,2]}));
    fields.insert(
        "easyPay".into(),
        json!({"provider":"토스페이","amount":163_020}),
    );
    let snapshot = looked_up(&document).await.unwrap();
    assert_eq!(
        (snapshot.standing, snapshot.method),
        (Standing::Paid, Method::EasyPay)
    );
    assert_eq!(snapshot.tax, None);
    assert_eq!(snapshot.facts["easy_pay"], "토스페이");
    document.as_object_mut().unwrap().remove("easyPay");
    let bare = looked_up(&document).await.unwrap();
    assert_eq!(bare.method, Method::Other);
}

/// <https://docs.tosspayments.com/guides/v2/easypay-response>: a card and the service are listed side by side, with
/// the amount each part paid. A sample of the reference calls the whole `카드`.
#[tokio::test]
async fn easy_pay_is_told_with_its_parts() {
    let mut document = card();
    document["lastTransactionKey"] = json!("txrd_a01kaj00e2mrrpmscg7w050d8g7");
    for (word, card_part, money, points) in [
        ("간편결제", Some(163_020), 0, 0),
        ("간편결제", Some(158_020), 0, 5_000),
        ("간편결제", None, 163_020, 0),
        ("간편결제", None, 158_020, 5_000),
        ("간편결제", None, 0, 163_020),
        ("카드", Some(163_020), 0, 0),
    ] {
        document["method"] = json!(word);
        document["easyPay"] = json!({"provider":"토스페이","amount":money,"discountAmount":points});
        document["card"] = match card_part {
            Some(amount) => with(card()["card"].clone(), json!({"amount":amount})),
            None => Value::Null,
        };
        let snapshot = looked_up(&document).await.unwrap();
        assert_eq!(snapshot.method, Method::EasyPay);
        assert_eq!(snapshot.amount, won(163_020));
        let part = |name: &str| snapshot.facts.get(name).map_or("0", String::as_str);
        assert_eq!(part("easy_pay_card"), card_part.unwrap_or(0).to_string());
        assert_eq!(part("easy_pay_money"), money.to_string());
        assert_eq!(part("easy_pay_points"), points.to_string());
        assert_eq!(
            part("last_transaction_key"),
            "txrd_a01kaj00e2mrrpmscg7w050d8g7"
        );
    }
    let plain = looked_up(&card()).await.unwrap();
    assert!(!plain.facts.contains_key("easy_pay_card"));
}

/// A known version causes no warning.
#[tokio::test]
async fn a_version_that_is_not_known_is_told_in_the_log() {
    for (version, warned) in [
        ("2022-11-16", false),
        ("2024-06-01", false),
        ("2031-01-01", true),
    ] {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let listening = tracing::subscriber::set_default(subscriber);
        let document = with(card(), json!({"version":version}));
        let snapshot = looked_up(&document).await.unwrap();
        drop(listening);
        assert_eq!(snapshot.standing, Standing::Paid);
        let text = lines.text();
        assert_eq!(text.contains("API version"), warned, "{text}");
    }
}

/// Toss's amounts are numbers of the payment's currency. A currency other than won is reported with its whole units,
/// so that the books can park the payment and give the reason.
#[tokio::test]
async fn an_amount_with_cents_is_read_as_another_currency() {
    let in_dollars = json!({"currency":"USD","totalAmount":19.99,"balanceAmount":9.5,"suppliedAmount":19.99,"vat":0,
        "status":"PARTIAL_CANCELED","cancels":[with(cancel("part", 1, 1), json!({"cancelAmount":10.49}))]});
    let snapshot = looked_up(&with(card(), in_dollars)).await.unwrap();
    assert_eq!(
        (snapshot.currency.as_str(), &snapshot.standing),
        ("USD", &Standing::Paid)
    );
    assert_eq!((snapshot.amount, snapshot.cancelled), (won(19), won(10)));
    assert_eq!(snapshot.cancels[0].amount, won(10));
    assert_eq!(snapshot.tax, None);
    assert_eq!(snapshot.facts["charged"], "19.99 USD");
    for bad in [json!(-0.5), json!(-19.99), json!(1e300), json!("19.99")] {
        let doubt = json!({"currency":"USD","totalAmount":bad});
        let doubt = looked_up(&with(card(), doubt)).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))), "{bad}");
    }
    for part in ["balanceAmount", "suppliedAmount", "vat", "taxFreeAmount"] {
        let doubt = looked_up(&with(card(), json!({part:0.5}))).await;
        assert!(matches!(doubt, Err(ProviderError::InDoubt(_))), "{part}");
    }
    let part = json!([with(cancel("part", 1, 1), json!({"cancelAmount":0.5}))]);
    let doubt = looked_up(&with(card(), json!({"cancels":part}))).await;
    assert!(matches!(doubt, Err(ProviderError::InDoubt(_))));
}

#[tokio::test]
async fn support_sees_how_a_card_was_used_and_no_number_that_is_not_masked() {
    let mut document = card();
    document["method"] = json!("간편결제");
    document["easyPay"] = json!({"provider":"토스페이","amount":0,"discountAmount":0});
    document["card"]["cardType"] = json!("신용");
    document["card"]["ownerType"] = json!("개인");
    document["card"]["installmentPlanMonths"] = json!(3);
    let facts = looked_up(&document).await.unwrap().facts;
    for (name, value) in [
        ("issuer", "4V"),
        ("card", "40000000****109*"),
        ("card_type", "신용"),
        ("card_owner", "개인"),
        ("installment_months", "3"),
        ("approve_no", "00000000"),
        ("easy_pay", "토스페이"),
    ] {
        assert_eq!(facts[name], value, "{name}");
    }
    document["card"]["number"] = json!("4000000012341091");
    assert!(
        !looked_up(&document)
            .await
            .unwrap()
            .facts
            .contains_key("card")
    );
    let mut account = virtual_account();
    account["virtualAccount"]["refundReceiveAccount"] =
        json!({"bankCode":"88","accountNumber":"110123457270","holderName":"홍길동"});
    let facts = format!("{:?}", looked_up(&account).await.unwrap().facts);
    assert!(
        !facts.contains("790196") && !facts.contains("110123"),
        "{facts}"
    );
}

#[tokio::test]
async fn a_virtual_account_waits_is_paid_is_reversed_and_is_voided() {
    let server = MockServer::start().await;
    on_confirm(&server, 200, &virtual_account()).await;
    let order = order(Method::VirtualAccount, Some(KEY));
    let issued = toss_at(&server.uri())
        .confirm(&order, &came_back())
        .await
        .unwrap();
    assert_eq!(issued.standing, Standing::AwaitingDeposit);
    assert_eq!(
        (issued.method, issued.paid_at),
        (Method::VirtualAccount, None)
    );
    assert_eq!(
        issued.webhook_secret.as_deref(),
        Some("ps_eqRGgYO1r57E4Z541ZMW3QnN2Eya")
    );
    let deposit = issued.deposit.clone().unwrap();
    assert_eq!(
        (deposit.bank.as_str(), deposit.account_number.as_str()),
        ("004", "790196********")
    );
    assert_eq!(deposit.due_at, at("2025-11-30T15:17:19+09:00"));

    for (changes, standing) in [
        (
            json!({"status":"DONE","approvedAt":"2025-11-30T14:20:00+09:00"}),
            Standing::Paid,
        ),
        (
            json!({"status":"WAITING_FOR_DEPOSIT"}),
            Standing::AwaitingDeposit,
        ),
        (
            json!({"status":"CANCELED","balanceAmount":0}),
            Standing::Voided,
        ),
    ] {
        let snapshot = looked_up(&with(virtual_account(), changes)).await.unwrap();
        assert_eq!((snapshot.standing, snapshot.cancelled), (standing, won(0)));
    }
}

#[tokio::test]
async fn a_due_date_may_lack_its_offset_or_be_missing() {
    for (due, expected) in [
        (json!("2025-11-30T15:17:19"), "2025-11-30T15:17:19+09:00"),
        // As long as requested: a day from the request.
        (json!(null), "2025-12-01T14:17:19+09:00"),
    ] {
        let mut document = virtual_account();
        document["virtualAccount"]["dueDate"] = due;
        document["virtualAccount"]["bankCode"] = json!("ZZ");
        let deposit = looked_up(&document).await.unwrap().deposit.unwrap();
        assert_eq!(deposit.due_at, at(expected));
        assert_eq!(deposit.bank, "ZZ", "an unknown bank keeps its own code");
    }
}
