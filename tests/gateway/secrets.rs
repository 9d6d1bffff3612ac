//! No secret, account number, holder's name or raw body is in a log, a metric or a problem. All private data in this
//! world carries a mark. The real program runs with every log line switched on, and no output may carry the mark.

mod bad;
mod house;
mod live;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use credit_gateway::sealing;

use self::house::House;
use crate::support::{client::Keys, database::Engine};

const TOSS_KEY: &str = "test_sk_CANARYtoss0000000000000000";
/// `CANARYbank-secret-24bytes` in base64.
const BANK_SECRET: &str = "whsec_Q0FOQVJZYmFuay1zZWNyZXQtMjRieXRlcw==";
const OUR_ACCOUNT: &str = "31415926535897";
const THEIR_ACCOUNT: &str = "27182818284590";
const HOLDER: &str = "CANARYholder";
const DEPOSITOR: &str = "CANARYdepositor";

/// `CANARY` and more in base64 is its end.
fn account_key() -> String {
    sealing::key_text(*b"CANARYaccount-key-with-32-bytes.")
}

/// Texts that must never be output: the marks themselves, and their encoded forms.
fn marks(keys: &Keys) -> Vec<String> {
    let mut marks: Vec<String> = ["CANARY", OUR_ACCOUNT, THEIR_ACCOUNT, "Q0FOQVJZ"]
        .map(str::to_owned)
        .to_vec();
    let basic = STANDARD.encode(format!("{TOSS_KEY}:"));
    marks.push(basic[..24].to_owned());
    marks.extend(
        keys.values()
            .map(|key| key.rsplit('_').next().unwrap()[..32].to_owned()),
    );
    marks
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_private_comes_out_on_sqlite() {
    nothing_private_comes_out(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_private_comes_out_on_postgres() {
    nothing_private_comes_out(Engine::Postgres).await;
}

async fn nothing_private_comes_out(engine: Engine) {
    let Some(house) = House::open(engine).await else {
        return;
    };
    house.live().await;
    house.misbehave().await;
    let metrics = house.gateway.browse("/metrics").await.text;
    assert!(metrics.contains("http_requests_total"), "{metrics}");
    let log = house.process.said();
    assert!(
        log.contains("provider.toss.refund") && log.contains("TRACE"),
        "the log is not switched on: {log}"
    );
    let problems = house.problems.lock().unwrap().join("\n");
    assert!(problems.lines().count() > 10, "{problems}");
    for mark in marks(&house.gateway.keys) {
        for (place, text) in [
            ("log", &log),
            ("metrics", &metrics),
            ("problems", &problems),
        ] {
            let found: Vec<&str> = text
                .lines()
                .filter(|line| line.contains(&mark))
                .take(3)
                .collect();
            assert!(
                found.is_empty(),
                "`{mark}` is in the {place}:\n{}",
                found.join("\n")
            );
        }
    }
}
