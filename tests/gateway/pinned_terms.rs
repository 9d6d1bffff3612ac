//! Terms are pinned by content: a purchase is judged by the stored document, whatever files are configured later.

use std::{path::PathBuf, sync::Arc};

use chrono::TimeDelta;
use credit_gateway::{
    access::Role,
    app::Shared,
    compose::{self, Parts},
    http,
};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{
    buyer::id_of,
    client::Client,
    settings::settings,
    world::{World, entropy, listen},
};

both_engines!(
    no_file_of_an_old_version_is_needed,
    an_edited_version_is_refused_at_start,
    a_cut_without_notice_is_refused_and_one_with_notice_is_told,
);

const PUBLISHED: &str = include_str!("../../policies/2025-07-17.toml");

/// A later version that offers less.
pub(crate) fn later(effective: &str) -> String {
    PUBLISHED
        .replacen("version = \"2025-07-17\"", "version = \"2026-04-10\"", 1)
        .replacen("change = \"first\"", "change = \"minor\"", 1)
        .replacen(
            "published_at = \"2025-07-17",
            "published_at = \"2026-03-01",
            1,
        )
        .replacen(
            "effective_at = \"2025-07-17",
            &format!("effective_at = \"{effective}"),
            1,
        )
        .replacen("{ days = 14 }", "{ days = 7 }", 1)
}

fn file(folder: &TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("policy.toml");
    std::fs::write(&path, text).unwrap();
    path
}

/// Another gateway over the same database, configured with only this document.
pub(crate) async fn gateway(world: &World, document: &str) -> Result<(Shared, Client), String> {
    let folder = TempDir::new().unwrap();
    let (listener, base) = listen().await;
    let parts = Parts {
        db: world.apps[0].db.clone(),
        clock: world.clock.clone(),
        entropy,
        tasks: world.tasks.clone(),
        stop: world.stop.clone(),
    };
    let policies = [file(&folder, document)];
    let settings = settings(&policies, &world.database.url, &base, &world.sandbox.base);
    let app = compose::gateway(settings, parts)
        .await
        .map_err(|error| format!("{error:#}"))?;
    let router = http::router(&app);
    world
        .tasks
        .spawn(http::server::serve(Arc::clone(&app), listener, router));
    Ok((app, Client::new(base, world.gateway().keys.clone())))
}

async fn no_file_of_an_old_version_is_needed(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    let payment = order["payment_id"].as_str().unwrap().to_owned();
    world.pass(TimeDelta::days(10));
    let (_app, newer) = gateway(world, &later("2026-04-10")).await.unwrap();
    let quote = newer
        .post(
            Role::Support,
            &format!("/v1/payments/{payment}/refund-quotes"),
            &Value::Null,
        )
        .await
        .ok();
    assert_eq!(quote["basis"], "through_support", "{quote}");
    assert_eq!(quote["policy"], "2025-07-17");
    let why = quote["lines"][0]["why"].as_str().unwrap();
    assert!(why.contains("14 days"), "{why}");
    let shown = newer
        .get(Role::Support, &format!("/v1/orders/{}", id_of(&order)))
        .await
        .ok();
    assert_eq!(shown["terms"]["policy"], "2025-07-17", "{shown}");
    assert_eq!(shown["terms"]["policy_hash"], quote["policy_hash"]);
    newer.get(Role::Support, "/v1/orders").await.ok();
    let old = newer
        .get(Role::Support, "/v1/policies/2025-07-17")
        .await
        .ok();
    assert_eq!(old["hash"], quote["policy_hash"]);
    let shop = newer.get(Role::Checkout, "/v1/products").await.ok();
    assert_eq!(shop["policy"], "2026-04-10");
}

async fn an_edited_version_is_refused_at_start(world: &World) {
    let edited = PUBLISHED.replacen("{ days = 14 }", "{ days = 7 }", 1);
    let error = gateway(world, &edited).await.unwrap_err();
    assert!(
        error.contains("2025-07-17") && error.contains("was edited"),
        "{error}"
    );
}

async fn a_cut_without_notice_is_refused_and_one_with_notice_is_told(world: &World) {
    let error = gateway(world, &later("2026-03-30")).await.unwrap_err();
    assert!(
        error.contains("refund.through_support from 14 days to 7 days")
            && error.contains("30 days"),
        "{error}"
    );
    let told = "SELECT subject, body FROM events WHERE kind = 'policy.published'";
    assert!(world.database.rows(told).await.is_empty());
    let _first = gateway(world, &later("2026-03-31")).await.unwrap();
    let _again = gateway(world, &later("2026-03-31")).await.unwrap();
    let rows = world.database.rows(told).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0][1].contains("\"major\":true"), "{rows:?}");
    let audit_log = "SELECT COUNT(*) FROM audit_log WHERE act = 'policy.publish'";
    assert_eq!(world.database.number(audit_log).await, 1);
}
