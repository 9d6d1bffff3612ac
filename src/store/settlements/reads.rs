//! Settlements as they are read: by day, by payment, by payout, and for people.

use chrono::NaiveDate;
use domain::{
    id::{PayoutId, SettlementId, SettlementImportId, SettlementRowId},
    kind::ProviderId,
    settlement::{Import, Payout, Row, Settlement},
};

use crate::store::{Db, Page, StoreError, columns::Set, query::Arg, sql::statements};

/// Payments whose rows are read at once.
const PAYMENTS_MAX: usize = 500;

statements! {
    IMPORT = "SELECT {settlement_imports} FROM settlement_imports WHERE provider = $1 AND hash = $2";
    IMPORT_BY_ID = "SELECT {settlement_imports} FROM settlement_imports WHERE id = $1";
    IMPORTS =
        "SELECT {settlement_imports} FROM settlement_imports WHERE id < $1 AND ($3 = '' OR provider || '' = $3) \
         ORDER BY id DESC LIMIT $2";
    SOLD = "SELECT {settlement_rows} FROM settlement_rows WHERE provider = $1 AND sold_on = $2";
    OF_PAYMENTS = "SELECT {settlement_rows} FROM settlement_rows WHERE provider = $1 AND payment_key = ANY($2)";
    OF_ORDERS = "SELECT {settlement_rows} FROM settlement_rows WHERE provider = $1 AND order_ref = ANY($2)";
    ROW = "SELECT {settlement_rows} FROM settlement_rows WHERE id = $1";
    ROWS =
        "SELECT {settlement_rows} FROM settlement_rows WHERE settlement_id = $3 AND id < $1 \
         ORDER BY settlement_id DESC, id DESC LIMIT $2";
    ALL_ROWS = "SELECT {settlement_rows} FROM settlement_rows WHERE id < $1 ORDER BY id DESC LIMIT $2";
    BY_ID = "SELECT {settlements} FROM settlements WHERE id = $1";
    NEWEST =
        "SELECT {settlements} FROM settlements WHERE id < $1 AND ($3 = '' OR provider || '' = $3) AND lines + 0 > 0 \
         ORDER BY id DESC LIMIT $2";
    PAID =
        "SELECT {settlements} FROM settlements WHERE provider = $1 AND paid_out_on >= $2 AND paid_out_on <= $3 AND lines + 0 > 0";
    FIRST_SOLD = "SELECT MIN(sold_on) FROM settlement_rows WHERE provider = $1";
    FIRST_ARRIVED = "SELECT MIN(day) FROM payouts WHERE provider = $1";
    PAYOUT = "SELECT {payouts} FROM payouts WHERE id = $1";
    ARRIVED = "SELECT {payouts} FROM payouts WHERE provider = $1 AND day >= $2 AND day <= $3";
}

/// The import of a content.
pub async fn import_by_content(
    db: &Db,
    provider: &ProviderId,
    hash: &str,
) -> Result<Option<Import>, StoreError> {
    let args = vec![Arg::Text(provider.as_str()), Arg::Text(hash)];
    Ok(db.things(&IMPORT, args).await?.pop())
}

pub async fn import_by_id(db: &Db, id: SettlementImportId) -> Result<Option<Import>, StoreError> {
    db.thing(&IMPORT_BY_ID, &id.to_string()).await
}

/// Newest first.
pub async fn imports(
    db: &Db,
    provider: Option<&ProviderId>,
    page: &Page,
) -> Result<Vec<Import>, StoreError> {
    db.things(&IMPORTS, paged(provider, page)).await
}

fn paged<'a>(provider: Option<&'a ProviderId>, page: &'a Page) -> Vec<Arg<'a>> {
    vec![
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
        Arg::Text(provider.map_or("", ProviderId::as_str)),
    ]
}

/// The rows of a day of sale.
pub async fn sold(db: &Db, provider: &ProviderId, day: NaiveDate) -> Result<Vec<Row>, StoreError> {
    let day = day.to_string();
    let args = vec![Arg::Text(provider.as_str()), Arg::Text(&day)];
    db.things(&SOLD, args).await
}

/// Every row of these payments, by the provider's names of them.
pub async fn of_payments(
    db: &Db,
    provider: &ProviderId,
    keys: &[&str],
) -> Result<Vec<Row>, StoreError> {
    by_names(db, &OF_PAYMENTS, provider, keys).await
}

/// Every row of these orders, as the provider repeats them.
pub async fn of_order(
    db: &Db,
    provider: &ProviderId,
    orders: &[&str],
) -> Result<Vec<Row>, StoreError> {
    by_names(db, &OF_ORDERS, provider, orders).await
}

async fn by_names(
    db: &Db,
    sql: &'static crate::store::sql::Sql,
    provider: &ProviderId,
    names: &[&str],
) -> Result<Vec<Row>, StoreError> {
    let mut found = Vec::new();
    for some in names.chunks(PAYMENTS_MAX) {
        let args = vec![
            Arg::Text(provider.as_str()),
            Arg::Set(Set::of(db.engine(), some.iter().copied())),
        ];
        found.extend(db.things::<Row>(sql, args).await?);
    }
    Ok(found)
}

pub async fn row(db: &Db, id: SettlementRowId) -> Result<Option<Row>, StoreError> {
    db.thing(&ROW, &id.to_string()).await
}

/// Rows, newest first; those of one settlement where it is given.
pub async fn rows_of(
    db: &Db,
    id: Option<SettlementId>,
    page: &Page,
) -> Result<Vec<Row>, StoreError> {
    let mut args = vec![Arg::Text(page.before()), Arg::Int(page.limit())];
    let Some(id) = id else {
        return db.things(&ALL_ROWS, args).await;
    };
    let id = id.to_string();
    args.push(Arg::Text(&id));
    db.things(&ROWS, args).await
}

pub async fn by_id(db: &Db, id: SettlementId) -> Result<Option<Settlement>, StoreError> {
    db.thing(&BY_ID, &id.to_string()).await
}

/// Newest first.
pub async fn list(
    db: &Db,
    provider: Option<&ProviderId>,
    page: &Page,
) -> Result<Vec<Settlement>, StoreError> {
    db.things(&NEWEST, paged(provider, page)).await
}

/// The settlements that are paid out from one day to another, both inclusive.
pub async fn paid(
    db: &Db,
    provider: &ProviderId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Settlement>, StoreError> {
    let (from, to) = (from.to_string(), to.to_string());
    let args = vec![
        Arg::Text(provider.as_str()),
        Arg::Text(&from),
        Arg::Text(&to),
    ];
    db.things(&PAID, args).await
}

pub async fn payout(db: &Db, id: PayoutId) -> Result<Option<Payout>, StoreError> {
    db.thing(&PAYOUT, &id.to_string()).await
}

/// The money of a provider that arrived from one day to another, both inclusive.
pub async fn arrived(
    db: &Db,
    provider: &ProviderId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<Payout>, StoreError> {
    let (from, to) = (from.to_string(), to.to_string());
    let args = vec![
        Arg::Text(provider.as_str()),
        Arg::Text(&from),
        Arg::Text(&to),
    ];
    db.things(&ARRIVED, args).await
}

/// The first day of sale of which rows of a provider are kept.
pub async fn first_sold(db: &Db, provider: &ProviderId) -> Result<Option<NaiveDate>, StoreError> {
    first(db, &FIRST_SOLD, provider, ("settlement_rows", "sold_on")).await
}

/// The first day on which money of a provider arrived.
pub async fn first_arrived(
    db: &Db,
    provider: &ProviderId,
) -> Result<Option<NaiveDate>, StoreError> {
    first(db, &FIRST_ARRIVED, provider, ("payouts", "day")).await
}

async fn first(
    db: &Db,
    sql: &'static crate::store::sql::Sql,
    provider: &ProviderId,
    (table, column): (&'static str, &'static str),
) -> Result<Option<NaiveDate>, StoreError> {
    let rows = db.rows(sql, vec![Arg::Text(provider.as_str())]).await?;
    let found = rows.first().map(|row| row.text(0)).transpose()?.flatten();
    let Some(text) = found else { return Ok(None) };
    let damaged = |_| StoreError::damaged(table, text, column, "not a day");
    Ok(Some(text.parse().map_err(damaged)?))
}
