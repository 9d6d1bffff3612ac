//! Money that others give back, at the provider's console or by a bank, and money that is here again.

use super::{
    Plan,
    pay::order_of_provider,
    report::{Report, given_there},
};
use crate::{
    reference::{Model, Payment},
    steps::Step,
};

/// An order whose payment is there, and that payment.
fn paid(step: &Step, model: &Model, such: impl Fn(&Payment) -> bool) -> Option<(usize, usize)> {
    let such = |order: usize| {
        model.orders[order]
            .payment
            .is_some_and(|at| such(&model.payments[at]))
    };
    let order = order_of_provider(step, model, such)?;
    Some((order, model.orders[order].payment?))
}

/// Some or all of what is left was cancelled at the console.
pub(super) fn cancelled(step: &Step, model: &Model) -> Option<Plan> {
    let (order, payment) = paid(step, model, |payment| payment.rest() > 0)?;
    let it = &model.payments[payment];
    let left = (it.won - it.refunded - it.outside).max(0);
    let more = if step.amount % 3 == 0 {
        left
    } else {
        left * (step.amount % 1_000) / 1_000
    };
    let report = Report::of(model, order);
    let cancelled = (report.cancelled + more).min(it.won);
    Plan::of(Report {
        cancelled,
        ..report
    })
}

/// The provider counts less of it as given back by others than before. Where nothing was, something is.
pub(super) fn here_again(step: &Step, model: &Model) -> Option<Plan> {
    if model.payments.iter().all(|payment| payment.outside == 0) {
        return cancelled(step, model);
    }
    let (order, payment) = paid(step, model, |payment| payment.outside > 0)?;
    let outside = model.payments[payment].outside;
    let less = if step.amount % 3 == 0 {
        outside * (step.amount % 1_000) / 1_000
    } else {
        0
    };
    let report = Report::of(model, order);
    let cancelled = given_there(model, payment) + less;
    Plan::of(Report {
        cancelled,
        ..report
    })
    .filter(|_| outside > 0)
}
