//! What a comparison came to, in whole numbers, and what its differences mean beside known ones.

use chrono::DateTime;
use proptest::prelude::*;

use super::{day, id, won};
use crate::{
    id::{DiscrepancyId, ReconciliationId},
    kind::ProviderId,
    reconcile::{
        Compared, Discrepancy, DiscrepancyKind, DiscrepancyState, Found, Movement, Seen, Source,
        Tally,
    },
};

#[test]
fn all_is_explained_only_when_every_row_is() {
    for (explained, rows, percent) in [
        (0, 0, "100.000 %"),
        (1, 1, "100.000 %"),
        (0, 3, "0.000 %"),
        (2, 3, "66.666 %"),
        (999_999_999, 1_000_000_000, "99.999 %"),
        (u64::MAX, u64::MAX, "100.000 %"),
    ] {
        let compared = Compared {
            rows,
            explained,
            ..Compared::default()
        };
        let tally = Tally::of(&compared, 0);
        assert_eq!(tally.explained_percent(), percent, "{explained} of {rows}");
    }
}

/// A difference of a row with these amounts.
fn found(theirs: Option<i64>, ours: Option<i64>) -> Found {
    Found {
        kind: DiscrepancyKind::Amount,
        movement: Movement::Paid,
        row_key: "t1".to_owned(),
        payment_key: "P".to_owned(),
        order_ref: String::new(),
        order: None,
        payment: None,
        refund: None,
        theirs: theirs.map(won),
        ours: ours.map(won),
    }
}

fn known(found: Found, state: DiscrepancyState) -> Discrepancy {
    Discrepancy {
        id: id(1, DiscrepancyId::new),
        provider: ProviderId::known("toss"),
        day: day(5),
        source: Source::Movements,
        found,
        state,
        run: id(1, ReconciliationId::new),
        found_at: DateTime::UNIX_EPOCH,
        seen_at: DateTime::UNIX_EPOCH,
        closed_at: None,
        closed_by: None,
        reason: None,
    }
}

#[test]
fn what_is_open_stays_so_and_what_agreed_may_differ_again() {
    let seen = |state: Option<DiscrepancyState>| {
        let before = state.map(|state| known(found(Some(9), Some(10)), state));
        let seen = Seen::of(before.as_ref(), &found(Some(9), Some(10)));
        (seen, seen.is_told())
    };
    assert_eq!(seen(None), (Seen::New, true));
    assert_eq!(seen(Some(DiscrepancyState::Open)), (Seen::Still, false));
    assert_eq!(seen(Some(DiscrepancyState::Agreed)), (Seen::Again, true));
}

proptest! {
    /// Small numbers, so that amounts are often the same.
    #[test]
    fn what_a_person_closed_stays_closed_with_the_same_amounts_alone(
        then in (proptest::option::of(0..3_i64), proptest::option::of(0..3_i64)),
        now in (proptest::option::of(0..3_i64), proptest::option::of(0..3_i64)),
    ) {
        let closed = known(found(then.0, then.1), DiscrepancyState::Closed);
        let seen = Seen::of(Some(&closed), &found(now.0, now.1));
        let expected = if then == now { Seen::Closed } else { Seen::Again };
        prop_assert_eq!(seen, expected);
        prop_assert_eq!(seen.is_told(), then != now);
    }
}
