//! Orders on the way to their payment, and those that end without one.

use std::collections::BTreeMap;

use domain::{
    books::orders::{
        AttachSession, BeginConfirmation, CancelOrder, EndOverdueOrder, ExpireOrder, FailOrder,
    },
    command::AnyChange,
    failure::Failure,
    order::Session,
};

use super::{
    Deed, Plan,
    pay::order_of_provider,
    pick_such,
    report::{Report, Word},
};
use crate::{
    calendar::{DAY, HOUR, MINUTE},
    ids::{Ids, instant},
    reference::{Model, Said, Way},
    steps::Step,
};

#[derive(Debug, Clone, Copy)]
enum What {
    Begin,
    Cancel,
    Overdue,
    Fail,
    Expire,
    Attach { until: i64 },
}

#[derive(Debug)]
struct Ends {
    who: usize,
    order: usize,
    what: What,
}

fn plan(step: &Step, model: &Model, what: What) -> Option<Plan> {
    let order = pick_such(model.orders.len(), step.which, |order| {
        model.orders[order].is_open()
    })?;
    let who = model.orders[order].who;
    Plan::of(Ends { who, order, what })
}

pub(super) fn begin(step: &Step, model: &Model) -> Option<Plan> {
    plan(step, model, What::Begin)
}

pub(super) fn cancel(step: &Step, model: &Model) -> Option<Plan> {
    plan(step, model, What::Cancel)
}

pub(super) fn overdue(step: &Step, model: &Model) -> Option<Plan> {
    plan(step, model, What::Overdue)
}

pub(super) fn fail(step: &Step, model: &Model) -> Option<Plan> {
    plan(step, model, What::Fail)
}

pub(super) fn expire(step: &Step, model: &Model) -> Option<Plan> {
    plan(step, model, What::Expire)
}

/// A window that is open for some minutes, in which an order is paid at its provider.
pub(super) fn attach(step: &Step, model: &Model) -> Option<Plan> {
    let order = order_of_provider(step, model, |order| model.orders[order].state == "open")?;
    let who = model.orders[order].who;
    let until = model.now + step.amount % 60 * MINUTE;
    let what = What::Attach { until };
    Plan::of(Ends { who, order, what })
}

/// The provider says that an order is not paid. Of a paid one it takes some words back.
pub(super) fn not_paid(step: &Step, model: &Model) -> Option<Plan> {
    let order = order_of_provider(step, model, |_| true)?;
    let word = match step.amount % 3 {
        0 => Word::Failed,
        1 => Word::Expired,
        _ => Word::Voided,
    };
    let report = Report::of(model, order);
    Plan::of(Report { word, ..report })
}

/// An account for a deposit is issued for two days. Of a paid order: its bank took the deposit back.
pub(super) fn account_issued(step: &Step, model: &Model) -> Option<Plan> {
    let order = order_of_provider(step, model, |order| {
        model.orders[order].way == Way::VirtualAccount
    })?;
    let word = Word::Awaiting(model.now + 2 * DAY + step.amount % 5 * HOUR);
    let report = Report::of(model, order);
    let may = model.orders[order].way == Way::VirtualAccount;
    Plan::of(Report { word, ..report }).filter(|_| may)
}

impl Deed for Ends {
    fn client(&self) -> Option<usize> {
        matches!(self.what, What::Cancel).then_some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        match self.what {
            What::Begin => match model.orders[self.order].state {
                "open" => {
                    model.active_customer(self.who)?;
                    model.payable(self.order)?;
                    model.orders[self.order].state = "confirming";
                    Ok(model.order_in_words(self.order))
                }
                "confirming" | "awaiting_deposit" | "completed" => {
                    Ok(model.order_in_words(self.order))
                }
                _ => Err("OrderNotOpen".to_owned()),
            },
            What::Cancel => model.cancel(self.order),
            What::Overdue => model.end_overdue(self.order),
            What::Fail => Ok(model.fail(self.order)),
            What::Expire => model.expire(self.order),
            What::Attach { until } => model.attach(self.order, until),
        }
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, order) = (ids.customer(self.who), ids.order(self.order));
        match self.what {
            What::Begin => BeginConfirmation {
                customer,
                order,
                query: BTreeMap::new(),
            }
            .into(),
            What::Cancel => CancelOrder {
                customer,
                order,
                note: "changed my mind".to_owned(),
            }
            .into(),
            What::Overdue => EndOverdueOrder { customer, order }.into(),
            What::Expire => ExpireOrder { customer, order }.into(),
            What::Fail => FailOrder {
                customer,
                order,
                failure: Failure::new("REJECT", "no"),
                look_at: None,
            }
            .into(),
            What::Attach { until } => AttachSession {
                customer,
                order,
                session: window(until),
            }
            .into(),
        }
    }
}

fn window(until: i64) -> Session {
    Session {
        payment_key: None,
        redirect_url: None,
        mobile_url: None,
        app_url: None,
        callback: BTreeMap::new(),
        deposit: None,
        webhook_secret: None,
        awaited_at: None,
        expires_at: instant(until),
    }
}
