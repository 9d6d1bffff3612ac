//! Receipts for transfers to the seller's own account: a person issues them at the tax office's pages and records it.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::PHONE;
use crate::support::{client::Answer, world::World};

both_engines!(
    a_receipt_by_hand_waits_until_a_person_records_it,
    a_receipt_by_hand_that_cannot_be_issued_may_be_asked_for_again,
    money_that_goes_back_makes_a_cancel_by_hand,
);

impl World {
    async fn by_transfer(&self, customer: &str, name: &str) -> String {
        let order = self.buy_by_transfer(customer, "direct-1000", name).await;
        order["payment_id"].as_str().unwrap().to_owned()
    }

    async fn record(&self, receipt: &Value, body: Value) -> Answer {
        let path = format!(
            "/v1/cash-receipts/{}/record",
            receipt["id"].as_str().unwrap()
        );
        self.gateway().post(Role::Support, &path, &body).await
    }

    /// A person records that it was done.
    pub(super) async fn record_receipt(&self, receipt: &Value) {
        self.record(receipt, done()).await.ok();
    }

    async fn waiting_receipts(&self) -> Vec<Value> {
        let page = self
            .gateway()
            .get(Role::Support, "/v1/cash-receipts")
            .await
            .ok();
        page["items"].as_array().unwrap().clone()
    }
}

fn done() -> Value {
    json!({"outcome": "done", "issue_number": "150000001"})
}

async fn a_receipt_by_hand_waits_until_a_person_records_it(world: &World) {
    let payment = world.by_transfer("c1", "홍길동").await;
    let asked = world
        .ask_receipt(&payment, "income_deduction", PHONE)
        .await
        .ok();
    assert_eq!(
        (&asked["state"], &asked["way"]),
        (&json!("waiting"), &json!("hand")),
        "{asked}"
    );
    assert_eq!(world.waiting_receipts().await.len(), 1);
    let neither = world.record(&asked, json!({"outcome": "done"})).await;
    neither.refused(422, "invalid_field");
    let issued = world.record(&asked, done()).await.ok();
    assert_eq!(
        (&issued["state"], &issued["issue_number"]),
        (&json!("issued"), &json!("150000001"))
    );
    assert_eq!(world.waiting_receipts().await, Vec::<Value>::new());
    let again = world
        .record(&asked, json!({"outcome": "failed", "reason": "no"}))
        .await;
    again.refused(409, "cash_receipt_recorded");
    assert!(world.receipts_at_toss().await.is_empty());
}

async fn a_receipt_by_hand_that_cannot_be_issued_may_be_asked_for_again(world: &World) {
    let payment = world.by_transfer("c1", "홍길동").await;
    let asked = world
        .ask_receipt(&payment, "income_deduction", PHONE)
        .await
        .ok();
    let failed = json!({"outcome": "failed", "reason": "그런 번호가 없습니다"});
    let ended = world.record(&asked, failed).await.ok();
    assert_eq!(ended["state"], "failed", "{ended}");
    world
        .ask_receipt(&payment, "expense_proof", "1248100998")
        .await
        .ok();
    assert_eq!(world.waiting_receipts().await.len(), 1);
}

async fn money_that_goes_back_makes_a_cancel_by_hand(world: &World) {
    let payment = world.by_transfer("c1", "홍길동").await;
    let asked = world
        .ask_receipt(&payment, "income_deduction", PHONE)
        .await
        .ok();
    world.record(&asked, done()).await.ok();
    world.spend("c1", 700).await.ok();
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"});
    let refund = world.request_refund(&payment, Some(account)).await.ok();
    let path = format!("/v1/refunds/{}/paid", refund["id"].as_str().unwrap());
    let evidence = json!({"evidence": "transfer 1"});
    world
        .gateway()
        .post(Role::Support, &path, &evidence)
        .await
        .ok();
    let cancel = world.receipt_becomes(&payment, 2, "waiting").await;
    assert_eq!(
        (&cancel["act"], &cancel["amount"]),
        (&json!("cancel"), &json!(3_000)),
        "{cancel}"
    );
    world.record(&cancel, done()).await.ok();
    let issued = world.receipts_of(&payment).await.remove(0);
    assert_eq!(
        (&issued["state"], &issued["taken_back"]),
        (&json!("issued"), &json!(3_000)),
        "{issued}"
    );
}
