//! Answers under idempotency keys are deleted some at a time, oldest first.

use chrono::TimeDelta;
use credit_gateway::store::idempotency_keys;
use domain::{
    books::{AnsweredKey, Changes},
    command::IdempotencyKey,
};

use crate::{databases, samples::*, write};

fn at_microsecond(nth: u64) -> AnsweredKey {
    let sample = idempotency_key("k");
    AnsweredKey {
        idempotency_key: IdempotencyKey {
            key: format!("k{nth}"),
            ..sample.idempotency_key
        },
        at: at(nth.try_into().unwrap()),
        ..sample
    }
}

#[tokio::test]
async fn keys_that_are_past_their_time_go_in_batches_oldest_first() {
    for test in databases().await {
        let changes = Changes {
            customers: vec![customer("alice")],
            idempotency_keys: (0..120).map(at_microsecond).collect(),
            ..Changes::default()
        };
        write(&test.db, &changes).await.unwrap();
        // Answers of the first hundred microseconds are past their time.
        let now = at(100) + idempotency_keys::KEPT + TimeDelta::days(1);
        for expected in [64, 36, 0] {
            let gone = idempotency_keys::prune(&test.db, now, 64).await.unwrap();
            assert_eq!(gone, expected);
        }
        let early = idempotency_keys::prune(&test.db, at(119) + idempotency_keys::KEPT, 64).await;
        assert_eq!(early.unwrap(), 0);
        let later = idempotency_keys::prune(&test.db, now + TimeDelta::days(1), 64).await;
        assert_eq!(later.unwrap(), 20);
    }
}
