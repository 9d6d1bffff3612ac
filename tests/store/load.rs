//! Locks first, then exactly the rows that a batch can touch.

use std::collections::HashMap;

use credit_gateway::store::{StoreError, books, journal::Draft, save};
use domain::{
    books::{Changes, Needs},
    deposit::Deposit,
    kind::{Kind, ProviderId},
    lot::Lot,
    order::{Order, OrderState},
};

use crate::{databases, look, samples::*, write};

#[tokio::test]
async fn customers_without_a_row_are_named_and_made() {
    for test in databases().await {
        let needs = Needs {
            customers: [customer_id("bob"), customer_id("carol")].into(),
            ..Needs::default()
        };
        let mut tx = test.db.begin().await.unwrap();
        let locked = books::lock(&mut tx, &needs).await.unwrap();
        let mut missing = locked.missing().to_vec();
        tx.rollback().await.unwrap();
        missing.sort();
        assert_eq!(missing, [customer_id("bob"), customer_id("carol")]);
        books::make_customers(&test.db, &missing, at(5))
            .await
            .unwrap();
        books::make_customers(&test.db, &missing, at(6))
            .await
            .unwrap();
        let facts = look(&test.db, &needs, 0).await.unwrap();
        assert_eq!(
            facts.customers,
            [customer_id("bob"), customer_id("carol")]
                .map(|id| domain::customer::Customer::new(id, at(5)))
        );
    }
}

#[tokio::test]
async fn nobody_writes_rows_of_a_customer_that_is_not_locked() {
    for test in databases().await {
        write(
            &test.db,
            &Changes {
                customers: vec![customer("alice"), customer("bob")],
                ..Changes::default()
            },
        )
        .await
        .unwrap();
        let mut tx = test.db.begin().await.unwrap();
        let needs = Needs {
            customers: [customer_id("alice")].into(),
            ..Needs::default()
        };
        let locked = books::lock(&mut tx, &needs).await.unwrap();
        let changes = Changes {
            lots: vec![lot(1, "bob", 5, 50)],
            ..Changes::default()
        };
        let draft = Draft::begin(&mut tx, None, at(0), HashMap::new())
            .await
            .unwrap();
        let error = save::save(&mut tx, &locked, &changes, draft)
            .await
            .unwrap_err();
        assert!(
            matches!(error, StoreError::Unlocked { table: "lots", .. }),
            "{error}"
        );
    }
}

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

#[tokio::test]
async fn an_order_brings_its_payment_and_a_refund_brings_them_all() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        let customers = || [customer_id("alice")].into();
        let by = [
            Needs {
                customers: customers(),
                orders: [order_id(1)].into(),
                ..Needs::default()
            },
            Needs {
                customers: customers(),
                payments: [payment_id(1)].into(),
                ..Needs::default()
            },
            Needs {
                customers: customers(),
                refunds: [refund_id(1)].into(),
                ..Needs::default()
            },
            Needs {
                deposits: [deposit_id(1)].into(),
                ..Needs::default()
            },
            Needs {
                movements: [(ProviderId::known("bank"), "m/1".to_owned())].into(),
                ..Needs::default()
            },
        ];
        for needs in by {
            let facts = look(&test.db, &needs, 10).await.unwrap();
            assert_eq!(
                (
                    facts.orders.len(),
                    facts.payments.len(),
                    facts.refunds.len()
                ),
                (1, 1, 1),
                "{needs:?}"
            );
            // A deposit that paid may be reversed: other live lots of the customer are loaded to be set off.
            let reversible = !needs.deposits.is_empty() || !needs.movements.is_empty();
            let lots: &[domain::id::LotId] = if reversible {
                &[lot_id(1), lot_id(2)]
            } else {
                &[lot_id(1)]
            };
            assert_eq!(
                facts.lots.iter().map(|lot| lot.id).collect::<Vec<_>>(),
                lots,
                "{needs:?}"
            );
            assert_eq!(facts.customers.len(), 1, "the owner is locked: {needs:?}");
        }
    }
}

#[tokio::test]
async fn a_spend_or_a_hold_brings_the_lots_of_its_parts() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        let facts = look(
            &test.db,
            &Needs {
                spends: [spend_id(1)].into(),
                ..Needs::default()
            },
            10,
        )
        .await
        .unwrap();
        assert_eq!(
            facts.lots.iter().map(|lot| lot.id).collect::<Vec<_>>(),
            [lot_id(1), lot_id(2)]
        );
        let facts = look(
            &test.db,
            &Needs {
                holds: [hold_id(1)].into(),
                ..Needs::default()
            },
            10,
        )
        .await
        .unwrap();
        assert_eq!(
            facts.lots.iter().map(|lot| lot.id).collect::<Vec<_>>(),
            [lot_id(1)]
        );
    }
}

#[tokio::test]
async fn what_lapsed_and_what_is_left_of_a_customer_is_found() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        let lapsed = Needs {
            lapsed_of: [customer_id("alice")].into(),
            ..Needs::default()
        };
        let none = look(&test.db, &lapsed, 29).await.unwrap();
        assert_eq!(
            (none.lots.len(), none.holds.len()),
            (1, 0),
            "alice owes: the lot of the payment that was taken back"
        );
        let hold = look(&test.db, &lapsed, 30).await.unwrap();
        assert_eq!(
            (hold.lots.len(), hold.holds.len()),
            (1, 1),
            "the hold, with the lot it set aside from"
        );
        let both = look(&test.db, &lapsed, 60).await.unwrap();
        assert_eq!((both.lots.len(), both.holds.len()), (2, 1));

        let everything = Needs {
            everything_of: [customer_id("alice")].into(),
            ..Needs::default()
        };
        let facts = look(&test.db, &everything, 10).await.unwrap();
        assert_eq!(
            (facts.lots.len(), facts.payments.len(), facts.orders.len()),
            (2, 1, 1)
        );
        assert_eq!((facts.holds.len(), facts.refunds.len()), (1, 1));
    }
}

#[tokio::test]
async fn a_depositors_orders_are_found_and_their_owners_locked() {
    for test in databases().await {
        let key = Some("main|kim".to_owned());
        let closed = |n, since: i64| Order {
            state: OrderState::Expired,
            closed_at: Some(at(0) - chrono::TimeDelta::days(since)),
            depositor_key: key.clone(),
            ..order(n, "bob")
        };
        let orders = vec![
            Order {
                depositor_key: key.clone(),
                ..order(1, "alice")
            },
            closed(2, 30),
            closed(3, 32),
        ];
        let customers = vec![customer("alice"), customer("bob")];
        write(
            &test.db,
            &Changes {
                customers,
                orders,
                ..Changes::default()
            },
        )
        .await
        .unwrap();
        let needs = Needs {
            depositors: ["main|kim".to_owned()].into(),
            ..Needs::default()
        };
        let facts = look(&test.db, &needs, 0).await.unwrap();
        assert_eq!(
            facts
                .orders
                .iter()
                .map(|order| order.id)
                .collect::<Vec<_>>(),
            [order_id(1), order_id(2)]
        );
        assert_eq!(
            facts
                .customers
                .iter()
                .map(|customer| customer.id.clone())
                .collect::<Vec<_>>(),
            [customer_id("alice")]
        );
    }
}

#[tokio::test]
async fn a_row_that_moved_between_look_and_lock_is_noticed() {
    for test in databases().await {
        let deposit = |order| Changes {
            deposits: vec![deposit(1, order)],
            ..Changes::default()
        };
        let orders = vec![order(1, "alice")];
        write(
            &test.db,
            &Changes {
                customers: vec![customer("alice")],
                orders,
                ..Changes::default()
            },
        )
        .await
        .unwrap();
        write(&test.db, &deposit(None)).await.unwrap();

        let needs = Needs {
            deposits: [deposit_id(1)].into(),
            depositors: ["main|홍길동2".to_owned()].into(),
            ..Needs::default()
        };
        let mut tx = test.db.begin().await.unwrap();
        let mut locked = books::lock(&mut tx, &needs).await.unwrap();
        // The work of another gateway meanwhile, done here by the same transaction.
        let moved = Deposit {
            order: Some(order_id(1)),
            ..deposit(None).deposits.remove(0)
        };
        let draft = Draft::begin(&mut tx, None, at(0), HashMap::new())
            .await
            .unwrap();
        save::save(
            &mut tx,
            &locked,
            &Changes {
                deposits: vec![moved],
                ..Changes::default()
            },
            draft,
        )
        .await
        .unwrap();
        let error = books::load(&mut tx, &mut locked, &needs, at(0))
            .await
            .unwrap_err();
        assert!(matches!(error, StoreError::Moved), "{error}");
    }
}
