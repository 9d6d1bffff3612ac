//! Sums of uses.

use super::{Sum, UsageBy, standing};
use crate::money::Credits;

fn sum(spends: i64, credits: i64) -> Sum {
    let credits = Credits::new(credits).unwrap();
    Sum { spends, credits }
}

#[test]
fn what_was_reversed_is_not_used() {
    for (all, reversed, used) in [
        (sum(0, 0), sum(0, 0), sum(0, 0)),
        (sum(3, 60), sum(0, 0), sum(3, 60)),
        (sum(3, 60), sum(1, 10), sum(2, 50)),
        (sum(3, 60), sum(3, 60), sum(0, 0)),
    ] {
        assert_eq!(standing(all, reversed), used, "{all:?} {reversed:?}");
    }
}

#[test]
fn the_groupings_are_words() {
    let words: Vec<&str> = UsageBy::ALL.iter().map(|by| by.as_str()).collect();
    assert_eq!(words, ["meter", "day", "reference", "api_key"]);
}
