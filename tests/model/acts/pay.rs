//! Orders that are paid: as ordered, again, with another amount, or by a second payment.

use super::{Plan, open::open, pick_such, report::Report};
use crate::{
    reference::{Model, Order, Way},
    steps::Step,
};

/// An order that a provider collects for; bank transfers come as deposits.
pub(super) fn order_of_provider(
    step: &Step,
    model: &Model,
    such: impl Fn(usize) -> bool,
) -> Option<usize> {
    let by_provider = |order: usize| !matches!(model.orders[order].way, Way::Bank(_));
    let order = pick_such(model.orders.len(), step.which, |order| {
        by_provider(order) && such(order)
    })?;
    by_provider(order).then_some(order)
}

/// Where no order waits, one is opened.
pub(super) fn pay(step: &Step, model: &Model) -> Option<Plan> {
    let waits = |order: &Order| order.payment.is_none() && !matches!(order.way, Way::Bank(_));
    if !model.orders.iter().any(waits) && !step.which.is_multiple_of(8) {
        return open(step, model);
    }
    let order = order_of_provider(step, model, |order| model.orders[order].payment.is_none())?;
    Plan::of(Report::of(model, order))
}

pub(super) fn pay_wrongly(step: &Step, model: &Model) -> Option<Plan> {
    let order = order_of_provider(step, model, |_| true)?;
    let report = Report::of(model, order);
    if model.orders[order].payment.is_some() && step.amount % 4 == 0 {
        return Plan::of(Report {
            won: report.won + 1 + step.amount / 4 % 2,
            ..report
        });
    }
    if model.orders[order].payment.is_some() {
        return Plan::of(Report {
            second: true,
            cancelled: 0,
            ..report
        });
    }
    Plan::of(Report {
        won: report.won + 1,
        ..report
    })
}
