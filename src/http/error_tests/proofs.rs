//! Refusals about cash receipts and tax invoices.

use domain::{
    cash_receipt::{NoReceipt, ReceiptEnd, ReceiptState},
    id::{CashReceiptId, PaymentId, TaxInvoiceId},
    money::Won,
    refusal::Refusal,
    tax_invoice::{InvoiceBound, NoInvoice},
};

use super::id;

pub(super) fn refusals(payment: PaymentId) -> Vec<(&'static str, Refusal)> {
    let (receipt, invoice) = (id(CashReceiptId::new), id(TaxInvoiceId::new));
    let over = |bound| Refusal::TaxInvoiceOver {
        payment,
        amount: Won::ZERO,
        most: Won::ZERO,
        bound,
    };
    vec![
        ("cash_receipt_not_found", Refusal::NoCashReceiptOf(receipt)),
        (
            "no_cash_receipt",
            Refusal::NoCashReceipt {
                payment,
                why: NoReceipt::Card,
            },
        ),
        (
            "cash_receipt_exists",
            Refusal::CashReceiptExists { payment, receipt },
        ),
        (
            "cash_receipt_recorded",
            Refusal::CashReceiptRecorded {
                receipt,
                end: ReceiptEnd::Done,
            },
        ),
        (
            "cash_receipt_state",
            Refusal::CashReceiptInState {
                receipt,
                state: ReceiptState::Waiting,
            },
        ),
        ("cash_receipt_same", Refusal::CashReceiptSame(receipt)),
        ("tax_invoice_not_found", Refusal::NoTaxInvoiceOf(invoice)),
        (
            "no_tax_invoice",
            Refusal::NoTaxInvoice {
                payment,
                why: NoInvoice::Receipt(receipt),
            },
        ),
        (
            "tax_invoice_corrected",
            Refusal::TaxInvoiceCorrected(invoice),
        ),
        (
            "tax_invoice_exists",
            Refusal::TaxInvoiceExists { payment, invoice },
        ),
        (
            "tax_invoice_of_another",
            Refusal::TaxInvoiceOfAnother {
                number: "202603094100020300000001".parse().unwrap(),
                payment,
                invoice,
            },
        ),
        ("tax_invoice_over", over(InvoiceBound::Paid)),
        ("tax_invoice_over", over(InvoiceBound::GoneBack)),
    ]
}
