//! Refunds that a person transfers: the account that they go to, transfers that came back, and providers that cannot
//! give the money back.

use domain::{
    books::{
        by_hand::{BounceRefund, GiveAccount},
        refunds::{ObserveRefund, RefundOutcome},
    },
    command::AnyChange,
    failure::Failure,
};

use super::{
    Deed, Plan, asker, pick_such,
    refunds::{Settle, What as Settling, request, settle},
};
use crate::{
    ids::{Ids, account_of},
    reference::{Model, Said},
    steps::Step,
};

#[derive(Debug, Clone, Copy)]
enum What {
    /// In the place of the account that was there when the person looked.
    Account {
        account: usize,
        was: Option<usize>,
    },
    Bounced,
    /// The provider cannot do it.
    Cannot,
    /// The provider has not done it yet.
    Waits,
}

#[derive(Debug)]
struct Hand {
    who: usize,
    refund: usize,
    what: What,
}

fn plan(
    step: &Step,
    model: &Model,
    such: impl Fn(usize) -> bool,
    what: impl Fn(usize) -> What,
) -> Option<Plan> {
    let count = model.refunds.len();
    if !(0..count).any(&such) && !step.which.is_multiple_of(8) {
        return settle(step, model);
    }
    let refund = pick_such(count, step.which, such)?;
    Plan::of(Hand {
        who: asker(model.refunds[refund].who, step.which),
        refund,
        what: what(refund),
    })
}

pub(super) fn give_account(step: &Step, model: &Model) -> Option<Plan> {
    let by_hand = |at: usize| matches!(model.refunds[at].state, "by_hand" | "bounced");
    plan(step, model, by_hand, |at| {
        let known = model.refunds[at].account;
        // In rare cases the person read an older page.
        let was = if step.amount % 16 == 5 {
            Some(9)
        } else {
            known
        };
        let account = usize::try_from(step.amount).unwrap_or(0) % 3;
        What::Account { account, was }
    })
}

/// Most requests of one step of transfers that come back.
pub(super) const TURNS: usize = 8;

/// A person transfers a refund, it comes back, gets another account and is transferred again. One step goes some way
/// along it.
pub(super) fn transfers(step: &Step, model: &Model) -> Option<Plan> {
    let found = model.refunds.iter().rposition(|it| {
        let by_person = !it.sent && it.state == "succeeded";
        by_person || matches!(it.state, "by_hand" | "bounced")
    });
    let Some(refund) = found else {
        // By a person.
        return request(&Step { amount: 4, ..*step }, model);
    };
    let it = &model.refunds[refund];
    let (who, account) = (it.who, (refund + 1) % 3);
    let what = match it.state {
        "by_hand" => {
            let what = if step.amount % 8 == 7 {
                Settling::Decline
            } else {
                Settling::Succeed
            };
            return Plan::of(Settle { who, refund, what });
        }
        "bounced" => What::Account {
            account,
            was: it.account,
        },
        _ => What::Bounced,
    };
    Plan::of(Hand { who, refund, what })
}

/// Mostly one that a person has transferred, or is about to.
pub(super) fn bounced(step: &Step, model: &Model) -> Option<Plan> {
    let by_person = |at: usize| {
        let it = &model.refunds[at];
        it.state == "by_hand" || (it.state == "succeeded" && !it.sent)
    };
    plan(step, model, by_person, |_| What::Bounced)
}

pub(super) fn cannot(step: &Step, model: &Model) -> Option<Plan> {
    let sent = |at: usize| matches!(model.refunds[at].state, "requested" | "sent");
    plan(step, model, sent, |_| {
        if step.amount % 4 == 0 {
            What::Waits
        } else {
            What::Cannot
        }
    })
}

impl Deed for Hand {
    fn client(&self) -> Option<usize> {
        matches!(self.what, What::Account { .. } | What::Bounced).then_some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        let (who, refund) = (self.who, self.refund);
        if model.refunds[refund].who != who {
            return Err("NoRefund".to_owned());
        }
        match self.what {
            What::Account { account, was } => model.give_account(refund, account, was),
            What::Bounced => model.bounce(refund),
            What::Cannot => Ok(model.given_to_a_person(refund)),
            What::Waits => Ok(model.refund_in_words(refund)),
        }
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, refund) = (ids.customer(self.who), ids.refund(self.refund));
        let failure = || Failure::new("LATER", "no");
        let outcome = match self.what {
            What::Account { account, was } => {
                return GiveAccount {
                    customer,
                    refund,
                    account: account_of(account),
                    replaces: was.map(account_of),
                    payer: None,
                    holder_confirmed: false,
                }
                .into();
            }
            What::Bounced => {
                let note = "the account is closed".to_owned();
                return BounceRefund {
                    customer,
                    refund,
                    note,
                }
                .into();
            }
            What::Cannot => RefundOutcome::ByHand(failure()),
            What::Waits => RefundOutcome::Open(failure()),
        };
        ObserveRefund {
            customer,
            refund,
            outcome,
        }
        .into()
    }
}
