//! The alerts and the dashboard (`packaging`) ask for metrics that the exporter has, by labels that they have there, and in
//! the way that suits their type. A name that changed would else be silence, not an error. And every gauge of the exporter stands
//! in an alert or on a panel: what waits and nobody asks for waits for ever.

mod exported;
mod promql;
mod promtool;

use std::{collections::BTreeSet, path::Path};

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use self::{exported::Exported, promql::Use};
use crate::{
    support::{
        buyer::bank_order,
        client::send,
        receiver::Receiver,
        world::{Plan, World},
    },
    webhook_endpoints::everything,
};

/// Metrics of Prometheus itself.
const OF_PROMETHEUS: [&str; 1] = ["up"];
/// Functions that ask by how much something grew.
const GROWTH: [&str; 2] = ["rate", "increase"];

fn text(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("packaging")
        .join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The expressions of the alerts: each stands on one line.
fn of_alerts() -> Vec<String> {
    let rules = text("prometheus/rules.yml");
    let lines = rules
        .lines()
        .filter_map(|line| line.trim().strip_prefix("expr: "));
    let plain = |text: &str| match text.strip_prefix('\'') {
        Some(quoted) => quoted.trim_end_matches('\'').replace("''", "'"),
        None => text.to_owned(),
    };
    lines.map(plain).collect()
}

/// The expressions of the dashboard's panels.
fn of_dashboard() -> Vec<String> {
    let board: Value = serde_json::from_str(&text("grafana/dashboard.json")).unwrap();
    let panels = board["panels"].as_array().unwrap().iter();
    let targets = panels
        .filter_map(|panel| panel["targets"].as_array())
        .flatten();
    targets
        .map(|target| target["expr"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alerts_and_dashboard_ask_for_what_is_exported() {
    Plan::sqlite().sealed().run(asked_is_exported).await;
}

/// Some of everything that is counted.
async fn traffic(world: &World) {
    let receiver = Receiver::start(world).await;
    everything(world, &receiver).await;
    let order = world.buy("c1", "direct-1000", 2).await;
    world.spend("c1", 10).await.ok();
    world.refund(order["payment_id"].as_str().unwrap()).await;
    world
        .open_order(&bank_order("c2", "direct-1000", "홍길동"))
        .await;
    world.deposit("홍길동", 10_000).await;
    world.deposit("아무개", 5_000).await;
    let forged = world.gateway().bare(Method::POST, "/webhooks/bank");
    send(forged.json(&json!({})))
        .await
        .refused(401, "webhook_unverified");
    let delivered = async || !receiver.taken().is_empty();
    world.wait_until("an event is delivered", delivered).await;
    // A day is due to be compared.
    world.pass(TimeDelta::days(1));
}

async fn asked_is_exported(world: &World) {
    traffic(world).await;
    let exported = async || Exported::read(&world.gateway().browse("/metrics").await.text);
    // A delivery is counted a moment after it was taken.
    let counted = async || {
        exported()
            .await
            .kind("webhook_delivery_seconds_bucket")
            .is_some()
    };
    world.wait_until("the delivery is counted", counted).await;
    let exported = exported().await;
    let (alerts, panels) = (of_alerts(), of_dashboard());
    assert!(alerts.len() >= 20, "{}", alerts.len());
    assert!(panels.len() >= 30, "{}", panels.len());
    let mut wrong = Vec::new();
    for expression in alerts.iter().chain(&panels) {
        let uses = promql::uses(expression);
        assert!(!uses.is_empty(), "nothing is asked by {expression}");
        for used in uses
            .iter()
            .filter(|used| !OF_PROMETHEUS.contains(&used.metric.as_str()))
        {
            let fault = fault(used, &exported);
            wrong.extend(fault.map(|fault| format!("{fault}: {expression}")));
        }
    }
    let asked = alerts
        .iter()
        .chain(&panels)
        .flat_map(|text| promql::uses(text));
    let asked: BTreeSet<String> = asked.map(|used| used.metric).collect();
    let unasked = exported.gauges().filter(|gauge| !asked.contains(*gauge));
    wrong.extend(unasked.map(|gauge| format!("{gauge} is in no alert and on no panel")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn fault(used: &Use, exported: &Exported) -> Option<String> {
    let Use {
        metric,
        labels,
        grouped,
        function,
    } = used;
    let Some(kind) = exported.kind(metric) else {
        return Some(format!("no metric {metric}"));
    };
    let grows = GROWTH.contains(&function.as_str());
    if grows != (kind == "counter") {
        return Some(format!("{metric} is a {kind} and stands in {function}()"));
    }
    let known = exported.labels(metric);
    let named = labels.iter().map(|(name, _)| name).chain(grouped);
    // Prometheus names the gateway that it asked.
    let unknown = named
        .filter(|name| *name != "instance")
        .find(|name| !known.contains(*name));
    if let Some(label) = unknown {
        return Some(format!("{metric} has no label {label}"));
    }
    let missing = labels
        .iter()
        .find(|(name, value)| !exported.has(metric, name, value));
    missing.map(|(name, value)| format!("{metric} never has {name}={value}"))
}
