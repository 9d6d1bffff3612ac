//! The row of a new refund.

use chrono::{DateTime, Utc};

use super::request::{RefundRoute, RequestRefund};
use crate::{
    actor::Actor,
    books::{Books, quotes::assess::Assessment},
    id::RefundId,
    payment::Payment,
    refund::{Refund, RefundState},
};

impl Books<'_> {
    pub(super) fn new_refund(
        &mut self,
        request: &RequestRefund,
        payment: &Payment,
        agreed: &Assessment,
        due_at: DateTime<Utc>,
        by: &Actor,
    ) -> Refund {
        let amount = agreed.line.amount;
        let (tax_free, vat) = self.taxes_of(payment, amount);
        let (state, note) = match &request.route {
            RefundRoute::Provider => (RefundState::Requested, None),
            RefundRoute::Hand(why) => (RefundState::ByHand, Some(why.clone())),
        };
        Refund {
            id: RefundId::new(self.now, self.entropy),
            payment: payment.id,
            customer: payment.customer.clone(),
            provider: payment.provider.clone(),
            quote: request.quote,
            lot: agreed.line.lot,
            amount,
            settled_amount: None,
            tax_free,
            vat,
            credits: agreed.line.credits,
            basis: agreed.basis,
            reason: request.reason.clone(),
            account: request.account.clone(),
            expected_balance: payment
                .rest()
                .plus(self.by_hand(payment.id))
                .unwrap_or(payment.amount),
            state,
            failure: None,
            note,
            cancel_key: None,
            requested_by: by.clone(),
            requested_at: self.now,
            due_at,
            sent_at: None,
            settled_at: None,
        }
    }
}
