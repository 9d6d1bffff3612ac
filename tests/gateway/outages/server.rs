//! A PostgreSQL that accepts only reads, is gone, or has no space for some tables.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

use super::program::Gateway;
use crate::support::{
    buyer::{card_order, id_of},
    client::{Client, send},
    database::{Database, Engine},
    world::{Plan, World},
};

/// Runs a statement about the database over another connection.
async fn about(world: &World, sql: &str) {
    let url = &world.database.url;
    let (server, rest) = url.rsplit_once('/').unwrap();
    let (name, query) = rest.split_once('?').unwrap();
    let mut conn = PgConnection::connect(&format!("{server}/postgres?{query}"))
        .await
        .unwrap();
    let sql = AssertSqlSafe(sql.replace("{name}", name));
    conn.execute(sql).await.unwrap();
    conn.close().await.unwrap();
}

async fn becomes(client: &Client, path: &str, status: u16) {
    for _ in 0..200 {
        if client.browse(path).await.status == status {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{path} does not become {status}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_takes_only_reads_makes_the_gateway_unready() {
    let only_reads = async |world: &World| {
        let gateway = world.gateway();
        world.grant("alice", "promotional", 5).await;
        becomes(gateway, "/readyz", 200).await;
        let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'";
        about(
            world,
            "ALTER DATABASE {name} SET default_transaction_read_only = on",
        )
        .await;
        about(world, end).await;
        becomes(gateway, "/readyz", 503).await;
        let body = json!({"kind": "promotional", "credits": 1, "reason": "a test"});
        let path = "/v1/customers/alice/grants";
        let answer = gateway.post(Role::Service, path, &body).await;
        answer.refused(503, "unavailable");
        assert_eq!(world.balance("alice").await, 5);
        about(
            world,
            "ALTER DATABASE {name} RESET default_transaction_read_only",
        )
        .await;
        about(world, end).await;
        becomes(gateway, "/readyz", 200).await;
        world.grant("alice", "promotional", 5).await;
        assert_eq!(world.balance("alice").await, 10);
    };
    Plan::postgres().run(only_reads).await;
}

/// Every request is answered within a client's timeout, and the answer allows a retry.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_and_numbers_are_answered_while_the_server_is_gone() {
    let Some(database) = Database::durable(Engine::Postgres).await else {
        return;
    };
    let gateway = Gateway::start(&database.url, |program| program).await;
    gateway.granted("alice").await;
    let (server, rest) = database.url.rsplit_once('/').unwrap();
    let (name, query) = rest.split_once('?').unwrap();
    let beside = format!("{server}/postgres?{query}");
    let mut conn = PgConnection::connect(&beside).await.unwrap();
    let away = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false");
    conn.execute(AssertSqlSafe(away)).await.unwrap();
    let end =
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    conn.execute(AssertSqlSafe(end)).await.unwrap();
    gateway.until("/readyz", 503).await;
    let answer = gateway.grant("alice").await.unwrap();
    answer.refused(503, "unavailable");
    assert!(answer.header("retry-after").is_some(), "{answer:?}");
    let path = "/v1/customers/alice/balance";
    let read = gateway.client.get(Role::Service, path).await;
    read.refused(503, "unavailable");
    let numbers = gateway.client.browse("/metrics").await;
    assert_eq!(numbers.status, 200);
    assert!(
        numbers.text.contains("credit_gateway_database_up 0"),
        "{}",
        numbers.text
    );
    assert!(numbers.text.contains("http_requests"), "{}", numbers.text);
    let back = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true");
    conn.execute(AssertSqlSafe(back)).await.unwrap();
    gateway.until("/readyz", 200).await;
    gateway.granted("alice").await;
    assert_eq!(gateway.balance("alice").await, 2);
    let numbers = gateway.client.browse("/metrics").await;
    assert!(
        numbers.text.contains("credit_gateway_database_up 1"),
        "{}",
        numbers.text
    );
}

/// Payments cannot be written for a week, everything else can: the jobs that would write one do not use up their
/// tries.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_do_not_use_up_their_tries_while_nothing_can_be_written() {
    let full = async |world: &World| {
        let function = "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS \
            $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$";
        world.database.change(function).await;
        let trigger = "CREATE TRIGGER no_room BEFORE INSERT ON payments FOR EACH STATEMENT EXECUTE FUNCTION no_room()";
        world.database.change(trigger).await;
        let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
        let window = world
            .gateway()
            .browse(order["checkout_url"].as_str().unwrap())
            .await;
        let pay = format!("{}/pay", window.location());
        let back = send(world.sandbox.bare(Method::POST, &pay))
            .await
            .location();
        let told = world.gateway().browse(&back).await;
        assert!(
            told.status >= 500 || told.text.contains("확인"),
            "{}",
            told.status
        );
        for _ in 0..30 {
            world.pass(TimeDelta::hours(6));
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        let parked = "SELECT COUNT(*) FROM jobs WHERE state = 'parked'";
        assert_eq!(world.database.number(parked).await, 0);
        let tries = "SELECT COALESCE(MAX(attempts), 0) FROM jobs";
        assert!(world.database.number(tries).await <= 1);
        world
            .database
            .change("DROP TRIGGER no_room ON payments")
            .await;
        world.pass(TimeDelta::minutes(1));
        world.wait_for_order(&id_of(&order), "completed").await;
        assert_eq!(world.balance("c1").await, 1_000);
    };
    Plan::postgres().run(full).await;
}
