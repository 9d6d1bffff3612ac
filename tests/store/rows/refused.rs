//! Rows that the database refuses.

use credit_gateway::store::{StoreError, Tx};
use domain::books::Changes;
use sqlx::Executor as _;

use super::all_of_alice;
use crate::{databases, look, samples::*, write};

#[tokio::test]
async fn what_never_changes_is_not_changed_silently() {
    for test in databases().await {
        let given = one_of_everything();
        write(&test.db, &given).await.unwrap();
        let mut changes = Changes {
            customers: given.customers.clone(),
            orders: given.orders.clone(),
            ..Changes::default()
        };
        changes.orders[0].credits = credits(999_999);
        let error = write(&test.db, &changes).await.unwrap_err();
        assert!(
            matches!(
                error,
                StoreError::Miscounted {
                    table: "orders",
                    given: 1,
                    written: 0
                }
            ),
            "{error}"
        );
        let facts = look(&test.db, &all_of_alice(), 10).await.unwrap();
        assert_eq!(facts.orders, given.orders);
    }
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "a table: one row for each rule of the schema"
)]
async fn what_may_stand_once_is_refused_the_second_time() {
    for test in databases().await {
        let given = one_of_everything();
        write(&test.db, &given).await.unwrap();
        let alice = || vec![customer("alice")];
        let again = [
            Changes {
                customers: alice(),
                entries: given.entries.clone(),
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                received: vec![domain::inbox::Received {
                    id: inbox_id(9),
                    ..received(1, b"x")
                }],
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                idempotency_keys: given.idempotency_keys.clone(),
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                payments: vec![domain::payment::Payment {
                    id: payment_id(9),
                    payment_key: "other".into(),
                    ..payment(1, "alice")
                }],
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                payments: vec![domain::payment::Payment {
                    order: order_id(9),
                    id: payment_id(9),
                    ..payment(1, "alice")
                }],
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                lots: vec![domain::lot::Lot {
                    payment: Some(payment_id(1)),
                    ..lot(9, "alice", 1, 50)
                }],
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                distributions: vec![domain::membership::Distribution {
                    id: distribution_id(9),
                    lot: Some(lot_id(9)),
                    ..distribution(1, "alice")
                }],
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                distributions: vec![domain::membership::Distribution {
                    id: distribution_id(9),
                    month: 9,
                    ..distribution(1, "alice")
                }],
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                due_months: vec![domain::membership::DueMonth {
                    id: due_month_id(9),
                    ..due_month(1, "alice")
                }],
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                subscriptions: vec![domain::membership::Subscription {
                    id: subscription_id(9),
                    ..subscription(1, "alice")
                }],
                ..Changes::default()
            },
            Changes {
                customers: alice(),
                deposits: vec![domain::deposit::Deposit {
                    id: deposit_id(9),
                    ..deposit(1, None)
                }],
                ..Changes::default()
            },
        ];
        for changes in again {
            let error = write(&test.db, &changes).await.unwrap_err();
            assert_eq!(
                error.trouble(),
                credit_gateway::store::Trouble::Again,
                "{error}"
            );
        }
        let mut awaited = order(2, "alice");
        awaited.depositor_key = Some("main|kim".into());
        let other = domain::order::Order {
            id: order_id(3),
            ..awaited.clone()
        };
        write(
            &test.db,
            &Changes {
                customers: alice(),
                orders: vec![awaited],
                ..Changes::default()
            },
        )
        .await
        .unwrap();
        assert!(
            write(
                &test.db,
                &Changes {
                    customers: alice(),
                    orders: vec![other.clone()],
                    ..Changes::default()
                }
            )
            .await
            .is_err()
        );
        let cheaper = domain::order::Order {
            amount: won(29_000),
            ..other
        };
        write(
            &test.db,
            &Changes {
                customers: alice(),
                orders: vec![cheaper],
                ..Changes::default()
            },
        )
        .await
        .unwrap();
    }
}

/// A gateway of before writes its events without one.
#[tokio::test]
async fn an_event_of_a_customer_without_its_number_is_refused_by_postgresql() {
    for test in databases().await {
        let Tx::Postgres(mut tx) = test.db.begin().await.unwrap() else {
            continue;
        };
        for (customer, seq, fits) in [
            ("'ann'", "NULL", false),
            ("NULL", "1", false),
            ("NULL", "NULL", true),
            ("'ann'", "1", true),
        ] {
            let sql = format!(
                "INSERT INTO events (id, kind, subject, customer_id, body, happened_at, seq) \
                 VALUES ('evt_9', 'k', 's', {customer}, '', 0, {seq})"
            );
            tx.execute("SAVEPOINT before").await.unwrap();
            let done = tx.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await;
            assert_eq!(done.is_ok(), fits, "{customer} {seq}: {done:?}");
            if let Err(error) = done {
                assert!(error.to_string().contains("events_are_numbered"), "{error}");
            }
            tx.execute("ROLLBACK TO before").await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_lot_that_does_not_add_up_is_refused_by_the_database_itself() {
    for test in databases().await {
        let wrong = domain::lot::Lot {
            spent: credits(1),
            ..lot(1, "alice", 5, 50)
        };
        let changes = Changes {
            customers: vec![customer("alice")],
            lots: vec![wrong],
            ..Changes::default()
        };
        let error = write(&test.db, &changes).await.unwrap_err();
        assert_eq!(
            error.trouble(),
            credit_gateway::store::Trouble::Content,
            "{error}"
        );
    }
}
