//! Subscriptions: which are loaded, listed and due, and what the database itself refuses.

use credit_gateway::store::{Page, Timeline, Trouble, reads};
use domain::{
    books::{Changes, Needs},
    membership::{Distribution, Subscription, SubscriptionState},
};

use crate::{databases, look, samples::*, write};

fn active(n: u64, plan: &str, due: i64) -> Subscription {
    Subscription {
        plan: plan.into(),
        state: SubscriptionState::Active,
        next_due_at: Some(at(due)),
        paused_at: None,
        ..subscription(n, "alice")
    }
}

fn ended(n: u64) -> Subscription {
    Subscription {
        state: SubscriptionState::Ended,
        next_due_at: None,
        paused_at: None,
        ended_at: Some(at(12)),
        ..subscription(n, "alice")
    }
}

fn of_alice(subscriptions: Vec<Subscription>, distributions: Vec<Distribution>) -> Changes {
    Changes {
        customers: vec![customer("alice")],
        subscriptions,
        distributions,
        ..Changes::default()
    }
}

#[tokio::test]
async fn a_customers_open_subscriptions_are_loaded_and_the_ended_ones_by_their_names() {
    for test in databases().await {
        let all = vec![active(1, "basic", 20), subscription(2, "alice"), ended(3)];
        write(&test.db, &of_alice(all.clone(), vec![]))
            .await
            .unwrap();
        let open = Needs {
            subscriptions_of: [customer_id("alice")].into(),
            ..Needs::default()
        };
        let found = look(&test.db, &open, 10).await.unwrap().subscriptions;
        assert_eq!(found, all[..2]);
        let closing = Needs {
            everything_of: [customer_id("alice")].into(),
            ..Needs::default()
        };
        let found = look(&test.db, &closing, 10).await.unwrap().subscriptions;
        assert_eq!(found, all[..2]);
        let named = Needs {
            subscriptions: [subscription_id(3), subscription_id(9)].into(),
            ..Needs::default()
        };
        let found = look(&test.db, &named, 10).await.unwrap().subscriptions;
        assert_eq!(found, all[2..]);
    }
}

#[tokio::test]
async fn what_is_due_is_found_at_its_instant_the_longest_due_first() {
    for test in databases().await {
        let all = vec![
            active(1, "a", 20),
            active(2, "b", 10),
            subscription(3, "alice"),
            ended(4),
        ];
        write(&test.db, &of_alice(all, vec![])).await.unwrap();
        let due = async |now: i64, limit| {
            let found = reads::subscriptions_due(&test.db, at(now), limit)
                .await
                .unwrap();
            found.iter().map(|known| known.id).collect::<Vec<_>>()
        };
        assert!(due(9, 10).await.is_empty());
        assert_eq!(due(10, 10).await, [subscription_id(2)]);
        // A paused one is due as well: its month is skipped by name.
        assert_eq!(due(20, 10).await.len(), 3);
        assert_eq!(due(20, 1).await, [subscription_id(2)]);
    }
}

#[tokio::test]
async fn subscriptions_and_months_are_read_page_by_page() {
    for test in databases().await {
        let months = (1..=3).map(|month| skipped(1, month));
        let months = months.enumerate().map(|(n, made)| Distribution {
            id: distribution_id(50 - u64::try_from(n).unwrap()),
            ..made
        });
        let all = vec![active(1, "a", 20), active(2, "b", 20), ended(3)];
        write(&test.db, &of_alice(all.clone(), months.collect()))
            .await
            .unwrap();
        let first = Page::first(2);
        let alice = customer_id("alice");
        let page = reads::subscriptions_of(&test.db, &alice, &first)
            .await
            .unwrap();
        assert_eq!(page, [all[2].clone(), all[1].clone()]);
        let rest = Page {
            after: Some(all[1].id.to_string()),
            limit: 2,
        };
        let page = reads::subscriptions_of(&test.db, &alice, &rest)
            .await
            .unwrap();
        assert_eq!(page, [all[0].clone()]);
        let read = async |after, limit| {
            let page = Timeline { after, limit };
            let found = reads::distributions_of(&test.db, subscription_id(1), page).await;
            found
                .unwrap()
                .iter()
                .map(|made| made.month)
                .collect::<Vec<_>>()
        };
        assert_eq!(read(-1, 2).await, [1, 2], "by month, not by id");
        assert_eq!(read(2, 2).await, [3]);
        let one = reads::subscription(&test.db, subscription_id(2))
            .await
            .unwrap();
        assert_eq!(one.as_ref(), Some(&all[1]));
        assert_eq!(
            reads::subscription(&test.db, subscription_id(9))
                .await
                .unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn the_database_itself_refuses_a_state_that_does_not_fit() {
    for test in databases().await {
        let wrong = [
            of_alice(
                vec![Subscription {
                    next_due_at: None,
                    ..active(1, "a", 20)
                }],
                vec![],
            ),
            of_alice(
                vec![Subscription {
                    next_due_at: Some(at(1)),
                    ..ended(1)
                }],
                vec![],
            ),
            of_alice(
                vec![Subscription {
                    paused_at: None,
                    ..subscription(1, "alice")
                }],
                vec![],
            ),
            of_alice(
                vec![],
                vec![Distribution {
                    lot: None,
                    ..distribution(1, "alice")
                }],
            ),
        ];
        for changes in wrong {
            let error = write(&test.db, &changes).await.unwrap_err();
            assert_eq!(error.trouble(), Trouble::Content, "{error}");
        }
    }
}
