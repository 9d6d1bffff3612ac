//! Money that another source tells of as well, and what a person says where it is in doubt.

use domain::{
    books::repeats::{MarkNewMoney, MarkRepeat},
    command::AnyChange,
    deposit::PrintedName,
};

use super::{
    Deed, Plan,
    deposits::{arrive, told},
    open::Open,
    pick, pick_such, who,
};
use crate::{
    calendar::{MINUTE, day_of, midnight},
    ids::{Ids, NAMES},
    reference::{Deposit, Model, Movement, Order, Said, Ware, Way},
    steps::Step,
};

/// The other source tells of money too: mostly at that time, else somewhat before or by the day alone; sometimes with a part of
/// the name or another one, and with or without the balance. Where no money is, some comes.
pub(super) fn told_by_other(step: &Step, model: &Model) -> Option<Plan> {
    let own = |at: usize| model.deposits[at].repeat_of.is_none();
    let Some(deposit) = pick_such(model.deposits.len(), step.which, own) else {
        return arrive(step, model);
    };
    let known = model.deposits[deposit].told;
    // Where the day alone is known it is told more exactly.
    let is_day = midnight(day_of(known.at)) == known.at;
    let at = if is_day { model.now } else { known.at };
    let at = match step.amount % 8 {
        0 => at - 5 * MINUTE,
        1 => at - 11 * MINUTE,
        2 => at - 11 * MINUTE - 1,
        3 => midnight(day_of(at)),
        4 => (at + MINUTE - 1).min(model.now),
        _ => at,
    };
    let name = match step.amount / 8 % 8 {
        0 => 1,
        1 | 2 if known.name == 0 => 2,
        _ if known.name == 2 => 0,
        _ => known.name,
    };
    let balance = match step.amount / 64 % 4 {
        0 => Some(step.amount),
        1 => None,
        _ => known.balance,
    };
    let source = 1 - known.source;
    let again = Movement {
        name,
        at,
        source,
        balance,
        ..known
    };
    told(again, model)
}

#[derive(Debug)]
enum What {
    /// With the depositor's name.
    NewMoney(usize),
    RepeatOf(usize),
}

#[derive(Debug)]
struct Decide {
    deposit: usize,
    what: What,
}

/// Most requests of one step of a deposit in doubt.
pub(super) const TURNS: usize = 6;

/// An order is opened, its money comes, and the other source tells of it: more exactly where the day alone was told, which
/// pays, else of some minutes before. A person says whose that is, in rare cases of another deposit than it seemed to be.
/// One step goes some way along it.
pub(super) fn in_doubt(step: &Step, model: &Model) -> Option<Plan> {
    let doubtful = |it: &Deposit| it.state == "possible_repeat";
    if let Some(deposit) = model.deposits.iter().rposition(doubtful) {
        let it = &model.deposits[deposit];
        let what = match step.amount % 8 {
            0..=3 => What::NewMoney(it.told.name),
            4 | 5 => What::RepeatOf(it.repeat_of?),
            _ => What::RepeatOf(pick(model.deposits.len(), step.which / 8)?),
        };
        return Plan::of(Decide { deposit, what });
    }
    let again = |at: usize| {
        let of = |it: &Deposit| it.repeat_of == Some(at);
        model.deposits.iter().any(of)
    };
    let alone = |at: &usize| model.deposits[*at].repeat_of.is_none() && !again(*at);
    if let Some(deposit) = (0..model.deposits.len()).rfind(alone) {
        let known = model.deposits[deposit].told;
        let is_day = midnight(day_of(known.at)) == known.at;
        let again = Movement {
            at: if is_day {
                model.now
            } else {
                known.at - 5 * MINUTE
            },
            source: 1 - known.source,
            balance: None,
            ..known
        };
        return told(again, model);
    }
    let named = |it: &Order| match it.way {
        Way::Bank(name) if it.is_open() => Some((name, it.won)),
        _ => None,
    };
    if let Some((name, won)) = model.orders.iter().rev().find_map(named) {
        let by_day = Movement {
            name,
            won,
            at: midnight(day_of(model.now)),
            source: 1,
            balance: None,
        };
        return match step.amount % 3 {
            0 => told(by_day, model),
            _ => arrive(step, model),
        };
    }
    Plan::of(Open {
        who: who(step),
        ware: Ware::Public(0),
        quantity: 1,
        way: Way::Bank(0),
        code: None,
    })
}

/// A person says of any deposit that it is new money, or the money of another, mostly of one in doubt. Where none is, mostly
/// one comes to be.
pub(super) fn told_apart(step: &Step, model: &Model) -> Option<Plan> {
    let doubtful = |at: usize| model.deposits[at].state == "possible_repeat";
    if !(0..model.deposits.len()).any(doubtful) && !step.which.is_multiple_of(4) {
        return in_doubt(step, model);
    }
    let deposit = pick_such(model.deposits.len(), step.which, doubtful)?;
    let what = match pick(model.deposits.len(), step.which / 8) {
        Some(of) if step.amount % 2 == 0 => What::RepeatOf(of),
        _ => What::NewMoney(model.deposits[deposit].told.name),
    };
    Plan::of(Decide { deposit, what })
}

impl Deed for Decide {
    fn carry_out(&self, model: &mut Model) -> Said {
        match self.what {
            What::NewMoney(_) => model.is_new_money(self.deposit),
            What::RepeatOf(of) => model.is_repeat(self.deposit, of),
        }
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (deposit, reason) = (ids.deposit(self.deposit), "the bank's list".to_owned());
        match self.what {
            What::NewMoney(name) => MarkNewMoney {
                deposit,
                account: ids.account.clone(),
                name: PrintedName(NAMES[name].to_owned()),
                reason,
            }
            .into(),
            What::RepeatOf(of) => MarkRepeat {
                deposit,
                of: ids.deposit(of),
                reason,
            }
            .into(),
        }
    }
}
