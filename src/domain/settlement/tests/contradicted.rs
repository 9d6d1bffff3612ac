//! Lines of money that waits for a person.

use super::{completed, id, judged, kinds, line, won};
use crate::{
    contradiction::ContradictionKind,
    id::ContradictionId,
    order::OrderState,
    reconcile::{DiscrepancyKind, ExplainedBy, Facts, Movement, Parked},
};

/// Order 1 of 10,000 won, parked because 9,990 were charged as `P`.
fn parked() -> Facts {
    Facts {
        state: OrderState::Mismatched,
        payment: None,
        parked: vec![Parked {
            id: id(1, ContradictionId::new),
            kind: ContradictionKind::OtherAmount,
            payment_key: "P".to_owned(),
            amount: won(9_990),
            gone: won(0),
            open: true,
        }],
        ..completed()
    }
}

#[test]
fn a_line_of_exactly_that_money_is_explained_and_waits() {
    let compared = judged(&parked(), &[line("t1", 9_990)]);
    assert_eq!(kinds(&compared), []);
    let by: Vec<_> = compared
        .explanations
        .iter()
        .map(|row| row.by.word())
        .collect();
    assert_eq!(by, [ExplainedBy::OpenContradiction]);
    assert_eq!((compared.explained, compared.explained_won), (1, 9_990));
    // The provider does not say which order it is of.
    let mut unnamed = line("t1", 9_990);
    unnamed.order_ref = String::new();
    assert_eq!(kinds(&judged(&parked(), &[unnamed])), []);
}

#[test]
fn a_line_of_other_money_differs() {
    let paid = |kind| vec![(kind, Movement::Paid)];
    let short = judged(&parked(), &[line("t1", 9_980)]);
    assert_eq!(kinds(&short), paid(DiscrepancyKind::Amount));
    let twice = judged(&parked(), &[line("t1", 9_990), line("t2", 9_990)]);
    assert_eq!(kinds(&twice), paid(DiscrepancyKind::Amount));
    assert_eq!(twice.explained, 1, "it is paid out once");
    let mut wrong = line("t1", 9_990);
    wrong.vat = None;
    let wrong = judged(&parked(), &[wrong]);
    assert_eq!(kinds(&wrong), paid(DiscrepancyKind::Fee));
    assert_eq!(
        (wrong.explained, wrong.explanations.len()),
        (0, 0),
        "a line that does not add up is explained by nothing"
    );
    let back = judged(&parked(), &[line("t1", 9_990), line("c1", -9_990)]);
    assert_eq!(back.found.len(), 0, "it came and went");
}
