//! When a point of a customer's balance is due.

use super::*;
use crate::id::Least;

/// New entries of a customer, from one number to another.
fn chain(name: &str, from: i64, until: i64) -> Vec<Entry> {
    let mut customer = Customer::new(name.parse().unwrap(), DateTime::UNIX_EPOCH);
    customer.seq = from.saturating_sub(1);
    let posting = Posting {
        id: PostingId::new(DateTime::UNIX_EPOCH, &mut Least),
        act: Act::Grant,
        reference: String::new(),
        at: DateTime::UNIX_EPOCH,
    };
    let one = Credits::new(1).unwrap();
    let line = credits(None, Account::Issued, Account::Available, one);
    let lines: Vec<Line> = (from..=until).map(|_| line).collect();
    append(&mut customer, &posting, &lines)
}

#[test]
fn a_point_is_due_when_a_chain_passes_a_multiple() {
    for (from, until, due) in [
        (1, 1, false),
        (1, POINT_EVERY - 1, false),
        (1, POINT_EVERY, true),
        (POINT_EVERY, POINT_EVERY, true),
        (POINT_EVERY + 1, 2 * POINT_EVERY - 1, false),
        (POINT_EVERY - 2, POINT_EVERY + 2, true),
        (POINT_EVERY - 2, 3 * POINT_EVERY, true),
    ] {
        let entries = chain("c1", from, until);
        assert_eq!(
            points_due(&entries).len(),
            usize::from(due),
            "{from} {until}"
        );
    }
    assert!(points_due(&[]).is_empty());
}

#[test]
fn a_point_is_due_of_those_customers_alone_whose_chains_pass() {
    let mut entries = chain("passes", POINT_EVERY, POINT_EVERY + 1);
    entries.extend(chain("stays", 1, 2));
    entries.extend(chain("passes-too", 2 * POINT_EVERY - 1, 2 * POINT_EVERY));
    let due: Vec<&str> = points_due(&entries)
        .into_iter()
        .map(CustomerId::as_str)
        .collect();
    assert_eq!(due, ["passes", "passes-too"]);
}
