//! What a comparison came to, in whole numbers, and what its differences mean beside known ones.

use crate::reconcile::{Compared, DiscrepancyState, Seen, Tally};

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

#[test]
fn what_a_person_closed_stays_closed_and_what_agreed_may_differ_again() {
    let seen = |state| (Seen::of(state), Seen::of(state).is_told());
    assert_eq!(seen(None), (Seen::New, true));
    assert_eq!(seen(Some(DiscrepancyState::Open)), (Seen::Still, false));
    assert_eq!(seen(Some(DiscrepancyState::Agreed)), (Seen::Again, true));
    assert_eq!(seen(Some(DiscrepancyState::Closed)), (Seen::Closed, false));
}
