//! Tax invoices (세금계산서) through HTTP: recorded, amended after a refund, corrected, and never beside a cash receipt.

mod due;

use chrono::TimeDelta;
use credit_gateway::access::{Desk, Role};
use domain::calendar::seoul;
use serde_json::{Value, json};

use crate::{
    console::shown::press_and_confirm,
    support::{buyer::id_of, client::Answer, desk::Browser, world::World},
};

both_engines!(
    a_refund_is_due_for_an_amended_invoice_until_it_is_recorded,
    what_is_recorded_of_an_invoice_has_its_rules,
    a_payment_has_a_receipt_or_an_invoice,
    a_wrong_record_is_replaced_by_a_right_one,
    a_number_is_of_one_customer,
    a_number_that_many_record_at_once_is_of_one_customer,
    support_records_an_invoice_at_the_desk,
);

const NUMBER: &str = "20261201-41000203-0000079E";

/// An original invoice of all of a payment of 10,000 won.
fn original(world: &World) -> Value {
    json!({
        "kind": "original", "approval_number": NUMBER, "issued_on": seoul(world.now()).date_naive(),
        "amount": 10_000, "supply": 9_091, "vat": 909,
    })
}

/// The same with other members.
fn with(mut body: Value, more: Value) -> Value {
    if let Value::Object(more) = more {
        body.as_object_mut().unwrap().extend(more);
    }
    body
}

fn payment_of(order: &Value) -> String {
    order["payment_id"].as_str().unwrap().to_owned()
}

impl World {
    async fn invoice(&self, payment: &str, body: &Value) -> Answer {
        let path = format!("/v1/payments/{payment}/tax-invoices");
        self.gateway().post(Role::Support, &path, body).await
    }

    async fn invoices(&self, payment: &str) -> Value {
        let path = format!("/v1/payments/{payment}/tax-invoices");
        self.gateway().get(Role::Support, &path).await.ok()
    }

    /// What is invoiced, amended and due.
    async fn invoiced(&self, payment: &str) -> [i64; 3] {
        let known = self.invoices(payment).await;
        ["invoiced", "amended", "amendment_due"].map(|sum| known[sum].as_i64().unwrap())
    }
}

async fn a_refund_is_due_for_an_amended_invoice_until_it_is_recorded(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let recorded = world.invoice(&payment, &original(world)).await.ok();
    assert_eq!(
        recorded["approval_number"], "20261201410002030000079e",
        "{recorded}"
    );
    assert_eq!(recorded["state"], "recorded", "{recorded}");
    assert_eq!(world.invoiced(&payment).await, [10_000, 0, 0]);
    let amended = json!({
        "kind": "amended", "reason": "contract_ended", "approval_number": "20261201410002030000080a",
        "amount": 6_000, "supply": 5_455, "vat": 545,
    });
    let amended = with(original(world), amended);
    let early = world.invoice(&payment, &amended).await;
    let said = early.refused(409, "tax_invoice_over");
    assert!(
        said["detail"].as_str().unwrap().contains("went back"),
        "{said}"
    );
    world.spend("c1", 400).await.ok();
    let refund = world.refund(&payment).await;
    assert_eq!(
        world.invoiced(&payment).await,
        [10_000, 0, 6_000],
        "an amended one is due"
    );
    let browser = Browser::of(world, Desk::Auditor).await;
    let path = format!("/console/payments/{payment}");
    let page = browser.page(&path).await;
    assert!(page.contains("수정세금계산서 발행 필요"), "{page}");
    let amended = with(amended, json!({"refund_id": id_of(&refund)}));
    world.invoice(&payment, &amended).await.ok();
    assert_eq!(world.invoiced(&payment).await, [10_000, 6_000, 0]);
    let page = browser.page(&path).await;
    assert!(!page.contains("수정세금계산서 발행 필요"), "{page}");
    assert!(page.contains("20261201410002030000080a"), "{page}");
    let more =
        json!({"approval_number": "20261201410002030000081a", "amount": 1, "supply": 1, "vat": 0});
    let more = world.invoice(&payment, &with(amended, more)).await;
    more.refused(409, "tax_invoice_over");
    let events = "SELECT COUNT(*) FROM events WHERE kind = 'tax_invoice.recorded'";
    assert_eq!(world.database.number(events).await, 2);
    let lines = "SELECT COUNT(*) FROM audit_log WHERE act = 'tax_invoice.record'";
    assert_eq!(world.database.number(lines).await, 2);
}

async fn what_is_recorded_of_an_invoice_has_its_rules(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let tomorrow = seoul(world.now() + TimeDelta::days(1)).date_naive();
    for (more, field) in [
        (
            json!({"approval_number": "2026120141000203000007"}),
            "approval_number",
        ),
        (
            json!({"approval_number": "20261301410002030000079e"}),
            "approval_number",
        ),
        (json!({"issued_on": tomorrow}), "issued_on"),
        (json!({"amount": 9_999}), "amount"),
        (json!({"amount": 0, "supply": 0, "vat": 0}), "amount"),
        (json!({"supply": 909, "vat": 9_091}), "vat"),
        (json!({"reason": "returned"}), "reason"),
        (json!({"kind": "amended"}), "reason"),
        (
            json!({"refund_id": "ref_00000000000000000000000001"}),
            "refund_id",
        ),
        (
            json!({"corrects": "txi_00000000000000000000000001"}),
            "note",
        ),
        (json!({"note": ""}), "note"),
    ] {
        let body = with(original(world), more);
        let answer = world.invoice(&payment, &body).await;
        let said = answer.refused(422, "invalid_field");
        assert!(said.to_string().contains(field), "{field}: {said}");
    }
    let unknown = json!({"corrects": "txi_00000000000000000000000001", "note": "a slip"});
    let unknown = world
        .invoice(&payment, &with(original(world), unknown))
        .await;
    unknown.refused(404, "tax_invoice_not_found");
    assert_eq!(world.invoices(&payment).await["items"], json!([]));
    let path = format!("/v1/payments/{payment}/tax-invoices");
    let body = original(world);
    let service = world.gateway().post(Role::Service, &path, &body).await;
    service.refused(403, "forbidden");
    world.invoice(&payment, &body).await.ok();
    let again = world.invoice(&payment, &body).await;
    again.refused(409, "tax_invoice_exists");
}

async fn a_payment_has_a_receipt_or_an_invoice(world: &World) {
    let order = world.buy_by_transfer("c1", "direct-1000", "홍길동").await;
    let payment = payment_of(&order);
    let receipts = format!("/v1/payments/{payment}/cash-receipts");
    let asked = json!({"purpose": "expense_proof", "identity": "124-81-00998"});
    let gateway = world.gateway();
    let invoice = world.invoice(&payment, &original(world)).await.ok();
    let refused = gateway.post(Role::Support, &receipts, &asked).await;
    let said = refused.refused(409, "no_cash_receipt");
    assert!(
        said["detail"].as_str().unwrap().contains("tax invoice"),
        "{said}"
    );
    world.pass(TimeDelta::minutes(1));
    let nothing = json!({
        "corrects": id_of(&invoice), "note": "of another payment", "amount": 0, "supply": 0, "vat": 0,
    });
    world
        .invoice(&payment, &with(original(world), nothing))
        .await
        .ok();
    gateway.post(Role::Support, &receipts, &asked).await.ok();
    let refused = world.invoice(&payment, &original(world)).await;
    let said = refused.refused(409, "no_tax_invoice");
    assert!(said["detail"].as_str().unwrap().contains("crq_"), "{said}");
}

async fn a_wrong_record_is_replaced_by_a_right_one(world: &World) {
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let slip = json!({"amount": 1_000, "supply": 910, "vat": 90});
    let wrong = world
        .invoice(&payment, &with(original(world), slip))
        .await
        .ok();
    // Ids of one millisecond are unordered when two tasks write.
    world.pass(TimeDelta::minutes(1));
    let right = json!({"corrects": id_of(&wrong), "note": "a nought was missing"});
    let right = with(original(world), right);
    let path = format!("/v1/payments/{payment}/tax-invoices");
    for _ in 0..2 {
        let answer = world
            .gateway()
            .post_under("corrected-once", Role::Support, &path, &right)
            .await
            .ok();
        assert_eq!(answer["corrects"], wrong["id"], "{answer}");
    }
    let known = world.invoices(&payment).await;
    let states: Vec<&Value> = known["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["state"])
        .collect();
    assert_eq!(states, ["corrected", "recorded"], "{known}");
    assert_eq!(world.invoiced(&payment).await, [10_000, 0, 0]);
    let again = world.invoice(&payment, &right).await;
    again.refused(409, "tax_invoice_corrected");
}

/// One invoice may be of several payments of its buyer, and of nobody else's.
async fn a_number_is_of_one_customer(world: &World) {
    let first = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let second = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let other = payment_of(&world.buy("c2", "direct-1000", 1).await);
    let recorded = world.invoice(&first, &original(world)).await.ok();
    world.invoice(&second, &original(world)).await.ok();
    let said = world.invoice(&other, &original(world)).await;
    let said = said.refused(409, "tax_invoice_of_another");
    let detail = said["detail"].as_str().unwrap();
    let number = "approval_number 20261201410002030000079e";
    assert!(detail.contains(number), "{said}");
    let of_first = detail.contains(&first) || detail.contains(&second);
    assert!(of_first, "{said}");
    assert_eq!(world.invoices(&other).await["items"], json!([]));
    // At the desk the same.
    let browser = Browser::of(world, Desk::Support).await;
    let path = format!("/console/payments/{other}");
    let day = seoul(world.now()).date_naive().to_string();
    let fields = [
        ("kind", "original"),
        ("approval_number", NUMBER),
        ("issued_on", day.as_str()),
        ("amount", "10,000"),
        ("supply", "9,091"),
        ("vat", "909"),
        ("reason", ""),
        ("refund_id", ""),
        ("note", ""),
    ];
    let page = browser.page(&path).await;
    let action = format!("{path}/tax-invoices");
    let (_, answer) = press_and_confirm(&browser, &page, &action, &fields).await;
    assert_eq!(answer.status, 409, "{}", answer.text);
    assert!(answer.text.contains("다른 고객"), "{}", answer.text);
    // Both records of the first customer were wrong: then the number is the other's.
    world.pass(TimeDelta::minutes(1));
    for (payment, wrong) in [
        (&first, &recorded),
        (&second, &world.invoices(&second).await["items"][0]),
    ] {
        let nothing = json!({
            "corrects": id_of(wrong), "note": "of another buyer", "amount": 0, "supply": 0, "vat": 0,
        });
        let nothing = with(original(world), nothing);
        world.invoice(payment, &nothing).await.ok();
    }
    world.invoice(&other, &original(world)).await.ok();
    world
        .invoice(&first, &original(world))
        .await
        .refused(409, "tax_invoice_of_another");
}

/// Neither request sees the other's record before it is written.
async fn a_number_that_many_record_at_once_is_of_one_customer(world: &World) {
    let mut payments = Vec::new();
    for n in 0..8 {
        let order = world.buy(&format!("c{n}"), "direct-1000", 1).await;
        payments.push(payment_of(&order));
    }
    let body = original(world);
    let asked = payments.iter().map(|payment| world.invoice(payment, &body));
    let answers = futures_util::future::join_all(asked).await;
    let done = answers.iter().filter(|answer| answer.status == 201);
    assert_eq!(done.count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.refused(409, "tax_invoice_of_another");
    }
}

async fn support_records_an_invoice_at_the_desk(world: &World) {
    let browser = Browser::of(world, Desk::Support).await;
    let payment = payment_of(&world.buy("c1", "direct-1000", 1).await);
    let path = format!("/console/payments/{payment}");
    let action = format!("{path}/tax-invoices");
    let day = seoul(world.now()).date_naive().to_string();
    let fields = [
        ("kind", "original"),
        ("approval_number", NUMBER),
        ("issued_on", day.as_str()),
        ("amount", "10,000"),
        ("supply", "9,091"),
        ("vat", "909"),
        ("reason", ""),
        ("refund_id", ""),
        ("note", ""),
    ];
    let page = browser.page(&path).await;
    let (question, answer) = press_and_confirm(&browser, &page, &action, &fields).await;
    assert!(question.contains("9,091원"), "{question}");
    assert_eq!(answer.status, 303, "{}", answer.text);
    let page = browser.page(&path).await;
    assert!(page.contains("세금계산서를 적었습니다"), "{page}");
    assert!(page.contains("20261201410002030000079e"), "{page}");
    assert_eq!(world.invoiced(&payment).await, [10_000, 0, 0]);
}
