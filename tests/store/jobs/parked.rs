//! Jobs that were parked, and what brings them back or ends them.

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
    id::JobId,
    order::{Order, OrderState},
};

use super::{claim, ids, promise};
use crate::{databases, prompt, samples::*, write};

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
    let mut all: Vec<_> = all.iter().map(|one| (one.id, one.state)).collect();
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
async fn a_job_that_cannot_be_read_is_parked_and_does_not_keep_the_others_waiting() {
    for test in databases().await {
        promise(&test.db, vec![job(1, 1, 10), job(2, 2, 10)]).await;
        let damage = "UPDATE jobs SET subject = 'nothing' WHERE id = (SELECT MIN(id) FROM jobs)";
        prompt(&test.db, damage).await.unwrap();
        assert_eq!(ids(&claim(&test.db, 10).await), [job_id(2)]);
        assert_eq!(
            standings(&test.db).await,
            [
                (job_id(1), JobState::Parked),
                (job_id(2), JobState::Running)
            ]
        );
        let parked = parked::get(&test.db, job_id(1)).await.unwrap().unwrap();
        assert_eq!(parked.subject, "nothing");
        assert_eq!(
            parked.failure,
            Some("its row cannot be read".into()),
            "people see why"
        );
    }
}
