//! The account that a refund by hand is transferred to.

use crate::{
    actor::Actor,
    approval::Request,
    books::{Books, Needs, refunds::holder::check_holder},
    command::Change,
    deposit::PrintedName,
    effects::AuditAct,
    event::Event,
    id::{CustomerId, RefundId},
    refund::{Refund, RefundAccount, RefundState},
    refusal::Refusal,
};

/// Names the account for a refund by hand that has no account, a wrong one, or one that sent the money back.
#[derive(Debug, Clone)]
pub struct GiveAccount {
    pub customer: CustomerId,
    pub refund: RefundId,
    pub account: RefundAccount,
    /// The account that the refund had when this was asked for. An account that was given since is not replaced unseen.
    pub replaces: Option<RefundAccount>,
    /// The payer's name as the bank printed it, where it is known.
    pub payer: Option<PrintedName>,
    pub holder_confirmed: bool,
}

impl Change for GiveAccount {
    type Answer = Refund;
    const ANSWERS_BALANCE: bool = true;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.refunds.insert(self.refund);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Refund, Refusal> {
        let mut refund = books.refund(&self.customer, self.refund)?;
        let note = match refund.state {
            RefundState::ByHand => "another account was given",
            RefundState::Bounced => "the transfer came back; another account was given",
            state @ (RefundState::Requested
            | RefundState::Sent
            | RefundState::Succeeded
            | RefundState::Declined) => {
                let refund = refund.id;
                return Err(Refusal::RefundNotOpen { refund, state });
            }
        };
        if refund.account != self.replaces {
            return Err(Refusal::RefundAccountChanged(refund.id));
        }
        let holder = check_holder(
            refund.payment,
            Some(&self.account),
            self.payer.as_ref(),
            self.holder_confirmed,
        )?;
        let before = refund.account.replace(self.account.clone());
        let what = if before.is_some() {
            "replaced"
        } else {
            "added"
        };
        books.act(
            by,
            AuditAct::RefundAccount,
            refund.id.to_string(),
            format!("{what}{holder}"),
        );
        refund.state = RefundState::ByHand;
        if before.is_some() {
            refund.because(note.into());
        }
        books.refund_event(Event::RefundByHand, &refund);
        books.rows.refunds.put(refund.id, refund.clone());
        Ok(refund)
    }

    fn request(&self) -> Option<Request> {
        Some(Request::RefundAccount {
            refund: self.refund,
            account: self.account.clone(),
            replaces: self.replaces.clone(),
            holder_confirmed: self.holder_confirmed,
        })
    }
}
