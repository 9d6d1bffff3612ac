//! Our rows against theirs, as a table, and what holds for any rows.

mod any;
mod contradicted;
mod differs;
mod explained;
mod runs;
mod schedules;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate};

use super::{
    Booked, DiscrepancyKind, ExplainedBy, Facts, Given, Listed, Movement, Parked, compare,
};
use crate::{
    contradiction::ContradictionKind,
    id::{ContradictionId, Entropy, OrderId, PaymentId, RefundId},
    kind::Method,
    money::Won,
    order::OrderState,
};

pub(super) fn day(n: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    first.checked_add_days(Days::new(n)).unwrap()
}

fn id<T>(n: u128, make: impl FnOnce(DateTime<chrono::Utc>, &mut dyn Entropy) -> T) -> T {
    struct Fixed(u128);
    impl Entropy for Fixed {
        fn bits(&mut self) -> u128 {
            self.0 << 100
        }
    }
    make(DateTime::UNIX_EPOCH, &mut Fixed(n))
}

pub(super) fn order(n: u128) -> OrderId {
    id(n, OrderId::new)
}

pub(super) fn won(amount: i64) -> Won {
    Won::new(amount).unwrap()
}

/// A row of order 1's payment `key` on day 5.
fn row(key: &str, movement: Movement, amount: i64) -> Listed {
    Listed {
        key: key.to_owned(),
        payment_key: "P".to_owned(),
        order_ref: order(1).to_string(),
        movement,
        method: Method::Card,
        amount: won(amount),
        day: day(5),
    }
}

fn paid() -> Listed {
    row("t1", Movement::Paid, 1000)
}

fn back(key: &str, amount: i64) -> Listed {
    row(key, Movement::Returned, amount)
}

/// An order of 1,000 won that expired unpaid.
pub(super) fn expired() -> Facts {
    Facts {
        order: order(1),
        customer: "alice".parse().unwrap(),
        amount: won(1000),
        state: OrderState::Expired,
        payment: None,
        parked: Vec::new(),
    }
}

/// The same paid as `P` on day 5.
fn completed() -> Facts {
    Facts {
        state: OrderState::Completed,
        payment: Some(Booked {
            id: id(1, PaymentId::new),
            key: "P".to_owned(),
            amount: won(1000),
            day: day(5),
            refunds: Vec::new(),
            under_way: Vec::new(),
            outside: Won::ZERO,
            charged_back: Vec::new(),
            is_account: false,
            came_again: false,
        }),
        ..expired()
    }
}

fn with(change: impl FnOnce(&mut Booked)) -> Facts {
    let mut facts = completed();
    change(facts.payment.as_mut().unwrap());
    facts
}

fn given(key: Option<&str>, amount: i64) -> Given {
    Given {
        id: id(1, RefundId::new),
        amount: won(amount),
        key: key.map(str::to_owned),
        days: (day(5), day(5)),
    }
}

/// A contradiction about payment `P`, of which so much came and went.
fn told(amount: i64, gone: i64, open: bool) -> Parked {
    Parked {
        id: id(1, ContradictionId::new),
        kind: ContradictionKind::OtherAmount,
        payment_key: "P".to_owned(),
        amount: won(amount),
        gone: won(gone),
        open,
    }
}

/// An order of 1,000 won that is parked because of these.
fn parked(told: Vec<Parked>) -> Facts {
    Facts {
        state: OrderState::Mismatched,
        parked: told,
        ..expired()
    }
}

/// What explains each row of day 5, by its name.
fn explained(facts: Facts, rows: &[Listed]) -> Vec<(String, ExplainedBy)> {
    let facts = BTreeMap::from([(facts.order, facts)]);
    let compared = compare(day(5), rows, &facts);
    let explained = compared.explanations.into_iter();
    explained.map(|row| (row.row_key, row.by.word())).collect()
}

/// What day 5 is found to differ in, as words.
fn found(facts: Option<Facts>, rows: &[Listed]) -> Vec<(String, DiscrepancyKind)> {
    let facts: BTreeMap<_, _> = facts.into_iter().map(|it| (it.order, it)).collect();
    let compared = compare(day(5), rows, &facts);
    let differs = u64::try_from(compared.found.len()).unwrap();
    assert_eq!(compared.rows, compared.explained + differs);
    let found = compared.found.into_iter();
    found.map(|found| (found.row_key, found.kind)).collect()
}
