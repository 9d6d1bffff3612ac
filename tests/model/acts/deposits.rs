//! Deposits on our own account, and what a person or the bank does with them.

use std::sync::Arc;

use domain::{
    books::deposits::{MatchDeposit, ReceiveWebhook, ReturnDeposit, Then},
    command::AnyChange,
    deposit::{Movement, Source},
    inbox::{Body, Received, Verdict},
    kind::ProviderId,
};

use super::{Deed, Plan, pick, pick_such};
use crate::{
    calendar::{DAY, MINUTE},
    ids::{Ids, NAMES, instant, won},
    reference::{Deposit, Model, Said, Way},
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
    name: usize,
    won: i64,
    at: i64,
    /// The feed's number of it.
    number: usize,
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
        _ => model.now,
    };
    Plan::of(Arrive {
        name,
        won,
        at,
        number: model.deposits.len(),
    })
}

fn key(ids: &Ids, number: usize) -> String {
    format!("{}-{number}", ids.account)
}

impl Deed for Arrive {
    fn carry_out(&self, model: &mut Model) -> Said {
        Ok(model.deposit(self.name, self.won, self.at))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let movement = Movement {
            provider: BANK,
            key: key(ids, self.number),
            source: Source::FEED,
            account: ids.account.clone(),
            name: NAMES[self.name].to_owned(),
            amount: won(self.won),
            at: instant(self.at),
            balance: None,
        };
        webhook(ids, Then::Deposit(movement))
    }
}

#[derive(Debug)]
struct Reversed {
    deposit: usize,
    /// Whose order it paid.
    who: Option<usize>,
}

pub(super) fn reversed(step: &Step, model: &Model) -> Option<Plan> {
    let deposit = pick_such(model.deposits.len(), step.which, |at| {
        model.deposits[at].state == "matched"
    })?;
    let it = &model.deposits[deposit];
    let who = it
        .order
        .filter(|_| it.state == "matched")
        .map(|order| model.orders[order].who);
    Plan::of(Reversed { deposit, who })
}

impl Deed for Reversed {
    fn carry_out(&self, model: &mut Model) -> Said {
        Ok(model.reverse_deposit(self.deposit))
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
