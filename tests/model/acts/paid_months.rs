//! Orders for months of a membership, and what keeps their money from giving the month.

use super::{
    Plan,
    memberships::{give_of, start_of, turn_of, whose},
    open::{Open, way},
    pick_such,
    report::Report,
    wait::to,
};
use crate::{
    reference::{Model, Order, Subscription, Turn, Ware, Way},
    rules::PAID_BY_ORDERS,
    steps::Step,
};

fn order_of(step: &Step, model: &Model, at: usize, way: Way) -> Option<Plan> {
    let it = &model.subscriptions[at];
    let waiting = it.waiting.map(|month| model.due_months[month].number);
    let number = match step.amount % 10 {
        0 => Some(it.next),
        1 => Some((it.next - 2).max(0)),
        2 => waiting,
        _ => None,
    };
    Plan::of(Open {
        who: whose(it.who, step),
        ware: Ware::Month(at, number),
        quantity: 1 + i64::from(step.amount % 50 == 3),
        way,
        code: None,
    })
}

/// Mostly for the month that waits. Where none waits, mostly a subscription to a plan begins that orders pay for.
pub(super) fn open_month(step: &Step, model: &Model) -> Option<Plan> {
    let waits = |it: &Subscription| it.waiting.is_some();
    let count = model.subscriptions.len();
    if !model.subscriptions.iter().any(waits) && !step.which.is_multiple_of(4) {
        return start_of(super::who(step), PAID_BY_ORDERS);
    }
    let any = step.amount % 4 == 0;
    let such = |at: usize| any || waits(&model.subscriptions[at]);
    let at = pick_such(count, step.which, such)?;
    order_of(step, model, at, way(step))
}

/// Most requests and waits of one step.
pub(super) const TURNS: usize = 6;

/// A month is ordered and paid, mostly in time; else it was paused, ended, followed by the next or paid by another order
/// before. One step goes some way along it.
pub(super) fn month_by_order(step: &Step, model: &Model) -> Option<Plan> {
    let number = i64::try_from(step.which).unwrap_or(0);
    let unpaid = |it: &Order| it.month.is_some() && it.is_open() && it.way == Way::Card;
    let order = model.orders.iter().rposition(unpaid);
    if let Some(order) = order.filter(|order| model.payable(*order).is_err()) {
        return Plan::of(Report::of(model, order));
    }
    let waits = |it: &Subscription| it.waiting.is_some();
    let Some(at) = model.subscriptions.iter().rposition(waits) else {
        let paid = |it: &Subscription| it.state == "active" && it.plan == PAID_BY_ORDERS;
        let Some(at) = model.subscriptions.iter().rposition(paid) else {
            return start_of(super::who(step), PAID_BY_ORDERS);
        };
        let it = &model.subscriptions[at];
        return match it.due_at? {
            due_at if due_at <= model.now => give_of(it.who, at, it.next),
            due_at => Some(Plan::Wait(to(due_at, 1 + number % 2))),
        };
    };
    let it = &model.subscriptions[at];
    let Some(order) = order else {
        return order_of(step, model, at, Way::Card);
    };
    match step.amount / 10 % 8 {
        0 => turn_of(it.who, at, Turn::Pause),
        1 => turn_of(it.who, at, Turn::End),
        2 => Some(Plan::Wait(to(it.due_at?, number))),
        3 if number % 3 == 0 => order_of(step, model, at, Way::Card),
        _ => Plan::of(Report::of(model, order)),
    }
}
