//! Payouts against the seller's account.

use super::{day, signed, won};
use crate::{
    reconcile::DiscrepancyKind as Kind,
    settlement::{Arrived, Paid, payouts},
};

fn paid(on: u64, net: i64) -> Paid {
    Paid {
        day: day(on),
        net: signed(net),
    }
}

fn money(key: &str, on: u64, amount: i64) -> Arrived {
    Arrived {
        key: key.to_owned(),
        day: day(on),
        amount: won(amount),
    }
}

#[test]
fn money_explains_a_payout_or_is_a_difference() {
    for (why, paid, arrived, found) in [
        (
            "on the day",
            vec![paid(5, 900)],
            vec![money("a", 5, 900)],
            vec![],
        ),
        (
            "after a weekend",
            vec![paid(5, 900)],
            vec![money("a", 8, 900)],
            vec![],
        ),
        (
            "before the day",
            vec![paid(5, 900)],
            vec![money("a", 4, 900)],
            vec![Kind::MissingThere],
        ),
        (
            "never",
            vec![paid(5, 900)],
            vec![],
            vec![Kind::MissingThere],
        ),
        (
            "less",
            vec![paid(5, 900)],
            vec![money("a", 5, 890)],
            vec![Kind::Amount],
        ),
        (
            "twice",
            vec![paid(5, 900)],
            vec![money("a", 5, 900), money("b", 5, 900)],
            vec![Kind::Duplicate],
        ),
        (
            "of no settlement",
            vec![],
            vec![money("a", 5, 900)],
            vec![Kind::MissingHere],
        ),
        (
            "two of one amount",
            vec![paid(4, 900), paid(5, 900)],
            vec![money("a", 5, 900), money("b", 5, 900)],
            vec![],
        ),
        (
            "what went back is taken off the next",
            vec![paid(4, -300), paid(5, 900)],
            vec![money("a", 5, 600)],
            vec![],
        ),
    ] {
        let mut arrived = arrived;
        for _ in 0..2 {
            let result = payouts(day(5), &paid, &arrived);
            let kinds: Vec<Kind> = result.compared.found.iter().map(|it| it.kind).collect();
            assert_eq!(kinds, found, "{why}");
            // The order of the statement decides nothing.
            arrived.reverse();
        }
    }
}
