//! The books after years: lots that were bought with their orders and payments, nearly all of them spent or expired.
//!
//! They are written in rounds, oldest first. In a round every customer buys one lot, so that neighbouring rows belong
//! to different customers. Nine customers in ten spend each lot an hour later, but for the last. The tenth never
//! spends: the lots expire after a year.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    id::LotId,
    ledger::{self, Account, Act},
    money::{Credits, Won},
};

use super::{
    CUSTOMERS, Database, FIRST, PRICE, Value,
    chains::{AT_ONCE, Chains},
};
use crate::requests;

/// Customers who bought the lots, at most: those of the spread load first, then buyers of the orders that wait.
const CUSTOMERS_MAX: u64 = 100_000;
/// At least as many lots for each customer.
const LOTS_EACH: u64 = 10;
/// The time over which they were bought, in days.
const DAYS: i64 = 3 * 365;
/// A lot's lifetime under the policy, in days.
const LIFETIME: i64 = 365;
/// Credits of each lot.
const CREDITS: i64 = 1_000;
/// Of so many customers one never spends.
const IDLE_EACH: i64 = 10;

/// `$1` to `$2` are the numbers of lots, `$3` the number of the first lot of the round, `$4` when they were bought.
const ORDERS: &str = "
    INSERT INTO orders (id, customer_id, product, title, quantity, amount, tax_free, credits, kind, validity, policy,
        policy_hash, provider, method, return_url, state, payment_id, opened_at, expires_at, closed_at, journal_place)
    SELECT 'ord_01h0000000000000' || n, {customer}, 'direct-1000', '1,000 credits', 1, 10000, 0, 1000, 'purchased',
        '{\"days\":365}', '2025-07-17', {hash}, 'toss', 'card', 'http://127.0.0.1/bought', 'completed',
        'pay_01h0000000000000' || n, $4, $4 + 1800000000, $4, n
    FROM numbers";
const PAYMENTS: &str = "
    INSERT INTO payments (id, order_id, customer_id, provider, payment_key, method, amount, tax, refunded, in_flight,
        cancelled_outside, credits_revoked, debt, debt_waived, policy, policy_hash, paid_at, facts, journal_place)
    SELECT 'pay_01h0000000000000' || n, 'ord_01h0000000000000' || n, {customer}, 'toss', 'bench-' || n, 'card', 10000,
        '{\"supplied\":9091,\"vat\":909,\"tax_free\":0}', 0, 0, 0, 0, 0, 0, '2025-07-17', {hash}, $4, '{}', n
    FROM numbers";
/// `$5` is when they expire; `$6` what those who spend have spent of each, `$7` what expired of the others'.
const LOTS: &str = "
    INSERT INTO lots (id, customer_id, kind, payment_id, policy, policy_hash, granted, remaining, held, spent, refunded,
        expired, revoked, debt_paid, bonus_gone, acquired_at, expires_at, journal_place)
    SELECT 'lot_01h0000000000000' || n, {customer}, 'purchased', 'pay_01h0000000000000' || n, '2025-07-17', {hash}, 1000,
        CASE WHEN (n - $3) % 10 > 0 THEN 1000 - $6 ELSE 1000 - $7 END, 0,
        CASE WHEN (n - $3) % 10 > 0 THEN $6 ELSE 0 END, 0, CASE WHEN (n - $3) % 10 > 0 THEN 0 ELSE $7 END, 0, 0, 0,
        $4, $5, n
    FROM numbers";
/// `$4` is when the credits were spent, `$5` when their lots expire.
const SPENDS: &str = "
    INSERT INTO spends (id, customer_id, credits, meter, reference, parts, spent_at, journal_place)
    SELECT 'spd_01h0000000000000' || n, {customer}, 1000, 'chat.tokens', 'request-' || n,
        '[{\"lot\":\"lot_01h0000000000000' || n || '\",\"kind\":\"purchased\",\"credits\":1000,\"expires_at\":\"' || $5
            || '\",\"why\":\"first to expire\"}]', $4, n
    FROM numbers WHERE (n - $3) % 10 > 0";

/// A statement over numbered rows.
fn numbered(insert: &str) -> String {
    let numbers = "WITH RECURSIVE numbers(n) AS (
        SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < $2)";
    let customer = "CASE WHEN n - $3 < 10000 THEN 'bench-' || (10000 + n - $3) ELSE 'buyer-' || (990000 + n - $3) END";
    let hash = "COALESCE((SELECT hash FROM policies WHERE version = '2025-07-17'), '')";
    let insert = insert.replace("{customer}", customer);
    format!("{numbers}{}", insert.replace("{hash}", hash))
}

/// The name of a customer of the round, the same as in [`numbered`].
fn name(number: u64) -> String {
    if number < CUSTOMERS {
        super::customer(number)
    } else {
        format!("buyer-{}", 1_000_000 + number - CUSTOMERS)
    }
}

/// The end of the Korean day on which a period of days ends: the day of `at` is not counted.
pub(super) fn expiry(at: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    const DAY: i64 = 24 * 3600;
    const SEOUL_AHEAD: i64 = 9 * 3600;
    let today = (at.timestamp() + SEOUL_AHEAD) / DAY;
    let end = (today + days + 1) * DAY - SEOUL_AHEAD;
    DateTime::from_timestamp(end, 0).unwrap_or_default()
}

/// The rows that were written, and the time it took.
pub(crate) struct Seeded {
    pub(crate) lots: u64,
    pub(crate) customers: u64,
    pub(crate) rows: u64,
    pub(crate) took: Duration,
}

/// One lot of everybody.
struct Round {
    number: i64,
    all: i64,
    customers: usize,
    now: DateTime<Utc>,
}

impl Round {
    fn bought(&self) -> DateTime<Utc> {
        let each = DAYS * 24 * 3600 / self.all;
        self.now - TimeDelta::seconds((self.all - self.number) * each)
    }

    fn spent(&self) -> DateTime<Utc> {
        self.bought() + TimeDelta::hours(1)
    }

    fn first(&self) -> anyhow::Result<i64> {
        Ok(i64::try_from(FIRST)? + self.number * i64::try_from(self.customers)?)
    }

    fn is_spent(&self) -> bool {
        self.number + 1 < self.all
    }

    /// After so many rounds its lots have expired.
    const fn lag(&self) -> i64 {
        (LIFETIME + 2) * self.all / DAYS + 1
    }

    /// The round whose lots expired just before this one.
    fn expired(&self) -> Option<Self> {
        let number = self.number - self.lag();
        (number >= 0).then_some(Self { number, ..*self })
    }

    async fn write(&self, chains: &mut Chains, database: &Database) -> anyhow::Result<u64> {
        let (mut rows, first) = (0, self.first()?);
        let expires = expiry(self.bought(), LIFETIME);
        let parts_expire = expires.to_rfc3339();
        let used = |yes: bool| Value::Int(if yes { CREDITS } else { 0 });
        for start in (0..self.customers).step_by(AT_ONCE) {
            let end = self.customers.min(start + AT_ONCE);
            for customer in start..end {
                self.post(chains, customer)?;
            }
            rows += chains.write(database).await?;
            let lots = [
                Value::Int(first + i64::try_from(start)?),
                Value::Int(first + i64::try_from(end)?),
                Value::Int(first),
                Value::Int(self.bought().timestamp_micros()),
                Value::Int(expires.timestamp_micros()),
                used(self.is_spent()),
                used(self.number + self.lag() < self.all),
            ];
            rows += database.run(&numbered(ORDERS), &lots[..4]).await?;
            rows += database.run(&numbered(PAYMENTS), &lots[..4]).await?;
            rows += database.run(&numbered(LOTS), &lots).await?;
            if self.is_spent() {
                let [start, end, first, ..] = lots;
                let at = Value::Int(self.spent().timestamp_micros());
                let spends = [start, end, first, at, Value::Text(&parts_expire)];
                rows += database.run(&numbered(SPENDS), &spends).await?;
            }
        }
        Ok(rows)
    }

    /// The postings of one customer. What expired since the round before comes first.
    fn post(&self, chains: &mut Chains, customer: usize) -> anyhow::Result<()> {
        let credits = Credits::new(CREDITS)?;
        let id = |round: &Self, kind: &str| {
            let number = round.first()? + i64::try_from(customer)?;
            anyhow::Ok(format!("{kind}_01h0000000000000{number}"))
        };
        let idle = i64::try_from(customer)? % IDLE_EACH == 0;
        if let (true, Some(before)) = (idle, self.expired()) {
            let lot: LotId = id(&before, "lot")?.parse()?;
            let gone = ledger::credits(Some(lot), Account::Available, Account::Expired, credits);
            let at = expiry(before.bought(), LIFETIME);
            chains.post(customer, Act::Expire, lot.to_string(), at, &[gone])?;
        }
        let lot: LotId = id(self, "lot")?.parse()?;
        let minted = chains.issue(customer, lot, credits)?;
        let paid = ledger::won(Account::Prepaid, Account::Receivable, Won::new(PRICE)?);
        let payment = id(self, "pay")?;
        chains.post(customer, Act::Mint, payment, self.bought(), &[minted, paid])?;
        if !idle && self.is_spent() {
            let used = ledger::credits(Some(lot), Account::Available, Account::Used, credits);
            chains.post(
                customer,
                Act::Spend,
                id(self, "spd")?,
                self.spent(),
                &[used],
            )?;
        }
        Ok(())
    }
}

/// Writes the history of about so many lots. The database has no customer yet.
pub(crate) async fn history(database: &Database, lots: u64) -> anyhow::Result<Seeded> {
    let begun = Instant::now();
    let customers = (lots / LOTS_EACH).clamp(1, CUSTOMERS_MAX);
    let rounds = (lots / customers).max(1);
    let mut round = Round {
        number: 0,
        all: i64::try_from(rounds)?,
        customers: usize::try_from(customers)?,
        now: requests::now(),
    };
    let mut chains = Chains::new((0..customers).map(name), round.bought())?;
    let mut rows = 0;
    while round.number < round.all {
        rows += round.write(&mut chains, database).await?;
        round.number += 1;
    }
    rows += chains.finish(database).await?;
    database.analyze().await?;
    Ok(Seeded {
        lots: rounds * customers,
        customers,
        rows,
        took: begun.elapsed(),
    })
}
