//! Amounts of a snapshot.

use domain::payment::{CancelStanding, Standing};
use providers::error::ProviderError;
use serde_json::json;

use super::looked_up;
use crate::support::{at, cancel, card, with, won};

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
