//! Tax invoices: recorded by a person, within what was paid and what went back.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    canary,
    cash_receipt::ISSUED_WITH_PAYMENT,
    command::{Change, of_customer},
    effects::AuditAct,
    event::{Event, TaxInvoiceRecorded},
    id::{CustomerId, PaymentId, RefundId, TaxInvoiceId},
    money::Won,
    payment::Payment,
    refund::RefundState,
    refusal::Refusal,
    tax_invoice::{
        ApprovalNumber, InvoiceBound, InvoiceFacts, InvoiceKind, InvoiceState, NoInvoice,
        TaxInvoice, current, standing, state,
    },
};

/// Records a tax invoice of a payment, or another one in place of a wrong record.
#[derive(Debug, Clone)]
pub struct RecordTaxInvoice {
    pub customer: CustomerId,
    pub payment: PaymentId,
    /// The record that was wrong.
    pub corrects: Option<TaxInvoiceId>,
    /// An amount of nothing, in place of a wrong record alone, says that nothing of the payment is invoiced by it.
    pub facts: InvoiceFacts,
    pub note: Option<String>,
}

impl Change for RecordTaxInvoice {
    type Answer = TaxInvoice;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.payments.insert(self.payment);
        needs.tax_invoices_of.insert(self.payment);
        needs.tax_invoice_numbers.insert(self.facts.number.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<TaxInvoice, Refusal> {
        let payment = books.payment(&self.customer, self.payment)?;
        let mut all = books.tax_invoices_of(payment.id);
        if let Some(corrects) = self.corrects {
            let known = all.iter().find(|it| it.id == corrects);
            let known = known.ok_or(Refusal::NoTaxInvoiceOf(corrects))?;
            if state(known, &all) == InvoiceState::Corrected {
                return Err(Refusal::TaxInvoiceCorrected(corrects));
            }
        }
        let facts = &self.facts;
        let amount = facts.amount();
        let original = facts.kind == InvoiceKind::Original;
        if original && !amount.is_zero() {
            one_proof(&payment)?;
        }
        let same = current(&all).find(|it| {
            it.number == facts.number && !it.amount().is_zero() && Some(it.id) != self.corrects
        });
        if let Some(known) = same {
            return Err(Refusal::TaxInvoiceExists {
                payment: payment.id,
                invoice: known.id,
            });
        }
        if !amount.is_zero() {
            books.is_no_other_customers(&payment, &facts.number)?;
        }
        let invoice = TaxInvoice {
            id: TaxInvoiceId::new(books.now, books.entropy),
            payment: payment.id,
            customer: payment.customer.clone(),
            kind: facts.kind,
            reason: facts.reason,
            refund: facts.refund,
            corrects: self.corrects,
            number: facts.number.clone(),
            issued_on: facts.issued_on,
            supply: facts.supply,
            vat: facts.vat,
            note: self.note.clone(),
            recorded_by: by.clone(),
            recorded_at: books.now,
        };
        all.push(invoice.clone());
        books.within_bounds(&payment, &all, &invoice)?;
        let place = self.corrects.map(|wrong| format!(" for {wrong}"));
        let place = place.unwrap_or_default();
        let detail = format!("{} of {amount} won{place}: {}", facts.kind, facts.number);
        books.act(by, AuditAct::TaxInvoiceRecord, &invoice.id, detail);
        books.rows.tax_invoices.put(invoice.clone());
        books.event(Event::TaxInvoiceRecorded(told(&payment, &invoice, &all)));
        Ok(invoice)
    }
}

/// One supply has one proof.
fn one_proof(payment: &Payment) -> Result<(), Refusal> {
    let why = match payment.cash_receipt {
        Some(receipt) => Some(NoInvoice::Receipt(receipt)),
        None if payment.facts.contains_key(ISSUED_WITH_PAYMENT) => {
            Some(NoInvoice::IssuedWithPayment)
        }
        None => None,
    };
    let why = canary!(InvoiceBesideReceipt, None, why);
    let payment = payment.id;
    why.map_or(Ok(()), |why| Err(Refusal::NoTaxInvoice { payment, why }))
}

fn told(payment: &Payment, invoice: &TaxInvoice, all: &[TaxInvoice]) -> TaxInvoiceRecorded {
    TaxInvoiceRecorded {
        tax_invoice_id: invoice.id,
        payment_id: invoice.payment,
        customer_id: invoice.customer.clone(),
        kind: invoice.kind,
        reason: invoice.reason,
        refund_id: invoice.refund,
        corrects: invoice.corrects,
        approval_number: invoice.number.clone(),
        issued_on: invoice.issued_on,
        amount: invoice.amount(),
        supply: invoice.supply,
        vat: invoice.vat,
        amendment_due: standing(all, payment.left()).amendment_due,
    }
}

impl Books<'_> {
    /// The tax invoices of a payment, oldest first.
    pub(super) fn tax_invoices_of(&self, payment: PaymentId) -> Vec<TaxInvoice> {
        let own = self.rows.tax_invoices.values();
        let own = own.filter(|it| it.payment == payment);
        let mut all: Vec<TaxInvoice> = own.cloned().collect();
        all.sort_by_key(|it| it.id);
        all
    }

    /// A tax invoice has one buyer, so that its number stands in no other customer's records that hold.
    fn is_no_other_customers(
        &self,
        payment: &Payment,
        number: &ApprovalNumber,
    ) -> Result<(), Refusal> {
        let all: Vec<TaxInvoice> = self.rows.tax_invoices.values().cloned().collect();
        let other = current(&all).find(|it| {
            it.number == *number && it.customer != payment.customer && !it.amount().is_zero()
        });
        let other = canary!(InvoiceOfTwoBuyers, None, other);
        other.map_or(Ok(()), |other| {
            Err(Refusal::TaxInvoiceOfAnother {
                number: number.clone(),
                payment: other.payment,
                invoice: other.id,
            })
        })
    }

    /// Holds the sums of `all` to what was paid and what went back, with the new record among them.
    fn within_bounds(
        &self,
        payment: &Payment,
        all: &[TaxInvoice],
        new: &TaxInvoice,
    ) -> Result<(), Refusal> {
        let stand = standing(all, payment.left());
        let gone = payment.amount.minus_or_zero(payment.left());
        let gone = canary!(AmendedBeyondRefunds, payment.amount, gone);
        // Money that came again lowers what went back: a record that does not add to the amended ones is not refused for it.
        let adds = new.kind == InvoiceKind::Amended && !new.amount().is_zero();
        let mut bounds = vec![
            (stand.invoiced, payment.amount, InvoiceBound::Paid),
            (stand.amended, stand.invoiced, InvoiceBound::Invoiced),
        ];
        if adds {
            bounds.push((stand.amended, gone, InvoiceBound::GoneBack));
        }
        if let Some(refund) = new.refund.filter(|_| adds) {
            let (amended, given) = self.amended_of_refund(payment, all, refund)?;
            bounds.push((amended, given, InvoiceBound::Refund));
        }
        let broken = bounds.into_iter().find(|(sum, most, _)| sum > most);
        broken.map_or(Ok(()), |(amount, most, bound)| {
            Err(Refusal::TaxInvoiceOver {
                payment: payment.id,
                amount,
                most,
                bound,
            })
        })
    }

    /// What amended invoices are about a refund with, and what it gave back.
    fn amended_of_refund(
        &self,
        payment: &Payment,
        all: &[TaxInvoice],
        refund: RefundId,
    ) -> Result<(Won, Won), Refusal> {
        let known = self.rows.refunds.own(&payment.customer, &refund);
        let known = known.filter(|it| it.payment == payment.id);
        let known = known.ok_or(Refusal::NoRefund(refund))?;
        let given = if known.state == RefundState::Succeeded {
            known.given()
        } else {
            Won::ZERO
        };
        let about = current(all).filter(|it| it.refund == Some(refund));
        let amended = about.fold(Won::ZERO, |sum, it| {
            sum.plus(it.amount()).unwrap_or(Won::MAX)
        });
        Ok((amended, given))
    }
}
