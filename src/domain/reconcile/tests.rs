//! Our rows against theirs, as a table, and what holds for any rows.

mod any;
mod runs;
mod schedules;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate};

use super::{Booked, DiscrepancyKind, Facts, Given, Listed, Movement, Parked, compare};
use crate::{
    id::{Entropy, OrderId, PaymentId, RefundId},
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
            outside: Won::ZERO,
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

fn parked(cancelled: i64, settled: bool) -> Facts {
    let parked = Parked {
        payment_key: "P".to_owned(),
        cancelled: won(cancelled),
        settled,
    };
    Facts {
        state: OrderState::Mismatched,
        parked: vec![parked],
        ..expired()
    }
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

#[test]
fn what_the_books_explain_is_no_discrepancy() {
    let on = |n: u64, row: Listed| Listed { day: day(n), ..row };
    let account = |row: Listed| Listed {
        method: Method::VirtualAccount,
        ..row
    };
    let refunded = |key| with(|it| it.refunds = vec![given(key, 400)]);
    let outside = |amount| with(|it| it.outside = won(amount));
    let cases: Vec<(&str, Facts, Vec<Listed>)> = vec![
        ("paid", completed(), vec![paid()]),
        ("nothing happened", expired(), vec![]),
        ("listed a day later", completed(), vec![on(6, paid())]),
        (
            "dated a day later",
            with(|it| it.day = day(6)),
            vec![paid()],
        ),
        (
            "refund by name",
            refunded(Some("c1")),
            vec![paid(), back("c1", 400)],
        ),
        (
            "refund by amount",
            refunded(None),
            vec![paid(), back("c9", 400)],
        ),
        // One refund in two cancels: the provider's name is that of the first.
        (
            "in two parts",
            refunded(Some("c1")),
            vec![paid(), back("c1", 300), back("c2", 100)],
        ),
        (
            "by others",
            outside(700),
            vec![paid(), back("x", 300), back("y", 400)],
        ),
        (
            "sent back and settled",
            parked(0, true),
            vec![paid(), back("x", 1000)],
        ),
        ("gone at the provider", parked(1000, false), vec![paid()]),
        ("came and went", expired(), vec![paid(), back("x", 1000)]),
        (
            "an account given up",
            expired(),
            vec![account(back("x", 1000))],
        ),
        (
            "a deposit that came again",
            with(|it| it.came_again = true),
            vec![paid(), back("x", 1000), row("t2", Movement::Paid, 1000)],
        ),
    ];
    for (name, facts, rows) in cases {
        assert_eq!(found(Some(facts), &rows), [], "{name}");
    }
}

#[test]
fn what_differs_is_typed() {
    use DiscrepancyKind::{Amount, Day, Duplicate, MissingHere, MissingThere, Status};
    let ids = (
        id(1, PaymentId::new).to_string(),
        id(1, RefundId::new).to_string(),
    );
    let refunded = |key| with(|it| it.refunds = vec![given(key, 400)]);
    let cases: Vec<(Option<Facts>, Vec<Listed>, &str, DiscrepancyKind)> = vec![
        (None, vec![paid()], "t1", MissingHere),
        (None, vec![back("x", 1)], "x", MissingHere),
        // An order that ended unpaid, and was paid.
        (Some(expired()), vec![paid()], "t1", Status),
        (Some(parked(0, false)), vec![paid()], "t1", Status),
        (
            Some(expired()),
            vec![row("t1", Movement::Paid, 999)],
            "t1",
            Amount,
        ),
        (
            Some(completed()),
            vec![row("t1", Movement::Paid, 999)],
            "t1",
            Amount,
        ),
        (
            Some(completed()),
            vec![paid(), row("t2", Movement::Paid, 1000)],
            "t2",
            Duplicate,
        ),
        (
            Some(completed()),
            vec![
                paid(),
                Listed {
                    payment_key: "Q".to_owned(),
                    ..row("q", Movement::Paid, 1000)
                },
            ],
            "q",
            Duplicate,
        ),
        (Some(with(|it| it.day = day(3))), vec![paid()], "t1", Day),
        (
            Some(completed()),
            vec![paid(), back("x", 1)],
            "x",
            MissingHere,
        ),
        (Some(expired()), vec![back("x", 1)], "x", MissingHere),
        (
            Some(refunded(Some("c1"))),
            vec![paid(), back("c1", 401)],
            "c1",
            Amount,
        ),
        (
            Some(completed()),
            vec![paid(), row("u", Movement::Unknown, 0)],
            "u",
            Status,
        ),
        (Some(completed()), vec![], &ids.0, MissingThere),
        (
            Some(refunded(Some("c1"))),
            vec![paid()],
            &ids.1,
            MissingThere,
        ),
        (Some(refunded(None)), vec![paid()], &ids.1, MissingThere),
    ];
    for (facts, rows, key, kind) in cases {
        let found = found(facts.clone(), &rows);
        assert_eq!(found, [(key.to_owned(), kind)], "{facts:?} {rows:?}");
    }
}

#[test]
fn two_cancels_are_not_explained_by_the_money_of_one() {
    let facts = with(|it| it.outside = won(300));
    let rows = [paid(), back("x", 300), back("y", 300)];
    assert_eq!(
        found(Some(facts), &rows),
        [("y".to_owned(), DiscrepancyKind::MissingHere)]
    );
}

#[test]
fn rows_of_other_systems_are_counted_and_no_discrepancy() {
    let other = Listed {
        order_ref: "MC42ODEwOTg1MjU2MTI4".to_owned(),
        ..paid()
    };
    let compared = compare(day(5), &[other], &BTreeMap::new());
    assert_eq!((compared.foreign, compared.rows), (1, 0));
    assert_eq!(compared.found, []);
}

#[test]
fn a_refund_that_was_in_doubt_for_days_is_not_sought_on_the_last() {
    let mut late = given(Some("c1"), 400);
    late.days = (day(3), day(5));
    let facts = with(|it| it.refunds = vec![late]);
    assert_eq!(found(Some(facts), &[paid()]), []);
}
