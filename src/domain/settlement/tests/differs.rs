//! What differs, one row for each rule.

use super::{completed, day, judged, kinds, line, order, refunded, signed};
use crate::{
    money::Won,
    reconcile::{DiscrepancyKind as Kind, Facts, Movement, Tally},
    settlement::Line,
};

/// Why, what the books have, what is settled, and what is found.
type Case = (&'static str, Facts, Vec<Line>, Kind, Movement);

fn of_payments() -> [Case; 5] {
    let of_nobody = Line {
        order_ref: order(2).to_string(),
        payment_key: "Q".to_owned(),
        ..line("q1", 7_000)
    };
    let mut sold_before = completed();
    sold_before.payment.as_mut().unwrap().day = day(3);
    let (paid, twice) = (line("t1", 10_000), line("t2", 10_000));
    let short = vec![line("t1", 9_990)];
    let (here, there) = (Kind::MissingHere, Kind::MissingThere);
    let it = Movement::Paid;
    [
        (
            "nobody knows it",
            completed(),
            vec![paid.clone(), of_nobody],
            here,
            it,
        ),
        ("it is not settled", completed(), vec![], there, it),
        ("less is settled", completed(), short, Kind::Amount, it),
        (
            "two days apart",
            sold_before,
            vec![paid.clone()],
            Kind::Day,
            it,
        ),
        (
            "settled twice",
            completed(),
            vec![paid, twice],
            Kind::Duplicate,
            it,
        ),
    ]
}

fn of_cancels() -> [Case; 5] {
    let mut outside = completed();
    outside.payment.as_mut().unwrap().outside = Won::new(3_000).unwrap();
    let back = || refunded(4_000, Some("c1"));
    let with = |rest: &[Line]| [&[line("t1", 10_000)], rest].concat();
    let (first, again) = (line("c1", -4_000), line("c1#2", -4_000));
    let (nobodys, more) = (line("c1", -4_000), line("c1", -4_100));
    let it = Movement::Returned;
    [
        (
            "settled twice",
            back(),
            with(&[first, again]),
            Kind::Duplicate,
            it,
        ),
        (
            "nobody made it",
            completed(),
            with(&[nobodys]),
            Kind::MissingHere,
            it,
        ),
        ("another amount", back(), with(&[more]), Kind::Amount, it),
        ("paid out in full", back(), with(&[]), Kind::Status, it),
        ("others took it back", outside, with(&[]), Kind::Status, it),
    ]
}

#[test]
fn what_differs_is_typed() {
    for (why, facts, lines, kind, movement) in of_payments().into_iter().chain(of_cancels()) {
        let compared = judged(&facts, &lines);
        assert_eq!(kinds(&compared), [(kind, movement)], "{why}: {compared:?}");
        assert!(compared.explained < compared.rows, "{why}");
        assert!(Tally::of(&compared, 0).explained_parts() < 100_000, "{why}");
    }
}

#[test]
fn a_line_with_two_faults_is_one_row_that_is_not_explained() {
    let both = Line {
        net: signed(9_000),
        ..line("t1", 9_990)
    };
    let compared = judged(&completed(), &[both]);
    let found = [(Kind::Amount, Movement::Paid), (Kind::Fee, Movement::Paid)];
    assert_eq!(kinds(&compared), found);
    assert_eq!((compared.rows, compared.explained), (1, 0));
    assert_eq!((compared.won, compared.explained_won), (9_990, 0));
}

#[test]
fn a_single_won_of_a_hundred_million_keeps_it_from_being_all() {
    let tally = Tally {
        rows: 100_000_001,
        explained: 100_000_000,
        won: 100_000_001,
        explained_won: 100_000_000,
        ..Tally::default()
    };
    assert_eq!(tally.explained_percent(), "99.999 %");
    assert_eq!(tally.explained_won_percent(), "99.999 %");
}
