//! Several requests that are carried out by one commit: a batch of spends, and uses of credits that come at once.
//!
//! They are carried out one after the other as they come. The product promises no order for them, but one writer has one.

use super::{
    Item, Plan,
    extend::extend,
    holds::{capture, hold, release},
    uses::{reverse, spend},
};
use crate::{
    reference::{CUSTOMERS, Model},
    steps::Step,
};

/// The numbers of the `turn`th of several things that one step stands for.
fn numbers(step: &Step, turn: u64) -> Step {
    let more = i64::try_from(turn).unwrap_or(0);
    Step {
        who: (step.who + turn * step.which) % u64::try_from(CUSTOMERS).unwrap_or(1),
        which: (step.which / 4 + 7 * turn) % 256,
        amount: (step.amount + 41 * more) % 1_200,
        ..*step
    }
}

fn items(plans: impl Iterator<Item = Option<Plan>>) -> Vec<Item> {
    let deeds = plans.filter_map(|plan| match plan {
        Some(Plan::Do(deed)) => Some(Item {
            deed,
            under_key_of: None,
        }),
        _ => None,
    });
    deeds.collect()
}

/// Spends of one request, each with a key of its own. Sometimes one stands there twice under its key, or another one
/// under the key of the first.
pub(super) fn batch(step: &Step, model: &Model) -> Option<Plan> {
    let turns = 2 + step.which % 4;
    let mut items = items((0..turns).map(|turn| spend(&numbers(step, turn), model)));
    let first = items.first()?.deed.clone();
    match step.amount % 6 {
        0 => items.push(Item {
            deed: first,
            under_key_of: Some(0),
        }),
        1 => items.last_mut()?.under_key_of = Some(0),
        _ => {}
    }
    Some(Plan::Together(items))
}

/// Spends, holds, and what becomes of them, in one commit.
pub(super) fn at_once(step: &Step, model: &Model) -> Option<Plan> {
    let kinds = [spend, hold, capture, reverse, release, extend];
    let turns = 2 + step.which % 4;
    let plans = (0..turns).map(|turn| {
        let kind = usize::try_from(step.which / 8 + turn * (1 + step.which % 5)).unwrap_or(0);
        kinds[kind % kinds.len()](&numbers(step, turn), model)
    });
    let items = items(plans);
    (!items.is_empty()).then_some(Plan::Together(items))
}
