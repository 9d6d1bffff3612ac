//! A simulation over many lots takes seconds, and its memory does not grow with them. Left out of ordinary runs, because
//! writing the lots takes some seconds more: `cargo test --release --test gateway -- --ignored a_simulation_of --nocapture`.

use std::time::{Duration, Instant};

use credit_gateway::{
    entropy::SystemEntropy,
    flows::policies,
    store::{Db, Options},
};
use domain::{actor::Actor, policy::Policy, rulebook::Rulebook, simulation::Simulation};

use super::{FIRST, version};
use crate::support::database::{Database, Engine};

const LOTS: i64 = 100_000;
/// It takes four seconds of one processor without optimisation. The rest is for a machine that does much else.
const WITHIN: Duration = Duration::from_mins(3);
/// Microseconds.
const DAY: i64 = 86_400_000_000;
/// 20 November 2026 in Korea.
const LAST_PAID: i64 = 1_795_100_000_000_000;

/// Two purchases of each customer, one a day over three months, some of the credits used.
async fn purchases(database: &Database, hash: &str) {
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {LOTS}) "
    );
    let id =
        "SUBSTR('00000000000000000000000000', 1, 26 - LENGTH(CAST(i AS TEXT))) || CAST(i AS TEXT)";
    let customer = format!("'c' || CAST(i % {} AS TEXT)", LOTS / 2);
    let at = format!("{LAST_PAID} - (i % 90) * {DAY}");
    for rows in [
        format!(
            "INSERT INTO customers (id, state, debt, seq, head, opened_at) \
             {numbers} SELECT DISTINCT {customer}, 'open', 0, 0, '', 0 FROM n"
        ),
        format!(
            "INSERT INTO payments (id, order_id, customer_id, provider, payment_key, method, amount, tax, refunded, \
             in_flight, cancelled_outside, credits_revoked, debt, debt_waived, policy, policy_hash, paid_at, facts) \
             {numbers} SELECT 'pay_' || {id}, 'ord_' || {id}, {customer}, 'toss', CAST(i AS TEXT), 'card', 10000, \
             '{{\"supplied\":9091,\"vat\":909,\"tax_free\":0}}', 0, 0, 0, 0, 0, 0, '2025-07-17', '{hash}', {at}, '{{}}' FROM n"
        ),
        format!(
            "INSERT INTO lots (id, customer_id, kind, payment_id, policy, policy_hash, granted, remaining, held, spent, \
             refunded, expired, revoked, debt_paid, bonus_gone, acquired_at, expires_at) \
             {numbers} SELECT 'lot_' || {id}, {customer}, 'purchased', 'pay_' || {id}, '2025-07-17', '{hash}', 1000, \
             1000 - (i % 7) * 100, 0, (i % 7) * 100, 0, 0, 0, 0, 0, {at}, {at} + 365 * {DAY} FROM n"
        ),
    ] {
        database.change(&rows).await;
    }
}

async fn simulated(engine: Engine) {
    let Some(database) = Database::new(engine).await else {
        return;
    };
    let options = Options {
        durable: false,
        ..Options::default()
    };
    let db = Db::open_with(&database.url, options).await.unwrap();
    db.migrate().await.unwrap();
    let now = chrono::DateTime::from_timestamp_micros(LAST_PAID + DAY).unwrap();
    let mut ids = SystemEntropy::new();
    let by = Actor::Gateway;
    let first = policies::publish_draft(&db, FIRST, 30, by, now, &mut ids).await;
    let first = first.unwrap().policy;
    purchases(&database, &first.hash).await;

    let catalogue = include_str!("../../../policies/catalogue.toml");
    let holidays = include_str!("../../../policies/kr-holidays.csv");
    let rules = Rulebook::parse(&[FIRST], catalogue, holidays).unwrap();
    let kinder = &[("{ days = 14 }", "{ days = 45 }")];
    let draft = version(
        "draft",
        "2026-11-21T00:00:00",
        "2026-12-01T00:00:00",
        kinder,
    );
    let draft = Policy::check(&draft).unwrap();
    let simulation = Simulation::new(&rules, &draft, None, now, 30).unwrap();
    let began = Instant::now();
    let report = policies::simulate(&db, simulation, |_| Ok(()))
        .await
        .unwrap();
    let took = began.elapsed();
    eprintln!("{LOTS} lots on {engine:?}: {took:?}, {:?}", report.sums);
    assert!(took < WITHIN, "{took:?}");
    let sums = &report.sums;
    let all = u64::try_from(LOTS).unwrap();
    assert_eq!(
        (sums.customers, sums.payments, sums.live_lots),
        (all / 2, all, all)
    );
    assert!(sums.gained > 0 && sums.gained == sums.refundable_after - sums.refundable_before);
    db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes a hundred thousand lots"]
async fn a_simulation_of_a_hundred_thousand_lots_takes_seconds_on_sqlite() {
    simulated(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes a hundred thousand lots"]
async fn a_simulation_of_a_hundred_thousand_lots_takes_seconds_on_postgres() {
    simulated(Engine::Postgres).await;
}
