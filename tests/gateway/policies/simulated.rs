//! The figures of a simulation are those of publishing the draft: quotes of every payment, once its time has come, give
//! the same won. On SQLite the draft is published on a copy of the file, beside the gateway that goes on without it.

use std::{collections::BTreeMap, sync::Arc};

use credit_gateway::{
    access::Role,
    compose::{self, Parts},
    flows, http,
    store::Db,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{KINDER, publish, version};
use crate::support::{
    client::Client,
    database::Engine,
    settings::settings,
    world::{World, entropy, listen},
};

both_engines!(
    a_simulation_says_what_quotes_say_once_the_draft_is_published,
    a_simulation_is_of_one_draft_at_a_time_and_names_what_is_wrong,
);

const THEN: &str = "2026-05-10T00:00:00+09:00";

/// Less than the kinder version and more than the first.
fn draft() -> String {
    let words = &[("{ days = 14 }", "{ days = 20 }")];
    version("draft", "2026-04-08T10:00:00", "2026-05-10T00:00:00", words)
}

/// Payments of every kind before and after a kinder version took effect.
async fn story(world: &World) {
    for (customer, product, quantity) in [
        ("c1", "direct-1000", 1),
        ("c2", "package-1000", 2),
        ("c3", "bonus-1000", 1),
        ("c4", "direct-100", 3),
    ] {
        world.buy(customer, product, quantity).await;
    }
    world.spend("c1", 101).await.ok();
    // A month's package is over by then; of this hold its credits come back, of the other they do not.
    world.buy("c5", "package-1000", 1).await;
    world.hold("c2", 300, 3_600).await.ok();
    world.buy("c6", "direct-1000", 1).await;
    let part = world.buy("c6", "direct-10000", 1).await;
    let path = format!(
        "/v1/payments/{}/refund-quotes",
        part["payment_id"].as_str().unwrap()
    );
    let quote = world
        .gateway()
        .post(Role::Support, &path, &json!({ "credits": 3_333 }))
        .await
        .ok();
    let body =
        json!({ "payment_id": part["payment_id"], "quote_id": quote["id"], "reason": "asked" });
    world
        .gateway()
        .post(Role::Support, "/v1/refunds", &body)
        .await
        .ok();
    world.grant("c7", "promotional", 500).await;
    let kinder = version(
        "kinder",
        "2026-04-08T10:00:00",
        "2026-04-08T12:00:00",
        KINDER,
    );
    assert_eq!(publish(world, &kinder).await.status, 201);
    world.set("2026-04-09T10:00:00+09:00");
    world.sweep().await;
    world.buy("c1", "direct-100", 1).await;
    world.buy("c8", "direct-1000", 1).await;
    world.spend("c8", 1_000).await.ok();
}

/// What a quote of each payment says: basis and won.
type Quotes = BTreeMap<String, (String, i64)>;

async fn quotes(client: &Client, payments: &[String]) -> Quotes {
    let mut quotes = BTreeMap::new();
    for payment in payments {
        let path = format!("/v1/payments/{payment}/refund-quotes");
        let quote = client.post(Role::Support, &path, &Value::Null).await.ok();
        let said = (
            quote["basis"].as_str().unwrap().to_owned(),
            quote["amount"].as_i64().unwrap(),
        );
        quotes.insert(payment.clone(), said);
    }
    quotes
}

/// A gateway over a copy of the world's file.
async fn on_a_copy(world: &World, folder: &TempDir) -> (credit_gateway::app::Shared, Client) {
    let path = folder.path().join("copy.db");
    let copy = format!("VACUUM INTO '{}'", path.display());
    world.database.change(&copy).await;
    let url = format!("sqlite:{}", path.display());
    let (listener, base) = listen().await;
    let parts = Parts {
        db: Db::open(&url).await.unwrap(),
        clock: world.clock.clone(),
        entropy,
        tasks: world.tasks.clone(),
        stop: world.stop.clone(),
    };
    let app = compose::gateway(settings(&[], &url, &base, &world.sandbox.base), parts)
        .await
        .unwrap();
    let router = http::router(&app);
    world
        .tasks
        .spawn(http::server::serve(Arc::clone(&app), listener, router));
    (app, Client::new(base, world.gateway().keys.clone()))
}

/// Publishes the draft, lets its time come, and asks for quotes of all payments: after the publication, and on SQLite,
/// where it was published on a copy, without it.
async fn quoted(world: &World, payments: &[String]) -> (Quotes, Option<Quotes>) {
    if world.database.engine == Engine::Postgres {
        assert_eq!(publish(world, &draft()).await.status, 201);
        world.set(THEN);
        world.sweep().await;
        return (quotes(world.gateway(), payments).await, None);
    }
    let folder = TempDir::new().unwrap();
    let (app, copy) = on_a_copy(world, &folder).await;
    let body = json!({ "document": draft() });
    let published = copy.post(Role::Admin, "/v1/policies", &body).await;
    assert_eq!(published.status, 201, "{}", published.text);
    world.set(THEN);
    flows::expiry::sweep(&app).await.unwrap();
    let after = quotes(&copy, payments).await;
    app.db.close().await;
    // The gateway of the copied file was left as it was.
    world.sweep().await;
    (after, Some(quotes(world.gateway(), payments).await))
}

fn sum(quotes: &Quotes) -> i64 {
    quotes.values().map(|(_, won)| won).sum()
}

async fn a_simulation_says_what_quotes_say_once_the_draft_is_published(world: &World) {
    story(world).await;
    let body = json!({ "document": draft() });
    let report = world
        .gateway()
        .post(Role::Admin, "/v1/policies/simulate", &body)
        .await
        .ok();
    assert_eq!(report["at"], THEN, "{report}");
    assert_eq!(report["without"]["version"], "kinder", "{report}");
    let payments = "SELECT id FROM payments ORDER BY id";
    let payments: Vec<String> = world.database.rows(payments).await.concat();
    let sums = &report["sums"];
    assert_eq!(sums["payments"], payments.len(), "{report}");
    let (after, before) = quoted(world, &payments).await;
    assert_eq!(sums["refundable_after"], sum(&after), "{sums}, {after:?}");
    let rows = report["rows"].as_array().unwrap();
    for row in rows {
        let (basis, won) = &after[row["payment_id"].as_str().unwrap()];
        let said = (&row["after"]["basis"], &row["after"]["amount"]);
        assert_eq!(said, (&json!(basis), &json!(won)), "{row}");
    }
    let touched = &report["changes"][0];
    assert_eq!(touched["rule"], "refund.through_support", "{report}");
    assert_eq!(touched["touched"]["payments"], rows.len(), "{report}");
    let Some(before) = before else {
        return;
    };
    assert_eq!(
        sums["refundable_before"],
        sum(&before),
        "{sums}, {before:?}"
    );
    assert!(sum(&before) > sum(&after) && sum(&after) > 0, "{sums}");
    let lost: i64 = payments.iter().map(|id| before[id].1 - after[id].1).sum();
    assert_eq!(sums["lost"], lost, "{sums}");
}

async fn a_simulation_is_of_one_draft_at_a_time_and_names_what_is_wrong(world: &World) {
    let simulate = async |body: Value| {
        world
            .gateway()
            .post(Role::Admin, "/v1/policies/simulate", &body)
            .await
    };
    let early = simulate(json!({ "document": draft(), "at": "2026-05-01T00:00:00+09:00" })).await;
    let told = early.json();
    assert_eq!(
        (early.status, &told["field"]),
        (422, &json!("at")),
        "{told}"
    );
    assert!(told["rule"].as_str().unwrap().contains(THEN), "{told}");
    let broken =
        simulate(json!({ "document": draft().replacen("{ days = 7 }", "{ days = 1 }", 1) })).await;
    let told = broken.json();
    assert_eq!(
        (broken.status, &told["field"]),
        (422, &json!("document")),
        "{told}"
    );
    assert!(
        told["reasons"][0]
            .as_str()
            .unwrap()
            .starts_with("refund.by_right.period: "),
        "{told}"
    );
    let taken = draft().replacen("version = \"draft\"", "version = \"2025-07-17\"", 1);
    let taken = simulate(json!({ "document": taken })).await;
    assert_eq!(taken.status, 422, "{}", taken.text);
    let alone = world.apps[0].simulating.try_acquire().unwrap();
    let busy = simulate(json!({ "document": draft() })).await;
    assert_eq!(busy.problem(), (503, "busy".to_owned()));
    drop(alone);
    let report = simulate(json!({ "document": draft(), "at": "2026-07-01T00:00:00+09:00" }))
        .await
        .ok();
    assert_eq!(report["sums"]["customers"], 0, "{report}");
    assert_eq!(report["at"], "2026-07-01T00:00:00+09:00");
}
