//! Time passes: by minutes, hours and days, and to the instants at which something ends.

use super::Plan;
use crate::{
    calendar::{
        DAY, HOUR, MINUTE, after_days_rolled, date, day_of, end_of_month, is_off, midnight,
        midnight_of,
    },
    reference::{Approval, Campaign, Hold, Model},
    steps::Step,
};

/// The holidays that both know end with 2031: no time passes beyond that.
const LATEST: (i64, i64, i64) = (2031, 6, 1);

/// Whether a sequence goes so far.
pub(crate) fn is_reached(until: i64) -> bool {
    until < midnight_of(LATEST.0, LATEST.1, LATEST.2)
}

pub(super) fn wait(step: &Step, model: &Model) -> Option<Plan> {
    let (now, number) = (model.now, i64::try_from(step.which).unwrap_or(0));
    let until = match step.amount % 24 {
        0..=4 => now + number * MINUTE / 10,
        5 | 6 => now + 1 + number,
        7 | 8 => now + number * HOUR / 4,
        9 | 10 => now + number % 20 * DAY,
        11 => to(end_of_month(now + 1), number),
        12 => to(end_of_february(now), number),
        13 => before_a_holiday(now),
        14 | 15 => to(
            next(now, model.lots.iter().map(|lot| lot.expires_at))?,
            number,
        ),
        16 | 17 => to(next(now, windows(model))?, number),
        18 | 19 => to(next(now, months(model))?, number),
        20 => shortly_before(
            next(now, model.lots.iter().map(|lot| lot.expires_at))?,
            number,
        ),
        _ => to(next(now, short_ends(model))?, number),
    };
    (until > now).then_some(Plan::Wait(until))
}

/// The last microsecond before an instant, the instant, or the first after it.
pub(super) fn to(at: i64, number: i64) -> i64 {
    at + number % 3 - 1
}

/// Some minutes or hours earlier, so that something begins before it and ends after it.
fn shortly_before(at: i64, number: i64) -> i64 {
    at - (1 + number % 60) * 10 * MINUTE
}

fn next(now: i64, ends: impl Iterator<Item = i64>) -> Option<i64> {
    ends.filter(|at| *at > now + 1).min()
}

/// The next time that 28 February ends.
fn end_of_february(now: i64) -> i64 {
    let (year, ..) = date(day_of(now));
    let ends = [year, year + 1].map(|year| midnight_of(year, 2, 28) + DAY);
    ends.into_iter().find(|at| *at > now + 1).unwrap_or(now)
}

/// Some hours of a day whose seventh or fourteenth is off without being of a weekend.
fn before_a_holiday(now: i64) -> i64 {
    let weekend = |day: i64| matches!((day + 4).rem_euclid(7), 0 | 6);
    let holiday = |day: i64| is_off(day) && !weekend(day);
    let day =
        (day_of(now) + 1..day_of(now) + 400).find(|day| holiday(day + 7) || holiday(day + 14));
    midnight(day.unwrap_or(0)) + 10 * HOUR
}

/// The ends of all windows of refund.
fn windows(model: &Model) -> impl Iterator<Item = i64> {
    model.payments.iter().flat_map(|paid| {
        let from = paid.paid_at.max(model.lots[paid.lot].acquired_at);
        let terms = [0, 1, paid.policy].map(|policy| model.terms(policy));
        let days = terms
            .into_iter()
            .flat_map(|terms| [terms.by_right, terms.through_support]);
        days.map(move |days| after_days_rolled(from, days))
    })
}

/// When months of memberships are due.
fn months(model: &Model) -> impl Iterator<Item = i64> {
    model.subscriptions.iter().filter_map(|it| it.due_at)
}

fn short_ends(model: &Model) -> impl Iterator<Item = i64> {
    let holds = model.holds.iter().map(Hold::ends_at);
    let quotes = model.quotes.iter().map(|quote| quote.expires_at);
    let closing = model.closing_quotes.iter().map(|quote| quote.expires_at);
    let orders = model.orders.iter().map(|order| order.waits_until);
    let campaigns = model.campaigns.iter().map(Campaign::over_at);
    let ends = holds.chain(quotes).chain(closing).chain(orders);
    let approvals = model.approvals.iter().map(Approval::expires_at);
    ends.chain(campaigns).chain(approvals)
}
