//! Memberships that begin, pause, go on, change and end, and the months that the gateway gives.

use domain::{
    books::memberships::{
        ChangePlan, Distribute, EndSubscription, PauseSubscription, ResumeSubscription,
        StartSubscription,
    },
    command::AnyChange,
};

use super::{Deed, Plan, pick_such, who};
use crate::{
    ids::Ids,
    reference::{CUSTOMERS, Model, Said, Subscription, Turn},
    rules::{PAID_BY_ORDERS, PLANS},
    steps::Step,
};

#[derive(Debug)]
struct Start {
    who: usize,
    plan: usize,
}

/// In rare cases to a plan that nobody sells, and seldom to the one that orders pay for, which has acts of its own.
fn plan(step: &Step) -> usize {
    let amount = usize::try_from(step.amount).unwrap_or(0);
    match amount % 16 {
        15 => PLANS.len(),
        7 | 11 => PAID_BY_ORDERS,
        _ => amount % PAID_BY_ORDERS,
    }
}

fn plan_id(plan: usize) -> String {
    PLANS.get(plan).map_or("nothing", |plan| plan.id).to_owned()
}

/// Now and then to the plan that the customer had last.
pub(super) fn start(step: &Step, model: &Model) -> Option<Plan> {
    let who = who(step);
    let last = model.subscriptions.iter().rfind(|it| it.who == who);
    let last = last.filter(|_| step.which.is_multiple_of(2));
    let plan = last.map_or(plan(step), |it| it.plan);
    start_of(who, plan)
}

pub(super) fn start_of(who: usize, plan: usize) -> Option<Plan> {
    Plan::of(Start { who, plan })
}

/// Whose a subscription is, or sometimes somebody else's, who must be refused.
pub(super) fn whose(of: usize, step: &Step) -> usize {
    if step.which % 16 == 9 {
        (of + 1) % CUSTOMERS
    } else {
        of
    }
}

impl Deed for Start {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.subscribe(self.who, self.plan)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, plan) = (ids.customer(self.who), plan_id(self.plan));
        StartSubscription { customer, plan }.into()
    }
}

#[derive(Debug)]
struct Turned {
    who: usize,
    subscription: usize,
    turn: Turn,
}

/// Where no subscription is in such a state, mostly one begins.
fn turned(step: &Step, model: &Model, state: Option<&str>, turn: Turn) -> Option<Plan> {
    let such = |at: usize| {
        let it = &model.subscriptions[at];
        state.map_or(it.is_open(), |state| it.state == state)
    };
    let count = model.subscriptions.len();
    if !(0..count).any(such) && !step.which.is_multiple_of(4) {
        return start(step, model);
    }
    let subscription = pick_such(count, step.which, such)?;
    let who = whose(model.subscriptions[subscription].who, step);
    turn_of(who, subscription, turn)
}

pub(super) fn turn_of(who: usize, subscription: usize, turn: Turn) -> Option<Plan> {
    Plan::of(Turned {
        who,
        subscription,
        turn,
    })
}

pub(super) fn pause(step: &Step, model: &Model) -> Option<Plan> {
    turned(step, model, Some("active"), Turn::Pause)
}

pub(super) fn resume(step: &Step, model: &Model) -> Option<Plan> {
    turned(step, model, Some("paused"), Turn::Resume)
}

pub(super) fn end(step: &Step, model: &Model) -> Option<Plan> {
    turned(step, model, None, Turn::End)
}

pub(super) fn change(step: &Step, model: &Model) -> Option<Plan> {
    turned(step, model, None, Turn::Change(plan(step)))
}

impl Deed for Turned {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.turn(self.who, self.subscription, self.turn)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let customer = ids.customer(self.who);
        let subscription = ids.subscription(self.subscription);
        let reason = Some("not paid".to_owned());
        match self.turn {
            Turn::Pause => PauseSubscription {
                customer,
                subscription,
                reason,
            }
            .into(),
            Turn::Resume => ResumeSubscription {
                customer,
                subscription,
            }
            .into(),
            Turn::End => EndSubscription {
                customer,
                subscription,
                reason,
            }
            .into(),
            Turn::Change(plan) => ChangePlan {
                customer,
                subscription,
                plan: plan_id(plan),
            }
            .into(),
        }
    }
}

#[derive(Debug)]
struct Give {
    who: usize,
    subscription: usize,
    number: i64,
}

/// Mostly the next month of a subscription of which one is due; sometimes the one before or after it.
pub(super) fn distribute(step: &Step, model: &Model) -> Option<Plan> {
    let due = |it: &Subscription| it.due_at.is_some_and(|at| at <= model.now);
    let count = model.subscriptions.len();
    if count == 0 {
        return start(step, model);
    }
    let subscription = pick_such(count, step.which, |at| due(&model.subscriptions[at]))?;
    let it = &model.subscriptions[subscription];
    let number = match step.amount % 8 {
        0 => (it.next - 1).max(0),
        1 => it.next + 1,
        _ => it.next,
    };
    give_of(whose(it.who, step), subscription, number)
}

pub(super) fn give_of(who: usize, subscription: usize, number: i64) -> Option<Plan> {
    Plan::of(Give {
        who,
        subscription,
        number,
    })
}

impl Deed for Give {
    fn carry_out(&self, model: &mut Model) -> Said {
        model.distribute(self.who, self.subscription, self.number)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = Distribute {
            customer: ids.customer(self.who),
            subscription: ids.subscription(self.subscription),
            month: self.number,
        };
        change.into()
    }
}
