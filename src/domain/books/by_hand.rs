//! Refunds that a person transfers: the account they go to, and transfers that came back.

use super::{Books, decisions::decided, posting::plus};
use crate::{
    actor::Actor,
    approval::Request,
    command::{Change, of_customer},
    contradiction::{Contradiction, ContradictionState},
    deposit::PrintedName,
    effects::AuditAct,
    event::Event,
    id::{CustomerId, PaymentId, RefundId},
    ledger::{self, Account, Act},
    money::Won,
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

    of_customer!(refunds: refund);

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
        let detail = format!("{what}{holder}");
        books.act(by, AuditAct::RefundAccount, &refund.id, detail);
        refund.state = RefundState::ByHand;
        if before.is_some() {
            refund.because(note.into());
        }
        Ok(books.refund_changed(Event::RefundByHand, refund))
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

/// Money goes to the payer, unless a person confirms that the other holder is right. Returns the note to store about
/// it.
pub(super) fn check_holder(
    payment: PaymentId,
    account: Option<&RefundAccount>,
    payer: Option<&PrintedName>,
    confirmed: bool,
) -> Result<&'static str, Refusal> {
    if let Some(account) = account {
        account.check_readable()?;
    }
    match account.zip(payer) {
        Some((account, payer)) if !account.is_of(&payer.0) => {
            if confirmed {
                Ok("; the holder is not the payer, and that was confirmed")
            } else {
                Err(Refusal::HolderDiffers(payment))
            }
        }
        Some(_) | None => Ok(""),
    }
}

/// A transfer by hand was refused by the bank, or came back after it was reported as made. The money is still owed, and
/// another account is needed. The credits stay where they are. The same holds for a refund that its provider sent
/// and that has failed since: a person transfers it, and the contradiction about it is over.
#[derive(Debug, Clone)]
pub struct BounceRefund {
    pub customer: CustomerId,
    pub refund: RefundId,
    pub note: String,
}

impl Change for BounceRefund {
    type Answer = Refund;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(refunds: refund);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Refund, Refusal> {
        let (customer, id, note) = (&self.customer, self.refund, self.note.as_str());
        let mut refund = books.refund(customer, id)?;
        let evidence = refund.cancel_key.take();
        let undone = books.undone(&refund);
        match (refund.state, &undone) {
            (RefundState::ByHand, _) => {}
            // A refund that was sent to no provider was transferred by a person.
            (RefundState::Succeeded, _) if refund.sent_at.is_none() => books.reopen(&refund)?,
            (RefundState::Succeeded, Some(known)) => {
                books.reopen(&refund)?;
                books.settle_contradiction(decided(known, by, note), ContradictionState::Closed);
                // The provider has no part in it any more: see `by_hand`.
                refund.sent_at = None;
            }
            (state, _) => return Err(Refusal::RefundNotOpen { refund: id, state }),
        }
        refund.state = RefundState::Bounced;
        refund.settled_at = None;
        let transfer = evidence.map(|it| format!("{it}: ")).unwrap_or_default();
        let detail = format!("{transfer}{note}");
        books.act(by, AuditAct::RefundBounced, &id, detail);
        refund.because(note.into());
        Ok(books.refund_changed(Event::RefundBounced, refund))
    }
}

impl Books<'_> {
    /// The open contradiction that a refund sent by a provider has failed since, while the provider still holds its
    /// money. Money that others gave back in its stead went to the buyer already. A refund for which the provider gave
    /// less than was asked is not opened again: the missing part may have gone back by another refund.
    fn undone(&self, refund: &Refund) -> Option<Contradiction> {
        if refund.settled_amount.is_some() {
            return None;
        }
        let payment = self.known_payment(refund.payment);
        let known = self.told_undone(payment.order, refund.id)?;
        let without = payment
            .refunded
            .plus(payment.in_flight)
            .and_then(|ours| ours.plus(payment.cancelled_outside))
            .unwrap_or(Won::MAX)
            .minus_or_zero(self.by_hand(payment.id))
            .minus_or_zero(refund.amount);
        (known.cancelled <= without).then_some(known)
    }

    /// Reverses the end of a refund by the opposite posting.
    fn reopen(&mut self, refund: &Refund) -> Result<(), Refusal> {
        let mut others = self.refunds_of(refund.payment);
        if let Some(open) = others.find(|other| other.state.is_open()) {
            return Err(Refusal::RefundOpen {
                refund: open.id,
                state: open.state,
            });
        }
        drop(others);
        let (lot, amount) = (Some(refund.lot), refund.amount);
        let lines = [
            ledger::credits(lot, Account::Refunded, Account::Refunding, refund.credits),
            ledger::won(Account::RefundsDue, Account::Receivable, amount),
        ];
        self.post(&refund.customer, Act::RefundBounced, &refund.id, &lines);
        self.rows.payments.update(&refund.payment, |payment| {
            payment.refunded = payment.refunded.minus_or_zero(amount);
            payment.in_flight = plus(payment.in_flight, amount);
        });
        Ok(())
    }
}
