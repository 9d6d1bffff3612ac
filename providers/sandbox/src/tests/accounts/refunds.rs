//! Refunds of a virtual account.

use serde_json::{Value, json};

use super::super::{World, with};
use super::deposit;

fn refund_account() -> Value {
    json!({"bank": "88", "accountNumber": "110123456789", "holderName": "홍길동"})
}

#[tokio::test]
async fn before_the_deposit_only_the_whole_and_no_refund_account() {
    let world = World::new();
    let key = world.paid("order-0001", "VIRTUAL_ACCOUNT", 30_000).await;
    let partial = world
        .cancel(&key, json!({"cancelReason": "r", "cancelAmount": 1_000}))
        .await;
    assert_eq!(
        partial.refusal(),
        (403, "NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT".to_owned())
    );
    let account = json!({"cancelReason": "r", "refundReceiveAccount": refund_account()});
    assert_eq!(
        world.cancel(&key, account).await.refusal(),
        (400, "INVALID_REQUEST".to_owned())
    );
    let whole = world
        .cancel(&key, json!({"cancelReason": "r"}))
        .await
        .json();
    assert_eq!(whole["status"], "CANCELED");
    let events = world.toss_events().await;
    assert_eq!(events[1..], ["deposit CANCELED", "payment CANCELED"]);
}

#[tokio::test]
async fn after_the_deposit_the_refund_account_is_required_and_checked() {
    let world = World::new();
    let key = world.paid("order-0001", "VIRTUAL_ACCOUNT", 30_000).await;
    deposit(&world, json!({"orderId": "order-0001"})).await;
    let refused = async |account: Value| {
        let body =
            json!({"cancelReason": "r", "cancelAmount": 1_000, "refundReceiveAccount": account});
        world.cancel(&key, body).await.refusal()
    };
    assert_eq!(
        refused(Value::Null).await,
        (400, "INVALID_REQUEST".to_owned())
    );
    let by_code = json!({"bankCode": "88", "accountNumber": "1", "holderName": "a"});
    assert_eq!(refused(by_code).await, (400, "INVALID_BANK".to_owned()));
    let unknown_bank = with(refund_account(), "bank", json!("04"));
    assert_eq!(
        refused(unknown_bank).await,
        (400, "INVALID_BANK".to_owned())
    );
    let dashes = with(refund_account(), "accountNumber", json!("110-123-456789"));
    assert_eq!(
        refused(dashes).await,
        (400, "INVALID_REFUND_ACCOUNT_NUMBER".to_owned())
    );
    let nobody = with(refund_account(), "holderName", json!(""));
    assert_eq!(
        refused(nobody).await,
        (400, "INVALID_REFUND_ACCOUNT_INFO".to_owned())
    );
    let body = json!({"cancelReason": "r", "cancelAmount": 1_000, "refundReceiveAccount": refund_account()});
    let payment = world.cancel(&key, body).await.json();
    assert_eq!(
        (&payment["status"], &payment["balanceAmount"]),
        (&json!("PARTIAL_CANCELED"), &json!(29_000))
    );
    assert_eq!(payment["virtualAccount"]["refundStatus"], "NONE");
}
