use chrono::{DateTime, TimeDelta, Utc};
use providers::receivers::Outcome;

use super::judged;
use crate::store::webhooks::{Delivery, DeliveryState};

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn delivery() -> Delivery {
    Delivery {
        endpoint: "whe_00000000000000000000000001".parse().unwrap(),
        position: 1,
        event: "evt_00000000000000000000000002".parse().unwrap(),
        lane: "ann".to_owned(),
        state: DeliveryState::Waiting,
        attempts: 1,
        queued_at: at(0),
        next_at: at(60),
        first_at: Some(at(0)),
        last_at: Some(at(0)),
        status: None,
        latency_ms: None,
        error: None,
    }
}

const fn answered(status: u16, retry_after: Option<i64>) -> Outcome {
    Outcome::Answered {
        status,
        retry_after,
    }
}

#[test]
fn only_2xx_is_a_success_and_410_ends_the_endpoint() {
    for (status, state, gone) in [
        (200, DeliveryState::Delivered, false),
        (202, DeliveryState::Delivered, false),
        (299, DeliveryState::Delivered, false),
        (199, DeliveryState::Waiting, false),
        (300, DeliveryState::Waiting, false),
        (301, DeliveryState::Waiting, false),
        (400, DeliveryState::Waiting, false),
        (404, DeliveryState::Waiting, false),
        (410, DeliveryState::Waiting, true),
        (500, DeliveryState::Waiting, false),
    ] {
        let ended = judged(delivery(), &answered(status, None), at(1), 0);
        assert_eq!(
            (ended.delivery.state, ended.gone),
            (state, gone),
            "{status}"
        );
        assert_eq!(ended.delivery.status, Some(i64::from(status)));
        let refused = state != DeliveryState::Delivered;
        assert_eq!(ended.delivery.error.is_some(), refused, "{status}");
    }
}

#[test]
fn a_failure_waits_for_its_next_try_or_is_given_up() {
    let silent = Outcome::Unanswered("no answer within 15 s".to_owned());
    let ended = judged(delivery(), &silent, at(2), 0).delivery;
    assert_eq!(
        (ended.state, ended.next_at),
        (DeliveryState::Waiting, at(3))
    );
    assert_eq!(ended.error.as_deref(), Some("no answer within 15 s"));
    let asked = judged(delivery(), &answered(503, Some(120)), at(2), 0).delivery;
    assert_eq!(asked.next_at, at(122));
    let end = at(0) + TimeDelta::hours(72);
    let over = judged(delivery(), &silent, end, 0).delivery;
    assert_eq!(over.state, DeliveryState::Failed);
}
