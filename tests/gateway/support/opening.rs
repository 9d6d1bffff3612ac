//! Databases of a world opened, and the keys of its clients.

use std::path::Path;

use chrono::{DateTime, Utc};
use credit_gateway::{
    access::Role,
    flows,
    store::{Address, Db, Options, Pooler},
};

use super::{client::Keys, database::Database, world::entropy};

/// Opens a database without durability: the private PostgreSQL does not wait for its disk.
pub(crate) async fn open(
    database: &Database,
    pooled: Option<&str>,
    role: Option<&str>,
    first: bool,
) -> Db {
    let options = Options {
        connections_max: 6,
        durable: false,
    };
    if let Some(url) = pooled {
        let address = Address {
            url,
            pooler: Pooler::Transaction,
        };
        return Db::open_with(address, options).await.unwrap();
    }
    if let Some(role) = role {
        // Such a role makes no tables; the database came with them.
        let url = database
            .url
            .replace("postgres://postgres@", &format!("postgres://{role}@"));
        assert_ne!(url, database.url);
        return Db::open_with(&url, options).await.unwrap();
    }
    let db = Db::open_with(&database.url, options).await.unwrap();
    if first {
        db.migrate().await.unwrap();
    }
    db
}

pub(crate) async fn make_keys(db: &Db, now: DateTime<Utc>) -> Keys {
    let mut keys = Keys::new();
    for role in Role::ALL {
        let made = flows::keys::make(db, role, "test", now, entropy().as_mut())
            .await
            .unwrap();
        keys.insert(role, made.key);
    }
    keys
}

/// Gives the roles of this server their rights in the test's database.
pub(crate) async fn grant(database: &Database) {
    let made = "DO $$ BEGIN \
        CREATE ROLE credit_gateway_app LOGIN; CREATE ROLE credit_gateway_reader LOGIN; \
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$";
    database.change(made).await;
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/postgres/roles.sql");
    let rights = std::fs::read_to_string(file).unwrap();
    let statements = rights
        .lines()
        .filter(|line| !line.starts_with("--") && !line.is_empty());
    for statement in statements {
        database.change(statement).await;
    }
}
