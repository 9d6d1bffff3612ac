//! Group commit: many commands in one transaction, each answered as if it had been alone.

mod failures;

use std::sync::{Arc, LazyLock};

use credit_gateway::{
    clock::{Clock, TestClock},
    entropy::SystemEntropy,
    rules::Rules,
    store::{Db, WriteError, Writer, reads, writer::Settings},
};
use domain::{
    books::{credits::SpendCredits, customers::GrantCredits},
    command::{Command, IdempotencyKey},
    hash,
    kind::Kind,
    ledger,
    refusal::Refusal,
    rulebook::Rulebook,
};
use futures_util::future::join_all;
use tokio_util::task::TaskTracker;

use crate::{chain, databases, samples::*};

static RULES: LazyLock<Arc<Rules>> = LazyLock::new(|| {
    let policy = include_str!("../../policies/2025-07-17.toml");
    let catalogue = include_str!("../../policies/catalogue.toml");
    let holidays = include_str!("../../policies/kr-holidays.csv");
    Rules::new(Rulebook::parse(&[policy], catalogue, holidays).unwrap())
});

pub(crate) fn start(db: &Db, settings: Settings) -> (Writer, TaskTracker) {
    let tracker = TaskTracker::new();
    let clock: Arc<dyn Clock> = Arc::new(TestClock::at(at(0)));
    let writer = Writer::start(
        db,
        &RULES,
        &clock,
        || Box::new(SystemEntropy::new()),
        settings,
        &tracker,
    );
    tracker.close();
    (writer, tracker)
}

pub(crate) fn grant(name: &str, sum: i64) -> Command<domain::lot::Lot> {
    let customer = customer_id(name);
    Command::new(
        GrantCredits {
            customer,
            kind: Kind::Promotional,
            credits: credits(sum),
            bonus_of: None,
            reason: NASTY.into(),
        },
        crate::person(1),
    )
}

pub(crate) fn spend(name: &str, sum: i64) -> Command<domain::spend::Spend> {
    let (meter, reference) = ("m".to_owned(), NASTY.to_owned());
    Command::new(
        SpendCredits {
            customer: customer_id(name),
            credits: credits(sum),
            meter,
            reference,
        },
        crate::person(1),
    )
}

async fn available(db: &Db, name: &str) -> i64 {
    reads::balance(db, &customer_id(name), at(0))
        .await
        .unwrap()
        .map_or(0, |(balance, _)| balance.available.get())
}

/// Every entry of the chain covers the one before.
async fn assert_chain(db: &Db, name: &str) {
    let customer = customer_id(name);
    let (mut head, mut seq) = (hash::NO_HASH, 0);
    loop {
        let entries = chain(db, &customer, seq, 500).await;
        for entry in &entries {
            seq += 1;
            assert_eq!(entry.seq, seq);
            assert_eq!(entry.hash, ledger::hash(&head, entry));
            head.clone_from(&entry.hash);
        }
        if entries.is_empty() {
            break;
        }
    }
    let row = reads::customer(db, &customer).await.unwrap().unwrap();
    assert_eq!((row.seq, row.head), (seq, head));
}

#[tokio::test]
async fn many_commands_are_written_together_and_answered_each() {
    for test in databases().await {
        let (writer, tracker) = start(&test.db, Settings::of(test.db.engine()));
        let answers =
            join_all((0..600).map(|n| writer.submit(grant(&format!("c{}", n % 50), 10)))).await;
        assert!(answers.iter().all(Result::is_ok));
        for n in 0..50 {
            assert_eq!(available(&test.db, &format!("c{n}")).await, 120);
        }
        let spends = join_all((0..300).map(|_| writer.submit(spend("c7", 1)))).await;
        let spent = spends.iter().filter(|answer| answer.is_ok()).count();
        let refused = spends
            .iter()
            .filter(|answer| {
                matches!(
                    answer,
                    Err(WriteError::Refused(Refusal::InsufficientCredits { .. }))
                )
            })
            .count();
        assert_eq!((spent, refused), (120, 180));
        assert_eq!(available(&test.db, "c7").await, 0);
        assert_chain(&test.db, "c7").await;
        drop(writer);
        tracker.wait().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gateways_that_share_a_database_never_spend_a_credit_twice() {
    let Some(url) = crate::postgres::fresh_url().await else {
        return;
    };
    let (one, two) = (
        crate::postgres::open(&url).await,
        crate::postgres::open(&url).await,
    );
    let settings = Settings {
        batch_max: 16,
        writers: 2,
    };
    let (a, _) = start(&one, settings);
    let (b, _) = start(&two, settings);
    let names = ["ann", "ben", "cho"];
    // Customers that do not exist yet, from both sides at once.
    let grants =
        join_all((0..60).map(|n| if n % 2 == 0 { &a } else { &b }.submit(grant(names[n % 3], 10))))
            .await;
    assert!(grants.iter().all(Result::is_ok), "{grants:?}");
    let spends =
        join_all((0..900).map(|n| if n % 2 == 0 { &a } else { &b }.submit(spend(names[n % 3], 1))))
            .await;
    let spent = spends.iter().filter(|answer| answer.is_ok()).count();
    let refused = spends
        .iter()
        .filter(|answer| matches!(answer, Err(WriteError::Refused(_))))
        .count();
    assert_eq!((spent, refused), (600, 300));
    for name in names {
        assert_eq!(available(&one, name).await, 0);
        assert_chain(&one, name).await;
    }
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer() {
    for test in databases().await {
        let (writer, _) = start(&test.db, Settings::of(test.db.engine()));
        let idempotency_key = IdempotencyKey {
            scope: "key_1".into(),
            key: "k".into(),
            fingerprint: "f".into(),
        };
        let first = grant("alice", 10).under_key(Some(idempotency_key.clone()));
        // In one batch, and in a later one.
        let together = join_all((0..3).map(|_| writer.submit(first.clone()))).await;
        let later = writer.submit(first.clone()).await;
        let replies: Vec<_> = together
            .into_iter()
            .chain([later])
            .map(Result::unwrap)
            .collect();
        assert!(
            replies
                .iter()
                .all(|reply| reply.answer == replies[0].answer
                    && reply.balance == replies[0].balance)
        );
        assert_eq!(replies.iter().filter(|reply| !reply.replayed).count(), 1);
        assert_eq!(available(&test.db, "alice").await, 10);
        let other = grant("alice", 11).under_key(Some(IdempotencyKey {
            fingerprint: "g".into(),
            ..idempotency_key
        }));
        assert_eq!(
            writer.submit(other).await,
            Err(WriteError::Refused(Refusal::KeyReused))
        );
    }
}
