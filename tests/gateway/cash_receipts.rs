//! Cash receipts (현금영수증) through HTTP: asked for at Toss once whatever goes wrong, taken back with the money, and by hand
//! for transfers to the seller's own account.

mod buyers;
mod by_hand;
mod changes;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{account_order, id_of},
    client::Answer,
    world::World,
};

both_engines!(
    a_receipt_is_issued_once_whatever_goes_wrong_on_the_way,
    a_receipt_is_taken_back_with_refunds_and_what_others_take,
    a_receipt_is_of_what_has_not_gone_back,
    a_refused_number_may_be_asked_for_again,
    what_the_tax_office_says_later_is_found,
    a_card_has_no_receipt_and_a_number_has_its_rules,
    nothing_shows_the_number_but_to_who_asks_for_it,
);

/// How fast time passes while the world waits.
const STEP: TimeDelta = TimeDelta::seconds(1);
const PHONE: &str = "010-1234-5678";

fn fault(kind: &str, times: i64) -> Value {
    json!([{"kind": kind, "probability_percent": 100, "operation": "receipt", "times": times}])
}

impl World {
    /// The payment of an order paid into an account that Toss issued.
    async fn paid_into_account(&self, customer: &str) -> String {
        let order = self
            .open_order(&account_order(customer, "direct-1000"))
            .await;
        self.come_back(&order, "pay").await;
        let order = self.order(&id_of(&order)).await;
        let id = json!({"orderId": order["id"]});
        self.at_provider("/toss/deposits", &id).await;
        let order = self.wait_for_order(&id_of(&order), "completed").await;
        order["payment_id"].as_str().unwrap().to_owned()
    }

    async fn payment(&self, id: &str) -> Value {
        let path = format!("/v1/payments/{id}");
        self.gateway().get(Role::Support, &path).await.ok()
    }

    async fn ask_receipt(&self, payment: &str, purpose: &str, identity: &str) -> Answer {
        let path = format!("/v1/payments/{payment}/cash-receipts");
        let body = json!({"purpose": purpose, "identity": identity});
        self.gateway().post(Role::Support, &path, &body).await
    }

    async fn receipts_of(&self, payment: &str) -> Vec<Value> {
        let path = format!("/v1/payments/{payment}/cash-receipts");
        let answer = self.gateway().get(Role::Support, &path).await.ok();
        let mut all = answer["items"].as_array().unwrap().clone();
        // Ids of one instant are in any order, and the clock stands while nobody waits: a receipt is before its cancels, and
        // the next after them.
        let taken: Vec<Value> = all.iter().map(|it| it["receipt_id"].clone()).collect();
        all.sort_by_key(|it| {
            let own = taken.iter().filter(|of| **of == it["id"]).count();
            let rank = match (it["act"] == "issue", own) {
                (true, 2..) => 0,
                (false, _) => 1,
                (true, _) => 2,
            };
            let at = it["requested_at"].as_str().unwrap();
            (chrono::DateTime::parse_from_rfc3339(at).unwrap(), rank)
        });
        all
    }

    /// Waits until the last receipt or cancel of a payment has this state, or one of the same instant.
    async fn receipt_becomes(&self, payment: &str, count: usize, state: &str) -> Value {
        let there = async || {
            let all = self.receipts_of(payment).await;
            all.len() == count && newest(&all, state).is_some()
        };
        self.wait_while_time_passes(&format!("receipt {count} becomes {state}"), STEP, there)
            .await;
        newest(&self.receipts_of(payment).await, state).unwrap()
    }

    /// What Toss's own books have.
    async fn receipts_at_toss(&self) -> Vec<Value> {
        let books = self.sandbox_books().await;
        books["toss"]["cash_receipts"].as_array().unwrap().clone()
    }
}

/// What was asked for last and has this state.
fn newest(all: &[Value], state: &str) -> Option<Value> {
    let at = &all.last()?["requested_at"];
    let mut last = all.iter().rev().filter(|it| it["requested_at"] == *at);
    last.find(|it| it["state"] == state).cloned()
}

async fn a_receipt_is_issued_once_whatever_goes_wrong_on_the_way(world: &World) {
    let kinds = [
        "lost_answer_after_effect",
        "refuse_5xx_before",
        "malformed",
        "html_error_page",
        "empty_body",
        "unknown_status",
    ];
    for (at, kind) in kinds.into_iter().enumerate() {
        let payment = world.paid_into_account(&format!("c{at}")).await;
        world.faults("toss", fault(kind, 1)).await;
        let asked = world
            .ask_receipt(&payment, "income_deduction", PHONE)
            .await
            .ok();
        assert_eq!(asked["amount"], 10_000, "{asked}");
        let again = world.ask_receipt(&payment, "income_deduction", PHONE).await;
        again.refused(409, "cash_receipt_exists");
        let issued = world.receipt_becomes(&payment, 1, "issued").await;
        assert!(issued["issue_number"].is_string(), "{kind}: {issued}");
        assert!(issued["url"].is_string(), "{kind}: {issued}");
        let there = world.receipts_at_toss().await;
        assert_eq!(there.len(), at + 1, "{kind}: {there:?}");
        assert_eq!(there[at]["amount"], 10_000, "{kind}");
    }
}

async fn a_receipt_is_taken_back_with_refunds_and_what_others_take(world: &World) {
    let payment = world.paid_into_account("c1").await;
    world
        .ask_receipt(&payment, "expense_proof", "124-81-00998")
        .await
        .ok();
    world.receipt_becomes(&payment, 1, "issued").await;
    world.spend("c1", 600).await.ok();
    world
        .faults("toss", fault("lost_answer_after_effect", 1))
        .await;
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"});
    world.request_refund(&payment, Some(account)).await.ok();
    let part = world.receipt_becomes(&payment, 2, "cancelled").await;
    assert_eq!(
        (&part["act"], &part["amount"]),
        (&json!("cancel"), &json!(4_000)),
        "{part}"
    );
    let issued = world.receipts_of(&payment).await.remove(0);
    assert_eq!(issued["state"], "issued", "{issued}");
    assert_eq!(issued["taken_back"], 4_000, "{issued}");
    let key = world.payment(&payment).await["payment_key"].clone();
    let cancel = json!({"paymentKey": key});
    world.at_provider("/toss/console/cancel", &cancel).await;
    let rest = world.receipt_becomes(&payment, 3, "cancelled").await;
    assert_eq!(rest["amount"], 6_000, "{rest}");
    assert_eq!(world.receipts_of(&payment).await[0]["state"], "cancelled");
    let cancels: Vec<i64> = world
        .receipts_at_toss()
        .await
        .iter()
        .filter(|it| !it["of"].is_null())
        .map(|it| it["amount"].as_i64().unwrap())
        .collect();
    assert_eq!(cancels, [4_000, 6_000], "nothing is taken back twice");
}

async fn a_receipt_is_of_what_has_not_gone_back(world: &World) {
    let payment = world.paid_into_account("c1").await;
    world.spend("c1", 200).await.ok();
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"});
    let refund = world.request_refund(&payment, Some(account)).await.ok();
    let id = id_of(&refund);
    let ended = async || world.refund_state(&id).await == "succeeded";
    world.wait_until("the refund ends", ended).await;
    let asked = world
        .ask_receipt(&payment, "income_deduction", PHONE)
        .await
        .ok();
    assert_eq!(asked["amount"], 2_000, "of what is left");
    world.receipt_becomes(&payment, 1, "issued").await;
}

async fn a_refused_number_may_be_asked_for_again(world: &World) {
    let payment = world.paid_into_account("c1").await;
    world.faults("toss", fault("receipt_refused", 1)).await;
    world
        .ask_receipt(&payment, "income_deduction", PHONE)
        .await
        .ok();
    let refused = world.receipt_becomes(&payment, 1, "failed").await;
    assert!(
        refused["note"].as_str().unwrap().contains("NTS_ERROR"),
        "{refused}"
    );
    world
        .ask_receipt(&payment, "income_deduction", "010-8765-4321")
        .await
        .ok();
    let issued = world.receipt_becomes(&payment, 2, "issued").await;
    assert_eq!(issued["identity"], "*******4321", "{issued}");
    // What Toss refuses to take back is a person's to do.
    world.faults("toss", fault("receipt_refused", 1)).await;
    world.spend("c1", 500).await.ok();
    let account = json!({"bank": "088", "account_number": "110123456789", "holder": "홍길동"});
    world.request_refund(&payment, Some(account)).await.ok();
    let by_hand = world.receipt_becomes(&payment, 4, "waiting").await;
    assert_eq!(
        (&by_hand["act"], &by_hand["way"]),
        (&json!("cancel"), &json!("hand")),
        "{by_hand}"
    );
}

async fn what_the_tax_office_says_later_is_found(world: &World) {
    let payment = world.paid_into_account("c1").await;
    world.faults("toss", fault("receipt_in_progress", 1)).await;
    world
        .ask_receipt(&payment, "income_deduction", PHONE)
        .await
        .ok();
    world.receipt_becomes(&payment, 1, "issued").await;
    assert_eq!(world.receipts_at_toss().await.len(), 1);
}

async fn a_card_has_no_receipt_and_a_number_has_its_rules(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap();
    let card = world.ask_receipt(payment, "income_deduction", PHONE).await;
    let said = card.refused(409, "no_cash_receipt");
    assert!(said["detail"].as_str().unwrap().contains("card"), "{said}");
    let payment = world.paid_into_account("c1").await;
    for (purpose, identity, rule) in [
        ("income_deduction", "1248100998", "mobile phone"),
        ("income_deduction", "900101-1234567", "mobile phone"),
        ("expense_proof", "124-81-00997", "last digit"),
        ("expense_proof", "not a number", "digits"),
    ] {
        let no = world.ask_receipt(&payment, purpose, identity).await;
        let said = no.refused(422, "invalid_field");
        assert!(said.to_string().contains("identity"), "{said}");
        assert!(said.to_string().contains(rule), "{said}");
    }
    assert_eq!(world.receipts_of(&payment).await, Vec::<Value>::new());
}

async fn nothing_shows_the_number_but_to_who_asks_for_it(world: &World) {
    let payment = world.paid_into_account("c1").await;
    world
        .ask_receipt(&payment, "income_deduction", "010-5678-4242")
        .await
        .ok();
    let issued = world.receipt_becomes(&payment, 1, "issued").await;
    assert_eq!(issued["identity"], "*******4242", "{issued}");
    for sql in [
        "SELECT COUNT(*) FROM cash_receipt_requests WHERE identity LIKE '%56784242%'",
        "SELECT COUNT(*) FROM events WHERE body LIKE '%56784242%'",
        "SELECT COUNT(*) FROM audit_log WHERE detail LIKE '%4242%'",
        "SELECT COUNT(*) FROM idempotency_keys WHERE reply LIKE '%4242%'",
    ] {
        assert_eq!(world.database.number(sql).await, 0, "{sql}");
    }
    let path = format!(
        "/v1/cash-receipts/{}/number",
        issued["id"].as_str().unwrap()
    );
    let read = world.gateway().get(Role::Support, &path).await.ok();
    assert_eq!(read["identity"], "01056784242", "{read}");
    let lines = "SELECT COUNT(*) FROM audit_log WHERE act = 'cash_receipt.number'";
    assert_eq!(world.database.number(lines).await, 1);
}
