//! The program is killed at every named point, started again, and asked again: the books must end as if nothing had
//! happened. The real binary, a separate process of simulated providers, both engines.

mod acts;
mod receipts;
mod shop;

use std::time::Instant;

use credit_gateway::{
    access::Role,
    clock::{Clock as _, SystemClock},
    crash::POINTS,
};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio_util::task::TaskTracker;

use self::shop::Shop;
use crate::support::{database::Engine, receiver::Receiver, truth::audit};

/// The points where the program dies during a purchase. The four commits of a purchase are: the order opened, its
/// session attached, the confirmation recorded, the payment completed.
const IN_A_PURCHASE: [&str; 12] = [
    "writer.before_commit:1",
    "writer.before_commit:2",
    "writer.before_commit:3",
    "writer.before_commit:4",
    "writer.after_commit:1",
    "writer.after_commit:2",
    "writer.after_commit:3",
    "writer.after_commit:4",
    "checkout.before_begin",
    "checkout.after_begin",
    "payment.before_confirm",
    "payment.after_confirm",
];

/// The points where it dies during a refund. Its commits are: the quote, the request, the sending recorded, its end.
const IN_A_REFUND: [&str; 11] = [
    "writer.before_commit:1",
    "writer.before_commit:2",
    "writer.before_commit:3",
    "writer.before_commit:4",
    "writer.after_commit:1",
    "writer.after_commit:2",
    "writer.after_commit:3",
    "writer.after_commit:4",
    "refund.before_send",
    "refund.after_send",
    "outbox.after_claim",
];

/// The point where it dies while it delivers an event.
const IN_A_DELIVERY: [&str; 1] = ["webhooks.after_answer"];

/// Runs at one time: there are few cores, and most of a run is waiting.
const AT_ONCE: usize = 3;

#[test]
fn every_point_is_died_at() {
    for (point, _) in POINTS {
        let dies = |spec: &&'static str| spec.split(':').next() == Some(*point);
        assert!(
            IN_A_PURCHASE
                .iter()
                .chain(&IN_A_REFUND)
                .chain(&IN_A_DELIVERY)
                .chain(&receipts::DEATHS)
                .any(dies),
            "no test dies at {point}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_survives_every_death_on_sqlite() {
    survives(Engine::Sqlite, Act::Purchase, &IN_A_PURCHASE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_purchase_survives_every_death_on_postgres() {
    survives(Engine::Postgres, Act::Purchase, &IN_A_PURCHASE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_survives_every_death_on_sqlite() {
    survives(Engine::Sqlite, Act::Refund, &IN_A_REFUND).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_survives_every_death_on_postgres() {
    survives(Engine::Postgres, Act::Refund, &IN_A_REFUND).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_spend_survives_a_death_on_sqlite() {
    keeps_what_it_acknowledged(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_spend_survives_a_death_on_postgres() {
    keeps_what_it_acknowledged(Engine::Postgres).await;
}

/// Many clients spend at once until the program dies between two of its answers.
async fn keeps_what_it_acknowledged(engine: Engine) {
    for death in ["writer.before_commit:20", "writer.after_commit:20"] {
        let Some(shop) = Shop::open(engine).await else {
            return;
        };
        let mut doomed = shop.gateway(Some(death)).await;
        let acknowledged = shop.spend_until_it_dies().await;
        doomed.was_killed().await;
        let stored = shop.database.rows("SELECT id FROM spends").await.concat();
        let lost: Vec<&String> = acknowledged
            .iter()
            .filter(|id| !stored.contains(id))
            .collect();
        assert!(
            lost.is_empty(),
            "{} of {} acknowledged spends are lost by a death at {death}: {lost:?}",
            lost.len(),
            acknowledged.len()
        );
        audit(&shop.database, SystemClock::new().now()).await;
    }
}

/// "Once" is as often as the receiver says that it took it: what it took without our knowledge comes again, under the
/// same id.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_whose_answer_was_lost_goes_out_again_under_its_id() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(shop) = Shop::open(engine).await else {
            return;
        };
        let receiver = Receiver::among(&TaskTracker::new()).await;
        let mut doomed = shop.gateway(Some(IN_A_DELIVERY[0])).await;
        let post = async |key: &str, path: &str, body: Value| {
            shop::post(&shop.client(), key, Role::Admin, path, &body).await
        };
        let endpoint = json!({ "url": receiver.url });
        post("one", "/v1/webhook-endpoints", endpoint)
            .await
            .unwrap()
            .ok();
        let grant = json!({ "kind": "promotional", "credits": 1, "reason": "r" });
        let _cut_short = post("two", "/v1/customers/ann/grants", grant).await;
        doomed.was_killed().await;
        assert_eq!(receiver.taken().len(), 1);
        let states = "SELECT state FROM webhook_deliveries";
        assert_eq!(
            shop.database.rows(states).await,
            [["waiting"]],
            "nothing of it is on disk"
        );
        shop.database
            .change("UPDATE webhook_deliveries SET next_at = 0")
            .await;
        let _gateway = shop.gateway(None).await;
        let deadline = Instant::now() + shop::WITHIN;
        while shop.database.rows(states).await != [["delivered"]] {
            assert!(Instant::now() < deadline, "it does not go out again");
            tokio::time::sleep(shop::POLL_EVERY).await;
        }
        let taken = receiver.taken();
        assert_eq!(taken.len(), 2);
        assert_eq!(
            (&taken[0].id, &taken[0].body),
            (&taken[1].id, &taken[1].body)
        );
    }
}

/// The client after a death asks about sent requests, and sends the unsent ones.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_is_on_disk_as_sent_before_it_is_sent() {
    for death in ["refund.before_send", "refund.after_send"] {
        let shop = Shop::open(Engine::Sqlite).await.unwrap();
        let mut doomed = shop.gateway(Some(death)).await;
        shop.purchase().await.unwrap();
        let _cut_short = shop.refund().await;
        doomed.was_killed().await;
        let states = shop.database.rows("SELECT state FROM refunds").await;
        assert_eq!(states, [["sent"]], "on disk after a death at {death}");
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Purchase,
    Refund,
}

async fn survives(engine: Engine, act: Act, deaths: &[&'static str]) {
    let Some(shop) = Shop::open(engine).await else {
        return;
    };
    let undisturbed = shop.undisturbed(act).await;
    let lives = stream::iter(deaths.iter().copied()).map(async |death| {
        let shop = Shop::open(engine).await?;
        Some((death, shop.disturbed(act, death).await))
    });
    let ends: Vec<_> = lives.buffer_unordered(AT_ONCE).collect().await;
    for (death, books) in ends.into_iter().flatten() {
        assert_eq!(books, undisturbed, "{act:?} after a death at {death}");
    }
}
