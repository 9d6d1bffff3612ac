//! Batches in which something fails.

use credit_gateway::store::{
    WriteError,
    writer::{QUEUE_MAX, Settings},
};
use domain::{
    actor::Actor,
    books::{
        customers::BookExpiry,
        deposits::{ReceiveWebhook, Then},
    },
    command::{Answer, Command},
};
use futures_util::future::join_all;

use super::{available, grant, start};
use crate::{databases, prompt, samples::*};

#[tokio::test]
async fn a_poisoned_command_harms_only_itself() {
    for test in databases().await {
        let (writer, _) = start(&test.db, Settings::of(test.db.engine()));
        writer.submit(grant("mallory", 10)).await.unwrap();
        prompt(
            &test.db,
            "UPDATE customers SET state = 'nonsense' WHERE id = 'mallory'",
        )
        .await
        .unwrap();
        let names = ["alice", "mallory", "bob"];
        let answers = join_all(names.map(|name| writer.submit(grant(name, 10)))).await;
        assert!(answers[0].is_ok() && answers[2].is_ok());
        assert!(
            matches!(&answers[1], Err(WriteError::Failed(why)) if why.contains("customers mallory")),
            "{:?}",
            answers[1]
        );
        assert_eq!(
            (
                available(&test.db, "alice").await,
                available(&test.db, "bob").await
            ),
            (10, 10)
        );
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_loses_only_the_answer() {
    for test in databases().await {
        let (writer, tracker) = start(&test.db, Settings::of(test.db.engine()));
        for _ in 0..40 {
            // Polled once, which queues the command, and dropped.
            let mut asked = Box::pin(writer.submit(grant("alice", 1)));
            assert!(futures_util::poll!(&mut asked).is_pending());
        }
        drop(writer);
        tracker.wait().await;
        assert_eq!(available(&test.db, "alice").await, 40);
    }
}

#[tokio::test]
async fn a_full_queue_says_so_and_the_rest_is_carried() {
    let test = databases().await.remove(0);
    let (writer, _) = start(&test.db, Settings::of(test.db.engine()));
    // No task runs while these are polled for the first time.
    let tidy = || {
        Command::new(
            BookExpiry {
                customer: customer_id("alice"),
            },
            Actor::Worker,
        )
    };
    let answers = join_all((0..=QUEUE_MAX).map(|_| writer.submit(tidy()))).await;
    assert_eq!(
        answers.iter().filter(|answer| answer.is_ok()).count(),
        QUEUE_MAX
    );
    assert_eq!(answers.last(), Some(&Err(WriteError::Busy)));
}

#[tokio::test]
async fn a_database_that_is_gone_fails_the_batch_and_nothing_else() {
    for test in databases().await {
        let (writer, _) = start(&test.db, Settings::of(test.db.engine()));
        writer.submit(grant("alice", 1)).await.unwrap();
        test.db.close().await;
        let answers = join_all((0..5).map(|_| writer.submit(grant("alice", 1)))).await;
        assert!(
            answers
                .iter()
                .all(|answer| matches!(answer, Err(WriteError::Outage(_)))),
            "{answers:?}"
        );
    }
}

#[tokio::test]
async fn promised_work_is_announced_after_the_commit() {
    for test in databases().await {
        let (writer, _) = start(
            &test.db,
            Settings {
                batch_max: 1,
                writers: 1,
            },
        );
        let promised = writer.promised();
        let order = domain::order::Order {
            state: domain::order::OrderState::Confirming,
            ..order(1, "alice")
        };
        let changes = domain::books::Changes {
            customers: vec![domain::customer::Customer::new(customer_id("alice"), at(0))],
            orders: vec![order],
            ..Default::default()
        };
        crate::write(&test.db, &changes).await.unwrap();
        let then = Then::Look {
            customer: customer_id("alice"),
            order: order_id(1),
        };
        let reply = writer
            .submit(Command::new(
                ReceiveWebhook {
                    received: received(1, b"{}"),
                    then,
                },
                Actor::Provider(toss()),
            ))
            .await
            .unwrap();
        assert!(matches!(reply.answer, Answer::Receipt(receipt) if !receipt.duplicate));
        promised.notified().await;
        let again = ReceiveWebhook {
            received: domain::inbox::Received {
                id: inbox_id(2),
                ..received(1, b"{}")
            },
            then: Then::Nothing,
        };
        let reply = writer
            .submit(Command::new(again, Actor::Provider(toss())))
            .await
            .unwrap();
        assert!(matches!(reply.answer, Answer::Receipt(receipt) if receipt.duplicate));
    }
}
