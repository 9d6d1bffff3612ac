//! The end of a run: open outcomes are found out, and lost messages are sent again by their senders. Then the books
//! are compared with the providers' own.

mod judge;

use std::{fmt, time::Duration};

use serde_json::json;

pub(crate) use self::judge::{judge, provider_books};
use crate::{
    client::BankWebhook, parked, process::Process, shop::Shop, statement, tally::Tally, within,
};

/// How long anything may stay in doubt once every provider answers and no gateway dies.
pub(crate) const WITHIN: Duration = Duration::from_secs(20);
/// From this number of failed tries on a job is put off for [`WITHIN`] or longer. It waits where support sees it,
/// with the result of the last try, like a parked one.
const PUT_OFF_TRIES: u32 = 5;

/// Unknown outcomes.
const UNKNOWN: &str = "SELECT id, state FROM orders WHERE state = 'confirming' \
     UNION ALL SELECT id, state FROM refunds WHERE state IN ('requested', 'sent')";

/// Money that a person sees and decides on.
const PARKED: &str = "(SELECT COUNT(*) FROM orders WHERE state = 'mismatched') + (SELECT COUNT(*) FROM deposits \
     WHERE state NOT IN ('matched', 'repeated', 'returned', 'reversed'))";

/// How the open outcomes of the storm were resolved.
#[derive(Debug)]
pub(crate) struct Settled {
    /// Until nothing was in doubt, by the gateways' own clocks.
    by_itself: Option<Duration>,
    /// The outcomes in doubt then, and the reasons.
    pub(crate) left: Vec<Vec<String>>,
    /// Until all jobs were done whose time was brought forward.
    brought_forward: Duration,
    deposits_told_again: usize,
    reversals_told_again: usize,
    /// Orders whose money does not match, and deposits without a known order.
    parked: i64,
}

impl fmt::Display for Settled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.by_itself {
            Some(time) => write!(f, "nothing in doubt {:.1} s after it", time.as_secs_f32())?,
            None => write!(f, "in doubt {WITHIN:?} after it")?,
        }
        write!(f, ", {} put off", self.left.len())?;
        write!(
            f,
            ", all work brought forward done in {:.1} s; told again: {} deposits, {} reversals; \
             {} orders and deposits wait for a person",
            self.brought_forward.as_secs_f32(),
            self.deposits_told_again,
            self.reversals_told_again,
            self.parked
        )
    }
}

/// Waits, has later jobs run now, imports the statement of the account, and has the feed send lost messages again.
/// Returns the gateways that run then.
pub(crate) async fn settle(
    shop: &Shop,
    tally: &Tally,
    gateways: Vec<Process>,
) -> (Settled, Vec<Process>) {
    let put_off = format!("state = 'waiting' AND attempts >= {PUT_OFF_TRIES}");
    let sql = format!("SELECT {}", in_doubt(&put_off));
    let known = async || shop.database.number(&sql).await == 0;
    let by_itself = within(WITHIN, known).await;
    let left = unknown(shop).await;
    drop(gateways);
    let gateways = time_passes(shop).await;
    let brought_forward = done(shop).await;
    statement::import_all(shop).await;
    let (mut deposits_told_again, mut reversals_told_again) = (0, 0);
    // A reversal is refused until its deposit is known.
    for _ in 0..2 {
        let (deposits, reversals) = tell_again(shop, tally).await;
        deposits_told_again += deposits;
        reversals_told_again += reversals;
        done(shop).await;
    }
    parked::settle_repeats(shop, tally).await;
    parked::settle_notices(shop, tally).await;
    let settled = Settled {
        by_itself,
        left,
        brought_forward,
        deposits_told_again,
        reversals_told_again,
        parked: shop.database.number(PARKED).await,
    };
    (settled, gateways)
}

/// The number of unknown outcomes, except those that people see because of `visible`, a condition on its job.
fn in_doubt(visible: &str) -> String {
    format!(
        "(SELECT COUNT(*) FROM ({UNKNOWN}) AS things WHERE id NOT IN \
         (SELECT subject FROM jobs WHERE state = 'parked' OR ({visible})))"
    )
}

/// Unknown outcomes, with the job that will resolve each, its tries, and the seconds until it is due or free.
async fn unknown(shop: &Shop) -> Vec<Vec<String>> {
    let now = shop.now().timestamp_micros();
    let sql = format!(
        "SELECT things.id, things.state, jobs.state, CAST(jobs.attempts AS TEXT), \
         CAST((COALESCE(jobs.lease_until_at, jobs.run_at) - {now}) / 1000000 AS TEXT), jobs.note \
         FROM ({UNKNOWN}) AS things \
         LEFT JOIN jobs ON jobs.subject = things.id"
    );
    shop.database.rows(&sql).await
}

/// As if some hours passed: leases of dead processes have ended, and waiting jobs are due.
async fn time_passes(shop: &Shop) -> Vec<Process> {
    let database = &shop.database;
    database
        .change("UPDATE jobs SET lease_until_at = 1 WHERE state = 'running'")
        .await;
    database
        .change("UPDATE jobs SET run_at = 1 WHERE state = 'waiting'")
        .await;
    shop.start_all().await
}

/// Waits until no job is due or running, and no outcome is in doubt.
pub(crate) async fn done(shop: &Shop) -> Duration {
    let idle = async || {
        let now = shop.now().timestamp_micros();
        let busy = format!(
            "SELECT (SELECT COUNT(*) FROM jobs WHERE state = 'running' OR (state = 'waiting' AND run_at <= {now})) + {}",
            in_doubt("FALSE")
        );
        shop.database.number(&busy).await == 0
    };
    match within(WITHIN, idle).await {
        Some(time) => time,
        None => panic!(
            "in doubt {WITHIN:?} after everything was due: {:?}",
            unknown(shop).await
        ),
    }
}

/// A lost webhook of a bank feed cannot be requested: the feed's operator sends it again.
async fn tell_again(shop: &Shop, tally: &Tally) -> (usize, usize) {
    let books = provider_books(shop).await;
    let sql = "SELECT told.movement_key, COALESCE(money.state, told.state) FROM deposits told \
               LEFT JOIN deposits money ON money.id = told.repeat_of";
    let ours = shop.database.rows(sql).await;
    let (mut deposits, mut reversals) = (0, 0);
    for (at, theirs) in books["bank"]["deposits"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        let known = ours
            .iter()
            .find(|row| theirs["movement_id"] == row[0].as_str());
        let (kind, data) = match known {
            None => {
                let mut data = theirs.clone();
                data.as_object_mut().unwrap().remove("reversed");
                deposits += 1;
                ("deposit.received", data)
            }
            Some(row) if theirs["reversed"] == true && row[1] != "reversed" => {
                reversals += 1;
                (
                    "deposit.reversed",
                    json!({"movement_id": theirs["movement_id"]}),
                )
            }
            Some(_) => continue,
        };
        let now = shop.now();
        let body = json!({"type": kind, "timestamp": now.to_rfc3339(), "data": data});
        let id = format!("msg_again_{kind}_{at}");
        let answer = shop
            .gateway()
            .bank_webhook(&BankWebhook::signed(shop.feed().signs, &id, now, &body))
            .await;
        assert!(answer.status < 300, "{kind}: {}", answer.text);
        tally.count("told again by the bank feed");
    }
    (deposits, reversals)
}
