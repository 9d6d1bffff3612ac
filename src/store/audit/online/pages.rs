//! Slices of what belongs to no customer, or not surely: each is a page of one table and what its rows name.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta};
use domain::id::{ActId, Least};

use super::{
    copy::{Copy, Link, Read, Sides, links},
    stages::Stage,
};
use crate::store::{StoreError, query::Arg, sql::Sql};

/// Rows of a page.
const PAGE: i64 = 200;
/// Events that are looked at for those of no customer.
const EVENTS: i64 = 2_000;
/// Redemptions of a campaign that are read at a time.
const REDEMPTIONS: i64 = 1_000;
/// Batches of removals that are compared with the audit log at a time, by their instants, in minutes.
const WINDOW_MINUTES: i64 = 60;
/// An act's id begins with the clock of its gateway, which may differ a little from the instant that it tells of.
const SLACK_MINUTES: i64 = 10;

/// A slice: where the next begins, and which rows it judges; all where none are named.
pub(super) struct Slice {
    pub(super) next: Option<String>,
    pub(super) judged: Option<BTreeSet<String>>,
}

/// A page of a table, and what its rows name.
struct Paged {
    read: Read,
    links: &'static [Link],
}

const fn paged(table: &'static str, which: &'static str, links: &'static [Link]) -> Paged {
    Paged {
        read: Read { table, which },
        links,
    }
}

const BY_ID: &str = "t.id > $1 ORDER BY t.id LIMIT $2";

/// Copies the next slice of a stage.
pub(super) async fn copy(
    copy: &mut Copy,
    sides: &mut Sides<'_>,
    stage: Stage,
    after: &str,
) -> Result<Slice, StoreError> {
    let paged = match stage {
        Stage::Deposits => paged("deposits", BY_ID, &OF_DEPOSITS),
        Stage::Jobs => paged("jobs", BY_ID, &OF_JOBS),
        Stage::Inbox => paged("inbox", BY_ID, &OF_INBOX),
        Stage::Answers => paged(
            "idempotency_keys",
            "t.key > $1 ORDER BY t.key LIMIT $2",
            &OF_ANSWERS,
        ),
        Stage::Removals => paged("removals", BY_ID, &OF_REMOVALS),
        Stage::Campaigns => paged("campaigns", BY_ID, &[]),
        Stage::Waiting => paged("cash_receipts_waiting", BY_ID, &OF_WAITING),
        Stage::DatedBack => paged(
            "audit_log",
            "t.act = 'refund.date_back' AND t.id > $1 ORDER BY t.id LIMIT $2",
            &OF_DATED_BACK,
        ),
        Stage::Events => return events(copy, sides, after).await,
        Stage::Batches => return batches(copy, sides, after).await,
        Stage::Rest => return rest(copy, sides).await,
        Stage::Journal | Stage::Rows | Stage::Customers => {
            return Ok(Slice {
                next: None,
                judged: None,
            });
        }
    };
    page(copy, sides, &paged, after).await
}

async fn page(
    copy: &mut Copy,
    sides: &mut Sides<'_>,
    paged: &Paged,
    after: &str,
) -> Result<Slice, StoreError> {
    let table = paged.read.table;
    let args = vec![Arg::Text(after), Arg::Int(PAGE)];
    let rows = copy.rows(&mut sides.live, paged.read, args).await?;
    copy.put(&mut sides.aside, table, &rows).await?;
    let ids = rows.iter().map(|row| copy.key_of(table, row));
    let judged: BTreeSet<String> = ids.collect::<Result<_, _>>()?;
    if table == "campaigns" {
        for campaign in &judged {
            redemptions(copy, sides, campaign).await?;
        }
    }
    if !rows.is_empty() {
        copy.follow(sides, paged.links, None).await?;
    }
    Ok(Slice {
        next: judged.last().cloned(),
        judged: Some(judged),
    })
}

/// All redemptions of a campaign, whose sums are in its row.
async fn redemptions(
    copy: &mut Copy,
    sides: &mut Sides<'_>,
    campaign: &str,
) -> Result<(), StoreError> {
    const OF_CAMPAIGN: Read = Read {
        table: "redemptions",
        which: "t.campaign_id = $1 AND t.id > $2 ORDER BY t.id LIMIT $3",
    };
    let mut after = String::new();
    loop {
        let args = vec![
            Arg::Text(campaign),
            Arg::Text(&after),
            Arg::Int(REDEMPTIONS),
        ];
        let rows = copy.rows(&mut sides.live, OF_CAMPAIGN, args).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        let last = copy.key_of("redemptions", last)?;
        copy.put(&mut sides.aside, "redemptions", &rows).await?;
        after = last;
    }
}

static LAST_EVENT: Sql = Sql::new(
    "SELECT MAX(id) FROM (SELECT id FROM events WHERE id > $1 ORDER BY id LIMIT $2) AS paged",
);

async fn events(copy: &mut Copy, sides: &mut Sides<'_>, after: &str) -> Result<Slice, StoreError> {
    const OF_NOBODY: Read = Read {
        table: "events",
        which: "t.id IN (SELECT paged.id FROM \
            (SELECT id, customer_id FROM events WHERE id > $1 ORDER BY id LIMIT $2) AS paged \
            WHERE paged.customer_id IS NULL)",
    };
    let args = || vec![Arg::Text(after), Arg::Int(EVENTS)];
    let last = sides.live.rows(&LAST_EVENT, args()).await?;
    let next = last.first().map(|row| row.text(0)).transpose()?.flatten();
    let next = next.map(str::to_owned);
    if next.is_some() {
        copy.read(sides, OF_NOBODY, args()).await?;
        copy.rows += EVENTS.unsigned_abs();
    }
    // All rows in the copy are of no customer.
    Ok(Slice { next, judged: None })
}

static NEXT_BATCH: Sql = Sql::new("SELECT MIN(removed_at) FROM removals WHERE removed_at >= $1");
static NEXT_LINE: Sql = Sql::new(
    "SELECT acted_at FROM audit_log WHERE act = 'retention.remove' AND id >= $1 ORDER BY id LIMIT 1",
);

/// The removals of a time, with the lines of the audit log that tell of them. `after` is where the time begins, in
/// microseconds.
async fn batches(copy: &mut Copy, sides: &mut Sides<'_>, after: &str) -> Result<Slice, StoreError> {
    const OF_TIME: Read = Read {
        table: "removals",
        which: "t.removed_at >= $1 AND t.removed_at < $2",
    };
    const LINES: Read = Read {
        table: "audit_log",
        which: "t.act = 'retention.remove' AND t.id >= $1 AND t.id <= $2 AND t.acted_at >= $3 AND t.acted_at < $4",
    };
    let after: i64 = after.parse().unwrap_or(0);
    let batch = sides.live.rows(&NEXT_BATCH, vec![Arg::Int(after)]).await?;
    let batch = batch.first().map(|row| row.int(0)).transpose()?.flatten();
    let first = act_at(after, 0);
    let line = sides.live.rows(&NEXT_LINE, vec![Arg::Text(&first)]).await?;
    let line = line.first().map(|row| row.int(0)).transpose()?.flatten();
    // A line may be dated a little before its id.
    let line = line.map(|at| at.max(after));
    let Some(from) = batch.into_iter().chain(line).min() else {
        return Ok(Slice {
            next: None,
            judged: None,
        });
    };
    let until = from.saturating_add(
        TimeDelta::minutes(WINDOW_MINUTES)
            .num_microseconds()
            .unwrap_or_default(),
    );
    let args = vec![Arg::Int(from), Arg::Int(until)];
    copy.read(sides, OF_TIME, args).await?;
    let (first, last) = (act_at(from, -SLACK_MINUTES), act_at(until, SLACK_MINUTES));
    let args = vec![
        Arg::Text(&first),
        Arg::Text(&last),
        Arg::Int(from),
        Arg::Int(until),
    ];
    copy.read(sides, LINES, args).await?;
    Ok(Slice {
        next: Some(until.to_string()),
        judged: None,
    })
}

/// The least id of an act at an instant, some minutes away.
fn act_at(micros: i64, minutes: i64) -> String {
    let at = DateTime::from_timestamp_micros(micros).unwrap_or_default();
    let at = at
        .checked_add_signed(TimeDelta::minutes(minutes))
        .unwrap_or(at);
    ActId::new(at, &mut Least).to_string()
}

/// Tables that stay small: a seller publishes some versions in a year.
async fn rest(copy: &mut Copy, sides: &mut Sides<'_>) -> Result<Slice, StoreError> {
    const SMALL: [Read; 3] = [
        Read {
            table: "policies",
            which: "t.version > $1",
        },
        Read {
            table: "policy_drafts",
            which: "t.id > $1",
        },
        Read {
            table: "policy_decisions",
            which: "t.draft_id > $1",
        },
    ];
    for read in SMALL {
        copy.read(sides, read, vec![Arg::Text("")]).await?;
    }
    Ok(Slice {
        next: None,
        judged: None,
    })
}

static OF_DEPOSITS: [Link; 9] = links! {
    deposits "t.order_id IS NOT NULL AND t.order_id = ANY($1)" of "SELECT order_id FROM deposits WHERE order_id IS NOT NULL";
    deposits "t.id = ANY($1)" of "SELECT repeat_of FROM deposits WHERE repeat_of IS NOT NULL";
    deposits "t.repeat_of IS NOT NULL AND t.repeat_of = ANY($1)" of "SELECT id FROM deposits";
    deposits "t.id IN (SELECT b.id FROM deposits AS a JOIN deposits AS b ON b.amount = a.amount \
        AND b.moved_at > a.moved_at - 60000000 AND b.moved_at < a.moved_at + 60000000 WHERE a.id = ANY($1))" of
        "SELECT id FROM deposits";
    orders "t.id = ANY($1)" of "SELECT order_id FROM deposits WHERE order_id IS NOT NULL";
    payments "t.order_id = ANY($1)" of "SELECT order_id FROM deposits WHERE order_id IS NOT NULL";
    payments "t.provider = 'bank' AND t.payment_key = ANY($1)" of "SELECT movement_key FROM deposits WHERE provider = 'bank'";
    deposits "t.key = ANY($1)" of "SELECT provider || '/' || payment_key FROM payments";
    audit_log "t.subject = ANY($1)" of "SELECT id FROM deposits";
};

static OF_JOBS: [Link; 4] = links! {
    orders "t.id = ANY($1)" of "SELECT subject FROM jobs WHERE kind = 'settle_order'";
    refunds "t.id = ANY($1)" of "SELECT subject FROM jobs WHERE kind = 'settle_refund'";
    contradictions "t.id = ANY($1)" of "SELECT subject FROM jobs WHERE kind = 'settle_contradiction'";
    payments "t.id = ANY($1)" of "SELECT subject FROM jobs WHERE kind = 'settle_receipts'";
};

static OF_INBOX: [Link; 1] = links! {
    deposits "t.key = ANY($1)" of "SELECT provider || '/' || \
        JSON_EXTRACT(CASE WHEN JSON_VALID(body) THEN body ELSE 'null' END, '$.data.movement_id') FROM inbox \
        WHERE verdict = 'signed' AND body_form = 'text'";
};

/// Texts of a stored answer that may be the id of what it answered.
macro_rules! answered {
    ($which:literal) => {
        concat!(
            "SELECT DISTINCT j.value FROM idempotency_keys, \
             JSON_TREE(CASE WHEN JSON_VALID(idempotency_keys.reply) THEN idempotency_keys.reply ELSE 'null' END) AS j \
             WHERE j.type = 'text' AND ",
            $which
        )
    };
}

static OF_ANSWERS: [Link; 18] = links! {
    orders "t.id = ANY($1)" of answered!("j.value LIKE 'ord!_%' ESCAPE '!'");
    spends "t.id = ANY($1)" of answered!("j.value LIKE 'spd!_%' ESCAPE '!'");
    holds "t.id = ANY($1)" of answered!("j.value LIKE 'hld!_%' ESCAPE '!'");
    lots "t.id = ANY($1)" of answered!("j.value LIKE 'lot!_%' ESCAPE '!'");
    quotes "t.id = ANY($1)" of answered!("j.value LIKE 'quo!_%' ESCAPE '!'");
    refunds "t.id = ANY($1)" of answered!("j.value LIKE 'ref!_%' ESCAPE '!'");
    deposits "t.id = ANY($1)" of answered!("j.value LIKE 'dep!_%' ESCAPE '!'");
    contradictions "t.id = ANY($1)" of answered!("j.value LIKE 'ctr!_%' ESCAPE '!'");
    approvals "t.id = ANY($1)" of answered!("j.value LIKE 'apr!_%' ESCAPE '!'");
    subscriptions "t.id = ANY($1)" of answered!("j.value LIKE 'sub!_%' ESCAPE '!'");
    webhook_endpoints "t.id = ANY($1)" of answered!("j.value LIKE 'whe!_%' ESCAPE '!'");
    campaigns "t.id = ANY($1)" of answered!("j.value LIKE 'cmp!_%' ESCAPE '!'");
    redemptions "t.id = ANY($1)" of answered!("j.value LIKE 'rdm!_%' ESCAPE '!'");
    contracts "t.id = ANY($1)" of answered!("j.value LIKE 'con!_%' ESCAPE '!'");
    cash_receipt_requests "t.id = ANY($1)" of answered!("j.value LIKE 'crq!_%' ESCAPE '!'");
    disputes "t.id = ANY($1)" of answered!("j.value LIKE 'dpt!_%' ESCAPE '!'");
    tax_invoices "t.id = ANY($1)" of answered!("j.value LIKE 'txi!_%' ESCAPE '!'");
    customers "t.id = ANY($1)" of answered!("j.key IN ('id', 'customer_id')");
};

static OF_REMOVALS: [Link; 12] = links! {
    orders "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'ord!_%' ESCAPE '!'";
    deposits "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'dep!_%' ESCAPE '!' \
        UNION SELECT repeat_of FROM deposits WHERE repeat_of IS NOT NULL";
    orders "t.id = ANY($1)" of "SELECT order_id FROM deposits WHERE order_id IS NOT NULL";
    refunds "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'ref!_%' ESCAPE '!'";
    contradictions "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'ctr!_%' ESCAPE '!'";
    approvals "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'apr!_%' ESCAPE '!'";
    payments "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'pay!_%' ESCAPE '!'";
    cash_receipt_requests "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'crq!_%' ESCAPE '!'";
    cash_receipt_outcomes "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'cro!_%' ESCAPE '!'";
    inbox "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'inb!_%' ESCAPE '!'";
    events "t.id = ANY($1)" of "SELECT row_id FROM removals WHERE row_id LIKE 'evt!_%' ESCAPE '!'";
    customers "t.id = ANY($1)" of "SELECT customer_id FROM orders UNION SELECT customer_id FROM refunds \
        UNION SELECT customer_id FROM contradictions UNION SELECT customer_id FROM approvals \
        UNION SELECT customer_id FROM payments UNION SELECT customer_id FROM events WHERE customer_id IS NOT NULL";
};

static OF_DATED_BACK: [Link; 1] = links! {
    quotes "t.id = ANY($1)" of "SELECT subject FROM audit_log";
};

static OF_WAITING: [Link; 2] = links! {
    cash_receipt_requests "t.id = ANY($1)" of "SELECT id FROM cash_receipts_waiting";
    cash_receipt_outcomes "t.request_id = ANY($1)" of "SELECT id FROM cash_receipts_waiting";
};
