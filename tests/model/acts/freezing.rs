//! Accounts that are frozen and opened again. Months that are due are settled before either.

use domain::{
    books::freezing::{FreezeCustomer, UnfreezeCustomer},
    command::AnyChange,
};

use super::{Deed, Plan, who};
use crate::{
    ids::Ids,
    reference::{CUSTOMERS, Model, Said},
    steps::Step,
};

#[derive(Debug)]
struct Stand {
    who: usize,
    frozen: bool,
}

pub(super) fn freeze(step: &Step, _: &Model) -> Option<Plan> {
    stand_of(who(step), true)
}

pub(super) fn stand_of(who: usize, frozen: bool) -> Option<Plan> {
    Plan::of(Stand { who, frozen })
}

/// Mostly whoever is frozen. Where nobody is, mostly somebody is frozen.
pub(super) fn unfreeze(step: &Step, model: &Model) -> Option<Plan> {
    let frozen = (0..CUSTOMERS).find(|who| model.customers[*who].frozen);
    if frozen.is_none() && !step.which.is_multiple_of(4) {
        return freeze(step, model);
    }
    let who = frozen
        .filter(|_| !step.which.is_multiple_of(8))
        .unwrap_or(who(step));
    stand_of(who, false)
}

impl Deed for Stand {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        if self.frozen {
            model.active_customer(self.who)?;
        } else {
            model.open_customer(self.who)?;
            if !model.customers[self.who].frozen {
                return Err("NotFrozen".to_owned());
            }
        }
        model.settle_months_of(self.who);
        let it = &mut model.customers[self.who];
        it.frozen = self.frozen;
        let state = if self.frozen { "frozen" } else { "open" };
        Ok(format!("customer is {state}, {} owed", it.debt))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let customer = ids.customer(self.who);
        let reason = "a stolen key".to_owned();
        if self.frozen {
            FreezeCustomer { customer, reason }.into()
        } else {
            UnfreezeCustomer { customer, reason }.into()
        }
    }
}
