//! Reads at one instant, in pages.

mod found;
mod lists;
mod statement;

use credit_gateway::store::reads;
use domain::{books::Changes, ledger::Account, lot::Lot};

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
            let (balance, lapsed) = reads::balance(&test.db, &alice, at(now))
                .await
                .unwrap()
                .unwrap();
            assert!(!lapsed, "no hold has run out");
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
