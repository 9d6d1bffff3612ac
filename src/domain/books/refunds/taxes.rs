//! The taxes of a refund.

use crate::{
    books::{Books, sums::plus},
    money::Won,
    payment::Payment,
    refund::{Refund, RefundState},
};

impl Books<'_> {
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
