//! Debts that are waived.

use domain::{books::debts::WaiveDebt, command::AnyChange};

use super::{Deed, Plan, outside::cancelled, who};
use crate::{
    ids::{Ids, credits},
    reference::{Model, Said},
    steps::Step,
};

#[derive(Debug)]
struct Waive {
    who: usize,
    credits: Option<i64>,
}

/// Where nobody owes anything, others take money back.
pub(super) fn waive(step: &Step, model: &Model) -> Option<Plan> {
    let owing = (0..model.customers.len()).find(|who| model.customers[*who].debt > 0);
    if owing.is_none() && !step.which.is_multiple_of(8) {
        return cancelled(step, model);
    }
    let who = owing.unwrap_or(who(step));
    let debt = model.customers[who].debt;
    let credits = match step.amount % 4 {
        0 => None,
        1 => Some(debt + 1),
        _ => Some(debt * (step.amount % 100) / 100),
    };
    Plan::of(Waive { who, credits })
}

impl Deed for Waive {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.waive(self.who, self.credits)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = WaiveDebt {
            customer: ids.customer(self.who),
            credits: self.credits.map(credits),
            reason: "let off".to_owned(),
        };
        change.into()
    }
}
