//! The request of a receipt: on disk before anybody is asked for it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    actor::Actor,
    books::{Books, Needs},
    canary,
    cash_receipt::{
        ASKED_WITHIN_DAYS, CashReceipt, CashReceiptRequest, ISSUED_WITH_PAYMENT, Identity,
        NoReceipt, ReceiptAct, ReceiptPurpose, ReceiptWay, issued_for, live,
    },
    command::{Change, of_customer},
    effects::AuditAct,
    id::{CashReceiptId, CustomerId, PaymentId},
    money::Won,
    payment::Payment,
    refusal::Refusal,
    tax_invoice::standing,
};

/// Asks for the receipt of a payment, of what nobody has given back of it.
#[derive(Debug, Clone)]
pub struct RequestReceipt {
    pub customer: CustomerId,
    pub payment: PaymentId,
    pub purpose: ReceiptPurpose,
    pub identity: Identity,
    pub way: ReceiptWay,
}

impl Change for RequestReceipt {
    type Answer = CashReceipt;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.payments.insert(self.payment);
        needs.receipts_of.insert(self.payment);
        needs.tax_invoices_of.insert(self.payment);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<CashReceipt, Refusal> {
        let mut payment = books.payment(&self.customer, self.payment)?;
        if let Some(why) = not_due(&payment, books.now) {
            let payment = payment.id;
            return Err(Refusal::NoCashReceipt { payment, why });
        }
        let all = books.receipts_of(payment.id);
        if let Some(known) = canary!(SecondReceipt, None, live(&all)) {
            return Err(Refusal::CashReceiptExists {
                payment: payment.id,
                receipt: known.request.id,
            });
        }
        let invoiced = standing(&books.tax_invoices_of(payment.id), payment.left()).invoiced;
        if !canary!(ReceiptBesideInvoice, true, invoiced.is_zero()) {
            let (payment, why) = (payment.id, NoReceipt::TaxInvoice);
            return Err(Refusal::NoCashReceipt { payment, why });
        }
        let amount = canary!(ReceiptOfAllPaid, payment.amount, payment.left());
        let id = CashReceiptId::new(books.now, books.entropy);
        payment.cash_receipt = Some(id);
        let request = CashReceiptRequest {
            id,
            payment: payment.id,
            customer: payment.customer.clone(),
            provider: payment.provider.clone(),
            act: ReceiptAct::Issue,
            receipt: id,
            way: self.way,
            purpose: self.purpose,
            identity: Some(self.identity.clone()),
            amount,
            tax_free: tax_free_of(&payment, amount),
            requested_by: by.clone(),
            requested_at: books.now,
        };
        books.rows.payments.put(payment);
        let detail = format!("{amount} won for {}: {}", self.purpose, self.way);
        books.act(by, AuditAct::CashReceiptRequest, &id, detail);
        Ok(books.ask_for_receipt(request))
    }
}

/// Why no receipt of a payment may be asked for at an instant.
pub fn not_due(payment: &Payment, now: DateTime<Utc>) -> Option<NoReceipt> {
    let until = payment.paid_at + TimeDelta::days(ASKED_WITHIN_DAYS);
    match issued_for(payment.method) {
        Err(why) => Some(why),
        Ok(()) if payment.facts.contains_key(ISSUED_WITH_PAYMENT) => {
            Some(NoReceipt::IssuedWithPayment)
        }
        Ok(()) if payment.left().is_zero() => Some(NoReceipt::NothingLeft),
        Ok(()) if now >= until => Some(NoReceipt::TooLate),
        Ok(()) => None,
    }
}

/// The tax-free part of what is left of a payment: its share, so that parts sum to the whole.
pub(super) fn tax_free_of(payment: &Payment, amount: Won) -> Won {
    let (part, whole) = (amount.get(), payment.amount.get());
    let share = payment.tax.tax_free.share_floor(part, whole);
    share.unwrap_or(Won::ZERO).min(amount)
}
