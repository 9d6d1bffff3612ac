//! What differs, by its type.

use super::{back, completed, day, expired, found, given, id, paid, row, with, won};
use crate::{
    id::{PaymentId, RefundId},
    reconcile::{
        DiscrepancyKind::{self, Amount, Day, Duplicate, MissingHere, MissingThere, Status},
        Facts, Listed, Movement,
    },
};

/// What the books have, what is listed, and the name and the type of the one difference.
type Case = (Option<Facts>, Vec<Listed>, String, DiscrepancyKind);

fn case(facts: Option<Facts>, rows: Vec<Listed>, key: &str, kind: DiscrepancyKind) -> Case {
    (facts, rows, key.to_owned(), kind)
}

fn refunded(key: Option<&str>) -> Facts {
    with(|it| it.refunds = vec![given(key, 400)])
}

#[test]
fn what_differs_is_typed() {
    for (facts, rows, key, kind) in theirs_alone().into_iter().chain(of_completed()) {
        let found = found(facts.clone(), &rows);
        assert_eq!(found, [(key, kind)], "{facts:?} {rows:?}");
    }
}

/// What is listed and no completed order explains.
fn theirs_alone() -> Vec<Case> {
    let other_amount = || vec![row("t1", Movement::Paid, 999)];
    vec![
        case(None, vec![paid()], "t1", MissingHere),
        case(None, vec![back("x", 1)], "x", MissingHere),
        // An order that ended unpaid, and was paid.
        case(Some(expired()), vec![paid()], "t1", Status),
        case(Some(expired()), vec![back("x", 1)], "x", MissingHere),
        case(Some(expired()), other_amount(), "t1", Amount),
    ]
}

/// What differs from a completed order.
fn of_completed() -> Vec<Case> {
    let (payment, refund) = (id(1, PaymentId::new), id(1, RefundId::new));
    let (payment, refund) = (payment.to_string(), refund.to_string());
    let other_payment = Listed {
        payment_key: "Q".to_owned(),
        ..row("q", Movement::Paid, 1000)
    };
    let beside = |other: Listed| vec![paid(), other];
    let twice = row("t2", Movement::Paid, 1000);
    let unknown = row("u", Movement::Unknown, 0);
    let done = || Some(completed());
    let late = Some(with(|it| it.day = day(3)));
    vec![
        case(done(), vec![row("t1", Movement::Paid, 999)], "t1", Amount),
        case(done(), beside(twice), "t2", Duplicate),
        case(done(), beside(other_payment), "q", Duplicate),
        case(late, vec![paid()], "t1", Day),
        case(done(), beside(back("x", 1)), "x", MissingHere),
        case(
            Some(refunded(Some("c1"))),
            beside(back("c1", 401)),
            "c1",
            Amount,
        ),
        case(done(), beside(unknown), "u", Status),
        // A row of which nobody knows what it says may be what would be missing.
        case(done(), vec![unclear("u", 1000)], "u", Status),
        case(
            Some(refunded(Some("c1"))),
            beside(unclear("c1", 400)),
            "c1",
            Status,
        ),
        case(Some(refunded(None)), beside(unclear("u", 400)), "u", Status),
        case(done(), vec![], &payment, MissingThere),
        case(
            Some(refunded(Some("c1"))),
            vec![paid()],
            &refund,
            MissingThere,
        ),
        case(Some(refunded(None)), vec![paid()], &refund, MissingThere),
    ]
}

/// A row in a state that is not known.
fn unclear(key: &str, amount: i64) -> Listed {
    row(key, Movement::Unknown, amount)
}

#[test]
fn a_row_in_an_unknown_state_stands_for_one_movement_at_most() {
    let (payment, refund) = (id(1, PaymentId::new), id(1, RefundId::new));
    let whole = |key| Some(with(|it| it.refunds = vec![given(key, 1000)]));
    let status = |key: &str| (key.to_owned(), Status);
    // The payment comes first; a row that is named like the refund is the refund's.
    let one = found(whole(None), &[unclear("u", 1000)]);
    assert_eq!(one, [(refund.to_string(), MissingThere), status("u")]);
    let named = found(whole(Some("c1")), &[unclear("c1", 1000)]);
    assert_eq!(named, [status("c1"), (payment.to_string(), MissingThere)]);
    let both = found(whole(None), &[unclear("u", 1000), unclear("v", 1000)]);
    assert_eq!(both, [status("u"), status("v")]);
    // Another amount, or a day far from it, is another movement.
    let other = found(Some(completed()), &[unclear("u", 999)]);
    assert_eq!(other, [(payment.to_string(), MissingThere), status("u")]);
    let of_another_day = |after, kind: Option<DiscrepancyKind>| {
        let rows = [Listed {
            day: day(after),
            ..unclear("u", 1000)
        }];
        let expected: Vec<_> = kind
            .map(|kind| (payment.to_string(), kind))
            .into_iter()
            .collect();
        assert_eq!(found(Some(completed()), &rows), expected, "{after}");
    };
    of_another_day(6, None);
    of_another_day(7, Some(MissingThere));
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
