//! Holds that live longer.

use domain::{books::credits::ExtendHold, command::AnyChange};

use super::{Deed, Plan, asker, holds::hold, pick_such};
use crate::{
    calendar::{HOUR, MINUTE},
    ids::{Ids, instant},
    reference::{HOLD_LIVES_MAX, Model, Said},
    steps::Step,
};

#[derive(Debug)]
struct Extend {
    who: usize,
    hold: usize,
    until: i64,
}

/// Mostly by some hours; to the latest end there is, and past it; also to an earlier end. Where no hold is open, one is.
pub(super) fn extend(step: &Step, model: &Model) -> Option<Plan> {
    let open = |hold: usize| model.holds[hold].state == "open";
    if !(0..model.holds.len()).any(open) && !step.which.is_multiple_of(8) {
        return hold(step, model);
    }
    let hold = pick_such(model.holds.len(), step.which, open)?;
    let it = &model.holds[hold];
    let at_most = it.opened_at + HOLD_LIVES_MAX;
    let until = match step.amount % 8 {
        0 => at_most,
        1 => at_most + 1,
        2 => at_most + step.amount * HOUR,
        3 => it.ends_at() - MINUTE,
        _ => model.now + step.amount % 24 * HOUR,
    };
    Plan::of(Extend {
        who: asker(it.who, step.which),
        hold,
        until,
    })
}

impl Deed for Extend {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.extend(self.who, self.hold, self.until)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = ExtendHold {
            customer: ids.customer(self.who),
            hold: ids.hold(self.hold),
            until: instant(self.until),
        };
        change.into()
    }
}
