//! What the desk's pictures are drawn from. Each statement is bounded: by thirty days in an index, by a number of rows, or
//! by what is unfinished, so that a large shop does not pay for its past.

use chrono::{DateTime, Utc};
use domain::{
    id::{Least, OrderId},
    kind::{Kind, Method, ProviderId},
    order::OrderState,
};

use super::{Db, StoreError, engine::Row, query::Arg, sql::statements};

/// Orders that the success rate and the time to paid are worked out from: enough for a percent of a rare way to pay, few
/// enough for some milliseconds.
pub const ORDERS_MAX: i64 = 5_000;
/// Lots that are summed up: a read of about a second. Beyond, the latest ends are left out, and the page says so.
pub const LOTS_MAX: i64 = 200_000;

/// The Korean day of an instant, in days after 1970 (the time of Seoul is nine hours ahead, without a summer time).
macro_rules! day {
    ($at:literal) => {
        concat!("(", $at, " + 32400000000) / 86400000000 AS day")
    };
}

/// By provider: how many are younger than `$1`, than `$2` and so on, or older than all, and since when the oldest is there.
macro_rules! ages {
    ($what:literal, $since:literal, $from:literal) => {
        ages!($what, $since, "provider", $from)
    };
    ($what:literal, $since:literal, $provider:literal, $from:literal) => {
        concat!(
            "SELECT '",
            $what,
            "' AS what, ",
            $provider,
            " AS named, COUNT(*) AS number, \
             COALESCE(SUM(CASE WHEN ",
            $since,
            " > $1 THEN 1 ELSE 0 END), 0), \
             COALESCE(SUM(CASE WHEN ",
            $since,
            " > $2 THEN 1 ELSE 0 END), 0), \
             COALESCE(SUM(CASE WHEN ",
            $since,
            " > $3 THEN 1 ELSE 0 END), 0), \
             COALESCE(SUM(CASE WHEN ",
            $since,
            " > $4 THEN 1 ELSE 0 END), 0), \
             MIN(",
            $since,
            ") ",
            $from,
            " GROUP BY 2"
        )
    };
}

macro_rules! lots {
    ($where:literal) => {
        concat!(
            "SELECT kind, day, price, granted, CAST(SUM(still) AS BIGINT), COUNT(*) FROM \
             (SELECT lots.kind AS kind, (lots.expires_at - 1 + 32400000000) / 86400000000 AS day, \
                     payments.amount AS price, lots.granted AS granted, lots.remaining + lots.held AS still \
              FROM lots LEFT JOIN payments ON payments.id = lots.payment_id ",
            $where,
            ") AS live GROUP BY kind, day, price, granted"
        )
    };
}

// Lists of states repeat those of the partial indexes word by word, as in `counts`. A cross join has SQLite begin with the short table.
statements! {
    PAID = concat!("SELECT provider, ", day!("paid_at"), ", COUNT(*), CAST(SUM(amount) AS BIGINT) FROM payments \
         WHERE paid_at >= $1 AND paid_at < $2 GROUP BY provider, day");
    BACK = concat!("SELECT provider, ", day!("settled_at"), ", COUNT(*), \
         CAST(SUM(COALESCE(settled_amount, amount)) AS BIGINT) FROM refunds \
         WHERE settled_at IS NOT NULL AND settled_at >= $1 AND settled_at < $2 AND state || '' = 'succeeded' \
         GROUP BY provider, day");
    TAKEN_BACK = concat!("SELECT provider, ", day!("outside_at"), ", COUNT(*), \
         CAST(SUM(cancelled_outside) AS BIGINT) FROM payments \
         WHERE outside_at IS NOT NULL AND outside_at >= $1 AND outside_at < $2 GROUP BY provider, day");
    /// The newest first.
    TRIED =
        "SELECT orders.provider, orders.method, orders.state, orders.opened_at, payments.paid_at FROM orders \
         LEFT JOIN payments ON payments.id = orders.payment_id \
         WHERE orders.id >= $1 ORDER BY orders.id DESC LIMIT $2";
    /// In the words of `lots_lapsing`, those that end first.
    LIVE = lots!("WHERE lots.has_remaining + 0 = 1 AND lots.expires_at > $1 ORDER BY lots.expires_at LIMIT $2");
    /// All of whose credits are set aside: few, because a hold lives a day at most.
    HELD = lots!("WHERE lots.has_held = 1 AND lots.remaining = 0 AND lots.expires_at + 0 > $1 LIMIT $2");
    UNRESOLVED = concat!(
        ages!("approvals", "asked_at", "''", "FROM approvals WHERE state = 'waiting' AND expires_at > $5"), " UNION ALL ",
        ages!("deposits", "received_at", "FROM deposits WHERE state IN ('unmatched', 'ambiguous', 'underpaid', \
         'overpaid', 'late', 'duplicate', 'early', 'possible_repeat') AND state <> 'matched'"), " UNION ALL ",
        ages!("contradictions", "opened_at", "FROM contradictions WHERE state IN ('open', 'refunding')"), " UNION ALL ",
        ages!("refunds", "requested_at", "FROM refunds WHERE state IN ('requested', 'sent', 'by_hand', 'bounced') \
         AND state <> 'sent'"), " UNION ALL ",
        ages!("refunds_in_doubt", "COALESCE(sent_at, requested_at)", "FROM refunds \
         WHERE state IN ('requested', 'sent', 'by_hand', 'bounced') AND state = 'sent'"), " UNION ALL ",
        ages!("discrepancies", "found_at", "FROM discrepancies WHERE state = 'open'"), " UNION ALL ",
        ages!("orders", "opened_at", "FROM orders WHERE state IN ('open', 'confirming', 'awaiting_deposit') \
         AND state = 'confirming'"), " UNION ALL ",
        ages!("jobs", "created_at", "COALESCE((SELECT o.provider FROM orders AS o WHERE o.id = jobs.subject), \
         (SELECT r.provider FROM refunds AS r WHERE r.id = jobs.subject), \
         (SELECT x.provider FROM contradictions AS x WHERE x.id = jobs.subject), \
         (SELECT p.provider FROM payments AS p WHERE p.id = jobs.subject), '')", "FROM jobs WHERE state = 'parked'"), " UNION ALL ",
        ages!("webhooks", "received_at", "FROM inbox WHERE verdict IN ('unreadable', 'contradictory') \
         AND settled_at IS NULL"), " UNION ALL ",
        ages!("disputes", "disputes.opened_at", "payments.provider", "FROM payments \
         JOIN disputes ON disputes.id = payments.dispute_id WHERE payments.dispute_id IS NOT NULL"), " UNION ALL ",
        ages!("cash_receipts", "cash_receipt_requests.requested_at", "cash_receipt_requests.provider", "FROM cash_receipts_waiting \
         CROSS JOIN cash_receipt_requests WHERE cash_receipt_requests.id = cash_receipts_waiting.id"), " UNION ALL ",
        ages!("audit_findings", "first_seen_at", "''", "FROM audit_findings WHERE cleared_at IS NULL")
    );
}

/// Money of one provider on one Korean day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub provider: ProviderId,
    /// Days after 1970.
    pub day: i64,
    pub number: i64,
    /// Won.
    pub won: i64,
}

/// Money of a time: what was paid, what refunds gave back, and what others took back, by provider and day. Of a payment that
/// others took back in parts, the whole counts on the day of the last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Money {
    pub paid: Vec<Moved>,
    pub back: Vec<Moved>,
    pub taken_back: Vec<Moved>,
}

/// An order, as an attempt to buy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    pub provider: ProviderId,
    pub method: Method,
    pub state: OrderState,
    pub opened_at: DateTime<Utc>,
    pub paid_at: Option<DateTime<Utc>>,
}

/// Live credits of lots that end on one Korean day and were sold at one price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    pub kind: Kind,
    /// Days after 1970: the last day of use.
    pub day: i64,
    /// What was paid for each of these lots, in won, where it was, and how many credits it had then.
    pub price: Option<i64>,
    pub granted: i64,
    /// Credits that are still there, set aside or not.
    pub credits: i64,
    pub lots: i64,
}

/// How old unfinished things of one kind are, at one provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ages {
    pub what: String,
    /// Empty where they are of none.
    pub provider: String,
    pub number: i64,
    /// How many are younger than each of the limits.
    pub younger: [i64; 4],
    pub oldest: Option<DateTime<Utc>>,
}

fn number(row: &Row, at: usize) -> Result<i64, StoreError> {
    Ok(row.int(at)?.unwrap_or_default())
}

fn word<T: std::str::FromStr>(
    row: &Row,
    at: usize,
    (table, column): (&'static str, &'static str),
) -> Result<T, StoreError> {
    let text = row.text(at)?.unwrap_or_default();
    let why = "not one of its words";
    text.parse()
        .map_err(|_| StoreError::damaged(table, text, column, why))
}

fn instant(row: &Row, at: usize) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(row.int(at)?.and_then(DateTime::from_timestamp_micros))
}

/// The money of a time, the end not included.
pub async fn money(
    db: &Db,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Money, StoreError> {
    let moved = |row: &Row| {
        Ok::<_, StoreError>(Moved {
            provider: word(row, 0, ("payments", "provider"))?,
            day: number(row, 1)?,
            number: number(row, 2)?,
            won: number(row, 3)?,
        })
    };
    let time = || {
        let micros = [from, until].map(|at| Arg::Int(at.timestamp_micros()));
        Vec::from(micros)
    };
    let [paid, back, taken_back] = [
        db.rows(&PAID, time()).await?,
        db.rows(&BACK, time()).await?,
        db.rows(&TAKEN_BACK, time()).await?,
    ]
    .map(|rows| rows.iter().map(moved).collect::<Result<_, _>>());
    Ok(Money {
        paid: paid?,
        back: back?,
        taken_back: taken_back?,
    })
}

/// The last [`ORDERS_MAX`] orders that were opened since, the newest first.
pub async fn tried(db: &Db, since: DateTime<Utc>) -> Result<Vec<Tried>, StoreError> {
    let first = OrderId::new(since, &mut Least).to_string();
    let args = vec![Arg::Text(&first), Arg::Int(ORDERS_MAX)];
    let rows = db.rows(&TRIED, args).await?;
    let tried = rows.iter().map(|row| {
        Ok(Tried {
            provider: word(row, 0, ("orders", "provider"))?,
            method: word(row, 1, ("orders", "method"))?,
            state: word(row, 2, ("orders", "state"))?,
            opened_at: instant(row, 3)?.unwrap_or_default(),
            paid_at: instant(row, 4)?,
        })
    });
    tried.collect()
}

/// Live credits by their ends, and whether there were too many lots for all of them.
pub async fn live(db: &Db, now: DateTime<Utc>) -> Result<(Vec<Live>, bool), StoreError> {
    let args = || vec![Arg::Int(now.timestamp_micros()), Arg::Int(LOTS_MAX)];
    let mut rows = db.rows(&LIVE, args()).await?;
    rows.extend(db.rows(&HELD, args()).await?);
    let live = rows.iter().map(|row| {
        Ok(Live {
            kind: word(row, 0, ("lots", "kind"))?,
            day: number(row, 1)?,
            price: row.int(2)?,
            granted: number(row, 3)?,
            credits: number(row, 4)?,
            lots: number(row, 5)?,
        })
    });
    let live: Vec<Live> = live.collect::<Result<_, StoreError>>()?;
    let looked_at: i64 = live.iter().map(|some| some.lots).sum();
    Ok((live, looked_at >= LOTS_MAX))
}

/// How old is what is unfinished, by kind and provider; what nothing waits of is left out. `limits` are instants, the latest first.
pub async fn unresolved(
    db: &Db,
    limits: [DateTime<Utc>; 4],
    now: DateTime<Utc>,
) -> Result<Vec<Ages>, StoreError> {
    let mut args: Vec<Arg<'_>> = limits
        .iter()
        .map(|limit| Arg::Int(limit.timestamp_micros()))
        .collect();
    args.push(Arg::Int(now.timestamp_micros()));
    let rows = db.rows(&UNRESOLVED, args).await?;
    let ages = rows.iter().map(|row| {
        Ok(Ages {
            what: row.text(0)?.unwrap_or_default().to_owned(),
            provider: row.text(1)?.unwrap_or_default().to_owned(),
            number: number(row, 2)?,
            younger: [
                number(row, 3)?,
                number(row, 4)?,
                number(row, 5)?,
                number(row, 6)?,
            ],
            oldest: instant(row, 7)?,
        })
    });
    ages.collect()
}
