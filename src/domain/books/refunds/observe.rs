//! A refund that is sent, and its outcome, by a provider or a person.

use crate::{
    actor::Actor,
    books::{Books, Needs, disputes::undisputed},
    command::{Change, of_customer},
    effects::{AuditAct, Job},
    failure::{Failure, Why},
    id::{CustomerId, RefundId},
    money::Won,
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

    of_customer!(refunds: refund);

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Refund, Refusal> {
        let (customer, id) = (&self.customer, self.refund);
        let mut refund = books.refund(customer, id)?;
        match refund.state {
            RefundState::Requested => {
                undisputed(&books.known_payment(refund.payment))?;
                refund.state = RefundState::Sent;
                refund.sent_at = Some(books.now);
                books.rows.refunds.put(refund.clone());
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

/// The outcome of a refund that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundOutcome {
    /// The provider lists our cancel, under this key.
    Succeeded { cancel_key: Option<String> },
    /// The provider definitely refused and nothing moved, or a person gave it up.
    Declined(Why),
    /// The provider cannot do it; a person has to.
    ByHand(Failure),
    /// Not known yet, or not carried out yet, with the provider's statement.
    Open(Failure),
}

impl RefundOutcome {
    /// For the audit log: `succeeded`, `declined: REASON`.
    fn in_words(&self) -> String {
        match self {
            Self::Succeeded { cancel_key } => match cancel_key {
                Some(key) => format!("succeeded: {key}"),
                None => "succeeded".to_owned(),
            },
            Self::Declined(Why::Failure(failure)) => format!("declined: {failure}"),
            Self::Declined(Why::Note(note)) => format!("declined: {note}"),
            Self::ByHand(failure) => format!("by hand: {failure}"),
            Self::Open(failure) => format!("open: {failure}"),
        }
    }
}

/// A provider's answer, or a person's, about a refund.
#[derive(Debug, Clone)]
pub struct ObserveRefund {
    pub customer: CustomerId,
    pub refund: RefundId,
    pub outcome: RefundOutcome,
}

impl Change for ObserveRefund {
    type Answer = Refund;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.refunds.insert(self.refund);
        needs.drain(&self.customer);
        if matches!(self.outcome, RefundOutcome::Declined(_)) {
            needs.all_spendable(&self.customer);
        }
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Refund, Refusal> {
        let (customer, id, outcome) = (&self.customer, self.refund, &self.outcome);
        let refund = books.refund(customer, id)?;
        let by_hand = matches!(refund.state, RefundState::ByHand | RefundState::Bounced);
        let known_before = match outcome {
            RefundOutcome::ByHand(_) => by_hand,
            // A person is handling it, so the outcome of an old call of ours does not count.
            RefundOutcome::Open(failure) => by_hand || refund.failure.as_ref() == Some(failure),
            RefundOutcome::Succeeded { .. } | RefundOutcome::Declined(_) => false,
        };
        if !refund.state.is_open() || known_before {
            return Ok(refund);
        }
        if refund.state == RefundState::Bounced
            && matches!(outcome, RefundOutcome::Succeeded { .. })
        {
            // The transfer came back: without another account no transfer can have been made.
            let state = refund.state;
            return Err(Refusal::RefundNotOpen { refund: id, state });
        }
        if by_hand && matches!(outcome, RefundOutcome::Succeeded { .. }) {
            undisputed(&books.known_payment(refund.payment))?;
        }
        let nothing_left = || books.known_payment(refund.payment).left() == Won::ZERO;
        if by_hand && matches!(outcome, RefundOutcome::Declined(_)) && !nothing_left() {
            // The credits would go back into a closed account. The money for them is still owed.
            books.open_customer(customer)?;
        }
        if by_hand {
            books.act(by, AuditAct::RefundSettleByHand, &id, outcome.in_words());
        }
        Ok(books.settle_refund(refund, outcome))
    }
}
