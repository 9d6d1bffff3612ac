//! Leases of jobs.

use credit_gateway::store::outbox;
use domain::effects::JobKind;

use super::{LEASE, claim, ids, promise};
use crate::{databases, samples::*};

#[tokio::test]
async fn a_worker_whose_lease_ended_changes_nothing() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 10)]).await;
        let late = claim(&test.db, 10).await.remove(0);
        let holder = claim(&test.db, 110).await.remove(0);
        assert!(
            !outbox::postpone(&test.db, &late, at(500), &"late".into())
                .await
                .unwrap()
        );
        assert!(!outbox::park(&test.db, &late, &"late".into()).await.unwrap());
        assert!(!outbox::finish(&test.db, &late).await.unwrap());
        assert!(outbox::finish(&test.db, &holder).await.unwrap());
        assert_eq!(outbox::next_due(&test.db).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_lease_is_made_longer_only_by_who_holds_it() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 10)]).await;
        let held = claim(&test.db, 10).await.remove(0);
        assert!(outbox::renew(&test.db, &held, at(300)).await.unwrap());
        assert_eq!(claim(&test.db, 299).await, []);
        let next = claim(&test.db, 300).await.remove(0);
        assert!(!outbox::renew(&test.db, &held, at(900)).await.unwrap());
        assert!(outbox::finish(&test.db, &next).await.unwrap());
        assert!(!outbox::renew(&test.db, &next, at(900)).await.unwrap());
    }
}

#[tokio::test]
async fn many_workers_share_the_work_without_doing_any_twice() {
    for test in databases().await {
        promise(&test.db, (0..200).map(|n| job(n, n, 10)).collect()).await;
        let workers = (0..8).map(|_| {
            let db = test.db.clone();
            async move {
                let mut mine = Vec::new();
                loop {
                    let jobs = outbox::claim(&db, JobKind::SettleOrder, &[], at(20), LEASE, 7)
                        .await
                        .unwrap();
                    if jobs.is_empty() {
                        return mine;
                    }
                    mine.extend(ids(&jobs));
                }
            }
        });
        let all = futures_util::future::join_all(workers).await.concat();
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        // A worker may find only rows that others hold at that moment and stop; others take the rest.
        assert_eq!((all.len(), distinct.len()), (200, 200));
    }
}

/// A gateway that could do nothing gives a job back unchanged, also when another of the same was queued meanwhile.
#[tokio::test]
async fn a_job_that_is_given_back_keeps_its_tries() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 10)]).await;
        for nth in 0..5 {
            let held = claim(&test.db, 20 + nth).await.remove(0);
            assert_eq!(held.attempts, 1);
            let full = "no room".into();
            let given = outbox::give_back(&test.db, &held, at(20 + nth), &full);
            assert!(given.await.unwrap());
        }
        let held = claim(&test.db, 30).await.remove(0);
        promise(&test.db, vec![job(2, 1, 500)]).await;
        assert!(
            outbox::give_back(&test.db, &held, at(40), &"no room".into())
                .await
                .unwrap()
        );
        let other = claim(&test.db, 40).await.remove(0);
        assert_eq!((other.id, other.attempts), (job_id(2), 1));
        let late = outbox::give_back(&test.db, &held, at(50), &"late".into()).await;
        assert!(!late.unwrap(), "another has taken over");
    }
}
