//! The bytes that an engine leaves behind when a row changes: overwritten as they come, or all at once.

use std::time::Duration;

use domain::retention::RULES;

use crate::store::{Db, StoreError, db::Held};

/// Whole tables are written anew.
const LONGEST: Duration = Duration::from_hours(6);

/// The statements for PostgreSQL, one for each table that a rule names. Each locks its table as long as it runs.
const FULL: [(&str, &str); 10] = [
    ("orders", "VACUUM FULL orders"),
    ("deposits", "VACUUM FULL deposits"),
    ("refunds", "VACUUM FULL refunds"),
    ("contradictions", "VACUUM FULL contradictions"),
    ("approvals", "VACUUM FULL approvals"),
    ("payments", "VACUUM FULL payments"),
    ("cash_receipt_requests", "VACUUM FULL cash_receipt_requests"),
    ("cash_receipt_outcomes", "VACUUM FULL cash_receipt_outcomes"),
    ("inbox", "VACUUM FULL inbox"),
    ("events", "VACUUM FULL events"),
];

/// Has SQLite write zeros over what it removes from now on. PostgreSQL reuses the place of old versions by itself.
pub async fn overwriting(db: &Db) -> Result<(), StoreError> {
    if let Held::Sqlite(mut link) = db.writer().await? {
        link.execute_plain("PRAGMA secure_delete = ON").await?;
    }
    Ok(())
}

/// Writes the tables with personal data anew, so that no byte of an earlier version stays in their files. Everything
/// waits for it, so gateways are stopped before. Logs of the database and backups have the old bytes until they go.
pub async fn rewrite(db: &Db) -> Result<(), StoreError> {
    debug_assert!(
        RULES
            .iter()
            .all(|rule| FULL.iter().any(|(table, _)| *table == rule.table)),
        "each table of the rules is written anew"
    );
    match db.writer().await? {
        Held::Postgres(mut link) => {
            link.set_deadline(LONGEST);
            link.execute_plain("SET statement_timeout = 0").await?;
            for (_, statement) in FULL {
                link.execute_plain(statement).await?;
            }
        }
        Held::Sqlite(mut link) => {
            link.execute_plain("PRAGMA secure_delete = ON").await?;
            // The copy may be larger than memory.
            link.execute_plain("PRAGMA temp_store = FILE").await?;
            link.execute_plain("VACUUM").await?;
            link.execute_plain("PRAGMA wal_checkpoint(TRUNCATE)")
                .await?;
        }
    }
    Ok(())
}
