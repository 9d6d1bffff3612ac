//! Customers who may get the notice of a version of the policy.

use chrono::{DateTime, Utc};
use domain::id::CustomerId;

use super::lists::customer_id;
use crate::store::{Db, StoreError, query::Arg, sql::statements};

statements! {
    /// A page of all customers, each with whether credits are live and the version is not noticed: a constant amount of work.
    DUE =
        "SELECT page.id, CAST(CASE WHEN NOT EXISTS (SELECT 1 FROM policy_notices \
                 WHERE policy_notices.customer_id = page.id AND policy_notices.version = $3) \
             AND (EXISTS (SELECT 1 FROM lots WHERE lots.customer_id = page.id AND lots.has_remaining = 1 AND lots.expires_at > $2) \
                 OR EXISTS (SELECT 1 FROM lots WHERE lots.customer_id = page.id AND lots.has_held = 1 AND lots.expires_at > $2)) \
             THEN 1 ELSE 0 END AS BIGINT) \
         FROM (SELECT id FROM customers WHERE id > $1 ORDER BY id LIMIT $4) AS page ORDER BY page.id";
}

/// A page of customers by id.
#[derive(Debug)]
pub struct Customers {
    /// The last of the page; none where nobody follows.
    pub last: Option<CustomerId>,
    /// Those who have credits and no notice of the version yet.
    pub due: Vec<CustomerId>,
}

/// The next `limit` customers after an id, for the notice of a version.
pub async fn policy_notices_due(
    db: &Db,
    after: &str,
    now: DateTime<Utc>,
    version: &str,
    limit: i64,
) -> Result<Customers, StoreError> {
    let args = vec![
        Arg::Text(after),
        Arg::Int(now.timestamp_micros()),
        Arg::Text(version),
        Arg::Int(limit),
    ];
    let found = db.rows(&DUE, args).await?;
    let full = i64::try_from(found.len()).is_ok_and(|some| some >= limit);
    let mut walked = Customers {
        last: full
            .then(|| found.last().map(customer_id))
            .flatten()
            .transpose()?,
        due: Vec::new(),
    };
    for row in &found {
        if row.int(1)? == Some(1) {
            walked.due.push(customer_id(row)?);
        }
    }
    Ok(walked)
}
