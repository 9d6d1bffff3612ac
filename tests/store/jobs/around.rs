//! Jobs are claimed around providers that have as many under way as they may.

use credit_gateway::store::outbox;
use domain::{
    effects::{Job, JobKind, NewJob},
    kind::ProviderId,
    order::Order,
};

use super::{LEASE, ids, promise};
use crate::{databases, samples::*, write};

/// A job of each kind, by number.
fn of_each_kind() -> [Job; 4] {
    [
        Job::SettleOrder(order_id(1)),
        Job::SettleRefund(refund_id(1)),
        Job::SettleContradiction(contradiction_id(1)),
        Job::SettleReceipts(payment_id(1)),
    ]
}

#[tokio::test]
async fn every_kind_of_job_is_left_to_wait_while_its_provider_is_busy() {
    for test in databases().await {
        write(&test.db, &one_of_everything()).await.unwrap();
        let jobs = of_each_kind();
        assert_eq!(jobs.len(), JobKind::ALL.len());
        let new = |(nth, job): (u64, Job)| NewJob {
            id: job_id(nth),
            job,
            run_at: at(10),
            created_at: at(0),
        };
        // Its own jobs, which the sample has, are in the way.
        let fresh = 101..;
        promise(&test.db, fresh.zip(jobs).map(new).collect()).await;
        for job in jobs {
            let claim = async |busy: &[&str]| {
                let busy: Vec<String> = busy.iter().map(|&name| name.to_owned()).collect();
                outbox::claim(&test.db, job.kind(), &busy, at(900), LEASE, 10)
                    .await
                    .unwrap()
            };
            assert_eq!(claim(&["kakaopay", "toss"]).await, [], "{job:?}");
            let claimed = claim(&["kakaopay"]).await;
            assert!(!claimed.is_empty(), "{job:?}");
            assert!(
                claimed.iter().all(|job| job.provider == "toss"),
                "{claimed:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_jobs_of_other_providers_are_found_behind_those_of_a_busy_one() {
    for test in databases().await {
        let mut changes = domain::books::Changes {
            customers: vec![customer("alice")],
            orders: (1..=40).map(|n| order(n, "alice")).collect(),
            ..domain::books::Changes::default()
        };
        changes.orders.push(Order {
            provider: ProviderId::known("kakaopay"),
            ..order(41, "alice")
        });
        write(&test.db, &changes).await.unwrap();
        // The last of all.
        let jobs = (1..=41u64).map(|n| job(n, n, i64::try_from(n).unwrap()));
        promise(&test.db, jobs.collect()).await;
        let busy = ["toss".to_owned()];
        let claimed = outbox::claim(&test.db, JobKind::SettleOrder, &busy, at(50), LEASE, 16);
        assert_eq!(ids(&claimed.await.unwrap()), [job_id(41)]);
    }
}
