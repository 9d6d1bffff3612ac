//! A refund that is about to be sent.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    effects::Job,
    id::{CustomerId, RefundId},
    refund::{Refund, RefundState},
    refusal::Refusal,
};

/// How long after a refund was stored as sent another worker checks its outcome, in seconds.
const SUBMIT_CHECK_SECONDS: i64 = 70; // longer than the longest provider call (60 s)

/// The refund is about to be sent. It is on disk first, so that a process that continues after a crash asks instead of
/// assuming.
#[derive(Debug, Clone)]
pub struct SubmitRefund {
    pub customer: CustomerId,
    pub refund: RefundId,
}

impl Change for SubmitRefund {
    type Answer = Refund;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.refunds.insert(self.refund);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Refund, Refusal> {
        let (customer, id) = (&self.customer, self.refund);
        let mut refund = books.refund(customer, id)?;
        match refund.state {
            RefundState::Requested => {
                refund.state = RefundState::Sent;
                refund.sent_at = Some(books.now);
                books.rows.refunds.put(id, refund.clone());
                let check_at = books.now + chrono::Duration::seconds(SUBMIT_CHECK_SECONDS);
                books.job(Job::SettleRefund(id), check_at);
                Ok(refund)
            }
            RefundState::Sent => Ok(refund),
            state @ (RefundState::ByHand
            | RefundState::Bounced
            | RefundState::Succeeded
            | RefundState::Declined) => Err(Refusal::RefundNotOpen { refund: id, state }),
        }
    }
}
