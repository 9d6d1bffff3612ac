//! Customers at one instant, with all that decides about their money.

use credit_gateway::store::snapshot::Snapshot;
use domain::{books::Changes, id::CustomerId, lot::Lot};

use crate::{databases, samples::*, write};

/// Customers of one page, and some more.
const MANY: u64 = 205;

#[tokio::test]
async fn a_customer_comes_with_lots_payments_refunds_and_open_holds() {
    for test in databases().await {
        let given = one_of_everything();
        write(&test.db, &given).await.unwrap();
        let mut snapshot = Snapshot::begin(&test.db).await.unwrap();
        let page = snapshot.page().await.unwrap();
        let [(id, facts)] = page.as_slice() else {
            panic!("{page:?}")
        };
        assert_eq!(*id, customer_id("alice"));
        assert_eq!(facts.customers.len(), 1);
        assert_eq!(facts.payments, given.payments);
        assert_eq!(facts.refunds, given.refunds);
        assert_eq!(facts.holds, given.holds);
        let mut lots = facts.lots.clone();
        lots.sort_by_key(|lot| lot.id);
        assert_eq!(lots, given.lots);
        assert!(facts.orders.is_empty() && facts.spends.is_empty() && facts.quotes.is_empty());
        assert!(snapshot.page().await.unwrap().is_empty());
        snapshot.end().await.unwrap();
    }
}

/// Of each customer those that lots and payments are under, and no others.
#[tokio::test]
async fn what_was_bought_under_a_contract_comes_with_it() {
    for test in databases().await {
        let mut given = one_of_everything();
        given.customers.push(customer("bob"));
        given.payments[0].policy = contract_id(1).to_string();
        given.lots.push(Lot {
            policy: contract_id(3).to_string(),
            ..lot(3, "bob", 5, 50)
        });
        given.contracts = vec![
            contract(1, "alice"),
            contract(2, "alice"),
            contract(3, "bob"),
        ];
        write(&test.db, &given).await.unwrap();
        let mut snapshot = Snapshot::begin(&test.db).await.unwrap();
        let page = snapshot.page().await.unwrap();
        let found: Vec<_> = page
            .iter()
            .map(|(id, facts)| (id.as_str(), facts.contracts.clone()))
            .collect();
        let expected = [
            ("alice", vec![contract(1, "alice")]),
            ("bob", vec![contract(3, "bob")]),
        ];
        assert_eq!(found, expected);
        snapshot.end().await.unwrap();
    }
}

#[tokio::test]
async fn what_is_written_meanwhile_is_not_seen() {
    for test in databases().await {
        let name = |n: u64| format!("c{n:04}");
        let customers = (0..MANY).map(|n| customer(&name(n))).collect();
        let lots = (0..MANY).map(|n| lot(n, &name(n), 5, 50)).collect();
        let changes = Changes {
            customers,
            lots,
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        let mut snapshot = Snapshot::begin(&test.db).await.unwrap();
        let mut seen: Vec<(CustomerId, usize)> = Vec::new();
        loop {
            let page = snapshot.page().await.unwrap();
            if page.is_empty() {
                break;
            }
            seen.extend(page.into_iter().map(|(id, facts)| (id, facts.lots.len())));
            let later = Changes {
                customers: vec![customer("zoe")],
                lots: vec![lot(900, "zoe", 5, 50)],
                ..Changes::default()
            };
            if seen.len() < 201 {
                write(&test.db, &later).await.unwrap();
            }
        }
        snapshot.end().await.unwrap();
        let expected: Vec<_> = (0..MANY).map(|n| (customer_id(&name(n)), 1)).collect();
        assert_eq!(seen, expected);
    }
}
