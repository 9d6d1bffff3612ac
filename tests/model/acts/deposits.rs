//! Deposits on our own account, and what a person or the bank does with them.

use std::sync::Arc;

use domain::{
    books::deposits::{MatchDeposit, ReceiveWebhook, ReturnDeposit, Then},
    command::AnyChange,
    deposit::{Balance, Movement as Reported, Reporter, Source},
    inbox::{Body, Received, Verdict},
    kind::ProviderId,
};

use super::{Deed, Plan, pick, pick_such};
use crate::{
    calendar::{DAY, MINUTE, day_of, midnight},
    ids::{Ids, NAMES, instant, won},
    reference::{Deposit, Model, Movement, Said, Way},
    steps::Step,
};

const BANK: ProviderId = ProviderId::known("bank");

/// A webhook with a key of its own.
fn webhook(ids: &Ids, then: Then) -> AnyChange {
    let received = Received {
        id: ids.new_inbox,
        provider: BANK,
        event_key: ids.new_inbox.to_string(),
        verdict: Verdict::Signed,
        note: "the signature is right".to_owned(),
        headers: "{}".to_owned(),
        body: Body::of(b"{}"),
        effect: "stored".to_owned(),
        received_at: ids.now,
        settled_at: None,
    };
    ReceiveWebhook { received, then }.into()
}

#[derive(Debug)]
struct Arrive {
    told: Movement,
    /// The source's number of it.
    number: usize,
}

pub(super) fn told(told: Movement, model: &Model) -> Option<Plan> {
    Plan::of(Arrive {
        told,
        number: model.deposits.len(),
    })
}

/// Mostly what an order awaits; else somewhat less or more, or for nobody; in time, before or after.
pub(super) fn arrive(step: &Step, model: &Model) -> Option<Plan> {
    let bank = |order: usize| matches!(model.orders[order].way, Way::Bank(_));
    let waits = |order: usize| bank(order) && model.orders[order].is_open();
    let order = pick_such(model.orders.len(), step.which, waits).filter(|order| bank(*order));
    let (name, price) = match order.map(|order| &model.orders[order]) {
        Some(order) => match order.way {
            Way::Bank(name) => (name, order.won),
            Way::Card | Way::VirtualAccount => return None,
        },
        None => (usize::from(step.which.is_multiple_of(2)), 1_000),
    };
    let won = match step.amount % 10 {
        0 => price - 1,
        1 => price + 1,
        2 => 1_000,
        _ => price,
    };
    let at = match step.which % 10 {
        0 => model.now - 11 * MINUTE,
        1 => model.now - 2 * DAY,
        2 => model.now - 5 * MINUTE,
        // A statement that tells the day alone.
        3 | 4 => midnight(day_of(model.now)),
        _ => model.now,
    };
    let arrived = Movement {
        name,
        won,
        at,
        source: usize::from(matches!(step.which % 10, 3 | 5)),
        balance: (step.amount % 3 == 0).then_some(step.amount),
    };
    told(arrived, model)
}

fn key(ids: &Ids, number: usize) -> String {
    format!("{}-{number}", ids.account)
}

impl Deed for Arrive {
    fn carry_out(&self, model: &mut Model) -> Said {
        Ok(model.deposit(self.told))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let told = self.told;
        let movement = Reported {
            provider: BANK,
            key: key(ids, self.number),
            source: match told.source {
                0 => Source::FEED,
                _ => Source::new(Reporter::Statement, "monthly"),
            },
            account: ids.account.clone(),
            name: NAMES[told.name].to_owned(),
            amount: won(told.won),
            at: instant(told.at),
            balance: told.balance.map(Balance),
        };
        webhook(ids, Then::Deposit(movement))
    }
}

#[derive(Debug)]
struct Reversed {
    deposit: usize,
    /// Whose order its money paid.
    who: Option<usize>,
}

/// Mostly of money that paid; sometimes by the report that told it again.
pub(super) fn reversed(step: &Step, model: &Model) -> Option<Plan> {
    let deposit = pick_such(model.deposits.len(), step.which, |at| {
        matches!(model.deposits[at].state, "matched" | "repeated")
    })?;
    let it = &model.deposits[deposit];
    let it = it.repeat_of.map_or(it, |of| &model.deposits[of]);
    let who = it
        .order
        .filter(|_| it.state == "matched")
        .map(|order| model.orders[order].who);
    Plan::of(Reversed { deposit, who })
}

impl Deed for Reversed {
    fn carry_out(&self, model: &mut Model) -> Said {
        model.reverse_deposit(self.deposit)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let reversed = Then::DepositReversed {
            customer: self.who.map(|who| ids.customer(who)),
            provider: BANK,
            key: key(ids, self.deposit),
        };
        webhook(ids, reversed)
    }
}

#[derive(Debug)]
pub(super) struct ByHand {
    pub(super) who: usize,
    pub(super) deposit: usize,
    pub(super) order: usize,
    pub(super) despite_amount: bool,
}

/// Where none waits for a person, one comes.
pub(super) fn by_hand(step: &Step, model: &Model) -> Option<Plan> {
    if !model.deposits.iter().any(Deposit::is_open) && !step.which.is_multiple_of(8) {
        return arrive(step, model);
    }
    choose(step, model).map(|it| Plan::Do(Arc::new(it)))
}

/// Mostly one that waits.
pub(super) fn choose(step: &Step, model: &Model) -> Option<ByHand> {
    let deposit = pick_such(model.deposits.len(), step.which, |at| {
        model.deposits[at].is_open()
    })?;
    let meant = model.deposits[deposit]
        .order
        .filter(|_| step.amount % 2 == 0);
    let bank = |order: usize| matches!(model.orders[order].way, Way::Bank(_));
    let order = meant.or_else(|| pick_such(model.orders.len(), step.which, bank))?;
    let who = model.orders[order].who;
    Some(ByHand {
        who,
        deposit,
        order,
        despite_amount: step.amount % 3 == 0,
    })
}

impl Deed for ByHand {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.match_deposit(self.deposit, self.order, self.despite_amount)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = MatchDeposit {
            customer: ids.customer(self.who),
            deposit: ids.deposit(self.deposit),
            order: ids.order(self.order),
            despite_amount: self.despite_amount,
            reason: "the buyer called".to_owned(),
        };
        change.into()
    }
}

#[derive(Debug)]
struct SentBack {
    deposit: usize,
}

pub(super) fn sent_back(step: &Step, model: &Model) -> Option<Plan> {
    let deposit = pick(model.deposits.len(), step.which)?;
    Plan::of(SentBack { deposit })
}

impl Deed for SentBack {
    fn carry_out(&self, model: &mut Model) -> Said {
        model.return_deposit(self.deposit)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let (deposit, reason) = (ids.deposit(self.deposit), "not ours".to_owned());
        ReturnDeposit { deposit, reason }.into()
    }
}
