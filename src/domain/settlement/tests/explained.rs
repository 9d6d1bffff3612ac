//! What the books explain.

use super::{completed, day, judged, line, refunded};
use crate::{money::Won, settlement::Line};

#[test]
fn what_is_settled_as_it_was_sold_is_explained() {
    let paid = line("t1", 10_000);
    let next_day = Line {
        sold_on: day(6),
        ..line("t1", 10_000)
    };
    let unnamed = Line {
        order_ref: String::new(),
        ..line("t1", 10_000)
    };
    let by_order_alone = Line {
        payment_key: String::new(),
        ..line("t1", 10_000)
    };
    let without_vat = Line {
        vat: None,
        net: super::signed(9_790),
        ..line("t1", 10_000)
    };
    for (facts, lines, rows) in [
        (completed(), vec![paid.clone()], 1),
        // Across midnight the day after has it.
        (completed(), vec![next_day], 0),
        (completed(), vec![unnamed], 1),
        (completed(), vec![by_order_alone], 1),
        (completed(), vec![without_vat], 1),
        (
            refunded(4_000, Some("c1")),
            vec![paid.clone(), line("c1", -4_000)],
            2,
        ),
        // The provider's name of the cancel is not known here.
        (
            refunded(4_000, None),
            vec![paid.clone(), line("c7", -4_000)],
            2,
        ),
        // Gone whole before it was settled: providers report neither.
        (refunded(10_000, Some("c1")), vec![], 0),
    ] {
        let compared = judged(&facts, &lines);
        assert_eq!(compared.found, [], "{lines:?}");
        assert_eq!(
            (compared.rows, compared.explained),
            (rows, rows),
            "{lines:?}"
        );
        assert_eq!(compared.won, compared.explained_won);
    }
}

#[test]
fn what_others_took_back_is_explained_by_its_line() {
    let mut facts = completed();
    facts.payment.as_mut().unwrap().outside = Won::new(3_000).unwrap();
    let lines = [line("t1", 10_000), line("c1", -3_000)];
    assert_eq!(judged(&facts, &lines).found, []);
}

#[test]
fn lines_of_other_systems_are_counted_alone() {
    let other = Line {
        order_ref: "MC42ODEw".to_owned(),
        payment_key: "X".to_owned(),
        ..line("x1", 10_000)
    };
    let compared = judged(&completed(), &[line("t1", 10_000), other]);
    assert_eq!((compared.rows, compared.foreign), (1, 1));
    assert_eq!(compared.found, []);
}
