//! The auditor beside a running gateway: what it finds is told, listed and cleared again, it goes on where it stopped, and two
//! gateways share a pass.

mod measured;
mod seals;
mod shared;

use credit_gateway::{
    access::{Desk, Role},
    flows::auditing::{self, Pace, Step},
};
use serde_json::{Value, json};

use crate::support::{desk::Browser, world::World};

both_engines!(
    .without_workers():
    what_breaks_is_told_listed_and_cleared,
    a_pass_goes_on_where_it_stopped,
);

impl World {
    /// One whole pass by the first gateway.
    pub(super) async fn audit_pass(&self) {
        let mut slices = 0;
        loop {
            match auditing::step(&self.apps[0], Pace::Ignored).await.unwrap() {
                Step::Over => return,
                Step::Slice => slices += 1,
                Step::Nothing => panic!("nothing was due after {slices} slices"),
            }
        }
    }

    pub(super) async fn audited(&self) -> Value {
        self.gateway().get(Role::Support, "/v1/audit").await.ok()
    }

    async fn findings(&self, query: &str) -> Vec<Value> {
        let path = format!("/v1/audit/findings{query}");
        let list = self.gateway().get(Role::Admin, &path).await.ok();
        list["items"].as_array().unwrap().clone()
    }
}

const TOLD: &str = "SELECT COUNT(*) FROM events WHERE kind = 'audit.finding'";

async fn what_breaks_is_told_listed_and_cleared(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    world.spend("c1", 250).await.ok();
    world.audit_pass().await;
    let whole = world.audited().await;
    assert_eq!(whole["open"], json!([]), "{whole}");
    assert_eq!(whole["last"]["found"], 0, "{whole}");
    assert_eq!(whole["running"], Value::Null, "{whole}");

    world
        .database
        .change(
            "UPDATE lots SET remaining = remaining - 1, spent = spent + 1 WHERE customer_id = 'c1'",
        )
        .await;
    world.audit_pass().await;
    let broken = world.findings("?state=open").await;
    let mut kinds: Vec<&str> = broken
        .iter()
        .map(|it| it["invariant"].as_str().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["lot_entries"]);
    assert!(broken.iter().all(|it| it["customer_id"] == "c1"));
    assert_eq!(world.findings("?invariant=lot_entries").await.len(), 1);
    assert_eq!(world.findings("?invariant=debts").await.len(), 0);
    let one = format!("/v1/audit/findings/{}", broken[0]["id"].as_str().unwrap());
    let one = world.gateway().get(Role::Support, &one).await.ok();
    assert_eq!(one, broken[0]);
    assert_eq!(world.database.number(TOLD).await, 1);
    let metrics = world.gateway().browse("/metrics").await.text;
    for line in [
        "credit_gateway_audit_findings{invariant=\"lot_entries\"} 1",
        "credit_gateway_audit_age_seconds 0",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    let browser = Browser::of(world, Desk::Support).await;
    for (page, said) in [
        ("/console", "규칙에 어긋나는 장부의 행"),
        ("/console/audit", "/console/findings?invariant=lot_entries"),
        ("/console/findings", "the entries say granted"),
    ] {
        let shown = browser.page(page).await;
        assert!(shown.contains(said), "{page}: {shown}");
    }

    // Seen again, nobody is told again; mended, the next pass clears it.
    world.audit_pass().await;
    assert_eq!(world.findings("?state=open").await.len(), 1);
    world
        .database
        .change(
            "UPDATE lots SET remaining = remaining + 1, spent = spent - 1 WHERE customer_id = 'c1'",
        )
        .await;
    world.audit_pass().await;
    assert_eq!(world.findings("?state=open").await.len(), 0);
    let cleared = world.findings("?state=cleared").await;
    assert_eq!(cleared.len(), 1);
    assert!(cleared.iter().all(|it| it["cleared_at"].is_string()));
    assert_eq!(world.database.number(TOLD).await, 1);
}

/// Half a pass, what a gateway that died leaves behind, and the rest.
async fn a_pass_goes_on_where_it_stopped(world: &World) {
    for customer in ["c1", "c2", "c3"] {
        world.buy(customer, "direct-1000", 1).await;
    }
    let app = &world.apps[0];
    for _ in 0..20 {
        let done = auditing::step(app, Pace::Ignored).await.unwrap();
        assert_eq!(done, Step::Slice);
    }
    let before = world.audited().await;
    assert_eq!(before["running"]["slices"], 19, "{before}");
    // It had begun a slice, whose lease is still running.
    let leased = world.now() + chrono::TimeDelta::minutes(1);
    let lease = format!(
        "UPDATE audit_passes SET holder = 'dead', leased_until = {} WHERE state = 'running'",
        leased.timestamp_micros()
    );
    world.database.change(&lease).await;
    let waits = auditing::step(app, Pace::Ignored).await.unwrap();
    assert_eq!(waits, Step::Nothing);
    world.pass(chrono::TimeDelta::minutes(1));
    world.audit_pass().await;
    let after = world.audited().await;
    assert_eq!(after["last"]["id"], before["running"]["id"], "{after}");
    assert_eq!(after["last"]["found"], 0, "{after}");
}
