//! Months of a membership that pass, also while it is paused or its customer is frozen. One step goes through the waits.

use super::{
    Plan,
    freezing::stand_of,
    memberships::{give_of, start, start_of, turn_of},
    pick_such,
    wait::to,
};
use crate::{
    reference::{Model, Turn},
    steps::Step,
};

/// Most requests and waits of one step.
pub(super) const TURNS: usize = 6;

/// Given, or found by the end of a pause or a freeze, where it is due. Else it is waited for, perhaps in such a state.
pub(super) fn pass(step: &Step, model: &Model) -> Option<Plan> {
    let number = i64::try_from(step.which).unwrap_or(0);
    let open = |at: usize| model.subscriptions[at].is_open();
    let count = model.subscriptions.len();
    if !(0..count).any(open) {
        // One that ended begins again, mostly while its month runs.
        let last = model.subscriptions.last();
        return last.map_or_else(|| start(step, model), |it| start_of(it.who, it.plan));
    }
    let at = pick_such(count, step.which % 220, open)?;
    let it = &model.subscriptions[at];
    let due_at = it.due_at?;
    let (paused, frozen) = (it.state == "paused", model.customers[it.who].frozen);
    if model.now >= due_at {
        return match step.amount % 6 {
            0 if paused => turn_of(it.who, at, Turn::Resume),
            1 if frozen => stand_of(it.who, false),
            _ => give_of(it.who, at, it.next),
        };
    }
    match step.amount % 6 {
        0 | 2 if !paused => turn_of(it.who, at, Turn::Pause),
        1 | 3 if !frozen => stand_of(it.who, true),
        4 if step.which.is_multiple_of(2) => turn_of(it.who, at, Turn::End),
        _ => Some(Plan::Wait(to(due_at, 1 + number % 2))),
    }
}
