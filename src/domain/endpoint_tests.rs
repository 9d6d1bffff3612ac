use chrono::DateTime;

use super::{Endpoint, EndpointState};
use crate::event::EventKind;

fn endpoint(types: &[EventKind]) -> Endpoint {
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
    Endpoint {
        id: "whe_00000000000000000000000001".parse().unwrap(),
        url: "https://shop.example.com/hooks".to_owned(),
        types: types.to_vec(),
        description: String::new(),
        from_position: 0,
        state: EndpointState::Enabled,
        note: None,
        salt: "new".to_owned(),
        previous_salt: Some("old".to_owned()),
        previous_until: Some(at(100)),
        created_at: at(0),
        enabled_at: at(0),
    }
}

#[test]
fn an_endpoint_takes_the_events_it_names_and_its_own_tests() {
    let (own, other) = (
        "whe_00000000000000000000000001",
        "whe_00000000000000000000000002",
    );
    let (all, some) = (endpoint(&[]), endpoint(&[EventKind::OrderCompleted]));
    for (kind, subject, by_all, by_some) in [
        (EventKind::OrderCompleted, "ord_1", true, true),
        (EventKind::OrderFailed, "ord_1", true, false),
        (EventKind::WebhookEndpointTested, own, true, true),
        (EventKind::WebhookEndpointTested, other, false, false),
        (EventKind::WebhookEndpointDisabled, own, false, false),
        (EventKind::WebhookEndpointDisabled, other, true, false),
    ] {
        let taken = (all.takes(kind, subject), some.takes(kind, subject));
        assert_eq!(taken, (by_all, by_some), "{kind} of {subject}");
    }
}

#[test]
fn both_secrets_sign_until_the_overlap_ends() {
    let known = endpoint(&[]);
    for (now, salts) in [
        (0, vec!["new", "old"]),
        (99, vec!["new", "old"]),
        (100, vec!["new"]),
        (101, vec!["new"]),
    ] {
        let now = DateTime::from_timestamp(now, 0).unwrap();
        assert_eq!(known.signing_salts(now).collect::<Vec<_>>(), salts, "{now}");
    }
    let never = Endpoint {
        previous_salt: None,
        previous_until: None,
        ..known
    };
    assert_eq!(never.signing_salts(DateTime::UNIX_EPOCH).count(), 1);
}
