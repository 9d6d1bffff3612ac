//! What the books explain, and what is not compared.

use std::collections::BTreeMap;

use super::{back, completed, day, expired, found, given, paid, parked, row, with, won};
use crate::{
    kind::Method,
    reconcile::{Facts, Listed, Movement, compare},
};

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
