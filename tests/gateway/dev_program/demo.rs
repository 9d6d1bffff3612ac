//! `dev --demo`: a shop with a past, made by what buyers and support ask for, and sound.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::clock::{Clock as _, SystemClock};
use tempfile::TempDir;

use crate::support::{
    client::http,
    database::{Database, Engine},
    process::{Process, free_port, program},
    truth::audit,
};

/// Customers of these shops: the fewest that one may have.
const CUSTOMERS: &str = "--demo=30";
/// A day on which the shop is looked at: its month has a leap day, and ends in another one.
const LOOKED_AT: &str = "2028-03-09T20:30:00+09:00";
/// Some ten seconds on a machine with nothing else to do.
const WITHIN: Duration = Duration::from_mins(3);

fn looked_at() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(LOOKED_AT).unwrap().to_utc()
}

/// A shop in a folder, on a database.
struct Demo {
    folder: TempDir,
    database: Database,
}

impl Demo {
    /// `None` where there is no PostgreSQL and it is not required.
    async fn on(engine: Engine) -> Option<Self> {
        let demo = Self {
            folder: TempDir::new().unwrap(),
            database: Database::durable(engine).await?,
        };
        let ahead = (looked_at() - SystemClock::new().now()).num_seconds();
        std::fs::write(demo.folder.path().join("dev.clock"), ahead.to_string()).unwrap();
        Some(demo)
    }

    /// Starts it, waits until it serves, stops it, and gives what it said.
    async fn run(&self) -> String {
        let log = self.folder.path().join("dev.log");
        let _none_yet = std::fs::remove_file(&log);
        let keys = self.folder.path().join("dev.env").display().to_string();
        let listen = format!("127.0.0.1:{}", free_port());
        let args = ["dev", CUSTOMERS, "--listen", &listen, "--keys-file", &keys];
        let environment = [
            ("DATABASE_URL", self.database.url.as_str()),
            ("RUST_LOG", "off"),
        ];
        let mut process = Process::start(&args, &environment, &log);
        // While the month is lived through, its simulators answer at the address.
        let serves = async || {
            let asked = http().get(format!("http://{listen}/readyz")).send();
            asked.await.is_ok_and(|answer| answer.status() == 200)
        };
        let until = Instant::now() + WITHIN;
        while !serves().await {
            assert!(process.over().is_none(), "{}", process.said());
            assert!(Instant::now() < until, "{}", process.said());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        process.terminate();
        assert!(process.ended().await.success(), "{}", process.said());
        process.said()
    }

    /// What was sold to whom, and what became of it.
    async fn orders(&self) -> Vec<Vec<String>> {
        let sql = "SELECT customer_id, product, CAST(amount AS TEXT), provider, method, state FROM orders \
             ORDER BY customer_id, product, amount, provider, method, state";
        self.database.rows(sql).await
    }
}

/// The number that was said of something.
fn said(text: &str, what: &str) -> i64 {
    let line = text.lines().find_map(|line| {
        let rest = line.strip_prefix("  ")?.strip_prefix(what)?;
        rest.starts_with(' ').then_some(rest)
    });
    let number = line.unwrap_or_else(|| panic!("no {what}: {text}"));
    number.split_whitespace().next().unwrap().parse().unwrap()
}

async fn is_sound(engine: Engine) -> Option<Demo> {
    let demo = Demo::on(engine).await?;
    let text = demo.run().await;
    audit(&demo.database, looked_at() + TimeDelta::hours(1)).await;
    let tables = [
        "customers",
        "orders",
        "spends",
        "refunds",
        "deposits",
        "contradictions",
        "approvals",
    ];
    for what in tables {
        let there = demo
            .database
            .number(&format!("SELECT COUNT(*) FROM {what}"))
            .await;
        assert_eq!(said(&text, what), there, "{what}: {text}");
        assert!(there > 0, "{what}: {text}");
    }
    assert_eq!(said(&text, "customers"), 30);
    for (what, sql) in [
        (
            "a parked job",
            "SELECT COUNT(*) FROM jobs WHERE state = 'parked'",
        ),
        (
            "a mismatch",
            "SELECT COUNT(*) FROM orders WHERE state = 'mismatched'",
        ),
        ("debts", "SELECT COUNT(*) FROM customers WHERE debt > 0"),
        (
            "a refund by hand",
            "SELECT COUNT(*) FROM refunds WHERE state = 'by_hand'",
        ),
        (
            "one that came back",
            "SELECT COUNT(*) FROM refunds WHERE state = 'bounced'",
        ),
        (
            "a short deposit",
            "SELECT COUNT(*) FROM deposits WHERE state = 'underpaid'",
        ),
        (
            "an unread webhook",
            "SELECT COUNT(*) FROM inbox WHERE verdict = 'unreadable'",
        ),
    ] {
        assert!(demo.database.number(sql).await > 0, "{what}: {text}");
    }
    // Another start makes no other shop.
    let again = demo.run().await;
    assert!(again.contains("has customers already"), "{again}");
    let orders = demo.database.number("SELECT COUNT(*) FROM orders").await;
    assert_eq!(orders, said(&text, "orders"));
    Some(demo)
}

#[tokio::test]
async fn a_shop_with_a_past_is_sound_on_sqlite_and_made_alike_again() {
    let demo = is_sound(Engine::Sqlite).await.unwrap();
    let twin = Demo::on(Engine::Sqlite).await.unwrap();
    twin.run().await;
    assert_eq!(demo.orders().await, twin.orders().await);
}

#[tokio::test]
async fn a_shop_with_a_past_is_sound_on_postgres() {
    is_sound(Engine::Postgres).await;
}

#[test]
fn a_gateway_for_real_money_knows_no_such_flag() {
    let folder = TempDir::new().unwrap();
    let log = folder.path().join("log");
    let ended = program(&["serve", "--demo"], &[], &log).status().unwrap();
    let said = std::fs::read_to_string(&log).unwrap();
    assert!(
        !ended.success() && said.contains("unexpected argument '--demo'"),
        "{said}"
    );
}
