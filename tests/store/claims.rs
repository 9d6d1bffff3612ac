//! Answers under idempotency keys are deleted some at a time, oldest first.

use chrono::TimeDelta;
use credit_gateway::store::claims;
use domain::{
    books::{Changes, StoredClaim},
    command::Claim,
};

use crate::{beds, samples::*, write};

fn at_microsecond(nth: u64) -> StoredClaim {
    let sample = claim("k");
    StoredClaim {
        claim: Claim {
            key: format!("k{nth}"),
            ..sample.claim
        },
        at: at(nth.try_into().unwrap()),
        ..sample
    }
}

#[tokio::test]
async fn keys_that_are_past_their_time_go_in_batches_oldest_first() {
    for bed in beds().await {
        let changes = Changes {
            customers: vec![customer("alice")],
            claims: (0..120).map(at_microsecond).collect(),
            ..Changes::default()
        };
        write(&bed.db, &changes).await.unwrap();
        // Answers of the first hundred microseconds are past their time.
        let now = at(100) + claims::KEPT + TimeDelta::days(1);
        for expected in [64, 36, 0] {
            let gone = claims::prune(&bed.db, now, 64).await.unwrap();
            assert_eq!(gone, expected);
        }
        let early = claims::prune(&bed.db, at(119) + claims::KEPT, 64).await;
        assert_eq!(early.unwrap(), 0);
        let later = claims::prune(&bed.db, now + TimeDelta::days(1), 64).await;
        assert_eq!(later.unwrap(), 20);
    }
}
