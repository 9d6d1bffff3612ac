//! For any rows: each of the provider's of the day is explained, of another system, or a discrepancy, once; and the order of the
//! rows decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{day, expired, id, order, won};
use crate::{
    contradiction::ContradictionKind,
    id::{ContradictionId, OrderId, PaymentId},
    kind::Method,
    order::OrderState,
    reconcile::{Booked, By, Facts, Listed, Movement, Parked, compare},
};

fn movement() -> impl Strategy<Value = Movement> {
    prop_oneof![
        4 => Just(Movement::Paid),
        3 => Just(Movement::Returned),
        1 => Just(Movement::Unknown),
    ]
}

type Row = (u128, u8, Movement, i64, u64, bool);

/// Of one of four orders (the books know three), or of another system, by one of two payments.
fn rows() -> impl Strategy<Value = Vec<Listed>> {
    let row = (
        0..5_u128,
        0..2_u8,
        movement(),
        1..4_i64,
        4..7_u64,
        any::<bool>(),
    );
    proptest::collection::vec(row, 0..24).prop_map(|rows| {
        let row = |(at, (of, payment, movement, amount, on, account)): (usize, Row)| Listed {
            key: format!("t{at:02}"),
            payment_key: format!("P{of}{payment}"),
            order_ref: if of == 4 {
                "x".to_owned()
            } else {
                order(of).to_string()
            },
            movement,
            method: if account {
                Method::VirtualAccount
            } else {
                Method::Card
            },
            amount: won(amount * 500),
            day: day(on),
        };
        let numbered: Vec<(usize, _)> = rows.into_iter().enumerate().collect();
        numbered.into_iter().map(row).collect()
    })
}

/// Whether it is paid, when, what others took back, and whether that is settled or came again.
type One = (bool, u64, i64, (bool, bool));

fn facts() -> impl Strategy<Value = BTreeMap<OrderId, Facts>> {
    let one = (any::<bool>(), 4..7_u64, 0..3_i64, any::<(bool, bool)>());
    proptest::collection::vec(one, 3).prop_map(|all| {
        let all = all.into_iter().zip(0_u128..);
        let of = |((is_paid, on, outside, (settled, again)), n): (One, u128)| {
            let payment = is_paid.then(|| Booked {
                id: id(n, PaymentId::new),
                key: format!("P{n}0"),
                amount: won(1000),
                day: day(on),
                refunds: Vec::new(),
                under_way: Vec::new(),
                outside: won(outside * 500),
                charged_back: Vec::new(),
                is_account: again,
                came_again: again,
            });
            let parked = Parked {
                id: id(n, ContradictionId::new),
                kind: ContradictionKind::SecondPayment,
                payment_key: format!("P{n}1"),
                amount: won(1000),
                gone: won(outside * 500),
                open: !settled,
            };
            let facts = Facts {
                order: order(n),
                state: OrderState::Expired,
                payment,
                parked: vec![parked],
                ..expired()
            };
            (facts.order, facts)
        };
        all.map(of).collect()
    })
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap()
}

proptest! {
    #[test]
    fn each_row_is_explained_or_a_discrepancy_once((rows, facts) in (rows(), facts())) {
        let compared = compare(day(5), &rows, &facts);
        let of_day = |row: &&Listed| row.day == day(5);
        let ours = |row: &&Listed| row.order().is_some();
        let foreign = rows.iter().filter(of_day).filter(|row| !ours(row)).count();
        prop_assert_eq!(compared.foreign, count(foreign));
        let keys: BTreeSet<&str> =
            rows.iter().filter(of_day).filter(ours).map(|row| row.key.as_str()).collect();
        let theirs: Vec<&str> = compared
            .found
            .iter()
            .filter(|found| found.theirs.is_some())
            .map(|found| found.row_key.as_str())
            .collect();
        let once: BTreeSet<&str> = theirs.iter().copied().collect();
        prop_assert_eq!(once.len(), theirs.len(), "no row is found twice");
        prop_assert!(once.is_subset(&keys));
        prop_assert_eq!(compared.explained + count(theirs.len()), count(keys.len()));
        prop_assert_eq!(compared.rows, compared.explained + count(compared.found.len()));
        prop_assert_eq!(compared.explained, count(compared.explanations.len()), "each says by what");
        let won: u64 = compared.explanations.iter().map(|row| row.amount.get().unsigned_abs()).sum();
        prop_assert_eq!(compared.explained_won, won);
    }

    /// A contradiction is about one payment at one provider, of one amount: it explains no other money.
    #[test]
    fn a_contradiction_explains_its_own_money_alone((rows, facts) in (rows(), facts())) {
        let compared = compare(day(5), &rows, &facts);
        let mut gone: BTreeMap<ContradictionId, i64> = BTreeMap::new();
        for row in &compared.explanations {
            let By::Contradiction { id, open, .. } = row.by else { continue };
            let known = facts.values().flat_map(|facts| &facts.parked).find(|it| it.id == id).unwrap();
            prop_assert_eq!((&row.payment_key, open), (&known.payment_key, known.open));
            match row.movement {
                Movement::Paid => prop_assert_eq!(row.amount, known.amount),
                Movement::Returned => *gone.entry(id).or_default() += row.amount.get(),
                Movement::Unknown => prop_assert!(false, "a word that is not known explains nothing"),
            }
        }
        for (id, gone) in gone {
            let known = facts.values().flat_map(|facts| &facts.parked).find(|it| it.id == id).unwrap();
            prop_assert!(gone <= known.gone.get(), "more went back than was told of");
        }
    }

    #[test]
    fn the_order_of_rows_decides_nothing(
        ((rows, mixed), facts) in (
            rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
            facts(),
        )
    ) {
        prop_assert_eq!(compare(day(5), &rows, &facts), compare(day(5), &mixed, &facts));
    }
}
