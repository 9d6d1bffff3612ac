//! A receipt follows its payment: what went back of the one is taken back of the other.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    cash_receipt::{
        CashReceipt, CashReceiptRequest, ReceiptAct, ReceiptEnd, ReceiptWay, to_take_back,
    },
    command::{Change, of_customer},
    customer::Customer,
    id::{CashReceiptId, CustomerId, PaymentId},
    money::Won,
    payment::Payment,
    refusal::Refusal,
};

use super::request::tax_free_of;

/// Asks for the cancel of what an issued receipt is larger than the money that is left of its payment.
#[derive(Debug, Clone)]
pub struct FollowReceipt {
    pub customer: CustomerId,
    pub payment: PaymentId,
}

impl Change for FollowReceipt {
    type Answer = Customer;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.payments.insert(self.payment);
        needs.receipts_of.insert(self.payment);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Customer, Refusal> {
        books.payment(&self.customer, self.payment)?;
        books.follow_receipt(self.payment);
        Ok(books.customer(&self.customer))
    }
}

impl Books<'_> {
    pub(super) fn follow_receipt(&mut self, payment: PaymentId) {
        let payment = self.known_payment(payment);
        let all = self.receipts_of(payment.id);
        let Some((receipt, amount)) = to_take_back(&all, payment.left()) else {
            return;
        };
        let receipt = &receipt.request;
        // What the provider refused once is a person's to do.
        let refused = all.iter().any(|it| {
            it.request.receipt == receipt.id
                && it.request.act == ReceiptAct::Cancel
                && it.ended_as(ReceiptEnd::Failed)
        });
        let way = if refused {
            ReceiptWay::Hand
        } else {
            receipt.way
        };
        let cancel = CashReceiptRequest {
            id: CashReceiptId::new(self.now, self.entropy),
            act: ReceiptAct::Cancel,
            way,
            identity: None,
            tax_free: tax_free_left(&payment, receipt, &all, payment.left()).min(amount),
            amount,
            requested_by: Actor::Gateway,
            requested_at: self.now,
            ..receipt.clone()
        };
        self.ask_for_receipt(cancel);
    }
}

/// The tax-free part of a cancel: what the receipt still has of it beyond the share of the money that it stays for.
pub(super) fn tax_free_left(
    payment: &Payment,
    receipt: &CashReceiptRequest,
    all: &[CashReceipt],
    stays: Won,
) -> Won {
    let cancels = all.iter().filter(|it| {
        it.request.receipt == receipt.id
            && it.request.act == ReceiptAct::Cancel
            && !it.ended_as(ReceiptEnd::Failed)
    });
    let has = cancels.fold(receipt.tax_free, |has, it| {
        has.minus_or_zero(it.request.tax_free)
    });
    has.minus_or_zero(tax_free_of(payment, stays))
}
