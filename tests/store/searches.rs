//! People's searches use an index, page by page, on both engines.

use credit_gateway::store::{
    Db, Page, Tx,
    reads::{self, Search},
    statements,
};
use domain::{
    books::Changes,
    kind::ProviderId,
    order::{Order, OrderState},
    payment::Payment,
    spend::{Hold, Spend},
};
use sqlx::Row as _;

use crate::{databases, samples::*, schema::generic_plan, write};

fn after(id: &impl ToString) -> Page {
    Page {
        after: Some(id.to_string()),
        limit: 9,
    }
}

#[tokio::test]
async fn spends_and_holds_are_found_by_a_reference_of_one_customer() {
    for test in databases().await {
        let named = [
            (1, "alice", "r"),
            (2, "alice", "r2"),
            (3, "bob", "r"),
            (4, "alice", NASTY),
            (5, "alice", "r"),
        ];
        let spends = named.map(|(n, customer, reference)| Spend {
            reference: reference.to_owned(),
            ..spend(n, customer)
        });
        let holds = named.map(|(n, customer, reference)| Hold {
            reference: reference.to_owned(),
            ..hold(n, customer)
        });
        let changes = Changes {
            customers: vec![customer("alice"), customer("bob")],
            spends: spends.to_vec(),
            holds: holds.to_vec(),
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        let (db, alice) = (&test.db, customer_id("alice"));
        for (reference, page, found) in [
            (Some("r"), Page::first(9), &[5, 1][..]),
            (Some("r"), Page::first(1), &[5]),
            (Some("r2"), Page::first(9), &[2]),
            (Some(NASTY), Page::first(9), &[4]),
            (Some("R"), Page::first(9), &[]),
            (None, Page::first(9), &[5, 4, 2, 1]),
        ] {
            let spends = reads::spends_of(db, &alice, reference, &page)
                .await
                .unwrap();
            let ids: Vec<_> = spends.iter().map(|spend| spend.id).collect();
            let expected: Vec<_> = found.iter().map(|n| spend_id(*n)).collect();
            assert_eq!(ids, expected, "{reference:?}");
            let holds = reads::holds_of(db, &alice, reference, &page).await.unwrap();
            let ids: Vec<_> = holds.iter().map(|hold| hold.id).collect();
            let expected: Vec<_> = found.iter().map(|n| hold_id(*n)).collect();
            assert_eq!(ids, expected, "{reference:?}");
        }
        let page = after(&spend_id(5));
        let rest = reads::spends_of(db, &alice, Some("r"), &page).await;
        assert_eq!(rest.unwrap(), [spends[0].clone()]);
        let page = after(&hold_id(5));
        let rest = reads::holds_of(db, &alice, Some("r"), &page).await;
        assert_eq!(rest.unwrap(), [holds[0].clone()]);
    }
}

/// Three paid orders, two of them at two providers under one key, and two unpaid ones.
async fn orders_and_payments(db: &Db) {
    let order = |n, customer: &str, amount, name: Option<&str>, state| Order {
        amount: won(amount),
        depositor_key: name.map(|name| format!("main|{name}")),
        state,
        ..order(n, customer)
    };
    let payment = |n, customer: &str, amount, provider: &'static str, key: &str| Payment {
        provider: ProviderId::known(provider),
        payment_key: key.to_owned(),
        amount: won(amount),
        ..payment(n, customer)
    };
    let changes = Changes {
        customers: vec![customer("alice"), customer("bob")],
        orders: vec![
            order(1, "alice", 10, None, OrderState::Completed),
            order(2, "bob", 10, Some("kim"), OrderState::Completed),
            order(3, "alice", 20, Some("kim"), OrderState::Completed),
            order(4, "alice", 10, Some("kim"), OrderState::AwaitingDeposit),
            order(5, "bob", 20, Some("lee"), OrderState::AwaitingDeposit),
        ],
        payments: vec![
            payment(1, "alice", 10, "toss", "key"),
            payment(2, "bob", 10, "bank", "key"),
            payment(3, "alice", 20, "bank", "other key"),
        ],
        ..Changes::default()
    };
    write(db, &changes).await.unwrap();
}

/// Whether an order, with its payment where it has one, matches the search.
fn fits(search: &Search, order: &Order, payment: Option<&Payment>) -> bool {
    let customer = search.customer.as_ref();
    customer.is_none_or(|customer| order.customer == *customer)
        && (search.depositor_key.is_none() || order.depositor_key == search.depositor_key)
        && search.amount.is_none_or(|amount| order.amount == amount)
        && search
            .payment_key
            .as_ref()
            .is_none_or(|key| payment.is_some_and(|payment| payment.payment_key == *key))
}

/// Every combination of existing values and similar ones.
fn searches() -> Vec<Search> {
    let mut all = Vec::new();
    for customer in [None, Some("alice"), Some("bob"), Some("carol")] {
        for name in [None, Some("main|kim"), Some("main|k"), Some("kim")] {
            for key in [None, Some("key"), Some("other key"), Some("ke")] {
                all.extend([None, Some(10), Some(20), Some(9)].map(|amount| Search {
                    customer: customer.map(customer_id),
                    depositor_key: name.map(str::to_owned),
                    payment_key: key.map(str::to_owned),
                    amount: amount.map(won),
                }));
            }
        }
    }
    all
}

#[tokio::test]
async fn orders_and_payments_are_found_by_everything_that_is_given() {
    let states = [
        None,
        Some(OrderState::AwaitingDeposit),
        Some(OrderState::Completed),
        Some(OrderState::Failed),
    ];
    for test in databases().await {
        let (db, all) = (&test.db, Page::first(9));
        orders_and_payments(db).await;
        let every = Search::default();
        let orders = reads::orders(db, &every, None, &all).await.unwrap();
        let payments = reads::payments(db, &every, &all).await.unwrap();
        assert_eq!((orders.len(), payments.len()), (5, 3));
        let payment_of = |order: &Order| payments.iter().find(|known| known.order == order.id);
        let order_of = |payment: &Payment| {
            let mut known = orders.iter();
            known.find(|order| order.id == payment.order).unwrap()
        };
        let mut found = 0;
        for search in searches() {
            let mut paid = payments.clone();
            paid.retain(|payment| fits(&search, order_of(payment), Some(payment)));
            let told = reads::payments(db, &search, &all).await.unwrap();
            assert_eq!(told, paid, "{search:?}");
            for state in states {
                let mut sought = orders.clone();
                sought.retain(|order| {
                    fits(&search, order, payment_of(order))
                        && state.is_none_or(|state| order.state == state)
                });
                let told = reads::orders(db, &search, state, &all).await.unwrap();
                assert_eq!(told, sought, "{search:?} {state:?}");
                found += told.len();
                if let Some(first) = told.first() {
                    let rest = reads::orders(db, &search, state, &after(&first.id)).await;
                    assert_eq!(rest.unwrap(), sought[1..]);
                }
            }
        }
        assert!(found > 50, "{found}");
    }
}

/// The condition that identifies a search, and the index that serves it on PostgreSQL and on SQLite.
const LED_BY: &[(&str, &str, &str)] = &[
    (
        "FROM spends WHERE customer_id = $1 AND reference",
        "spends_of_reference",
        "spends_of_reference",
    ),
    (
        "FROM holds WHERE customer_id = $1 AND reference",
        "holds_of_reference",
        "holds_of_reference",
    ),
    (
        "FROM orders WHERE state = $7",
        "orders_by_state",
        "orders_by_state",
    ),
    (
        "FROM orders WHERE amount = $5",
        "orders_of_amount",
        "orders_of_amount",
    ),
    (
        "FROM orders WHERE customer_id = $3",
        "orders_of_customer",
        "orders_of_customer",
    ),
    (
        "FROM orders WHERE depositor_key = $4",
        "orders_of_depositor",
        "orders_of_depositor",
    ),
    (
        "FROM payments WHERE amount = $5",
        "payments_of_amount",
        "payments_of_amount",
    ),
    (
        "FROM payments WHERE order_id IN (SELECT id FROM orders WHERE customer_id = $3",
        "orders_of_customer",
        "orders_of_customer",
    ),
    (
        "AND payment_key = $1) FROM of_provider",
        "payments_provider_payment_key_key",
        "sqlite_autoindex_payments_3",
    ),
    ("($8)", "orders_pkey", "sqlite_autoindex_orders_1"),
    ("($7)", "payments_pkey", "sqlite_autoindex_payments_1"),
];

async fn plan(tx: &mut Tx, sql: &str) -> Vec<String> {
    match tx {
        Tx::Postgres(tx) => generic_plan(tx, sql).await,
        Tx::Sqlite(tx) => {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let rows = sqlx::query(explain).fetch_all(&mut **tx).await.unwrap();
            rows.iter().map(|row| row.get(3)).collect()
        }
    }
}

/// While the tables are empty, when PostgreSQL has no statistics: a session keeps the plan for its lifetime.
#[tokio::test]
async fn each_search_goes_by_its_index() {
    for test in databases().await {
        let mut tx = test.db.begin().await.unwrap();
        let mut seen = Vec::new();
        for sql in statements(&test.db) {
            let led_by = LED_BY.iter().find(|(words, ..)| sql.contains(words));
            let Some((words, pg, lite)) = led_by else {
                // A customer's open holds have an index of their own, and they are few.
                if sql.contains("FROM holds") && sql.contains("state = 'open'") {
                    let whole = plan(&mut tx, sql).await.join("\n");
                    assert!(!whole.contains("_of_reference"), "{sql}\n{whole}");
                }
                continue;
            };
            let whole = plan(&mut tx, sql).await.join("\n");
            seen.push(*words);
            let index = match test.db.engine() {
                credit_gateway::store::engine::Engine::Postgres => pg,
                credit_gateway::store::engine::Engine::Sqlite => lite,
            };
            assert!(whole.contains(index), "{sql}\n{whole}");
            // All ids from the newest on, each row read: this reads a whole table when little is found.
            for every in [
                "Index Cond: (id < ",
                "Index Cond: (payment_key = ",
                "(id<?)",
                "Seq Scan",
                "SCAN orders",
                "SCAN payments",
                "hashed SubPlan",
            ] {
                assert!(!whole.contains(every), "{every} {sql}\n{whole}");
            }
            let steps: Vec<&str> = whole.lines().collect();
            for (step, next) in steps.iter().zip(steps.iter().skip(1)) {
                let led = next.contains("Index Cond");
                let by_index = step.contains("-> ") && step.contains("Index");
                assert!(led || !by_index, "{step} {sql}\n{whole}");
            }
        }
        // A depositor's payments are found by the depositor's orders.
        assert_eq!(seen.len(), LED_BY.len() + 1, "{seen:?}");
    }
}
