//! What the books explain, and what is not compared.

use std::collections::BTreeMap;

use super::{back, completed, day, expired, explained, found, given, paid, row, with, won};
use crate::{
    kind::Method,
    reconcile::{
        DiscrepancyKind,
        ExplainedBy::{self, NothingLeft, Outside, Payment, Refund, RefundUnderWay},
        Facts, Listed, Movement, UnderWay, compare,
    },
};

type Case = (&'static str, Facts, Vec<Listed>, Vec<ExplainedBy>);

fn on(n: u64, row: Listed) -> Listed {
    Listed { day: day(n), ..row }
}

fn refunded(key: Option<&str>) -> Facts {
    with(|it| it.refunds = vec![given(key, 400)])
}

fn outside(amount: i64) -> Facts {
    with(|it| it.outside = won(amount))
}

/// A refund of 400 won that was sent on a day, beside what others took back.
fn under_way(since: u64) -> Facts {
    with(|it| {
        it.under_way = vec![UnderWay {
            id: given(None, 400).id,
            amount: won(400),
            since: day(since),
        }];
    })
}

#[test]
fn what_the_books_explain_is_no_discrepancy() {
    for (name, facts, rows, by) in of_payments().into_iter().chain(of_cancels()) {
        assert_eq!(found(Some(facts.clone()), &rows), [], "{name}");
        let said: Vec<ExplainedBy> = explained(facts, &rows)
            .into_iter()
            .map(|row| row.1)
            .collect();
        assert_eq!(said, by, "{name}");
    }
}

fn of_payments() -> Vec<Case> {
    let account = |row: Listed| Listed {
        method: Method::VirtualAccount,
        ..row
    };
    let dated = with(|it| it.day = day(6));
    let again = with(|it| it.came_again = true);
    let twice = row("t2", Movement::Paid, 1000);
    vec![
        ("paid", completed(), vec![paid()], vec![Payment]),
        ("nothing happened", expired(), vec![], vec![]),
        (
            "listed a day later",
            completed(),
            vec![on(6, paid())],
            vec![],
        ),
        ("dated a day later", dated, vec![paid()], vec![Payment]),
        (
            "came and went",
            expired(),
            vec![paid(), back("x", 1000)],
            vec![NothingLeft, NothingLeft],
        ),
        (
            "an account given up",
            expired(),
            vec![account(back("x", 1000))],
            vec![NothingLeft],
        ),
        (
            "a deposit that came again",
            again,
            vec![paid(), twice, back("x", 1000)],
            vec![Payment, Payment, Outside],
        ),
    ]
}

fn of_cancels() -> Vec<Case> {
    let and = |rows: &[Listed]| [&[paid()], rows].concat();
    let both = with(|it| {
        it.refunds = vec![given(None, 400)];
        it.outside = won(400);
    });
    vec![
        (
            "refund by name",
            refunded(Some("a1")),
            and(&[back("a1", 400)]),
            vec![Refund, Payment],
        ),
        (
            "refund by amount",
            refunded(None),
            and(&[back("x", 400)]),
            vec![Payment, Refund],
        ),
        // One refund in two cancels: the provider's name is that of the first.
        (
            "in two parts",
            refunded(Some("u1")),
            and(&[back("u1", 300), back("u2", 100)]),
            vec![Payment, Refund, Refund],
        ),
        (
            "by others",
            outside(700),
            and(&[back("x", 300), back("y", 400)]),
            vec![Payment, Outside, Outside],
        ),
        (
            "ours and others' alike",
            both,
            and(&[back("x", 400), back("y", 400)]),
            vec![Payment, Refund, Outside],
        ),
        (
            "a refund in doubt",
            under_way(4),
            and(&[back("x", 400)]),
            vec![Payment, RefundUnderWay],
        ),
    ]
}

/// Another amount, another cancel beside it, or one of before it was sent.
#[test]
fn a_refund_under_way_explains_one_cancel_of_its_amount_since_it_was_sent() {
    let one = |key: &str| vec![(key.to_owned(), DiscrepancyKind::MissingHere)];
    let found = |since, rows: &[Listed]| found(Some(under_way(since)), rows);
    assert_eq!(found(4, &[paid(), back("x", 399)]), one("x"));
    assert_eq!(
        found(4, &[paid(), back("x", 400), back("y", 400)]),
        one("y")
    );
    assert_eq!(found(7, &[paid(), back("x", 400)]), one("x"));
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

/// A bank took a deposit back and it was made again before any look-up saw it.
#[test]
fn a_deposit_that_came_again_unseen_is_explained_where_as_much_is_left() {
    let account = || with(|it| it.is_account = true);
    let rows = [paid(), back("r1", 1000), row("t2", Movement::Paid, 1000)];
    assert_eq!(found(Some(account()), &rows), []);
    let refunded = with(|it| {
        it.is_account = true;
        it.refunds.push(given(Some("r2"), 1000));
    });
    let more = [&rows[..], &[back("r2", 1000)]].concat();
    assert_eq!(found(Some(refunded), &more), []);
    // Not of a card, not twice the money, and not without any.
    assert_eq!(found(Some(completed()), &rows).len(), 2);
    let twice = [paid(), row("t2", Movement::Paid, 1000)];
    assert_eq!(found(Some(account()), &twice).len(), 1);
    assert_eq!(found(Some(account()), &[paid(), back("r1", 1000)]).len(), 1);
}
