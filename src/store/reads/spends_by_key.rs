//! A customer's spends that one API key asked for. No index goes by keys, because every spend would pay for it: the
//! customer's spends are looked through, newest first, so many for each page.

use domain::{
    id::{CustomerId, KeyId, SpendId},
    spend::Spend,
};

use crate::store::{Db, Page, StoreError, query::Arg, sql::statements};

/// Most spends that are looked at for one page: some tens of milliseconds of one connection that only reads.
pub const SPENDS_LOOKED_AT_MAX: i64 = 10_000;

statements! {
    /// The last of so many spends before `$2`, which are left out but for one (`$3`).
    LAST_LOOKED_AT =
        "SELECT id FROM spends WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT 1 OFFSET $3";
    /// Under any reference where `$6` is empty, which no reference is.
    SPENDS_BY_KEY =
        "SELECT {spends} FROM spends WHERE customer_id = $1 AND id < $2 AND id >= $4 AND api_key = $5 \
             AND ($6 = '' OR reference = $6) \
         ORDER BY id DESC LIMIT $3";
}

/// Some spends, newest first.
#[derive(Debug)]
pub struct LookedThrough {
    pub spends: Vec<Spend>,
    /// The last spend that was looked at, where fewer were found than asked for and earlier ones may be left.
    pub down_to: Option<SpendId>,
}

/// A customer's spends by one API key; all, or those under one of the seller's references. At most `looked_at_max` spends
/// are looked at.
pub async fn spends_by_key(
    db: &Db,
    customer: &CustomerId,
    (key, reference): (KeyId, Option<&str>),
    page: &Page,
    looked_at_max: i64,
) -> Result<LookedThrough, StoreError> {
    let of = || vec![Arg::Text(customer.as_str()), Arg::Text(page.before())];
    let mut args = of();
    args.push(Arg::Int(looked_at_max.saturating_sub(1)));
    let last = db.rows(&LAST_LOOKED_AT, args).await?;
    let last = last.first().map(|row| row.text(0)).transpose()?.flatten();
    let key = key.to_string();
    let mut args = of();
    args.extend([
        Arg::Int(page.limit()),
        Arg::Text(last.unwrap_or_default()),
        Arg::Text(&key),
        Arg::Text(reference.unwrap_or_default()),
    ]);
    let spends: Vec<Spend> = db.things(&SPENDS_BY_KEY, args).await?;
    let full = i64::try_from(spends.len()).is_ok_and(|found| found >= page.limit());
    let down_to = last.filter(|_| !full).map(|id| {
        id.parse()
            .map_err(|_| StoreError::damaged("spends", id, "id", "not a spend's id"))
    });
    Ok(LookedThrough {
        spends,
        down_to: down_to.transpose()?,
    })
}
