//! Which lots are loaded.

use credit_gateway::store::books;
use domain::{
    books::{Changes, Needs},
    customer::Customer,
    kind::Kind,
    lot::Lot,
};

use crate::{databases, look, samples::*, write};

/// Lots of alice, in the order of spending: 3 (10 credits), 1 (20), 4 (30), 2 (40). 5 has ended, 6 is empty, 7 is
/// bob's.
async fn shelves(db: &credit_gateway::store::Db) {
    let lots = vec![
        lot(3, "alice", 10, 100),
        Lot {
            kind: Kind::Membership,
            ..lot(1, "alice", 20, 100)
        },
        Lot {
            kind: Kind::Purchased,
            acquired_at: at(-9),
            ..lot(4, "alice", 30, 100)
        },
        Lot {
            kind: Kind::Bulk,
            ..lot(2, "alice", 40, 100)
        },
        lot(5, "alice", 50, 20),
        Lot {
            spent: credits(60),
            remaining: credits(0),
            ..lot(6, "alice", 60, 90)
        },
        lot(7, "bob", 70, 100),
    ];
    write(
        db,
        &Changes {
            customers: vec![customer("alice"), customer("bob")],
            lots,
            ..Changes::default()
        },
    )
    .await
    .unwrap();
}

async fn spendable(
    db: &credit_gateway::store::Db,
    asked: &[(&str, i64)],
    now: i64,
) -> Vec<domain::id::LotId> {
    let spendable = asked
        .iter()
        .map(|(name, sum)| (customer_id(name), credits(*sum)))
        .collect();
    let mut lots = look(
        db,
        &Needs {
            spendable,
            ..Needs::default()
        },
        now,
    )
    .await
    .unwrap()
    .lots;
    lots.sort_by_key(Lot::spending_key);
    lots.iter().map(|lot| lot.id).collect()
}

#[tokio::test]
async fn of_the_live_lots_no_more_are_loaded_than_cover_what_is_asked() {
    for test in databases().await {
        shelves(&test.db).await;
        for (asked, ids) in [
            (1, vec![3]),
            (10, vec![3]),
            (11, vec![3, 1]),
            (31, vec![3, 1, 4]),
            (100, vec![3, 1, 4, 2]),
            (900, vec![3, 1, 4, 2]),
        ] {
            let ids: Vec<_> = ids.into_iter().map(lot_id).collect();
            assert_eq!(
                spendable(&test.db, &[("alice", asked)], 20).await,
                ids,
                "{asked}"
            );
        }
        // One microsecond before its end a lot is live; at its end it is not.
        assert_eq!(spendable(&test.db, &[("alice", 1)], 19).await, [lot_id(5)]);
        assert_eq!(spendable(&test.db, &[("bob", 5)], 99).await, [lot_id(7)]);
        assert_eq!(spendable(&test.db, &[("bob", 5)], 100).await, []);
        // The largest sum of the batch decides.
        assert_eq!(
            spendable(&test.db, &[("alice", 1), ("bob", 11)], 20).await,
            [3, 7, 1].map(lot_id)
        );
    }
}

#[tokio::test]
async fn who_spends_while_a_payment_of_theirs_is_loaded_gets_every_live_lot() {
    for test in databases().await {
        shelves(&test.db).await;
        write(
            &test.db,
            &Changes {
                customers: vec![customer("alice")],
                payments: vec![payment(1, "alice")],
                ..Changes::default()
            },
        )
        .await
        .unwrap();
        let needs = Needs {
            spendable: [
                (customer_id("alice"), credits(1)),
                (customer_id("bob"), credits(1)),
            ]
            .into(),
            payments: [payment_id(1)].into(),
            ..Needs::default()
        };
        let lots = look(&test.db, &needs, 20).await.unwrap().lots;
        assert_eq!(lots.len(), 5, "all four live ones of alice, and bob's");
    }
}

#[tokio::test]
async fn balances_count_live_credits_and_name_everyone_asked_for() {
    for test in databases().await {
        shelves(&test.db).await;
        books::make_customers(&test.db, &[customer_id("carol")], at(0))
            .await
            .unwrap();
        let needs = Needs {
            balances: ["alice", "bob", "carol"].map(customer_id).into(),
            ..Needs::default()
        };
        let facts = look(&test.db, &needs, 20).await.unwrap();
        let expected = [("alice", 100), ("bob", 70), ("carol", 0)]
            .map(|(name, sum)| (customer_id(name), credits(sum)));
        assert_eq!(facts.balances, expected.into());
        assert_eq!(
            look(&test.db, &needs, 19).await.unwrap().balances[&customer_id("alice")],
            credits(150)
        );
    }
}

/// Whatever lots are loaded: of those with thresholds all credits of the ledger, of others nothing.
#[tokio::test]
async fn what_is_available_is_summed_up_for_customers_with_thresholds_alone() {
    for test in databases().await {
        shelves(&test.db).await;
        let carol = Customer {
            thresholds: None,
            ..customer("carol")
        };
        let own = Changes {
            customers: vec![carol],
            lots: vec![lot(8, "carol", 80, 100)],
            ..Changes::default()
        };
        write(&test.db, &own).await.unwrap();
        let everybody = ["alice", "carol"].map(customer_id);
        let needs = Needs {
            customers: everybody.into(),
            spendable: [(customer_id("alice"), credits(1))].into(),
            ..Needs::default()
        };
        let facts = look(&test.db, &needs, 50).await.unwrap();
        let alice = (customer_id("alice"), credits(150));
        assert_eq!(facts.available, [alice.clone()].into());
        let setting = Needs {
            available_of: [customer_id("carol"), customer_id("dan")].into(),
            ..needs
        };
        let facts = look(&test.db, &setting, 50).await.unwrap();
        let carol = (customer_id("carol"), credits(80));
        let dan = (customer_id("dan"), credits(0));
        assert_eq!(facts.available, [alice, carol, dan].into());
    }
}
