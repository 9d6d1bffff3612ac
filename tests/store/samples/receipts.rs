//! Cash receipts.

use domain::{
    actor::Actor,
    cash_receipt::{
        CashReceiptOutcome, CashReceiptRequest, Identity, ReceiptAct, ReceiptEnd, ReceiptPurpose,
        ReceiptWay,
    },
    failure::Failure,
};

use super::{
    NASTY, at, customer_id, key_id, payment_id, receipt_id, receipt_outcome_id, toss, won,
};

pub(crate) fn receipt_request(n: u64, customer: &str) -> CashReceiptRequest {
    let purpose = ReceiptPurpose::IncomeDeduction;
    CashReceiptRequest {
        id: receipt_id(n),
        payment: payment_id(n),
        customer: customer_id(customer),
        provider: toss(),
        act: ReceiptAct::Issue,
        receipt: receipt_id(n),
        way: ReceiptWay::Hand,
        purpose,
        identity: Some(Identity::new(purpose, "010-1234-5678").unwrap()),
        amount: won(30_000),
        tax_free: won(7),
        requested_by: Actor::Key(key_id(1)),
        requested_at: at(4),
    }
}

pub(crate) fn receipt_outcome(n: u64, customer: &str) -> CashReceiptOutcome {
    CashReceiptOutcome {
        id: receipt_outcome_id(n),
        request: receipt_id(n),
        payment: payment_id(n),
        customer: customer_id(customer),
        end: ReceiptEnd::Done,
        receipt_key: Some(NASTY.into()),
        issue_number: Some("150000001".into()),
        url: Some(NASTY.into()),
        failure: Some(Failure::new("CODE_1", NASTY)),
        note: Some(NASTY.into()),
        recorded_by: Actor::Gateway,
        recorded_at: at(5),
    }
}
