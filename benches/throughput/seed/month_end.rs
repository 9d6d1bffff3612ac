//! Lots and holds of many customers that all end at one instant. A promotion gives such lots. Customers with holds have
//! another lot, from which the credits are set aside.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{
    id::LotId,
    ledger::{self, Account, Act},
    money::Credits,
};

use super::{
    Database, FIRST, Value,
    chains::{AT_ONCE, Chains},
    grown::expiry,
};
use crate::requests;

/// The lifetime of a promotional lot under the policy, in days.
const LIFETIME: i64 = 90;
/// One hold for so many lots.
const LOTS_PER_HOLD: u64 = 10;

/// `$1` to `$2` are the numbers of lots, of which those below `$3` expire at `$4`; `$5` is when they were given, `$6`
/// when those with holds expire.
const LOTS: &str = "
    WITH RECURSIVE numbers(n) AS (
        SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < $2
    )
    INSERT INTO lots (id, customer_id, kind, reason, policy, policy_hash, granted, remaining, held, spent, refunded,
        expired, revoked, debt_paid, bonus_gone, acquired_at, expires_at, journal_place)
    SELECT 'lot_01k0000000000000' || n, 'month-' || n, 'promotional', 'month end', '2025-07-17',
        COALESCE((SELECT hash FROM policies WHERE version = '2025-07-17'), ''), 1000,
        CASE WHEN n < $3 THEN 1000 ELSE 900 END, CASE WHEN n < $3 THEN 0 ELSE 100 END, 0, 0, 0, 0, 0, 0, $5,
        CASE WHEN n < $3 THEN $4 ELSE $6 END, n
    FROM numbers";
/// `$5` is when their lots expire, as in the answer to a service.
const HOLDS: &str = "
    WITH RECURSIVE numbers(n) AS (
        SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < $2
    )
    INSERT INTO holds (id, customer_id, credits, captured, state, meter, reference, parts, opened_at, expires_at,
        journal_place)
    SELECT 'hld_01k0000000000000' || n, 'month-' || n, 100, 0, 'open', 'chat.tokens', 'request-' || n,
        '[{\"lot\":\"lot_01k0000000000000' || n || '\",\"kind\":\"promotional\",\"credits\":100,\"expires_at\":\"' || $5
            || '\",\"why\":\"first to expire\"}]', $4, $3, n
    FROM numbers";

/// How many, when the first and the last of them were booked.
const BOOKED: &str = "
    SELECT COUNT(*), COALESCE(MIN(posted_at), 0), COALESCE(MAX(posted_at), 0) FROM entries
    WHERE customer_id >= 'month-' AND customer_id < 'month.' AND act IN ('expire', 'release')";

/// Lots and holds that end together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lapsing {
    pub(crate) lots: u64,
    pub(crate) holds: u64,
}

impl Lapsing {
    pub(crate) const fn of(lots: u64) -> Self {
        let holds = lots / LOTS_PER_HOLD;
        Self { lots, holds }
    }

    pub(crate) const fn count(self) -> u64 {
        self.lots + self.holds
    }

    /// Writes them, and returns when they end: `lead` after this is called for the last rows.
    pub(crate) async fn seed(
        self,
        database: &Database,
        lead: Duration,
    ) -> anyhow::Result<DateTime<Utc>> {
        let now = requests::now();
        let mut chains = Chains::new(
            (0..self.count()).map(|number| format!("month-{}", FIRST + number)),
            now,
        )?;
        let all = usize::try_from(self.count())?;
        for customer in 0..all {
            self.post(&mut chains, customer, now)?;
            if (customer + 1) % AT_ONCE == 0 || customer + 1 == all {
                chains.write(database).await?;
            }
        }
        chains.finish(database).await?;
        let number = |offset: u64| i64::try_from(FIRST + offset).map(Value::Int);
        let (start, middle, end) = (number(0)?, number(self.lots)?, number(self.count())?);
        let (given, later) = (Value::Int(now.timestamp_micros()), expiry(now, LIFETIME));
        let due = requests::now() + lead;
        let ends = Value::Int(due.timestamp_micros());
        let lasts = Value::Int(later.timestamp_micros());
        database
            .run(LOTS, &[start, end, middle, ends, given, lasts])
            .await?;
        let later = later.to_rfc3339();
        database
            .run(HOLDS, &[middle, end, ends, given, Value::Text(&later)])
            .await?;
        database.analyze().await?;
        Ok(due)
    }

    fn post(self, chains: &mut Chains, customer: usize, at: DateTime<Utc>) -> anyhow::Result<()> {
        let number = FIRST + u64::try_from(customer)?;
        let lot: LotId = format!("lot_01k0000000000000{number}").parse()?;
        let granted = chains.issue(customer, lot, Credits::new(1_000)?)?;
        chains.post(customer, Act::Grant, lot.to_string(), at, &[granted])?;
        if u64::try_from(customer)? >= self.lots {
            let held = ledger::credits(
                Some(lot),
                Account::Available,
                Account::Held,
                Credits::new(100)?,
            );
            let reference = format!("hld_01k0000000000000{number}");
            chains.post(customer, Act::Hold, reference, at, &[held])?;
        }
        Ok(())
    }
}

impl Database {
    /// How many of what lapses was booked, and when the first and the last of it.
    pub(crate) async fn booked(&self) -> anyhow::Result<(u64, DateTime<Utc>, DateTime<Utc>)> {
        let (count, first, last): (i64, i64, i64) = match self {
            Self::Postgres(pool) => sqlx::query_as(BOOKED).fetch_one(pool).await?,
            Self::Sqlite(pool) => sqlx::query_as(BOOKED).fetch_one(pool).await?,
        };
        let at = |micros| DateTime::from_timestamp_micros(micros).unwrap_or_default();
        Ok((u64::try_from(count)?, at(first), at(last)))
    }
}
