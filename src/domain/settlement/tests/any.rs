//! For any lines: each of the day is explained, of another system, or a difference; all is only said where all is; and the order of
//! the lines decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{day, id, line, order, signed, won};
use crate::{
    id::{DisputeId, OrderId, PaymentId, RefundId},
    money::Won,
    order::OrderState,
    reconcile::{Booked, ChargedBack, Facts, Given, Tally},
    settlement::{Line, compare},
};

/// Of one of four orders (the books know three), of another system, with a fault in the payout now and then.
fn lines() -> impl Strategy<Value = Vec<Line>> {
    let one = (0..5_u128, -3..4_i64, 3..8_u64, 0..6_u8);
    proptest::collection::vec(one, 0..24).prop_map(|all| {
        let made = |(at, (of, amount, on, fault)): (usize, (u128, i64, u64, u8))| {
            let it = line(&format!("t{at:02}"), amount.max(-2) * 500);
            Line {
                payment_key: format!("P{of}"),
                order_ref: match of {
                    4 => "x".to_owned(),
                    // Some files leave the order out.
                    _ if fault == 1 => String::new(),
                    _ => order(of).to_string(),
                },
                net: if fault == 0 { signed(1) } else { it.net },
                sold_on: day(on),
                ..it
            }
        };
        all.into_iter().enumerate().map(made).collect()
    })
}

fn facts() -> impl Strategy<Value = BTreeMap<OrderId, Facts>> {
    let one = (any::<bool>(), 4..7_u64, 0..3_i64, 0..4_i64);
    proptest::collection::vec(one, 3).prop_map(|all| {
        let made = |(n, (is_paid, on, back, outside)): (usize, (bool, u64, i64, i64))| {
            let n = u128::try_from(n).unwrap();
            let refunds = (back > 0).then(|| Given {
                id: id(n + 1, RefundId::new),
                amount: won(back * 500),
                key: (back == 1).then(|| "t03".to_owned()),
                days: (day(on), day(on)),
            });
            let booked = Booked {
                id: id(n + 1, PaymentId::new),
                key: format!("P{n}"),
                amount: won(1_500),
                day: day(on),
                refunds: refunds.into_iter().collect(),
                under_way: Vec::new(),
                outside: won(if outside == 1 { 500 } else { 0 }),
                charged_back: (outside > 1)
                    .then(|| ChargedBack {
                        id: id(n + 1, DisputeId::new),
                        amount: won(500),
                        reinstated: outside == 3,
                    })
                    .into_iter()
                    .collect(),
                is_account: false,
                came_again: false,
            };
            let facts = Facts {
                order: order(n),
                customer: "alice".parse().unwrap(),
                amount: won(1_500),
                state: OrderState::Completed,
                payment: is_paid.then_some(booked),
                parked: Vec::new(),
            };
            (facts.order, facts)
        };
        all.into_iter().enumerate().map(made).collect()
    })
}

proptest! {
    #[test]
    fn each_line_is_explained_or_a_difference(lines in lines(), facts in facts()) {
        let compared = compare(day(5), &lines, &facts, None);
        let of_day = lines.iter().filter(|it| it.sold_on == day(5)).count() as u64;
        let theirs: BTreeSet<_> = compared
            .found
            .iter()
            .filter(|it| it.theirs.is_some())
            .map(|it| (it.row_key.clone(), it.movement))
            .collect();
        let missing = compared.found.iter().filter(|it| it.theirs.is_none()).count() as u64;
        prop_assert_eq!(compared.rows + compared.foreign, of_day + missing);
        prop_assert_eq!(compared.explained + theirs.len() as u64 + missing, compared.rows);
        let all = Tally::of(&compared, 0).explained_parts() == 100_000;
        prop_assert_eq!(all, compared.found.is_empty());
        let once: BTreeSet<_> = compared
            .found
            .iter()
            .map(|it| (it.row_key.clone(), it.movement, it.kind))
            .collect();
        prop_assert_eq!(once.len(), compared.found.len());
    }

    #[test]
    fn the_order_of_lines_decides_nothing(
        (lines, shuffled) in lines().prop_flat_map(|lines| {
            let shuffled = Just(lines.clone()).prop_shuffle();
            (Just(lines), shuffled)
        }),
        facts in facts(),
    ) {
        prop_assert_eq!(compare(day(5), &lines, &facts, None), compare(day(5), &shuffled, &facts, None));
    }

    #[test]
    fn every_won_is_weighed(lines in lines(), facts in facts()) {
        let compared = compare(day(5), &lines, &facts, None);
        let of_ours = |it: &&Line| it.sold_on == day(5) && !it.order_ref.starts_with('x');
        let theirs: u64 = lines
            .iter()
            .filter(of_ours)
            .map(|it| it.gross.get().unsigned_abs())
            .sum();
        let missing: u64 = compared
            .found
            .iter()
            .filter(|it| it.theirs.is_none())
            .map(|it| it.ours.unwrap_or(Won::ZERO).get().unsigned_abs())
            .sum();
        prop_assert_eq!(compared.won, theirs + missing);
        prop_assert!(compared.explained_won <= compared.won);
    }
}
