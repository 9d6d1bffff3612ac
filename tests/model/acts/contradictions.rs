//! What a person decides about money that the books cannot follow, and what the provider says then.

use domain::{
    books::decisions::{
        AcceptContradiction, CloseContradiction, RefundContradiction, ReopenContradiction,
    },
    command::AnyChange,
    failure::Failure,
};

use super::{Deed, Plan, asker, pay::pay_wrongly, pick_such, report::Report};
use crate::{
    ids::Ids,
    reference::{Contradiction, Model, Said, Told},
    steps::Step,
};

#[derive(Debug, Clone)]
enum What {
    Accept(Report),
    GiveBack,
    Refused,
    Close { transferred: bool },
}

#[derive(Debug)]
struct Decide {
    who: usize,
    order: usize,
    contradiction: usize,
    what: What,
}

/// What the provider said last of a payment.
fn last_said(model: &Model, it: &Contradiction) -> Report {
    Report {
        won: it.won,
        cancelled: it.cancelled,
        second: it.second,
        ..Report::of(model, it.order)
    }
}

/// Mostly of one that is open. Where none is, mostly one comes about.
fn choose(step: &Step, model: &Model) -> Result<usize, Option<Plan>> {
    let open = |at: usize| model.contradictions[at].is_open();
    let count = model.contradictions.len();
    if !(0..count).any(open) && !step.which.is_multiple_of(8) {
        return Err(pay_wrongly(step, model));
    }
    pick_such(count, step.which, open).ok_or(None)
}

pub(super) fn decide(step: &Step, model: &Model) -> Option<Plan> {
    let contradiction = match choose(step, model) {
        Ok(found) => found,
        Err(plan) => return plan,
    };
    let it = &model.contradictions[contradiction];
    let read = last_said(model, it);
    // Sometimes it was another amount by then.
    let changed = i64::from(step.which % 16 == 3);
    let what = match step.amount % 8 {
        _ if it.state == "refunding" && step.amount % 3 == 0 => What::Refused,
        0..=2 => What::Accept(Report {
            won: read.won + changed,
            ..read
        }),
        3 => What::GiveBack,
        4 | 5 => What::Close { transferred: false },
        6 => What::Close { transferred: true },
        _ if it.refused => What::Close { transferred: true },
        _ => What::GiveBack,
    };
    let owner = model.orders[it.order].who;
    // The provider's answer comes to whom the payment is of; anybody may ask for the others.
    let who = match what {
        What::Refused => owner,
        _ => asker(owner, step.which),
    };
    Plan::of(Decide {
        who,
        order: it.order,
        contradiction,
        what,
    })
}

/// Most requests of one step of money that goes back.
pub(super) const TURNS: usize = 6;

/// Money that fits no order goes back: by the provider, or by a person's transfer where the provider refuses. One step
/// goes some way along it.
pub(super) fn goes_back(step: &Step, model: &Model) -> Option<Plan> {
    let waits = |it: &Contradiction| it.is_open() && it.holds_money();
    let Some(at) = model.contradictions.iter().rposition(waits) else {
        return pay_wrongly(step, model);
    };
    let it = &model.contradictions[at];
    let what = match it.state {
        "refunding" if step.amount % 3 == 0 => {
            let read = last_said(model, it);
            let cancelled = read.won;
            return Plan::of(Report { cancelled, ..read });
        }
        "refunding" => What::Refused,
        _ if it.refused => What::Close { transferred: true },
        _ => What::GiveBack,
    };
    Plan::of(Decide {
        who: model.orders[it.order].who,
        order: it.order,
        contradiction: at,
        what,
    })
}

/// The provider speaks of the payment again: mostly all or a part of it went back there.
pub(super) fn told_again(step: &Step, model: &Model) -> Option<Plan> {
    let contradiction = match choose(step, model) {
        Ok(found) => found,
        Err(plan) => return plan,
    };
    let it = &model.contradictions[contradiction];
    let read = last_said(model, it);
    if read.second || model.orders[it.order].payment.is_none() {
        let cancelled = match step.amount % 6 {
            0 => read.cancelled,
            1 => read.won / 3,
            _ => read.won,
        };
        return Plan::of(Report { cancelled, ..read });
    }
    Plan::of(Report::of(model, it.order))
}

impl Deed for Decide {
    fn client(&self) -> Option<usize> {
        (!matches!(self.what, What::Refused)).then_some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        let (who, at) = (self.who, self.contradiction);
        match &self.what {
            What::Accept(read) => {
                let told = Told {
                    second: read.second,
                    won: read.won,
                    cancelled: read.cancelled,
                };
                model.accept(who, at, told)
            }
            What::GiveBack => model.give_back(who, at),
            What::Refused => Ok(model.not_given_back(at)),
            What::Close { transferred } => model.close_contradiction(who, at, *transferred),
        }
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, order) = (ids.customer(self.who), ids.order(self.order));
        let contradiction = ids.contradiction(self.contradiction);
        let reason = "it was looked at".to_owned();
        match &self.what {
            What::Accept(read) => AcceptContradiction {
                customer,
                order,
                contradiction,
                snapshot: Box::new(read.snapshot(ids)),
                asked_at: ids.now,
                reason,
            }
            .into(),
            What::GiveBack => RefundContradiction {
                customer,
                order,
                contradiction,
                account: None,
                reason,
            }
            .into(),
            What::Refused => ReopenContradiction {
                customer,
                order,
                contradiction,
                failure: Failure::new("REJECT", "no"),
            }
            .into(),
            What::Close { transferred } => CloseContradiction {
                customer,
                order,
                contradiction,
                transferred: transferred.then(|| "a number".to_owned()),
                reason,
            }
            .into(),
        }
    }
}
