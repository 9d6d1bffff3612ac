//! A client asks again, because it got no answer: with the same body, or by mistake with another.

use super::{Plan, pick};
use crate::{reference::Model, steps::Step};

pub(super) fn again(step: &Step, model: &Model) -> Option<Plan> {
    let asked = pick(model.asked.len(), step.which)?;
    let changed = step.amount % 4 == 0;
    Some(Plan::Again { asked, changed })
}
