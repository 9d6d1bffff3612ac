//! What differs, by its type.

use super::{back, completed, day, expired, found, given, id, paid, parked, row, with, won};
use crate::{
    id::{PaymentId, RefundId},
    reconcile::{DiscrepancyKind, Facts, Listed, Movement},
};

/// The books, the rows, and what is found under which name.
type Case = (Option<Facts>, Vec<Listed>, String, DiscrepancyKind);

#[rustfmt::skip] // one line each: a table is read by its columns
fn cases() -> Vec<Case> {
    use DiscrepancyKind::{Amount, Day, Duplicate, MissingHere, MissingThere, Status};
    let ids = (id(1, PaymentId::new).to_string(), id(1, RefundId::new).to_string());
    let refunded = |key| with(|it| it.refunds = vec![given(key, 400)]);
    let less = || row("t1", Movement::Paid, 999);
    let second = Listed { payment_key: "Q".to_owned(), ..row("q", Movement::Paid, 1000) };
    let cases: Vec<(Option<Facts>, Vec<Listed>, &str, DiscrepancyKind)> = vec![
        (None, vec![paid()], "t1", MissingHere),
        (None, vec![back("x", 1)], "x", MissingHere),
        // An order that ended unpaid, and was paid.
        (Some(expired()), vec![paid()], "t1", Status),
        (Some(parked(0, false)), vec![paid()], "t1", Status),
        (Some(expired()), vec![less()], "t1", Amount),
        (Some(completed()), vec![less()], "t1", Amount),
        (Some(completed()), vec![paid(), row("t2", Movement::Paid, 1000)], "t2", Duplicate),
        (Some(completed()), vec![paid(), second], "q", Duplicate),
        (Some(with(|it| it.day = day(3))), vec![paid()], "t1", Day),
        (Some(completed()), vec![paid(), back("x", 1)], "x", MissingHere),
        (Some(expired()), vec![back("x", 1)], "x", MissingHere),
        (Some(refunded(Some("c1"))), vec![paid(), back("c1", 401)], "c1", Amount),
        (Some(completed()), vec![paid(), row("u", Movement::Unknown, 0)], "u", Status),
        (Some(completed()), vec![], &ids.0, MissingThere),
        (Some(refunded(Some("c1"))), vec![paid()], &ids.1, MissingThere),
        (Some(refunded(None)), vec![paid()], &ids.1, MissingThere),
    ];
    let owned = cases.into_iter();
    owned.map(|(facts, rows, key, kind)| (facts, rows, key.to_owned(), kind)).collect()
}

#[test]
fn what_differs_is_typed() {
    for (facts, rows, key, kind) in cases() {
        let found = found(facts.clone(), &rows);
        assert_eq!(found, [(key, kind)], "{facts:?} {rows:?}");
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
