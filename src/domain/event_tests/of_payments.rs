//! Cash receipts, disputes and tax invoices.

use serde_json::{Value, json};

use super::{Event, PAYMENT, id, won};
use crate::{
    cash_receipt::{ReceiptAct, ReceiptState},
    dispute::{DisputeState, Taken},
    event::{CashReceiptChanged, DisputeChanged, TaxInvoiceRecorded},
    tax_invoice::{AmendReason, InvoiceKind},
};

const RECEIPT: &str = "crq_0000000000000000000000000b";
const INVOICE: &str = "txi_0000000000000000000000000b";
const REFUND: &str = "ref_0000000000000000000000000b";
const DISPUTE: &str = "dpt_0000000000000000000000000b";

pub(super) fn samples() -> Vec<(Event, Value)> {
    [receipts(), disputes(), tax_invoices()].concat()
}

fn receipts() -> Vec<(Event, Value)> {
    let changed = || CashReceiptChanged {
        cash_receipt_id: id(RECEIPT),
        request_id: id(RECEIPT),
        payment_id: id(PAYMENT),
        customer_id: id("ann"),
        act: ReceiptAct::Issue,
        state: ReceiptState::Issued,
        amount: won(9_000),
        issue_number: Some("150000001".to_owned()),
        note: None,
    };
    let body = json!({ "cash_receipt_id": RECEIPT, "request_id": RECEIPT, "payment_id": PAYMENT, "customer_id": "ann",
        "act": "issue", "state": "issued", "amount": 9000, "issue_number": "150000001", "note": null });
    vec![
        (Event::CashReceiptRequested(changed()), body.clone()),
        (Event::CashReceiptChangeRequested(changed()), body.clone()),
        (Event::CashReceiptIssued(changed()), body.clone()),
        (Event::CashReceiptFailed(changed()), body.clone()),
        (Event::CashReceiptCancelled(changed()), body),
    ]
}

fn disputes() -> Vec<(Event, Value)> {
    let changed = || DisputeChanged {
        dispute_id: id(DISPUTE),
        payment_id: id(PAYMENT),
        customer_id: id("ann"),
        amount: won(9_000),
        reference: "case 1".to_owned(),
        state: DisputeState::Lost,
        taken: Some(Taken::Settlement),
        respond_by: None,
    };
    let body = json!({ "dispute_id": DISPUTE, "payment_id": PAYMENT, "customer_id": "ann", "amount": 9000,
        "reference": "case 1", "state": "lost", "taken": "settlement", "respond_by": null });
    vec![
        (Event::DisputeOpened(changed()), body.clone()),
        (Event::DisputeWon(changed()), body.clone()),
        (Event::DisputeLost(changed()), body.clone()),
        (Event::DisputeReinstated(changed()), body),
    ]
}

fn tax_invoices() -> Vec<(Event, Value)> {
    let number = "20261201410000120000079e";
    let recorded = TaxInvoiceRecorded {
        tax_invoice_id: id(INVOICE),
        payment_id: id(PAYMENT),
        customer_id: id("ann"),
        kind: InvoiceKind::Amended,
        reason: Some(AmendReason::ContractEnded),
        refund_id: Some(id(REFUND)),
        corrects: Some(id(INVOICE)),
        approval_number: number.parse().unwrap(),
        issued_on: chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
        amount: won(1_100),
        supply: won(1_000),
        vat: won(100),
        amendment_due: won(0),
    };
    let body = json!({ "tax_invoice_id": INVOICE, "payment_id": PAYMENT, "customer_id": "ann", "kind": "amended",
        "reason": "contract_ended", "refund_id": REFUND, "corrects": INVOICE, "approval_number": number,
        "issued_on": "2026-12-01", "amount": 1100, "supply": 1000, "vat": 100, "amendment_due": 0 });
    vec![(Event::TaxInvoiceRecorded(recorded), body)]
}
