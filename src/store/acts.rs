//! The audit log, for acts that change nothing in the books: reading what is private, and what a person
//! does with jobs. Acts that change the books are written with the change.

use domain::promise::AuditAct;

use super::{Db, StoreError, Tx, columns::Rows, journal::Draft, rows};

/// Writes one line, committed when this returns. For tasks that are never cancelled.
pub async fn add(db: &Db, act: &AuditAct) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    put(&mut tx, act).await?;
    tx.commit().await
}

/// Writes one line with whatever else the transaction does.
pub(super) async fn put(tx: &mut Tx, act: &AuditAct) -> Result<(), StoreError> {
    let mut draft = Draft::common(tx, act.at).await?;
    let mut lines = Rows::new(tx.engine(), &rows::ACTS, 1);
    lines.recorded(&mut draft, |row| rows::write_act(act, row));
    tx.conn().insert(lines).await?;
    draft.write(tx).await?;
    Ok(())
}
