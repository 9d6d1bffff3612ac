//! Reads at one instant, in pages.

use credit_gateway::store::{Page, Timeline, counts, inbox, reads};
use domain::{
    books::Changes,
    deposit::DepositState,
    ledger::Account,
    lot::Lot,
    order::{Order, OrderState},
};

use crate::{databases, samples::*, write};

#[tokio::test]
async fn a_balance_leaves_out_what_has_ended_at_that_instant() {
    for test in databases().await {
        let held = Lot {
            remaining: credits(6),
            held: credits(4),
            ..lot(1, "alice", 10, 50)
        };
        let lots = vec![held, lot(2, "alice", 30, 60), lot(3, "bob", 99, 60)];
        write(
            &test.db,
            &Changes {
                customers: vec![customer("alice"), customer("bob")],
                lots,
                ..Changes::default()
            },
        )
        .await
        .unwrap();
        let alice = customer_id("alice");
        for (now, available, next) in [(49, 36, Some(50)), (50, 30, Some(60)), (60, 0, None)] {
            let balance = reads::balance(&test.db, &alice, at(now))
                .await
                .unwrap()
                .unwrap();
            assert_eq!(
                (balance.available, balance.next_expiry),
                (credits(available), next.map(at)),
                "{now}"
            );
            assert_eq!((balance.held, balance.debt), (credits(4), credits(3)));
        }
        assert_eq!(
            reads::balance(&test.db, &customer_id("nobody"), at(0))
                .await
                .unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn a_past_balance_is_what_the_ledger_said_then() {
    for test in databases().await {
        // Ten minted at 10, four spent at 20, two set aside at 30; a lot of five minted at 10 ended at 25 and was
        // written off at 40.
        let lots = vec![
            Lot {
                remaining: credits(4),
                held: credits(2),
                spent: credits(4),
                ..lot(1, "alice", 10, 100)
            },
            Lot {
                remaining: credits(0),
                expired: credits(5),
                ..lot(2, "alice", 5, 25)
            },
        ];
        let (one, two) = (Some(lot_id(1)), Some(lot_id(2)));
        let entries = [
            ((Account::Issued, Account::Available), 10, one, 10),
            ((Account::Issued, Account::Available), 5, two, 10),
            ((Account::Available, Account::Used), 4, one, 20),
            ((Account::Available, Account::Held), 2, one, 30),
            ((Account::Available, Account::Expired), 5, two, 40),
        ];
        let entries = (1..)
            .zip(entries)
            .map(|(seq, (accounts, amount, lot, when))| {
                entry("alice", seq, accounts, amount, lot, when)
            });
        let changes = Changes {
            customers: vec![customer("alice")],
            lots,
            entries: entries.collect(),
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        for (then, available, held) in [
            (9, 0, 0),
            (10, 15, 0),
            (20, 11, 0),
            (25, 6, 0),
            (30, 4, 2),
            (40, 4, 2),
            (99, 4, 2),
            (100, 0, 2),
        ] {
            let balance = reads::balance_at(&test.db, &customer_id("alice"), at(then))
                .await
                .unwrap()
                .unwrap();
            assert_eq!(
                (balance.available, balance.held),
                (credits(available), credits(held)),
                "{then}"
            );
        }
        assert_eq!(
            reads::balance_at(&test.db, &customer_id("nobody"), at(99))
                .await
                .unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn lists_go_page_by_page_from_the_newest() {
    for test in databases().await {
        let lots = (1..=5).map(|n| lot(n, "alice", 1, 50)).collect();
        let entries = (1..=5)
            .map(|seq| {
                entry(
                    "alice",
                    seq,
                    (Account::Available, Account::Held),
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
        let entries = reads::entries_of(&test.db, &alice, Timeline { after: 2, limit: 2 })
            .await
            .unwrap();
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
        let holds = vec![domain::spend::Hold {
            expires_at: at(20),
            ..hold(1, "alice")
        }];
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

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one look at each kind of thing")]
async fn things_are_found_by_id_and_deposits_by_state() {
    for test in databases().await {
        let given = one_of_everything();
        write(&test.db, &given).await.unwrap();
        let db = &test.db;
        assert_eq!(
            reads::order(db, order_id(1)).await.unwrap().as_ref(),
            given.orders.first()
        );
        assert_eq!(
            reads::payment(db, payment_id(1)).await.unwrap().as_ref(),
            given.payments.first()
        );
        assert_eq!(
            reads::spend(db, spend_id(1)).await.unwrap().as_ref(),
            given.spends.first()
        );
        assert_eq!(
            reads::hold(db, hold_id(1)).await.unwrap().as_ref(),
            given.holds.first()
        );
        assert_eq!(
            reads::refund(db, refund_id(1)).await.unwrap().as_ref(),
            given.refunds.first()
        );
        assert_eq!(
            reads::deposit(db, deposit_id(1)).await.unwrap().as_ref(),
            given.deposits.first()
        );
        assert_eq!(
            reads::lot_of_payment(db, payment_id(1))
                .await
                .unwrap()
                .as_ref(),
            given.lots.first()
        );
        assert_eq!(
            reads::refunds_of_payment(db, payment_id(1)).await.unwrap(),
            given.refunds
        );
        assert_eq!(
            reads::deposit_by_key(db, &"bank".parse().unwrap(), "m/1")
                .await
                .unwrap()
                .as_ref(),
            given.deposits.first()
        );
        assert_eq!(reads::order(db, order_id(9)).await.unwrap(), None);
        let page = Page::first(9);
        let open = [DepositState::Unmatched, DepositState::Late];
        assert_eq!(
            reads::deposits_in(db, &open, &page).await.unwrap(),
            given.deposits
        );
        assert_eq!(
            reads::deposits_in(db, &[DepositState::Matched], &page)
                .await
                .unwrap(),
            []
        );
        let counted = counts(db).await.unwrap();
        assert_eq!(
            (
                counted.deposits_open,
                counted.refunds_sent,
                counted.jobs_waiting
            ),
            (1, 1, 1)
        );
        assert_eq!(
            (counted.oldest_refund, counted.oldest_job),
            (Some(at(6)), Some(at(5)))
        );
    }
}
