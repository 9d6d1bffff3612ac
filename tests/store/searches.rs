//! People's searches use an index, page by page, on both engines.

mod plans;

use credit_gateway::store::{
    Db, Page, Span,
    reads::{self, Groups, Search},
};
use domain::{
    books::Changes,
    kind::ProviderId,
    order::{Order, OrderState},
    payment::Payment,
    spend::{Hold, Spend},
    usage::{NO_KEY, UsageBy},
};

use crate::{databases, samples::*, write};

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

#[tokio::test]
async fn spends_by_a_key_are_looked_for_so_many_at_a_time() {
    for test in databases().await {
        let by = |n: u64, key: Option<u64>| Spend {
            api_key: key.map(key_id),
            reference: if n == 1 { "r1" } else { "r" }.to_owned(),
            ..spend(n, "alice")
        };
        let (own, other) = (Some(1), Some(2));
        let keys = [own, own, other, None, other, other, own];
        let mut spends: Vec<Spend> = (1..).zip(keys).map(|(n, key)| by(n, key)).collect();
        spends.push(Spend {
            api_key: own.map(key_id),
            ..spend(8, "bob")
        });
        let changes = Changes {
            customers: vec![customer("alice"), customer("bob")],
            spends,
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        let alice = customer_id("alice");
        let page = |after: Option<u64>, limit| Page {
            after: after.map(|n| spend_id(n).to_string()),
            limit,
        };
        for (reference, page, most, found, down_to) in [
            (None, page(None, 9), 100, &[7, 2, 1][..], None),
            (None, page(Some(7), 9), 100, &[2, 1], None),
            (Some("r1"), page(None, 9), 100, &[1], None),
            (Some("x"), page(None, 9), 100, &[], None),
            // Three are looked at, and there may be more behind them.
            (None, page(None, 9), 3, &[7], Some(5)),
            (None, page(Some(5), 9), 3, &[2], Some(2)),
            (None, page(Some(2), 9), 3, &[1], None),
            // A full page goes on from its own last spend.
            (None, page(None, 1), 3, &[7], None),
        ] {
            let asked = (key_id(1), reference);
            let looked = reads::spends_by_key(&test.db, &alice, asked, &page, most);
            let looked = looked.await.unwrap();
            let ids: Vec<_> = looked.spends.iter().map(|spend| spend.id).collect();
            let expected: Vec<_> = found.iter().map(|n| spend_id(*n)).collect();
            assert_eq!(ids, expected, "{reference:?} {page:?} {most}");
            let down_to = down_to.map(spend_id);
            assert_eq!(looked.down_to, down_to, "{reference:?} {page:?} {most}");
        }
        let groups = Groups {
            by: UsageBy::ApiKey,
            span: Span::default(),
            after: None,
            limit: 9,
            spends_max: 100,
        };
        let sums = reads::usage(&test.db, &alice, groups).await.unwrap();
        let names: Vec<String> = sums.unwrap().into_iter().map(|sum| sum.of).collect();
        let (one, two) = (key_id(1).to_string(), key_id(2).to_string());
        assert_eq!(names, [one.as_str(), &two, NO_KEY]);
    }
}
