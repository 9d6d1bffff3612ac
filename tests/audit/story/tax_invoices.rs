//! Tax invoices: amended for a refund, and a wrong record that was corrected.

use domain::{
    books::tax_invoices::RecordTaxInvoice,
    command::Answer,
    id::{RefundId, TaxInvoiceId},
    payment::{CancelStanding, Payment},
    tax_invoice::{AmendReason, InvoiceFacts, InvoiceKind},
};

use super::{Story, ours, won};

impl Story {
    pub(super) async fn tax_invoices(&mut self) {
        let payment = self.buy("zelda", "direct-100", 1, 1_000).await;
        self.invoice(original(&payment, 910, 90)).await;
        let refund = self.refund("zelda", payment.id).await;
        let cancel = ours(refund, 1_000, CancelStanding::Done);
        self.observe("zelda", payment.order, 1_000, 1_000, vec![cancel])
            .await;
        self.invoice(amended(&payment, refund, 700)).await;
        let payment = self.buy("zora", "direct-100", 1, 1_000).await;
        let wrong = self.invoice(of_zora(original(&payment, 1_000, 0))).await;
        let right = RecordTaxInvoice {
            corrects: Some(wrong),
            note: Some("a part of it bears no VAT".to_owned()),
            ..of_zora(original(&payment, 900, 90))
        };
        self.invoice(right).await;
    }

    async fn invoice(&self, new: RecordTaxInvoice) -> TaxInvoiceId {
        match self.ok(new).await {
            Answer::TaxInvoice(invoice) => invoice.id,
            other => panic!("{other:?}"),
        }
    }
}

fn original(payment: &Payment, supply: i64, vat: i64) -> RecordTaxInvoice {
    RecordTaxInvoice {
        customer: payment.customer.clone(),
        payment: payment.id,
        corrects: None,
        facts: InvoiceFacts {
            kind: InvoiceKind::Original,
            reason: None,
            refund: None,
            number: "202603094100020300000001".parse().unwrap(),
            issued_on: chrono::NaiveDate::from_ymd_opt(2026, 3, 9).unwrap(),
            supply: won(supply),
            vat: won(vat),
        },
        note: None,
    }
}

/// The same under a number of another buyer.
fn of_zora(mut new: RecordTaxInvoice) -> RecordTaxInvoice {
    new.facts.number = "202603094100020300000003".parse().unwrap();
    new
}

fn amended(payment: &Payment, refund: RefundId, supply: i64) -> RecordTaxInvoice {
    let mut new = original(payment, supply, 0);
    new.facts.kind = InvoiceKind::Amended;
    new.facts.reason = Some(AmendReason::Returned);
    new.facts.refund = Some(refund);
    new.facts.number = "202603094100020300000002".parse().unwrap();
    new
}
