//! Credits that are used, and given back unused; and the sweep that writes down what has expired.

use domain::{
    books::{
        credits::{ReverseSpend, SpendCredits},
        customers::BookExpiry,
    },
    command::AnyChange,
};

use super::{Deed, Plan, asker, pick_such, who, who_has_credits};
use crate::{
    ids::{Ids, credits},
    reference::{Model, Part, Said, Spend},
    steps::Step,
};

#[derive(Debug)]
struct Use {
    who: usize,
    credits: i64,
}

/// Mostly some of what is there; sometimes exactly all of it, or more.
pub(super) fn spend(step: &Step, model: &Model) -> Option<Plan> {
    let who = who_has_credits(step, model);
    let available = model.balance(who).available;
    let credits = match step.which % 8 {
        0 => available,
        1 => step.amount,
        2 => available + 1,
        _ => step.amount % 60,
    };
    spend_of(who, credits)
}

pub(super) fn spend_of(who: usize, credits: i64) -> Option<Plan> {
    Plan::of(Use { who, credits })
}

/// Parts in words.
pub(super) fn parts_in_words(parts: &[Part]) -> String {
    let words = parts
        .iter()
        .map(|part| format!("{} of lot {} ({})", part.credits, part.lot, part.why));
    words.collect::<Vec<_>>().join(", ")
}

impl Deed for Use {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        let parts = model.take(self.who, self.credits)?;
        for part in &parts {
            model.lots[part.lot].spent += part.credits;
        }
        let words = parts_in_words(&parts);
        model.spends.push(Spend {
            who: self.who,
            credits: self.credits,
            parts,
            hold: None,
            reversed_at: None,
        });
        Ok(format!("spend {}: {words}", model.spends.len() - 1))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = SpendCredits {
            customer: ids.customer(self.who),
            credits: credits(self.credits),
            meter: "video.generate".to_owned(),
            reference: "req-1".to_owned(),
        };
        change.into()
    }
}

#[derive(Debug)]
struct Reverse {
    who: usize,
    spend: usize,
}

/// Where nothing was used, something is.
pub(super) fn reverse(step: &Step, model: &Model) -> Option<Plan> {
    if model.spends.iter().all(|spend| spend.reversed_at.is_some()) && !step.which.is_multiple_of(8)
    {
        return spend(step, model);
    }
    let spend = pick_such(model.spends.len(), step.which, |spend| {
        model.spends[spend].reversed_at.is_none()
    })?;
    let who = asker(model.spends[spend].who, step.which);
    reverse_of(who, spend)
}

pub(super) fn reverse_of(who: usize, spend: usize) -> Option<Plan> {
    Plan::of(Reverse { who, spend })
}

impl Deed for Reverse {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        let it = model.spends[self.spend].clone();
        if it.who != self.who {
            return Err("NoSpend".to_owned());
        }
        model.open_customer(self.who)?;
        if it.reversed_at.is_some() {
            return Err("AlreadyReversed".to_owned());
        }
        model.spends[self.spend].reversed_at = Some(model.now);
        let went = model.give_parts_back(self.who, &it.parts, |lot| &mut lot.spent);
        model.give_grace(self.who, &it.parts, &went);
        Ok(format!(
            "spend {}: {}",
            self.spend,
            parts_in_words(&it.parts)
        ))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (customer, spend) = (ids.customer(self.who), ids.spend(self.spend));
        ReverseSpend {
            customer,
            spend,
            reason: None,
        }
        .into()
    }
}

#[derive(Debug)]
struct Sweep {
    who: usize,
}

pub(super) fn sweep(step: &Step, _: &Model) -> Option<Plan> {
    Plan::of(Sweep { who: who(step) })
}

impl Deed for Sweep {
    fn carry_out(&self, model: &mut Model) -> Said {
        let (lots, holds) = model.sweep(self.who);
        Ok(format!("{lots} lots and {holds} holds were over"))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let customer = ids.customer(self.who);
        BookExpiry { customer }.into()
    }
}
