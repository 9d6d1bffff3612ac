//! The log of deliveries, and what goes out once more.

use chrono::TimeDelta;
use credit_gateway::{access::Role, flows::endpoints};
use domain::calendar::rfc3339_seoul;
use reqwest::Method;
use serde_json::{Value, json};

use super::{act, endpoint, everything, path, read, settled};
use crate::support::{client::send, receiver::Receiver, world::World};

both_engines!(
    the_log_has_every_delivery_with_its_answer,
    an_event_is_sent_again,
    what_was_missed_from_a_point_on_is_replayed,
    events_on_their_way_are_counted,
    one_sweep_forgets_more_than_one_statement,
);

async fn log(world: &World, known: &Value, query: &str) -> Vec<Value> {
    let page = read(world, &path(known, &format!("/deliveries{query}"))).await;
    page["items"].as_array().unwrap().clone()
}

async fn the_log_has_every_delivery_with_its_answer(world: &World) {
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    receiver.answers_of("bob", 503);
    world.grant("ann", "promotional", 1).await;
    world.grant("bob", "promotional", 1).await;
    world.grant("bob", "promotional", 2).await;
    let states = async || {
        let all = log(world, &known, "").await;
        let states = all
            .into_iter()
            .map(|line| (line["state"].clone(), line["status"].clone()));
        states.collect::<Vec<_>>()
    };
    let expected = [
        (json!("held"), Value::Null),
        (json!("waiting"), json!(503)),
        (json!("delivered"), json!(204)),
    ];
    world
        .wait_until("all are in the log", async || states().await == expected)
        .await;
    let failed = log(world, &known, "?state=waiting").await.remove(0);
    assert_eq!(failed["error"], "answered 503");
    assert!(
        failed["attempts"].as_i64() >= Some(1) && failed["next_at"].is_string(),
        "{failed}"
    );
    let done = log(world, &known, "?state=delivered").await.remove(0);
    assert!(done["latency_ms"].as_i64() >= Some(0), "{done}");
    assert_eq!(
        (&done["next_at"], &done["error"]),
        (&Value::Null, &Value::Null)
    );
    let first = read(world, &path(&known, "/deliveries?limit=2")).await;
    let cursor = first["next"].as_str().unwrap();
    assert_eq!(cursor, "dlv_2");
    let rest = log(world, &known, &format!("?cursor={cursor}")).await;
    assert_eq!(rest, [done]);
    let wrong = path(&known, "/deliveries?cursor=dlv_0");
    let refused = world.gateway().get(Role::Admin, &wrong).await;
    refused.refused(400, "invalid_query");
}

async fn an_event_is_sent_again(world: &World) {
    let (one, other) = (Receiver::start(world).await, Receiver::start(world).await);
    let known = everything(world, &one).await;
    let narrow = endpoint(
        world,
        &json!({ "url": other.url, "types": ["order.failed"] }),
    )
    .await;
    world.grant("ann", "promotional", 1).await;
    world
        .wait_until("it came", async || one.taken().len() == 1)
        .await;
    let event = one.taken().remove(0);
    let resend = format!("/v1/events/{}/resend", event.id);
    let again = async |body: Value| world.gateway().post(Role::Admin, &resend, &body).await;
    let sent = again(Value::Null).await.ok();
    assert_eq!(sent["endpoint_ids"], json!([known["id"]]));
    world
        .wait_until("it came again", async || one.taken().len() == 2)
        .await;
    let second = one.taken().remove(1);
    assert_eq!((&second.id, &second.body), (&event.id, &event.body));
    let sent = again(json!({ "endpoint_id": narrow["id"] })).await.ok();
    assert_eq!(sent["endpoint_ids"], json!([narrow["id"]]));
    world
        .wait_until("it came to the other", async || other.taken().len() == 1)
        .await;
    let nobody = again(json!({ "endpoint_id": "whe_00000000000000000000000000" })).await;
    assert_eq!(nobody.refused(422, "invalid_field")["field"], "endpoint_id");
    let act = "SELECT COUNT(*) FROM audit_log WHERE act = 'event.resend' AND actor LIKE 'key_%'";
    assert_eq!(world.database.number(act).await, 2);
}

async fn what_was_missed_from_a_point_on_is_replayed(world: &World) {
    world.grant("ann", "promotional", 1).await;
    world.pass(TimeDelta::hours(1));
    let from = rfc3339_seoul(world.now());
    world.grant("ann", "promotional", 2).await;
    world.pass(TimeDelta::hours(1));
    // An endpoint gets what happens after it was opened.
    let there = async || {
        let events = read(world, "/v1/events").await;
        events["items"].as_array().unwrap().len() == 2
    };
    world.wait_until("both are in the feed", there).await;
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    world.grant("ann", "promotional", 3).await;
    world
        .wait_until("the new one came", async || {
            receiver.numbers_of("ann") == [3]
        })
        .await;
    let replayed = act(world, &known, "/replay", &json!({ "from": from }))
        .await
        .ok();
    assert_eq!(replayed["given_up"], 0);
    world
        .wait_until("the missed one came", async || {
            receiver.numbers_of("ann").len() == 2
        })
        .await;
    assert_eq!(
        receiver.numbers_of("ann"),
        [3, 2],
        "what was delivered is not delivered again"
    );
    // What is given up after three days goes out again.
    receiver.answers_of("bob", 500);
    world.grant("bob", "promotional", 1).await;
    let mut hours = 0;
    while log(world, &known, "?state=failed").await.is_empty() {
        assert!(hours < 90, "it is given up");
        // Others go well, so the endpoint stays.
        world.grant("ann", "promotional", 1).await;
        settled(world).await;
        world.pass(TimeDelta::hours(6));
        hours += 6;
        settled(world).await;
    }
    assert!(hours >= 72, "{hours}");
    receiver.answers_of("bob", 200);
    let lately = rfc3339_seoul(world.now() - TimeDelta::days(20));
    let replayed = act(world, &known, "/replay", &json!({ "from": lately }))
        .await
        .ok();
    assert_eq!(replayed["given_up"], 1);
    world
        .wait_until("it came", async || receiver.numbers_of("bob") == [1])
        .await;
    for wrong in [
        world.now() - TimeDelta::days(31),
        world.now() + TimeDelta::hours(1),
    ] {
        let refused = act(
            world,
            &known,
            "/replay",
            &json!({ "from": rfc3339_seoul(wrong) }),
        )
        .await;
        assert_eq!(refused.refused(422, "invalid_field")["field"], "from");
    }
}

async fn events_on_their_way_are_counted(world: &World) {
    let receiver = Receiver::start(world).await;
    everything(world, &receiver).await;
    receiver.answers(500);
    world.grant("ann", "promotional", 1).await;
    world.grant("ann", "promotional", 2).await;
    let line = async |line: &str| {
        let metrics = world.gateway().browse("/metrics").await.text;
        metrics.lines().any(|found| found == line)
    };
    world
        .wait_until("both are counted", async || {
            line("credit_gateway_deliveries_waiting 2").await
        })
        .await;
    let refused = async || {
        let metrics = world.gateway().browse("/metrics").await.text;
        metrics.contains("webhook_deliveries_total{result=\"refused\"}")
    };
    world.wait_until("the attempt is counted", refused).await;
}

/// Forgetting keeps up with delivering.
async fn one_sweep_forgets_more_than_one_statement(world: &World) {
    let receiver = Receiver::start(world).await;
    let known = everything(world, &receiver).await;
    let id = known["id"].as_str().unwrap();
    let rows = format!(
        "INSERT INTO webhook_deliveries (endpoint_id, position, event_id, lane, state, queued_at, next_at) \
         WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 900) \
         SELECT '{id}', n, 'evt', '/evt', 'delivered', 0, 0 FROM numbers"
    );
    world.database.change(&rows).await;
    let gateway = world.gateway();
    let delete = gateway.request(Role::Admin, Method::DELETE, &path(&known, ""));
    send(delete).await.ok();
    endpoints::forget(&world.apps[0]).await.unwrap();
    let left = format!("SELECT COUNT(*) FROM webhook_deliveries WHERE endpoint_id = '{id}'");
    assert_eq!(world.database.number(&left).await, 0);
}
