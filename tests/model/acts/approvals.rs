//! Grants, refunds and deposits matched by hand that may need a second person, and what that person decides.

use std::sync::Arc;

use domain::{
    books::approvals::RejectApproval,
    command::{AnyChange, Authorization},
};

use super::{Deed, Plan, asker, deposits, grants, pick_such, refunds};
use crate::{
    calendar::DAY,
    ids::Ids,
    reference::{Approval, Limited, Model, Said},
    steps::Step,
};

/// Asked for by somebody who may do so much alone.
#[derive(Debug)]
struct UpTo {
    who: usize,
    by_second: bool,
    what: Limited,
    deed: Arc<dyn Deed>,
    most: i64,
}

fn up_to(
    step: &Step,
    (who, what, most): (usize, Limited, i64),
    deed: impl Deed + 'static,
) -> Option<Plan> {
    Plan::of(UpTo {
        who,
        by_second: step.which % 8 == 6,
        what,
        deed: Arc::new(deed),
        most,
    })
}

/// Of a customer: mostly more than may be done alone.
pub(super) fn ask(step: &Step, model: &Model) -> Option<Plan> {
    match step.amount % 8 {
        0..=2 => {
            let (who, credits) = (super::who(step), step.amount / 4);
            let most = [0, credits / 2, credits - 1, credits]
                [usize::try_from(step.which % 4).unwrap_or(0)];
            let gift = grants::gift(who, credits);
            up_to(step, (who, Limited::Grant(credits), most.max(0)), gift)
        }
        3 => {
            let deed = deposits::ByHand {
                despite_amount: true,
                ..deposits::choose(step, model)?
            };
            let (deposit, order) = (deed.deposit, deed.order);
            let most = i64::try_from(step.which % 3).unwrap_or(0) * 40;
            up_to(
                step,
                (deed.who, Limited::Match { deposit, order }, most),
                deed,
            )
        }
        _ => {
            let good = |at: usize| refunds::is_good(model, at);
            let count = model.quotes.len();
            if !(0..count).any(good) {
                return refunds::request(&Step { amount: 3, ..*step }, model);
            }
            let quote = pick_such(count, step.which, good)?;
            let it = &model.quotes[quote];
            let most =
                [it.won - 1, it.won / 2, it.won, 0][usize::try_from(step.which % 4).unwrap_or(0)];
            let deed = refunds::Request {
                who: it.who,
                payment: it.payment,
                quote,
                by_hand: step.amount % 16 == 5,
                account: (step.which % 4 == 1).then_some(1),
            };
            up_to(step, (it.who, Limited::Refund(quote), most.max(0)), deed)
        }
    }
}

impl Deed for UpTo {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.up_to((self.who, self.by_second), self.what, &self.deed, self.most)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        self.deed.change(ids)
    }

    fn authorization(&self, _: &Ids) -> Authorization {
        Authorization::UpTo(self.most)
    }

    fn by_second(&self) -> bool {
        self.by_second
    }
}

/// Most requests of one step of those that a second person is asked about.
pub(super) const TURNS: usize = 8;

/// Something is asked for, its quote or the approval itself runs out, and another person decides, once too often.
pub(super) fn second_person(step: &Step, model: &Model) -> Option<Plan> {
    let Some(last) = model.approvals.last() else {
        return ask(step, model);
    };
    // One that is settled or ran out is decided once more now and then.
    let lately = last.asked_at + 8 * DAY > model.now;
    let once_more = lately && step.amount % 4 == 0;
    if !(last.waits(model.now) || once_more) {
        return ask(step, model);
    }
    let quote = match last.what {
        Limited::Refund(quote) => Some(model.quotes[quote].expires_at),
        Limited::Grant(_) | Limited::Match { .. } => None,
    };
    let until = match step.amount % 4 {
        0 => last.expires_at(),
        _ => quote.unwrap_or(model.now),
    };
    if last.waits(model.now) && model.now < until {
        return Some(Plan::Wait(until));
    }
    let approves = step.amount % 3 > 0;
    let approval = model.approvals.len() - 1;
    Plan::of(decision(model, approval, (approves, false)))
}

#[derive(Debug)]
struct Decide {
    who: usize,
    approval: usize,
    by_second: bool,
    deed: Arc<dyn Deed>,
    approves: bool,
}

/// Mostly by another person than the one who asked. Where nothing waits, something is asked for.
pub(super) fn decide(step: &Step, model: &Model) -> Option<Plan> {
    let waits = |at: usize| model.approvals[at].waits(model.now);
    let count = model.approvals.len();
    if !(0..count).any(waits) && !step.which.is_multiple_of(8) {
        return ask(step, model);
    }
    let approval = pick_such(count, step.which, waits)?;
    let (approves, own) = (step.amount % 5 > 0, step.amount % 8 == 7);
    let it = decision(model, approval, (approves, own));
    // What is approved names its own customer.
    let who = if approves {
        it.who
    } else {
        asker(it.who, step.which)
    };
    Plan::of(Decide { who, ..it })
}

/// By another person than the one who asked, or by that one.
fn decision(model: &Model, approval: usize, (approves, own): (bool, bool)) -> Decide {
    let Approval {
        who,
        deed,
        by_second,
        ..
    } = &model.approvals[approval];
    Decide {
        who: *who,
        approval,
        by_second: *by_second == own,
        deed: deed.clone(),
        approves,
    }
}

impl Deed for Decide {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        if self.approves {
            model.approve(self.who, self.approval, self.by_second)
        } else {
            model.reject(self.who, self.approval, self.by_second)
        }
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        if self.approves {
            return self.deed.change(ids);
        }
        let customer = ids.customer(self.who);
        let (approval, reason) = (ids.approval(self.approval), "no".to_owned());
        RejectApproval {
            customer,
            approval,
            reason,
        }
        .into()
    }

    fn authorization(&self, ids: &Ids) -> Authorization {
        if !self.approves {
            return Authorization::Whole;
        }
        Authorization::Approved {
            approval: ids.approval(self.approval),
            reason: "it is right".to_owned(),
        }
    }

    fn by_second(&self) -> bool {
        self.by_second
    }
}
