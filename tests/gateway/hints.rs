//! Unsigned webhooks: they may come in any number and any size, and cost little.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures_util::{StreamExt as _, stream};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::{card_order, id_of},
    client::{Answer, send},
    database::{Engine, NEAR_JOBS},
    world::World,
};

both_engines!(
    a_flood_of_large_unsigned_webhooks_leaves_the_database_small,
    what_names_no_order_is_kept_up_to_a_quota_of_its_own,
    thousands_of_hints_on_one_order_make_one_look_up_in_ten_seconds,
    a_hint_that_is_not_kept_is_followed_all_the_same,
    a_refund_goes_out_while_look_ups_pile_up,
);

/// Posts at one time.
const AT_ONCE: usize = 32;
/// The limit for the growth of the database: a fiftieth of the bytes sent in the flood.
const GROWTH_MAX: i64 = 3_000_000;

impl World {
    async fn toss_hint(&self, nth: usize, order: &str, filling: &str) -> Answer {
        let body = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
            "data": {"orderId": order, "paymentKey": format!("forged{nth}"), "status": "DONE", "filling": filling}});
        let request = self.gateway().bare(Method::POST, "/webhooks/toss");
        let id = format!("whtrans_forged{nth}");
        send(
            request
                .header("tosspayments-webhook-transmission-id", id)
                .json(&body),
        )
        .await
    }

    /// Hints on orders in turn, many at once.
    async fn hints(&self, count: usize, orders: &[String], filling: &str) {
        let sent = (0..count).map(|nth| self.toss_hint(nth, &orders[nth % orders.len()], filling));
        let mut sent = stream::iter(sent).buffer_unordered(AT_ONCE);
        while let Some(answer) = sent.next().await {
            answer.ok();
        }
    }

    async fn bytes(&self) -> i64 {
        let sql = match self.database.engine {
            Engine::Sqlite => {
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            }
            Engine::Postgres => "SELECT pg_database_size(current_database())",
        };
        self.database.number(sql).await
    }

    async fn inbox(&self, what: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM inbox WHERE {what}");
        self.database.number(&sql).await
    }

    /// Counts the look-ups at Toss from now on, and delays each by this time.
    async fn count_look_ups(&self, milliseconds: u64) {
        let slow = json!([{"kind": "delay", "probability_percent": 100, "operation": "lookup", "delay_ms": milliseconds}]);
        self.faults("toss", slow).await;
    }

    async fn look_ups(&self) -> i64 {
        self.fired("toss", "delay").await
    }

    async fn no_job_left(&self) {
        let none = async || self.database.number(NEAR_JOBS).await == 0;
        self.wait_until("no job is left", none).await;
    }
}

async fn a_flood_of_large_unsigned_webhooks_leaves_the_database_small(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let before = world.bytes().await;
    let filling = "x".repeat(60_000);
    let strange = "ord_00000000000000000000000000".to_owned();
    let orders = [id_of(&order), strange, "none of ours".to_owned()];
    world.hints(2_000, &orders, &filling).await;
    let malformed = world
        .gateway()
        .bare(Method::POST, "/webhooks/toss")
        .body(filling);
    send(malformed).await.refused(401, "webhook_unverified");
    let grown = world.bytes().await - before;
    assert!(
        grown < GROWTH_MAX,
        "the database has grown by {grown} bytes"
    );
    assert_eq!(world.inbox("LENGTH(body) > 1024").await, 0);
    assert!(world.inbox("note LIKE '%only the beginning%'").await > 0);
    let metrics = world.gateway().browse("/metrics").await.text;
    for names in ["order", "strange"] {
        let counted = format!("webhooks_not_kept_total{{provider=\"toss\",names=\"{names}\"}}");
        assert!(metrics.contains(&counted), "{metrics}");
    }
}

async fn what_names_no_order_is_kept_up_to_a_quota_of_its_own(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    world.hints(700, &["none of ours".to_owned()], "").await;
    assert_eq!(world.inbox("verdict = 'unsigned'").await, 600);
    // A hint that names an order is still stored, and so is one that is not believed.
    world.hints(1, &[id_of(&order)], "").await;
    assert_eq!(world.inbox("effect LIKE 'a look-up of order%'").await, 1);
    let malformed = world
        .gateway()
        .bare(Method::POST, "/webhooks/toss")
        .body("{}");
    send(malformed).await.refused(401, "webhook_unverified");
    assert_eq!(world.inbox("verdict = 'rejected'").await, 1);
    // An hour later hints are accepted again.
    world.pass(TimeDelta::hours(1));
    world.toss_hint(9_999, "none of ours", "").await.ok();
    assert_eq!(world.inbox("verdict = 'unsigned'").await, 602);
}

async fn thousands_of_hints_on_one_order_make_one_look_up_in_ten_seconds(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    world.no_job_left().await;
    world.pass(TimeDelta::seconds(20));
    world.count_look_ups(5).await;
    let before = world.look_ups().await;
    world.hints(3_200, &[id_of(&order)], "").await;
    let one = async || world.look_ups().await - before == 1;
    world.wait_until("the first look-up", one).await;
    for (seconds, expected) in [(9, 1), (1, 2), (9, 2), (1, 3)] {
        world.hints(40, &[id_of(&order)], "more").await;
        world.pass(TimeDelta::seconds(seconds));
        let there = async || {
            let due = format!(
                "SELECT COUNT(*) FROM jobs WHERE state = 'running' OR run_at <= {}",
                world.now().timestamp_micros()
            );
            world.database.number(&due).await == 0
        };
        world.wait_until("what is due is done", there).await;
        assert_eq!(world.look_ups().await - before, expected, "{seconds}");
    }
    assert!(world.inbox("verdict = 'unsigned'").await <= 22);
    assert_eq!(world.balance("c1").await, 1_000);
    world.faults("toss", json!([])).await;
}

async fn a_hint_that_is_not_kept_is_followed_all_the_same(world: &World) {
    let order = world.issue_account("c1", "direct-1000").await;
    world.no_job_left().await;
    let lost = json!([{"kind": "webhook_lost", "probability_percent": 100}]);
    world.faults("toss", lost).await;
    world.hints(100, &[id_of(&order)], "").await;
    world
        .at_provider("/toss/deposits", &json!({"orderId": order["id"]}))
        .await;
    world.pass(TimeDelta::seconds(20));
    let kept = world.inbox("verdict = 'unsigned'").await;
    world.toss_hint(5_000, &id_of(&order), "").await.ok();
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.inbox("verdict = 'unsigned'").await, kept);
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_refund_goes_out_while_look_ups_pile_up(world: &World) {
    let paid = world.buy("c1", "direct-1000", 1).await;
    let mut orders = Vec::new();
    for _ in 0..40 {
        orders.push(id_of(
            &world.open_order(&card_order("c2", "direct-1000", 1)).await,
        ));
    }
    world.no_job_left().await;
    world.count_look_ups(8_000).await;
    let before = world.look_ups().await;
    world.hints(orders.len(), &orders, "").await;
    // As many as one gateway runs at once.
    let full = async || world.look_ups().await - before >= 16;
    world
        .wait_until("every slot of look-ups is taken", full)
        .await;
    let asked = Instant::now();
    let payment = paid["payment_id"].as_str().unwrap();
    let refund: Value = world.request_refund(payment, None).await.ok();
    let id = id_of(&refund);
    let gone = async || world.refund_state(&id).await == "succeeded";
    world.wait_until("the refund goes out", gone).await;
    let took = asked.elapsed();
    assert!(took < Duration::from_secs(5), "it waited for {took:?}");
    world.faults("toss", json!([])).await;
}
