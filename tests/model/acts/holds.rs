//! Credits that are set aside, and what becomes of them.

use chrono::Duration;
use domain::{
    books::credits::{CaptureHold, HoldCredits, ReleaseHold},
    command::AnyChange,
};

use super::{Deed, Plan, asker, pick_such, uses::parts_in_words, who_has_credits};
use crate::{
    calendar::{HOUR, MINUTE},
    ids::{Ids, credits},
    reference::{Hold, Model, Said},
    steps::Step,
};

#[derive(Debug)]
struct SetAside {
    who: usize,
    credits: i64,
    lasts: i64,
}

pub(super) fn hold(step: &Step, model: &Model) -> Option<Plan> {
    let who = who_has_credits(step, model);
    let available = model.balance(who).available;
    let credits = if step.which.is_multiple_of(6) {
        available
    } else {
        step.amount % 90
    };
    let lasts = if step.amount % 2 == 0 {
        step.amount % 24 * HOUR + MINUTE
    } else {
        20 * MINUTE
    };
    hold_of(who, credits, lasts)
}

pub(super) fn hold_of(who: usize, credits: i64, lasts: i64) -> Option<Plan> {
    Plan::of(SetAside {
        who,
        credits,
        lasts,
    })
}

pub(super) fn capture_of(who: usize, hold: usize, credits: Option<i64>) -> Option<Plan> {
    Plan::of(End {
        who,
        hold,
        capture: true,
        credits,
    })
}

impl Model {
    pub(crate) fn hold_in_words(&self, hold: usize) -> String {
        let it = &self.holds[hold];
        format!(
            "hold {hold}: {}, {} captured, {}",
            it.state,
            it.captured,
            parts_in_words(&it.parts)
        )
    }
}

impl Deed for SetAside {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        let parts = model.take(self.who, self.credits)?;
        for part in &parts {
            model.lots[part.lot].held += part.credits;
        }
        model.holds.push(Hold {
            who: self.who,
            credits: self.credits,
            captured: 0,
            parts,
            state: "open",
            opened_at: model.now,
            expires_at: model.now + self.lasts,
            extended_until: None,
        });
        Ok(model.hold_in_words(model.holds.len() - 1))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = HoldCredits {
            customer: ids.customer(self.who),
            credits: credits(self.credits),
            meter: "video.generate".to_owned(),
            reference: "req-1".to_owned(),
            expires_at: ids.now + Duration::microseconds(self.lasts),
        };
        change.into()
    }
}

/// A hold ends: captured with so many credits or all of them, or released.
#[derive(Debug)]
struct End {
    who: usize,
    hold: usize,
    capture: bool,
    credits: Option<i64>,
}

/// Where nothing is set aside, something is.
fn plan(step: &Step, model: &Model, capture: bool) -> Option<Plan> {
    if model.holds.iter().all(|hold| hold.state != "open") && !step.which.is_multiple_of(8) {
        return hold(step, model);
    }
    let hold = pick_such(model.holds.len(), step.which, |hold| {
        model.holds[hold].state == "open"
    })?;
    let it = &model.holds[hold];
    let credits = match step.amount % 5 {
        0 | 1 => None,
        2 => Some(it.credits + 1),
        _ => Some(it.credits * (step.amount % 100) / 100),
    };
    let who = asker(it.who, step.which);
    Plan::of(End {
        who,
        hold,
        capture,
        credits,
    })
}

pub(super) fn capture(step: &Step, model: &Model) -> Option<Plan> {
    plan(step, model, true)
}

pub(super) fn release(step: &Step, model: &Model) -> Option<Plan> {
    plan(step, model, false)
}

impl Deed for End {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        if self.capture {
            return model.capture(self.who, self.hold, self.credits);
        }
        model.open_hold(self.who, self.hold)?;
        let parts = model.holds[self.hold].parts.clone();
        model.holds[self.hold].state = "released";
        model.give_parts_back(self.who, &parts, |lot| &mut lot.held);
        Ok(model.hold_in_words(self.hold))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, hold) = (ids.customer(self.who), ids.hold(self.hold));
        if self.capture {
            let credits = self.credits.map(credits);
            CaptureHold {
                customer,
                hold,
                credits,
            }
            .into()
        } else {
            ReleaseHold {
                customer,
                hold,
                reason: None,
            }
            .into()
        }
    }
}
