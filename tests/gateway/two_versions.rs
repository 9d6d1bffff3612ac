//! An upgrade while gateways run: for some time this version works on a schema that a later one has made, and it never works
//! on one that lacks what it needs.

mod last;

use crate::support::{
    database::{Database, Engine},
    process::program,
    world::{Plan, World},
};

/// What a later version may add: columns that are empty or have a default, a table, an index, and its name among the
/// migrations.
const LATER: [&str; 5] = [
    "ALTER TABLE orders ADD COLUMN later TEXT",
    "ALTER TABLE lots ADD COLUMN later BIGINT NOT NULL DEFAULT 0",
    "CREATE TABLE later_things (id TEXT PRIMARY KEY)",
    "CREATE INDEX spends_later ON spends (credits)",
    NAMED,
];
const NAMED: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
     SELECT 9999, 'later', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gateways_go_on_while_a_later_version_migrates() {
    Plan::postgres().gateways(2).run(under_way).await;
}

async fn under_way(world: &World) {
    // Statements are prepared, and rows written, on the schema of before.
    let before = walk(world, "c1").await;
    for statement in LATER {
        world.database.change(statement).await;
    }
    walk(world, "c2").await;
    // What was bought before the migration is refunded after it.
    let refund = world.refund(&before).await;
    assert_eq!(refund["credits"], 750, "{refund}");
}

/// A purchase and a use. Returns the payment.
async fn walk(world: &World, customer: &str) -> String {
    let paid = world.buy(customer, "direct-1000", 1).await;
    world.spend(customer, 250).await.ok();
    paid["payment_id"].as_str().unwrap().to_owned()
}

/// How a command of the program ended on a database, and what it said.
fn run(database: &Database, arguments: &[&str]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let environment = [
        ("DATABASE_URL", database.url.as_str()),
        ("CREDIT_GATEWAY_PUBLIC_URL", "http://127.0.0.1:1"),
        ("CREDIT_GATEWAY_LISTEN", "127.0.0.1:0"),
        (
            "CREDIT_GATEWAY_SIGNING_KEY",
            "a key that signs return URLs in tests",
        ),
    ];
    let ended = program(arguments, &environment, &log).status().unwrap();
    (ended.success(), std::fs::read_to_string(log).unwrap())
}

/// A database at this version, on each engine.
async fn migrated() -> Vec<Database> {
    let mut migrated = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(database) = Database::durable(engine).await else {
            continue;
        };
        let (good, said) = run(&database, &["migrate"]);
        assert!(good, "{said}");
        migrated.push(database);
    }
    migrated
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_does_not_start_on_a_database_that_is_behind() {
    for database in migrated().await {
        database
            .change("DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)")
            .await;
        let (good, said) = run(&database, &["serve"]);
        assert!(
            !good && said.contains("the database is 1 migrations behind"),
            "{said}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_program_migrates_nothing_of_a_later_one() {
    for database in migrated().await {
        database.change(NAMED).await;
        let counted = database
            .number("SELECT COUNT(*) FROM _sqlx_migrations")
            .await;
        let (good, said) = run(&database, &["migrate"]);
        assert!(!good && said.contains("9999"), "{said}");
        assert_eq!(
            database
                .number("SELECT COUNT(*) FROM _sqlx_migrations")
                .await,
            counted
        );
    }
}
