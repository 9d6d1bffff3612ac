//! What a snapshot shows to support.

use domain::{kind::Method, payment::Standing};
use providers::provider::Provider as _;
use serde_json::{Value, json};
use wiremock::MockServer;

use super::looked_up;
use crate::support::{
    KEY, at, came_back, card, on_confirm, order, toss_at, virtual_account, with, won,
};

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
