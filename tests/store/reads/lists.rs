//! Lists, page by page.

use credit_gateway::store::{Page, counts, inbox, reads};
use domain::{
    books::Changes,
    ledger::Account,
    lot::Lot,
    order::{Order, OrderState},
};

use crate::{chain, databases, samples::*, write};

#[tokio::test]
async fn lists_go_page_by_page_from_the_newest() {
    for test in databases().await {
        let lots = (1..=5).map(|n| lot(n, "alice", 1, 50)).collect();
        let entries = (1..=5)
            .map(|seq| {
                entry(
                    "alice",
                    seq,
                    (Account::Issued, Account::Available),
                    1,
                    None,
                    1,
                )
            })
            .collect();
        let received = (1..=3).map(|n| received(n, b"{}")).collect();
        write(
            &test.db,
            &Changes {
                customers: vec![customer("alice")],
                lots,
                entries,
                received,
                ..Changes::default()
            },
        )
        .await
        .unwrap();
        let alice = customer_id("alice");
        let first = reads::lots_of(&test.db, &alice, None, &Page::first(2))
            .await
            .unwrap();
        assert_eq!(
            first.iter().map(|lot| lot.id).collect::<Vec<_>>(),
            [lot_id(5), lot_id(4)]
        );
        let next = Page {
            after: Some(lot_id(4).to_string()),
            limit: 9,
        };
        assert_eq!(
            reads::lots_of(&test.db, &alice, None, &next)
                .await
                .unwrap()
                .len(),
            3
        );
        for (before, many) in [(50, 0), (51, 5)] {
            let all = Page::first(9);
            let lots = reads::lots_of(&test.db, &alice, Some(at(before)), &all).await;
            assert_eq!(lots.unwrap().len(), many, "before {before}");
        }
        let entries = chain(&test.db, &alice, 2, 2).await;
        assert_eq!(
            entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
            [3, 4]
        );
        let listed = async |open, limit| {
            inbox::list(&test.db, open, &Page::first(limit))
                .await
                .unwrap()
        };
        assert_eq!(listed(false, 2).await.len(), 2);
        assert_eq!(listed(false, 9).await.len(), 3);
        assert_eq!(listed(true, 9).await, []);
    }
}

#[tokio::test]
async fn what_ran_out_is_found_oldest_first() {
    for test in databases().await {
        let order = |n, state, expires| Order {
            state,
            expires_at: at(expires),
            ..order(n, "alice")
        };
        let orders = vec![
            order(1, OrderState::AwaitingDeposit, 20),
            order(2, OrderState::Open, 10),
            order(3, OrderState::Confirming, 5),
            order(4, OrderState::Completed, 5),
            order(5, OrderState::Open, 21),
        ];
        let customers = vec![customer("alice"), customer("bob"), customer("carol")];
        let lots = vec![lot(1, "bob", 5, 20), lot(2, "carol", 5, 21)];
        let lapsed = |n, customer| domain::spend::Hold {
            expires_at: at(20),
            ..hold(n, customer)
        };
        let extended = domain::spend::Hold {
            extended_until: Some(at(21)),
            ..lapsed(2, "carol")
        };
        let holds = vec![lapsed(1, "alice"), extended];
        write(
            &test.db,
            &Changes {
                customers,
                orders,
                lots,
                holds,
                ..Changes::default()
            },
        )
        .await
        .unwrap();
        let due = reads::orders_to_expire(&test.db, at(20), 10).await.unwrap();
        assert_eq!(
            due.iter().map(|order| order.id).collect::<Vec<_>>(),
            [order_id(2), order_id(1)]
        );
        assert_eq!(
            reads::orders_to_expire(&test.db, at(20), 1)
                .await
                .unwrap()
                .len(),
            1
        );
        let lapsed = reads::customers_with_lapsed(&test.db, at(20), 10)
            .await
            .unwrap();
        assert_eq!(lapsed, ["alice", "bob"].map(customer_id));
        assert_eq!(counts(&test.db).await.unwrap().orders_confirming, 1);
    }
}

/// A day in the microseconds that samples count in.
const DAY: i64 = 86_400_000_000;

#[tokio::test]
async fn lots_to_announce_are_those_whose_notice_is_due_and_not_settled() {
    for test in databases().await {
        let lots = vec![
            lot(1, "alice", 5, 8 * DAY),
            // Younger than the notice, used up, announced, and not due yet.
            lot(2, "alice", 5, 7 * DAY),
            Lot {
                remaining: credits(0),
                spent: credits(5),
                ..lot(3, "alice", 5, 8 * DAY)
            },
            lot(4, "bob", 5, 8 * DAY),
            lot(5, "bob", 5, 8 * DAY + 1),
        ];
        let customers = ["alice", "bob"].map(customer).to_vec();
        let expiry_notices = vec![notice(4, "bob")];
        let changes = Changes {
            customers,
            lots,
            expiry_notices,
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        let ends = (at(DAY), at(8 * DAY));
        let due = reads::lots_to_notify(&test.db, 7, ends, 10).await.unwrap();
        let ids: Vec<_> = due.iter().map(|lot| lot.id).collect();
        assert_eq!(ids, [lot_id(1)]);
        let other = reads::lots_to_notify(&test.db, 1, ends, 10).await.unwrap();
        assert_eq!(other.len(), 3, "another notice is another row");
        let some = reads::lots_to_notify(&test.db, 1, ends, 1).await.unwrap();
        assert_eq!(some[0].id, lot_id(2), "the first to end first");
    }
}
