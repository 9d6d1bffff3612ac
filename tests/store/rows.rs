//! Every row is the same after writing and reading.

use credit_gateway::store::{Page, StoreError, Timeline, inbox, keys, reads};
use domain::{
    books::{Changes, Needs},
    money::Credits,
};

use crate::{databases, look, prompt, samples::*, write};

fn all_of_alice() -> Needs {
    Needs {
        customers: [customer_id("alice")].into(),
        orders: [order_id(1)].into(),
        spends: [spend_id(1)].into(),
        holds: [hold_id(1)].into(),
        quotes: [quote_id(1)].into(),
        movements: [("bank".parse().unwrap(), "m/1".to_owned())].into(),
        events: [
            (toss(), "evt/1".to_owned()),
            (toss(), "evt/none".to_owned()),
        ]
        .into(),
        idempotency_keys: [
            ("key_1".to_owned(), "k/1".to_owned()),
            ("key_2".to_owned(), "k/1".to_owned()),
        ]
        .into(),
        ..Needs::default()
    }
}

#[tokio::test]
async fn every_row_is_read_back_as_it_was_written() {
    for test in databases().await {
        let given = one_of_everything();
        write(&test.db, &given).await.unwrap();
        let facts = look(&test.db, &all_of_alice(), 10).await.unwrap();
        assert_eq!(facts.customers, given.customers);
        assert_eq!(facts.orders, given.orders);
        assert_eq!(facts.payments, given.payments);
        assert_eq!(facts.lots, given.lots);
        assert_eq!(facts.spends, given.spends);
        assert_eq!(facts.holds, given.holds);
        assert_eq!(facts.quotes, given.quotes);
        assert_eq!(facts.refunds, given.refunds);
        assert_eq!(facts.deposits, given.deposits);
        assert_eq!(facts.events, [(toss(), "evt/1".to_owned())].into());
        assert_eq!(facts.idempotency_keys, given.idempotency_keys);
        for received in &given.received {
            assert_eq!(
                inbox::get(&test.db, received.id).await.unwrap().as_ref(),
                Some(received)
            );
        }
        let entries = reads::entries_of(
            &test.db,
            &customer_id("alice"),
            Timeline {
                after: 0,
                limit: 10,
            },
        )
        .await
        .unwrap();
        assert_eq!(entries, given.entries);
        let events = reads::events(&test.db, &Page::first(10)).await.unwrap();
        assert_eq!(
            (events[0].kind, &events[0].body),
            (
                given.events[0].event.kind(),
                &serde_json::to_value(&given.events[0].event).unwrap()
            )
        );
        assert_eq!(
            reads::audit_log(&test.db, &Page::first(10)).await.unwrap()[0].detail,
            NASTY
        );
    }
}

/// SQLite writes a set by statements of several sizes: none may lose a row or write one under another's id.
#[tokio::test]
async fn sets_of_every_size_are_written_whole() {
    for test in databases().await {
        let mut next = 1;
        for size in (1..=20).chain([63, 64, 65, 127, 128, 129, 200]) {
            let audit_log: Vec<_> = (next..next + size)
                .map(|n| domain::effects::AuditRecord {
                    detail: format!("{n} of {size}"),
                    ..act(n)
                })
                .collect();
            next += size;
            let changes = Changes {
                audit_log: audit_log.clone(),
                ..Changes::default()
            };
            write(&test.db, &changes).await.unwrap();
            let page = Page::first(i64::try_from(size).unwrap());
            let mut stored = reads::audit_log(&test.db, &page).await.unwrap();
            stored.reverse();
            let told = |id: domain::id::ActId, detail: &str| format!("{id}: {detail}");
            assert_eq!(
                stored
                    .iter()
                    .map(|act| told(act.id, &act.detail))
                    .collect::<Vec<_>>(),
                audit_log
                    .iter()
                    .map(|act| told(act.id, &act.detail))
                    .collect::<Vec<_>>(),
            );
        }
    }
}

#[tokio::test]
async fn a_row_written_again_is_replaced_whole() {
    for test in databases().await {
        let mut changes = one_of_everything();
        write(&test.db, &changes).await.unwrap();
        changes = Changes {
            customers: changes.customers,
            orders: changes.orders,
            lots: changes.lots,
            refunds: changes.refunds,
            ..Changes::default()
        };
        changes.customers[0].debt = Credits::ZERO;
        changes.orders[0].session = None;
        changes.lots[0].remaining = credits(30);
        changes.lots[0].spent = credits(10);
        changes.refunds[0].account = None;
        write(&test.db, &changes).await.unwrap();
        let facts = look(&test.db, &all_of_alice(), 10).await.unwrap();
        assert_eq!(facts.customers, changes.customers);
        assert_eq!(facts.orders, changes.orders);
        assert_eq!(facts.lots, changes.lots);
        assert_eq!(facts.refunds, changes.refunds);
    }
}

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

#[tokio::test]
async fn a_damaged_row_is_named_and_its_value_is_not() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        prompt(
            &test.db,
            "UPDATE refunds SET account = 'holder 홍길동 110-1234'",
        )
        .await
        .unwrap();
        let error = look(&test.db, &all_of_alice(), 10).await.unwrap_err();
        assert!(
            matches!(
                error,
                StoreError::Damaged {
                    table: "refunds",
                    column: "account",
                    ..
                }
            ),
            "{error}"
        );
        assert!(error.to_string().contains(&refund_id(1).to_string()));
        assert!(!error.to_string().contains("110-1234"));
    }
}

#[tokio::test]
async fn api_keys_are_kept_until_revoked() {
    for test in databases().await {
        let key = keys::ApiKey {
            id: domain::id::KeyId::new(at(0), &mut credit_gateway::entropy::CounterEntropy(1)),
            role: "support".into(),
            hash: "h".into(),
            name: "desk".into(),
            created_at: at(1),
            revoked_at: None,
        };
        keys::add(&test.db, &key).await.unwrap();
        assert_eq!(
            keys::by_id(&test.db, key.id).await.unwrap(),
            Some(key.clone())
        );
        assert!(keys::revoke(&test.db, key.id, at(2)).await.unwrap());
        assert!(!keys::revoke(&test.db, key.id, at(3)).await.unwrap());
        let revoked = keys::ApiKey {
            revoked_at: Some(at(2)),
            ..key
        };
        assert_eq!(
            keys::list(&test.db, &Page::first(5)).await.unwrap(),
            [revoked]
        );
    }
}
