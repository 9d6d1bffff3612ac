//! A queued job is done by one worker at a time, and never lost.

use chrono::TimeDelta;
use credit_gateway::store::{
    Counts, Db, Page, counts,
    outbox::{
        self,
        parked::{self, JobState},
    },
    reads,
};
use domain::{
    books::Changes,
    effects::{JobKind, NewJob},
    id::JobId,
    order::{Order, OrderState},
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
    outbox::claim(db, JobKind::SettleOrder, at(now), LEASE, 10)
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
async fn a_parked_job_is_counted_listed_and_brought_back_by_a_person() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 10)]).await;
        let held = claim(&test.db, 10).await.remove(0);
        assert!(
            outbox::park(
                &test.db,
                &held,
                &"the provider knows no such payment".into()
            )
            .await
            .unwrap()
        );
        assert_eq!(claim(&test.db, 9_999).await, []);
        let counted = counts(&test.db).await.unwrap();
        assert_eq!(
            counted,
            Counts {
                jobs_parked: 1,
                ..Counts::default()
            }
        );
        let page = Page::first(5);
        let parked = parked::list(&test.db, Some(JobState::Parked), &page)
            .await
            .unwrap();
        assert_eq!(
            parked[0]
                .stored
                .failure
                .as_ref()
                .map(|failure| failure.note.as_str()),
            Some("the provider knows no such payment")
        );
        assert!(
            parked::unpark(&test.db, held.id, at(20), &act(1))
                .await
                .unwrap()
        );
        assert!(
            !parked::unpark(&test.db, held.id, at(20), &act(2))
                .await
                .unwrap()
        );
        let again = claim(&test.db, 20).await;
        assert_eq!((ids(&again), again[0].attempts), (vec![job_id(1)], 1));
        let audit_log = reads::audit_log(&test.db, &page).await.unwrap();
        assert_eq!(audit_log.len(), 1, "what was not done is not on record");
    }
}

/// Parks a job of order 1 and queues another of the same.
async fn parked_and_waiting(db: &Db) {
    promise(db, vec![job(1, 1, 10)]).await;
    let held = claim(db, 10).await.remove(0);
    assert!(outbox::park(db, &held, &"stuck".into()).await.unwrap());
    promise(db, vec![job(2, 1, 50)]).await;
}

/// Ids and states of all jobs, oldest first.
async fn standings(db: &Db) -> Vec<(JobId, JobState)> {
    let all = parked::list(db, None, &Page::first(50)).await.unwrap();
    let mut all: Vec<_> = all.iter().map(|one| (one.stored.id, one.state)).collect();
    all.sort();
    all
}

#[tokio::test]
async fn a_job_brought_back_takes_the_place_of_one_that_waits_for_the_same() {
    for test in databases().await {
        parked_and_waiting(&test.db).await;
        promise(&test.db, vec![job(3, 2, 50)]).await;
        assert!(
            parked::unpark(&test.db, job_id(1), at(20), &act(1))
                .await
                .unwrap()
        );
        assert_eq!(
            standings(&test.db).await,
            [
                (job_id(1), JobState::Waiting),
                (job_id(3), JobState::Waiting)
            ]
        );
        assert_eq!(ids(&claim(&test.db, 20).await), [job_id(1)]);
    }
}

#[tokio::test]
async fn what_is_parked_goes_when_another_of_the_same_is_finished() {
    for test in databases().await {
        parked_and_waiting(&test.db).await;
        promise(&test.db, vec![job(3, 2, 10)]).await;
        let other = claim(&test.db, 20).await.remove(0);
        assert!(
            outbox::park(&test.db, &other, &"stuck too".into())
                .await
                .unwrap()
        );
        let held = claim(&test.db, 50).await.remove(0);
        assert!(outbox::finish(&test.db, &held).await.unwrap());
        assert_eq!(standings(&test.db).await, [(job_id(3), JobState::Parked)]);
    }
}

#[tokio::test]
async fn what_is_parked_goes_with_the_change_that_finishes_another_of_the_same() {
    for test in databases().await {
        parked_and_waiting(&test.db).await;
        let held = claim(&test.db, 50).await.remove(0);
        let done = Changes {
            finished: vec![held.id],
            ..Changes::default()
        };
        write(&test.db, &done).await.unwrap();
        assert_eq!(standings(&test.db).await, []);
    }
}

#[tokio::test]
async fn what_is_parked_goes_when_its_subject_is_settled_and_stays_when_it_is_given_up() {
    for (state, left) in [
        (OrderState::Completed, 0),
        (OrderState::Mismatched, 0),
        (OrderState::Cancelled, 1),
        (OrderState::Confirming, 1),
    ] {
        for test in databases().await {
            promise(&test.db, vec![job(1, 1, 10)]).await;
            let held = claim(&test.db, 10).await.remove(0);
            assert!(
                outbox::park(&test.db, &held, &"stuck".into())
                    .await
                    .unwrap()
            );
            let settled = Changes {
                customers: vec![customer("alice")],
                orders: vec![Order {
                    state,
                    ..order(1, "alice")
                }],
                ..Changes::default()
            };
            write(&test.db, &settled).await.unwrap();
            assert_eq!(standings(&test.db).await.len(), left, "{state}");
        }
    }
}

#[tokio::test]
async fn a_job_parked_again_is_parked_once() {
    for test in databases().await {
        parked_and_waiting(&test.db).await;
        let held = claim(&test.db, 50).await.remove(0);
        assert!(
            outbox::park(&test.db, &held, &"still stuck".into())
                .await
                .unwrap()
        );
        assert_eq!(standings(&test.db).await, [(job_id(2), JobState::Parked)]);
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
                    let jobs = outbox::claim(&db, JobKind::SettleOrder, at(20), LEASE, 7)
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
