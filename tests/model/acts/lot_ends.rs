//! Credits that are set aside or used before their lot ends, and captured or given back after it. By chance alone this is
//! rare: so one step goes some way along it, through the waits.

use super::{
    Plan,
    grants::gift_of,
    holds::{capture_of, hold_of},
    pay::pay,
    report::Report,
    uses::{reverse_of, spend_of},
    wait::to,
    who, who_has_credits,
};
use crate::{
    calendar::{DAY, MINUTE},
    reference::{CUSTOMERS, Hold, Model, Part, Spend, Way},
    steps::Step,
};

/// Most requests and waits of one step.
pub(super) const TURNS: usize = 9;

pub(super) fn over_its_end(step: &Step, model: &Model) -> Option<Plan> {
    match step.amount % 8 {
        0..=2 => held(step, model),
        3 | 4 => used(step, model, false),
        _ => used(step, model, true),
    }
}

/// The first end of the lots of these parts.
fn first_end(model: &Model, parts: &[Part]) -> i64 {
    let ends = parts.iter().map(|part| model.lots[part.lot].expires_at);
    ends.min().unwrap_or(model.now)
}

/// Waits until shortly before the first end of a lot, sets credits of it and of another aside, and captures some after it.
fn held(step: &Step, model: &Model) -> Option<Plan> {
    let (number, now) = (i64::try_from(step.which).unwrap_or(0), model.now);
    let over = |hold: &Hold| first_end(model, &hold.parts) < hold.ends_at();
    let open = |hold: &Hold| hold.state == "open" && hold.ends_at() > now;
    let found = model
        .holds
        .iter()
        .rposition(|hold| open(hold) && over(hold));
    if let Some(hold) = found {
        let it = &model.holds[hold];
        let ends = first_end(model, &it.parts);
        if now < ends {
            return Some(Plan::Wait(to(ends, 1 + number % 2)));
        }
        let ended = |part: &&Part| !model.lots[part.lot].is_live(now);
        let gone: i64 = it.parts.iter().filter(ended).map(|part| part.credits).sum();
        let credits = match number % 3 {
            0 | 1 if gone < it.credits => Some(it.credits - gone),
            2 if it.credits > 1 => Some(it.credits / 2),
            _ => None,
        };
        return capture_of(it.who, hold, credits);
    }
    let who = who_has_credits(step, model);
    let lots = model.spendable(who);
    let Some(lot) = lots.first().map(|lot| &model.lots[*lot]) else {
        return gift_of(who, 20);
    };
    if lot.expires_at - now > DAY - MINUTE {
        return Some(Plan::Wait(
            lot.expires_at - (1 + number % 100) * 10 * MINUTE,
        ));
    }
    let more = model.balance(who).available - lot.remaining;
    if more == 0 {
        return gift_of(who, 20);
    }
    hold_of(who, lot.remaining.min(40) + more.min(20), DAY)
}

/// Uses credits, perhaps sees others take money of their purchase back, waits until their lot has ended, and reverses.
fn used(step: &Step, model: &Model, money_goes: bool) -> Option<Plan> {
    let (number, now) = (i64::try_from(step.which).unwrap_or(0), model.now);
    let done = |spend: &Spend| spend.reversed_at.is_none() && !model.customers[spend.who].closed;
    let is_bought = |lot: usize| model.lots[lot].payment.is_some();
    let fits = |spend: &Spend| {
        done(spend) && (!money_goes || spend.parts.iter().any(|part| is_bought(part.lot)))
    };
    let Some(spend) = model.spends.iter().rposition(fits) else {
        let first = |who: usize| model.spendable(who).first().copied();
        let lots = (0..CUSTOMERS).filter_map(first);
        let lot = lots.max_by_key(|lot| is_bought(*lot));
        return match lot.map(|lot| (lot, &model.lots[lot])) {
            Some((at, lot)) if !money_goes || is_bought(at) => {
                spend_of(lot.who, (1 + step.amount % 90).min(lot.remaining))
            }
            _ if money_goes => pay(step, model),
            _ => gift_of(who(step), 20),
        };
    };
    let it = &model.spends[spend];
    if money_goes && let Some(plan) = cancelled(model, &it.parts) {
        return Some(plan);
    }
    let ends = first_end(model, &it.parts);
    if now < ends {
        return Some(Plan::Wait(to(ends, 1 + number % 2)));
    }
    reverse_of(it.who, spend)
}

/// A payment of these parts is cancelled at the provider's console, if nothing of it was yet.
fn cancelled(model: &Model, parts: &[Part]) -> Option<Plan> {
    let whole = |payment: &usize| {
        let it = &model.payments[*payment];
        let bank = matches!(model.orders[it.order].way, Way::Bank(_));
        !bank && it.rest() == it.won
    };
    let payments = parts.iter().filter_map(|part| model.lots[part.lot].payment);
    let payment = payments.into_iter().find(whole)?;
    let it = &model.payments[payment];
    let report = Report::of(model, it.order);
    let cancelled = it.won - it.won % 3;
    Plan::of(Report {
        cancelled,
        ..report
    })
}
