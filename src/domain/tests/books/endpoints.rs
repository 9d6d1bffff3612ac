//! Webhook endpoints: what each act changes, says and leaves alone.

use chrono::TimeDelta;
use domain::{
    books::endpoints::{OpenEndpoint, RotateEndpoint, TestEndpoint, TurnEndpoint},
    command::{Answer, Command, IdempotencyKey},
    effects::AuditAct,
    endpoint::{Endpoint, EndpointState},
    event::EventKind,
    id::EndpointId,
    refusal::Refusal,
};

use crate::{person, world::World};

fn opening() -> OpenEndpoint {
    OpenEndpoint {
        url: "https://shop.example.com/hooks".to_owned(),
        types: vec![EventKind::OrderExpired, EventKind::OrderCompleted],
        description: "the shop".to_owned(),
        from_position: 7,
        salt: "first".to_owned(),
    }
}

fn endpoint_of(answer: Answer) -> Endpoint {
    answer.try_into().unwrap()
}

fn open(world: &mut World) -> Endpoint {
    endpoint_of(world.ok(opening()))
}

fn turn(endpoint: EndpointId, to: EndpointState) -> TurnEndpoint {
    TurnEndpoint {
        endpoint,
        to,
        why: "moved".to_owned(),
    }
}

fn acts(world: &World) -> Vec<AuditAct> {
    world.rows.audit_log.iter().map(|line| line.act).collect()
}

fn events(world: &World) -> Vec<EventKind> {
    let all = world.rows.events.iter();
    all.map(|record| record.event.kind()).collect()
}

#[test]
fn an_endpoint_is_opened_enabled_and_takes_each_type_once() {
    let mut world = World::new();
    let mut twice = opening();
    twice.types.push(EventKind::OrderExpired);
    let known = endpoint_of(world.ok(twice));
    assert_eq!(known.state, EndpointState::Enabled);
    let types = [EventKind::OrderCompleted, EventKind::OrderExpired];
    assert_eq!(known.types, types);
    assert_eq!((known.from_position, known.enabled_at), (7, world.now));
    assert_eq!(acts(&world), [AuditAct::WebhookEndpointCreate]);
    assert!(world.rows.events.is_empty());
}

#[test]
fn the_same_request_twice_opens_one_endpoint() {
    let mut world = World::new();
    let key = IdempotencyKey {
        scope: "admin".to_owned(),
        key: "1".to_owned(),
        fingerprint: "f".to_owned(),
    };
    let asked = Command::new(opening(), person("tester")).under_key(Some(key));
    let first = world.send(&asked).unwrap();
    let second = world.send(&asked).unwrap();
    assert_eq!(first.answer, second.answer);
    assert!(second.replayed);
    assert_eq!(world.rows.webhook_endpoints.len(), 1);
}

#[test]
fn what_is_so_already_stays_as_it_is() {
    let mut world = World::new();
    let known = open(&mut world);
    assert_eq!(
        endpoint_of(world.ok(turn(known.id, EndpointState::Enabled))),
        known
    );
    world.pass_days(1);
    let off = endpoint_of(world.ok(turn(known.id, EndpointState::Disabled)));
    assert_eq!(
        (off.state, off.note.as_deref()),
        (EndpointState::Disabled, Some("moved"))
    );
    assert_eq!(events(&world), [EventKind::WebhookEndpointDisabled]);
    assert_eq!(
        endpoint_of(world.ok(turn(known.id, EndpointState::Disabled))),
        off
    );
    assert_eq!(events(&world).len(), 1);
    world.pass_days(1);
    let on = endpoint_of(world.ok(turn(known.id, EndpointState::Enabled)));
    assert_eq!(
        (on.state, on.note, on.enabled_at),
        (EndpointState::Enabled, None, world.now)
    );
    assert_eq!(on.created_at, known.created_at);
    assert_eq!(
        acts(&world)[1..],
        [
            AuditAct::WebhookEndpointDisable,
            AuditAct::WebhookEndpointEnable
        ]
    );
}

#[test]
fn a_deleted_endpoint_signs_nothing_and_never_comes_back() {
    let mut world = World::new();
    let known = open(&mut world);
    let gone = endpoint_of(world.ok(turn(known.id, EndpointState::Deleted)));
    assert_eq!(
        (gone.state, gone.salt.as_str()),
        (EndpointState::Deleted, "")
    );
    assert_eq!(
        endpoint_of(world.ok(turn(known.id, EndpointState::Deleted))),
        gone
    );
    let none = Refusal::NoEndpoint(known.id);
    assert_eq!(world.refused(turn(known.id, EndpointState::Enabled)), none);
    assert_eq!(world.refused(turn(known.id, EndpointState::Disabled)), none);
    assert_eq!(world.refused(TestEndpoint { endpoint: known.id }), none);
    let rotate = RotateEndpoint {
        endpoint: known.id,
        salt: "second".to_owned(),
        until: world.now,
    };
    assert_eq!(world.refused(rotate), none);
}

#[test]
fn an_endpoint_that_nobody_opened_is_refused() {
    let mut world = World::new();
    let id: EndpointId = "whe_00000000000000000000000001".parse().unwrap();
    for to in EndpointState::ALL {
        assert_eq!(world.refused(turn(id, *to)), Refusal::NoEndpoint(id));
    }
}

#[test]
fn a_rotation_keeps_the_secret_before_until_the_overlap_ends() {
    let mut world = World::new();
    let known = open(&mut world);
    let until = world.now + TimeDelta::hours(24);
    let salts = |known: &Endpoint, now| {
        let salts = known.signing_salts(now).map(str::to_owned);
        salts.collect::<Vec<String>>()
    };
    let rotate = |salt: &str, until| RotateEndpoint {
        endpoint: known.id,
        salt: salt.to_owned(),
        until,
    };
    let new = endpoint_of(world.ok(rotate("second", until)));
    assert_eq!(salts(&new, world.now), ["second", "first"]);
    assert_eq!(salts(&new, until), ["second"]);
    // A second rotation within the overlap drops the first secret.
    let newer = endpoint_of(world.ok(rotate("third", until)));
    assert_eq!(salts(&newer, world.now), ["third", "second"]);
}

#[test]
fn a_test_is_an_event_about_the_endpoint() {
    let mut world = World::new();
    let known = open(&mut world);
    world.ok(TestEndpoint { endpoint: known.id });
    assert_eq!(events(&world), [EventKind::WebhookEndpointTested]);
    let event = &world.rows.events[0].event;
    assert_eq!(
        (event.subject(), event.customer()),
        (known.id.to_string(), None)
    );
    assert!(known.takes(event.kind(), &event.subject()));
}
