//! PostgreSQL behind `PgBouncer`: in transaction mode two gateways share four connections of the server, and leave no
//! state on them.

use credit_gateway::{
    access::Role,
    store::{Address, Db, Options, Pooler, audit},
};
use futures_util::{StreamExt as _, future::join, stream};
use serde_json::{Value, json};
use sqlx::Row as _;

use crate::support::{
    buyer::{bank_order, card_order, id_of},
    database::{Database, Engine},
    pgbouncer::{self, POOL_SIZE},
    truth::days_off,
    world::{Plan, World},
};

/// Customers who are granted credits at one time, and how often each.
const CUSTOMERS: usize = 8;
const GRANTS: usize = 25;
const AT_ONCE: usize = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_gateways_share_a_pooler_in_transaction_mode() {
    let plan = Plan::postgres().gateways(2).pooled();
    plan.run(two_gateways).await;
}

async fn two_gateways(world: &World) {
    join(walk(world), grants(world)).await;
    for nth in 0..CUSTOMERS {
        let granted = i64::try_from(GRANTS * world.gateways.len()).unwrap();
        assert_eq!(world.balance(&format!("g{nth}")).await, granted, "g{nth}");
    }
    let behind = world.pooled.as_deref().unwrap();
    let address = Address {
        url: behind,
        pooler: Pooler::Transaction,
    };
    let db = Db::open_read_only(address).await.unwrap();
    let checks = audit::audit(&db, world.now(), &days_off()).await.unwrap();
    assert!(checks.iter().all(audit::Check::holds), "{checks:?}");
    db.close().await;
    nothing_is_left(behind).await;
}

/// The requests of a shop and its support, at both gateways in turn.
async fn walk(world: &World) {
    for nth in 0..6 {
        let customer = format!("c{nth}");
        let paid = world.buy(&customer, "direct-1000", 1).await;
        world.spend(&customer, 250).await.ok();
        let hold = world.hold(&customer, 100, 600).await.ok();
        let path = format!("/v1/holds/{}/capture", id_of(&hold));
        let gateway = &world.gateways[nth % 2];
        gateway.post(Role::Service, &path, &json!({})).await.ok();
        let refund = world.refund(paid["payment_id"].as_str().unwrap()).await;
        assert_eq!(refund["credits"], 650, "{refund}");
        assert_eq!(world.balance(&customer).await, 0);
        let name = format!("홍길동{nth}");
        world
            .open_order(&bank_order(&customer, "direct-1000", &name))
            .await;
        world.deposit(&name, 10_000).await;
        assert_eq!(world.balance(&customer).await, 1_000);
        let lots = format!("/v1/customers/{customer}/lots");
        let lots = gateway.get(Role::Support, &lots).await.ok();
        assert_eq!(lots["items"].as_array().unwrap().len(), 2);
    }
    // A refusal in a batch, and one whose order is cancelled.
    world
        .spend("c0", 9_999)
        .await
        .refused(402, "insufficient_credits");
    let order = world.open_order(&card_order("c0", "direct-1000", 1)).await;
    let cancel = format!("/v1/orders/{}/cancel", id_of(&order));
    world.gateways[1]
        .post(Role::Checkout, &cancel, &Value::Null)
        .await
        .ok();
}

/// Of one credit each, to a few customers by both gateways at once.
async fn grants(world: &World) {
    let asked = (0..CUSTOMERS * GRANTS * world.gateways.len()).map(|nth| {
        let gateway = &world.gateways[nth % world.gateways.len()];
        let path = format!(
            "/v1/customers/g{}/grants",
            nth / world.gateways.len() % CUSTOMERS
        );
        let body = json!({"kind": "promotional", "credits": 1, "reason": "a test"});
        async move { gateway.post(Role::Service, &path, &body).await }
    });
    let mut asked = stream::iter(asked).buffer_unordered(AT_ONCE);
    while let Some(answer) = asked.next().await {
        answer.ok();
    }
}

/// No setting or prepared statement stays on a connection of the server for its next user.
async fn nothing_is_left(behind: &str) {
    let mut held = Vec::new();
    for _ in 0..POOL_SIZE - 1 {
        let mut conn = pgbouncer::connect(behind).await.unwrap();
        sqlx::raw_sql("BEGIN").execute(&mut conn).await.unwrap();
        let asked = "SELECT current_setting('statement_timeout'), current_setting('enable_seqscan'), \
            current_setting('default_transaction_read_only'), \
            (SELECT CAST(COUNT(*) AS TEXT) FROM pg_prepared_statements)";
        let row = sqlx::raw_sql(asked).fetch_one(&mut conn).await.unwrap();
        let left: Vec<String> = (0..4).map(|at| row.get(at)).collect();
        assert_eq!(left, ["0", "on", "off", "0"]);
        // In a transaction it keeps its connection of the server, so the next one is different.
        held.push(conn);
    }
}

/// A database behind a pooler; none without both programs.
async fn behind(mode: &'static str) -> Option<(Database, String)> {
    let database = Database::new(Engine::Postgres).await?;
    let url = pgbouncer::before(&database.url, mode).await?;
    Some((database, url))
}

const CARELESS: Options = Options {
    connections_max: 6,
    durable: false,
};

#[tokio::test]
async fn a_pooler_in_transaction_mode_that_nobody_told_of_is_refused() {
    let Some((_database, url)) = behind("transaction").await else {
        return;
    };
    let names_it = |error: &str| error.contains("CREDIT_GATEWAY_DATABASE_POOLER=transaction");
    for opened in [
        Db::open_with(&url, CARELESS).await,
        Db::open_beside(&url).await,
        Db::open_read_only(&url).await,
    ] {
        let refused = opened.unwrap_err().to_string();
        assert!(names_it(&refused), "{refused}");
    }
    // Nothing was set before the mode was known.
    nothing_is_left(&url).await;
    let address = Address {
        url: &url,
        pooler: Pooler::Transaction,
    };
    let db = Db::open_with(address, CARELESS).await.unwrap();
    assert_eq!(db.migrations_missing().await.unwrap(), 0);
    let refused = db.migrate().await.unwrap_err().to_string();
    assert!(
        refused.contains("credit-gateway migrate") && names_it(&refused),
        "{refused}"
    );
    db.close().await;
}

#[tokio::test]
async fn a_pooler_in_session_mode_needs_nothing_to_be_said() {
    let Some((_database, url)) = behind("session").await else {
        return;
    };
    let db = Db::open_with(&url, CARELESS).await.unwrap();
    db.migrate().await.unwrap();
    db.probe(chrono::DateTime::UNIX_EPOCH).await.unwrap();
    db.close().await;
}
