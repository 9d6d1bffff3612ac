//! What is found by another name than its own.

use std::collections::HashMap;

use credit_gateway::store::{StoreError, books, journal::Draft, save};
use domain::{
    books::{Changes, Needs},
    deposit::Deposit,
    order::{Order, OrderState},
};

use crate::{databases, look, samples::*, write};

#[tokio::test]
async fn what_lapsed_and_what_is_left_of_a_customer_is_found() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        let lapsed = Needs {
            lapsed_of: [customer_id("alice")].into(),
            ..Needs::default()
        };
        // Its first end was at 30.
        let none = look(&test.db, &lapsed, 39).await.unwrap();
        assert_eq!(
            (none.lots.len(), none.holds.len()),
            (1, 0),
            "alice owes: the lot of the payment that was taken back"
        );
        let hold = look(&test.db, &lapsed, 40).await.unwrap();
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
