//! Orders that a campaign takes something off or adds a bonus to, and those of them that are paid after their end.

use super::{
    Plan,
    campaigns::{begin, begin_of, greeting},
    open::{Open, way},
    report::{Report, Word},
    who,
};
use crate::{
    reference::{CUSTOMERS, Gives, Model, Ware, Way},
    rules::{GREETED, PACKAGES, PRODUCTS},
    steps::Step,
};

/// Most requests of one step of those that are paid late.
pub(super) const TURNS: usize = 6;

/// Mostly an order of what the campaign is for.
pub(super) fn with_code(step: &Step, model: &Model) -> Option<Plan> {
    let who = who(step);
    let good = |at: &usize| {
        let it = &model.campaigns[*at];
        it.code.is_some() && it.gives != Gives::Credits && it.runs(model.now)
    };
    let all: Vec<usize> = (0..model.campaigns.len()).collect();
    let running: Vec<usize> = all.iter().copied().filter(good).collect();
    if running.is_empty() && !step.which.is_multiple_of(4) {
        let gives = [Gives::Bonus, Gives::Won, Gives::Percent];
        let at = usize::try_from(step.amount % 3).unwrap_or(0);
        return begin_of(step, model, gives[at], false);
    }
    let of = if step.which % 8 == 5 || running.is_empty() {
        &all
    } else {
        &running
    };
    let campaign = *of.get(usize::try_from(step.which).unwrap_or(0) % of.len().max(1))?;
    ordered(step, model, (who, campaign), way(step))
}

/// An order with a campaign's code.
fn ordered(step: &Step, model: &Model, (who, campaign): (usize, usize), way: Way) -> Option<Plan> {
    let it = &model.campaigns[campaign];
    let at = usize::try_from(step.amount).unwrap_or(0);
    // In rare cases another product.
    let product = if at % 14 == 3 || it.products.is_empty() {
        at % PRODUCTS.len()
    } else {
        it.products[at % it.products.len()]
    };
    let quantity = if PRODUCTS[product].package {
        PACKAGES[at % PACKAGES.len()]
    } else {
        1
    };
    Plan::of(Open {
        who,
        ware: Ware::Public(product),
        quantity,
        way,
        code: it.code,
    })
}

/// A first order that is greeted, or one of the same product by somebody who has credits.
pub(super) fn greeted(step: &Step, model: &Model) -> Option<Plan> {
    let is_new = |who: &usize| model.lots.iter().all(|lot| lot.who != *who);
    let runs = |at: usize| {
        let it = &model.campaigns[at];
        it.code.is_none() && it.runs(model.now)
    };
    if !(0..model.campaigns.len()).any(runs) && !step.which.is_multiple_of(4) {
        return greeting(step, model);
    }
    let who = (0..CUSTOMERS)
        .map(|more| (who(step) + more) % CUSTOMERS)
        .find(is_new)
        .unwrap_or(who(step));
    Plan::of(Open {
        who,
        ware: Ware::Public(GREETED),
        quantity: 1,
        way: way(step),
        code: None,
    })
}

/// An order with a promise that ended unpaid is paid after all, often when others have taken its part meanwhile.
pub(super) fn paid_late(step: &Step, model: &Model) -> Option<Plan> {
    let unpaid = |at: &usize| {
        let it = &model.orders[*at];
        it.payment.is_none() && !matches!(it.way, Way::Bank(_)) && it.promotion.is_some()
    };
    let orders: Vec<usize> = (0..model.orders.len()).filter(unpaid).collect();
    let ended = orders.iter().rfind(|at| {
        let it = &model.orders[**at];
        matches!(it.state, "failed" | "expired")
    });
    if let Some(order) = ended {
        let it = model.orders[*order].promotion?;
        let campaign = model.redemptions[it].campaign;
        let gift = model.redemptions[it].gift();
        let other = (model.orders[*order].who + usize::from(step.amount % 3 > 0)) % CUSTOMERS;
        let code = model.campaigns[campaign].code;
        if code.is_some() && step.amount % 4 > 0 && model.admits(campaign, other, gift).is_ok() {
            return ordered(step, model, (other, campaign), Way::Card);
        }
        return Plan::of(Report::of(model, *order));
    }
    let open = orders.iter().rfind(|at| model.orders[**at].is_open());
    if let Some(order) = open {
        let word = if step.which.is_multiple_of(2) {
            Word::Failed
        } else {
            Word::Expired
        };
        let report = Report::of(model, *order);
        return Plan::of(Report { word, ..report });
    }
    if step.amount % 8 == 7 {
        return greeted(step, model);
    }
    let card = Step {
        which: step.which - step.which % 8,
        ..*step
    };
    if model.campaigns.is_empty() {
        return begin(&Step { which: 2, ..card }, model);
    }
    with_code(&card, model)
}
