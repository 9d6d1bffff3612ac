//! Databases of a world opened, and the keys of its clients.

use chrono::{DateTime, Utc};
use credit_gateway::{
    access::Role,
    flows,
    store::{Address, Db, Options, Pooler},
};

use super::{client::Keys, database::Database, world::entropy};

/// Opens a database without durability: the private PostgreSQL does not wait for its disk.
pub(crate) async fn open(database: &Database, pooled: Option<&str>, first: bool) -> Db {
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
