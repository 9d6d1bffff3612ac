//! A receipt for another number or purpose: through Toss whatever goes wrong on the way, and by hand.

use credit_gateway::access::{Desk, Role};
use serde_json::{Value, json};

use super::{PHONE, fault};
use crate::{
    console::shown::press_and_confirm,
    support::{client::Answer, desk::Browser, world::World},
};

both_engines!(
    a_wrong_number_is_changed_whatever_goes_wrong_on_the_way,
    a_silent_provider_leaves_the_old_receipt_until_it_answers,
    what_toss_refuses_of_a_change_waits_for_a_person,
    a_receipt_by_hand_is_changed_by_hand,
    a_part_that_went_back_is_not_on_the_new_receipt,
    support_changes_a_receipt_at_the_desk,
);

const BUSINESS: &str = "124-81-00998";

impl World {
    async fn change(&self, receipt: &Value, purpose: &str, identity: &str) -> Answer {
        let id = receipt["id"].as_str().unwrap();
        let path = format!("/v1/cash-receipts/{id}/change");
        let body = json!({"purpose": purpose, "identity": identity});
        self.gateway().post(Role::Support, &path, &body).await
    }

    /// A payment into an account that has an issued receipt for a person.
    async fn receipted(&self, customer: &str) -> (String, Value) {
        let payment = self.paid_into_account(customer).await;
        self.ask_receipt(&payment, "income_deduction", PHONE)
            .await
            .ok();
        let issued = self.receipt_becomes(&payment, 1, "issued").await;
        (payment, issued)
    }
}

/// What was asked for and how it stands, oldest first: act, way, state.
fn told(all: &[Value]) -> Vec<[&str; 3]> {
    let words = ["act", "way", "state"];
    all.iter()
        .map(|it| words.map(|word| it[word].as_str().unwrap_or_default()))
        .collect()
}

async fn a_wrong_number_is_changed_whatever_goes_wrong_on_the_way(world: &World) {
    let kinds = [
        "lost_answer_after_effect",
        "refuse_5xx_before",
        "malformed",
        "empty_body",
    ];
    for (at, kind) in kinds.into_iter().enumerate() {
        let (payment, issued) = world.receipted(&format!("c{at}")).await;
        // The first is met by the cancel, the second by the receipt after it.
        world.faults("toss", fault(kind, 2)).await;
        let cancel = world.change(&issued, "expense_proof", BUSINESS).await.ok();
        assert_eq!(
            (&cancel["act"], &cancel["amount"], &cancel["identity"]),
            (&json!("cancel"), &json!(10_000), &json!("******0998")),
            "{cancel}"
        );
        let next = world.receipt_becomes(&payment, 3, "issued").await;
        assert_eq!(
            (&next["purpose"], &next["identity"], &next["amount"]),
            (
                &json!("expense_proof"),
                &json!("******0998"),
                &json!(10_000)
            ),
            "{kind}: {next}"
        );
        let all = world.receipts_of(&payment).await;
        let stands = [
            ["issue", "provider", "cancelled"],
            ["cancel", "provider", "cancelled"],
            ["issue", "provider", "issued"],
        ];
        assert_eq!(told(&all), stands, "{kind}");
        let there = world.receipts_at_toss().await;
        assert_eq!(there.len(), 3 * (at + 1), "{kind}: {there:?}");
        assert_eq!(there[3 * at + 2]["type"], "지출증빙", "{kind}");
        let same = world.change(&next, "expense_proof", BUSINESS).await;
        same.refused(409, "cash_receipt_same");
        let gone = world.change(&issued, "expense_proof", BUSINESS).await;
        gone.refused(409, "cash_receipt_state");
    }
    let told = "SELECT COUNT(*) FROM events WHERE kind = 'cash_receipt.change_requested'";
    assert_eq!(world.database.number(told).await, 4);
    let leaks = "SELECT COUNT(*) FROM events WHERE body LIKE '%1248100998%'";
    assert_eq!(world.database.number(leaks).await, 0);
}

async fn a_silent_provider_leaves_the_old_receipt_until_it_answers(world: &World) {
    let (payment, issued) = world.receipted("c1").await;
    world.faults("toss", fault("refuse_5xx_before", 6)).await;
    world
        .change(&issued, "income_deduction", "010-8765-4321")
        .await
        .ok();
    let all = world.receipts_of(&payment).await;
    assert_eq!(all[0]["state"], "issued", "until it is taken back: {all:?}");
    assert_eq!(all[1]["state"], "requested", "{all:?}");
    let second = world.change(&issued, "expense_proof", BUSINESS).await;
    second.refused(409, "cash_receipt_state");
    let next = world.receipt_becomes(&payment, 3, "issued").await;
    assert_eq!(next["identity"], "*******4321", "{next}");
    assert_eq!(world.receipts_at_toss().await.len(), 3);
}

async fn what_toss_refuses_of_a_change_waits_for_a_person(world: &World) {
    let (payment, issued) = world.receipted("c1").await;
    world.faults("toss", fault("receipt_refused", 1)).await;
    world.change(&issued, "expense_proof", BUSINESS).await.ok();
    let cancel = world.receipt_becomes(&payment, 3, "waiting").await;
    assert_eq!(
        (&cancel["act"], &cancel["way"]),
        (&json!("cancel"), &json!("hand")),
        "{cancel}"
    );
    world.faults("toss", fault("receipt_refused", 1)).await;
    world.record_receipt(&cancel).await;
    let next = world.receipt_becomes(&payment, 5, "waiting").await;
    assert_eq!(
        (&next["act"], &next["way"], &next["identity"]),
        (&json!("issue"), &json!("hand"), &json!("******0998")),
        "{next}"
    );
    world.record_receipt(&next).await;
    let all = world.receipts_of(&payment).await;
    let state = |of: &Value| all.iter().find(|it| it["id"] == of["id"]).unwrap()["state"].clone();
    assert_eq!(state(&next), "issued", "{all:?}");
    assert_eq!(state(&issued), "cancelled", "{all:?}");
}

async fn a_receipt_by_hand_is_changed_by_hand(world: &World) {
    let order = world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    let payment = order["payment_id"].as_str().unwrap().to_owned();
    let asked = world
        .ask_receipt(&payment, "income_deduction", PHONE)
        .await
        .ok();
    let early = world.change(&asked, "expense_proof", BUSINESS).await;
    early.refused(409, "cash_receipt_state");
    world.record_receipt(&asked).await;
    let cancel = world.change(&asked, "expense_proof", BUSINESS).await.ok();
    assert_eq!(cancel["state"], "waiting", "{cancel}");
    world.record_receipt(&cancel).await;
    let next = world.receipts_of(&payment).await.remove(2);
    assert_eq!(
        (&next["state"], &next["purpose"]),
        (&json!("waiting"), &json!("expense_proof")),
        "{next}"
    );
    world.record_receipt(&next).await;
    assert!(world.receipts_at_toss().await.is_empty());
}

async fn a_part_that_went_back_is_not_on_the_new_receipt(world: &World) {
    let (payment, issued) = world.receipted("c1").await;
    world.spend("c1", 700).await.ok();
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"});
    world.request_refund(&payment, Some(account)).await.ok();
    world.receipt_becomes(&payment, 2, "cancelled").await;
    world.change(&issued, "expense_proof", BUSINESS).await.ok();
    let next = world.receipt_becomes(&payment, 4, "issued").await;
    assert_eq!(next["amount"], 7_000, "{next}");
    let cancelled: Vec<Value> = world
        .receipts_at_toss()
        .await
        .into_iter()
        .filter(|it| !it["of"].is_null())
        .map(|it| it["amount"].clone())
        .collect();
    assert_eq!(cancelled, [json!(3_000), json!(7_000)]);
}

async fn support_changes_a_receipt_at_the_desk(world: &World) {
    let (payment, issued) = world.receipted("c1").await;
    let browser = Browser::of(world, Desk::Support).await;
    let path = format!("/console/cash-receipts/{}", issued["id"].as_str().unwrap());
    let page = browser.page(&path).await;
    let action = format!("{path}/change");
    let fields = [("purpose", "expense_proof"), ("identity", BUSINESS)];
    let (question, answer) = press_and_confirm(&browser, &page, &action, &fields).await;
    assert!(question.contains("1248100998"), "{question}");
    assert_eq!(answer.status, 303, "{}", answer.text);
    world.receipt_becomes(&payment, 3, "issued").await;
    let page = browser.page(&path).await;
    assert!(!page.contains(&action), "a cancelled one is not changed");
}
