//! The audit log, for acts that change nothing in the books: reading private data, and what a person does with jobs.
//! Acts that change the books are written with the change.

use domain::{deposit::Deposit, effects::AuditRecord, id::DepositId};

use super::{
    Db, StoreError, Tx,
    columns::Rows,
    journal::draft::Draft,
    query::Arg,
    rows::{self, Stored as _},
    sql::statements,
};

statements! {
    DEPOSIT = "SELECT {deposits} FROM deposits WHERE id = $1";
}

/// Writes one line, committed when this returns. For tasks that are never cancelled.
pub async fn add(db: &Db, act: &AuditRecord) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    put(&mut tx, act).await?;
    tx.commit().await
}

/// Reads a deposit, and writes the line that names the reader in the same commit. Returns and writes nothing when
/// there is no such deposit. For tasks that are never cancelled.
pub async fn unmask(
    db: &Db,
    id: DepositId,
    act: &AuditRecord,
) -> Result<Option<Deposit>, StoreError> {
    let mut tx = db.begin().await?;
    let key = id.to_string();
    let found = tx.conn().all(&DEPOSIT, vec![Arg::Text(&key)]).await?;
    let deposit: Option<Deposit> = found.first().map(rows::read_one).transpose()?;
    if deposit.is_some() {
        put(&mut tx, act).await?;
    }
    tx.commit().await?;
    Ok(deposit)
}

/// Writes one line with whatever else the transaction does.
pub(super) async fn put(tx: &mut Tx, act: &AuditRecord) -> Result<(), StoreError> {
    let mut draft = Draft::common(tx, act.at).await?;
    let mut lines = Rows::new(tx.engine(), &rows::AUDIT_LOG, 1);
    lines.recorded(&mut draft, |row| act.write(row));
    tx.conn().insert(lines).await?;
    draft.write(tx).await?;
    Ok(())
}
