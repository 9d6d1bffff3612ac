//! Locks first, then exactly the rows that a batch can touch.

mod found;
mod lots;

use std::collections::HashMap;

use credit_gateway::store::{StoreError, books, journal::Draft, save};
use domain::{
    books::{Changes, Needs},
    kind::ProviderId,
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
