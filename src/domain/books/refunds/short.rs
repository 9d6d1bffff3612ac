//! The taxes of a refund, and refunds for which the provider gave less than was asked for.

use crate::{
    books::{Books, posting::plus},
    id::PaymentId,
    ledger::{self, Account, Act},
    lot::Lot,
    money::Won,
    payment::Payment,
    refund::{Refund, RefundState},
};

impl Books<'_> {
    /// The provider gave back less than it was asked for. The rest is not on its way, and belongs to the payment again.
    /// The taxes are those of the amount that went back, so that they never pass it. The next refund takes the rest of
    /// them.
    pub(in crate::books) fn gave_less(&mut self, mut refund: Refund, given: Won) -> Refund {
        let short = refund.amount.minus_or_zero(given);
        let lines = [ledger::won(Account::Prepaid, Account::RefundsDue, short)];
        self.post(&refund.customer, Act::RefundCorrected, &refund.id, &lines);
        let mut payment = self.known_payment(refund.payment);
        payment.in_flight = payment.in_flight.minus_or_zero(short);
        (refund.tax_free, refund.vat) = self.taxes_of(&payment, given);
        self.rows.payments.put(payment);
        refund.settled_amount = Some(given);
        self.rows.refunds.save(refund)
    }

    /// Won that our refunds asked for, the provider did not give, and no refund of ours made up for. Their credits have
    /// gone, no matter who gives the won later.
    pub(in crate::books) fn short(&self, payment: &Payment, lot: &Lot) -> Won {
        let missed = self
            .refunds_given_short(payment.id)
            .fold(Won::ZERO, |sum, refund| {
                let short = refund.amount.minus_or_zero(refund.given());
                sum.plus(short).unwrap_or(Won::MAX)
            });
        if missed.is_zero() {
            return missed;
        }
        let worth = payment
            .amount
            .share_floor(lot.refunded.get(), lot.granted.get())
            .unwrap_or(Won::ZERO);
        let left = worth
            .minus_or_zero(payment.refunded)
            .minus_or_zero(payment.in_flight);
        missed.min(left)
    }

    /// Refunds that are done and for which the provider gave less than was asked for.
    pub(in crate::books) fn refunds_given_short(
        &self,
        payment: PaymentId,
    ) -> impl Iterator<Item = &Refund> {
        self.refunds_of(payment).filter(|refund| {
            refund.state == RefundState::Succeeded && refund.given() < refund.amount
        })
    }

    /// The tax-free part and the VAT of the next `amount` won of a payment that go back.
    pub(super) fn taxes_of(&self, payment: &Payment, amount: Won) -> (Won, Won) {
        let succeeded = self
            .refunds_of(payment.id)
            .filter(|refund| refund.state == RefundState::Succeeded);
        tax_parts(payment, &succeeded.collect::<Vec<_>>(), amount)
    }
}

/// The tax-free part and the VAT of a refund. They are cumulative shares of the payment's, so that the parts of several
/// refunds sum to the whole and the last takes the rest. VAT is the share of both minus the tax-free part, so that the
/// two never pass the refund itself.
fn tax_parts(payment: &Payment, given: &[&Refund], amount: Won) -> (Won, Won) {
    let total = |part: fn(&Refund) -> Won| {
        given
            .iter()
            .fold(Won::ZERO, |total, refund| plus(total, part(refund)))
    };
    let after = plus(total(Refund::given), amount);
    let share = |whole: Won| {
        whole
            .share_floor(after.get(), payment.amount.get())
            .unwrap_or(Won::ZERO)
    };
    let tax_free = share(payment.tax.tax_free);
    let vat = share(plus(payment.tax.tax_free, payment.tax.vat)).minus_or_zero(tax_free);
    (
        tax_free.minus_or_zero(total(|refund| refund.tax_free)),
        vat.minus_or_zero(total(|refund| refund.vat)),
    )
}
