//! A queued job is done by one worker at a time, and never lost.

mod around;
mod leases;
mod parked;

use chrono::TimeDelta;
use credit_gateway::store::{Db, outbox};
use domain::{
    books::Changes,
    effects::{JobKind, NewJob},
    id::JobId,
};

use crate::{databases, samples::*, write};

const LEASE: TimeDelta = TimeDelta::microseconds(100);

async fn promise(db: &Db, jobs: Vec<NewJob>) {
    write(
        db,
        &Changes {
            jobs,
            ..Changes::default()
        },
    )
    .await
    .unwrap();
}

async fn claim(db: &Db, now: i64) -> Vec<outbox::StoredJob> {
    outbox::claim(db, JobKind::SettleOrder, &[], at(now), LEASE, 10)
        .await
        .unwrap()
}

fn ids(jobs: &[outbox::StoredJob]) -> Vec<JobId> {
    jobs.iter().map(|job| job.id).collect()
}

#[tokio::test]
async fn a_job_is_due_at_its_time_and_held_by_one_worker() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 10), job(2, 2, 20)]).await;
        assert_eq!(outbox::next_due(&test.db).await.unwrap(), Some(at(10)));
        assert_eq!(claim(&test.db, 9).await, []);
        assert_eq!(ids(&claim(&test.db, 10).await), [job_id(1)]);
        assert_eq!(ids(&claim(&test.db, 20).await), [job_id(2)]);
        assert_eq!(claim(&test.db, 109).await, []);
        assert_eq!(outbox::next_due(&test.db).await.unwrap(), Some(at(110)));
        let again = claim(&test.db, 110).await;
        assert_eq!(
            (ids(&again), again[0].attempts),
            (vec![job_id(1)], 2),
            "its lease has ended"
        );
    }
}

#[tokio::test]
async fn a_hundred_hints_make_one_job_at_the_earliest_time() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 30), job(2, 1, 20)]).await;
        promise(&test.db, vec![job(3, 1, 40)]).await;
        promise(&test.db, vec![job(4, 1, 10)]).await;
        let jobs = claim(&test.db, 100).await;
        assert_eq!(ids(&jobs), [job_id(1)]);
        assert_eq!(jobs[0].run_at, at(10));
    }
}

#[tokio::test]
async fn a_hint_during_a_look_up_asks_for_one_more_after_it() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 10)]).await;
        let first = claim(&test.db, 10).await.remove(0);
        promise(&test.db, vec![job(2, 1, 11)]).await;
        promise(&test.db, vec![job(3, 1, 12)]).await;
        assert_eq!(
            claim(&test.db, 50).await,
            [],
            "not while the first is under way"
        );
        // The first is finished by id, with the change it led to.
        write(
            &test.db,
            &Changes {
                finished: vec![first.id],
                ..Changes::default()
            },
        )
        .await
        .unwrap();
        assert_eq!(ids(&claim(&test.db, 50).await), [job_id(2)]);
    }
}

#[tokio::test]
async fn a_job_put_off_waits_or_gives_way_to_a_newer_one() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 10), job(2, 2, 10)]).await;
        let jobs = claim(&test.db, 10).await;
        promise(&test.db, vec![job(3, 2, 15)]).await;
        for job in &jobs {
            assert!(
                outbox::postpone(&test.db, job, at(200), &"in doubt".into())
                    .await
                    .unwrap()
            );
        }
        let newer = claim(&test.db, 20).await;
        assert_eq!(ids(&newer), [job_id(3)]);
        assert_eq!(
            (
                newer[0].attempts,
                newer[0]
                    .failure
                    .as_ref()
                    .map(|failure| failure.note.as_str())
            ),
            (2, Some("in doubt")),
            "the tries of the one before count"
        );
        let later = claim(&test.db, 200).await;
        let first = later.iter().find(|job| job.id == job_id(1)).unwrap();
        assert_eq!(
            (
                first.attempts,
                first.failure.as_ref().map(|failure| failure.note.as_str())
            ),
            (2, Some("in doubt"))
        );
    }
}

#[tokio::test]
async fn a_job_put_off_does_not_wait_for_one_that_comes_later() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 10)]).await;
        let jobs = claim(&test.db, 10).await;
        promise(&test.db, vec![job(2, 1, 80)]).await;
        outbox::postpone(&test.db, &jobs[0], at(12), &"in doubt".into())
            .await
            .unwrap();
        assert_eq!(ids(&claim(&test.db, 11).await), []);
        let sooner = claim(&test.db, 12).await;
        assert_eq!(ids(&sooner), [job_id(2)]);
        assert_eq!(sooner[0].run_at, at(12));
    }
}
