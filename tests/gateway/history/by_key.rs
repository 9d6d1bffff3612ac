//! Use by API key: each spend says which key asked for it, and spends are summed and listed by key.

use chrono::TimeDelta;
use credit_gateway::{access::Role, entropy::CounterEntropy, flows::keys};
use serde_json::{Value, json};

use super::uses;
use crate::{
    reads::{pages, read, told},
    support::{buyer::id_of, client::Client, world::World},
};

both_engines!(
    use_is_summed_by_the_key_that_asked,
    a_retry_under_another_key_keeps_the_first,
    spends_of_one_key_are_listed_to_their_end,
);

/// A client with a service key of its own, and that key's id.
async fn another(world: &World, seed: u64) -> (Client, String) {
    let db = &world.apps[0].db;
    let entropy = &mut CounterEntropy(seed);
    let made = keys::make(db, Role::Service, "batch jobs", world.now(), entropy).await;
    let made = made.unwrap();
    let mut client = world.gateway().clone();
    client.keys.insert(Role::Service, made.key);
    (client, made.id.to_string())
}

async fn spends(client: &Client, key: &str, credits: i64) -> Value {
    let body = json!({"credits": credits, "meter": "text", "reference": "r"});
    let path = "/v1/customers/c1/spends";
    client
        .post_under(key, Role::Service, path, &body)
        .await
        .ok()
}

async fn by_key(world: &World) -> Value {
    read(world, "/v1/customers/c1/usage?by=api_key").await["items"].clone()
}

async fn use_is_summed_by_the_key_that_asked(world: &World) {
    world.grant("c1", "promotional", 1_000).await;
    let (jobs, jobs_key) = another(world, 7).await;
    let first = uses(world, 10, "video", "a").await;
    let own = first["api_key"].as_str().unwrap().to_owned();
    assert_ne!(own, jobs_key);
    let spent = spends(&jobs, "j1", 30).await;
    assert_eq!(spent["api_key"], jobs_key, "{spent}");
    let batch = json!({"spends": [
        {"customer_id": "c1", "credits": 5, "meter": "text", "reference": "r", "idempotency_key": "j2"},
    ]});
    let batch = jobs.post(Role::Service, "/v1/spends/batch", &batch).await;
    assert_eq!(batch.ok()["results"][0]["spend"]["api_key"], jobs_key);
    // Set aside by one key, and captured by the other.
    let hold = world.hold("c1", 50, 600).await.ok();
    let capture = format!("/v1/holds/{}/capture", id_of(&hold));
    let captured = jobs
        .post(Role::Service, &capture, &json!({"credits": 7}))
        .await
        .ok();
    let path = format!("/v1/spends/{}", captured["spend"].as_str().unwrap());
    assert_eq!(read(world, &path).await["api_key"], jobs_key);
    // A reversal by another key does not change who asked.
    let reverse = format!("/v1/spends/{}/reverse", id_of(&spent));
    let reversed = world
        .gateway()
        .post(Role::Service, &reverse, &Value::Null)
        .await
        .ok();
    assert_eq!(reversed["api_key"], jobs_key);
    let group = |name: &str, used: [i64; 2], reversed: [i64; 2]| {
        json!({"name": name, "spends": used[0], "credits": used[1],
            "reversed_spends": reversed[0], "reversed_credits": reversed[1]})
    };
    let groups = json!([
        group(&own, [1, 10], [0, 0]),
        group(&jobs_key, [2, 12], [1, 30])
    ]);
    assert_eq!(by_key(world).await, groups);
}

async fn a_retry_under_another_key_keeps_the_first(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let (jobs, jobs_key) = another(world, 7).await;
    let first = spends(&jobs, "k1", 30).await;
    let again = spends(world.gateway(), "k1", 30).await;
    assert_eq!(
        (&again["id"], &again["api_key"]),
        (&first["id"], &json!(jobs_key))
    );
    let listed = read(world, "/v1/customers/c1/spends").await;
    assert_eq!(told(&listed, "api_key"), [json!(jobs_key)]);
}

async fn spends_of_one_key_are_listed_to_their_end(world: &World) {
    world.grant("c1", "promotional", 100).await;
    let (jobs, jobs_key) = another(world, 7).await;
    for at in 0..6 {
        let (who, key) = if at % 2 == 0 {
            (&jobs, format!("j{at}"))
        } else {
            (world.gateway(), format!("w{at}"))
        };
        spends(who, &key, 1 + at).await;
        world.pass(TimeDelta::milliseconds(1));
    }
    let path = format!("/v1/customers/c1/spends?api_key={jobs_key}&limit=1");
    assert_eq!(pages(world, &path, "credits").await, [5, 3, 1]);
    let path = format!("/v1/customers/c1/spends?api_key={jobs_key}&reference=r");
    assert_eq!(told(&read(world, &path).await, "credits"), [5, 3, 1]);
    let path = format!("/v1/customers/c1/spends?api_key={jobs_key}&reference=other");
    assert_eq!(
        told(&read(world, &path).await, "credits"),
        Vec::<Value>::new()
    );
    let wrong = "/v1/customers/c1/spends?api_key=cgk_service_1";
    let wrong = world.gateway().get(Role::Support, wrong).await;
    assert_eq!(wrong.refused(422, "invalid_field")["field"], "api_key");
}
