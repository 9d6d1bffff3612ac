//! Spending, holding and granting. These go straight to the books.

use chrono::{DateTime, Duration, Utc};
use domain::{
    approval::LimitedAct,
    books::{
        Books,
        credits::{
            CaptureHold, ExtendHold, HoldCredits, Preview, ReleaseHold, ReverseSpend, SpendCredits,
            preview_needs,
        },
        customers::GrantCredits,
    },
    command::{IdempotencyKey, Reply},
    id::{CustomerId, HoldId, SpendId},
    lot::Lot,
    money::Credits,
    spend::{HOLD_LIFE_SECONDS_MAX, Hold, Spend},
};
use futures_util::future::join_all;

use super::{FlowError, METER_MAX, REFERENCE_MAX, Result, check_text, outcome::Outcome, views};
use crate::{
    access::Caller,
    app::{App, locked},
    store::books::snapshot,
};

/// Longest reason of a grant.
pub const GRANT_REASON_MAX: usize = 200;

/// Shortest and longest life of a hold from now, in seconds.
pub const HOLD_SECONDS: std::ops::RangeInclusive<i64> = 1..=HOLD_LIFE_SECONDS_MAX;

/// Most spends of one batch: what the books carry in some six commits, so that a batch is answered within a second where
/// nothing else waits.
pub const BATCH_MAX: usize = 500;

pub async fn spend(app: &App, caller: Caller, change: SpendCredits) -> Result<Reply<Spend>> {
    check_use(&change.meter, &change.reference)?;
    app.submit(caller.command(change)).await
}

/// Many spends, each under a key of its own and with an answer of its own, in the order of `spends`. They are commands of
/// their own, carried out in no promised order: what is refused of one harms no other. One batch twice gives the same answers.
pub async fn spend_all(
    app: &App,
    caller: &Caller,
    spends: Vec<(IdempotencyKey, SpendCredits)>,
) -> Vec<Result<Reply<Spend>>> {
    let each = spends.into_iter().map(|(key, change)| {
        let mut caller = caller.clone();
        caller.idempotency_key = Some(key);
        spend(app, caller, change)
    });
    join_all(each).await
}

/// Which lots so many credits would take now. Nothing is written, and the writer is not asked.
pub async fn preview(app: &App, customer: &CustomerId, credits: Credits) -> Result<Preview> {
    let now = app.now();
    let facts = snapshot(&app.db, &preview_needs(customer, credits), now).await?;
    let mut entropy = locked(&app.entropy);
    let rules = app.rules();
    let books = Books::new(&rules, facts, now, entropy.as_mut());
    Ok(books.preview(customer, credits)?)
}

/// A person at the desk says why.
pub async fn reverse(
    app: &App,
    caller: Caller,
    id: SpendId,
    reason: Option<String>,
) -> Result<Reply<Spend>> {
    if let Some(reason) = &reason {
        check_text("reason", reason, GRANT_REASON_MAX)?;
    }
    let customer = views::spend(app, id).await?.customer_id;
    let change = ReverseSpend {
        customer,
        spend: id,
        reason,
    };
    app.submit(caller.command(change)).await
}

/// A use of credits that may come.
#[derive(Debug, Clone)]
pub struct NewHold {
    pub customer: CustomerId,
    pub credits: Credits,
    pub meter: String,
    pub reference: String,
    pub expires_in_seconds: i64,
}

/// Sets credits aside, to be captured or released later.
pub async fn hold(app: &App, caller: Caller, new: NewHold) -> Result<Reply<Hold>> {
    check_use(&new.meter, &new.reference)?;
    let expires_at = end_after(app, new.expires_in_seconds)?;
    let change = HoldCredits {
        customer: new.customer,
        credits: new.credits,
        meter: new.meter,
        reference: new.reference,
        expires_at,
    };
    app.submit(caller.command(change)).await
}

/// Moves the end of a hold to so many seconds from now. One that lives longer stays as it is.
pub async fn extend(
    app: &App,
    caller: Caller,
    id: HoldId,
    expires_in_seconds: i64,
) -> Result<Reply<Hold>> {
    let until = end_after(app, expires_in_seconds)?;
    let customer = views::hold(app, id).await?.customer_id;
    let change = ExtendHold {
        customer,
        hold: id,
        until,
    };
    app.submit(caller.command(change)).await
}

fn end_after(app: &App, seconds: i64) -> Result<DateTime<Utc>> {
    if !HOLD_SECONDS.contains(&seconds) {
        let (start, end) = (HOLD_SECONDS.start(), HOLD_SECONDS.end());
        let rule = format!("is {start} to {end} seconds");
        return Err(FlowError::invalid("expires_in", rule));
    }
    Ok(app.now() + Duration::seconds(seconds))
}

/// `None` captures the whole hold.
pub async fn capture(
    app: &App,
    caller: Caller,
    id: HoldId,
    credits: Option<Credits>,
) -> Result<Reply<Hold>> {
    let customer = views::hold(app, id).await?.customer_id;
    let change = CaptureHold {
        customer,
        hold: id,
        credits,
    };
    app.submit(caller.command(change)).await
}

/// A person at the desk says why.
pub async fn release(
    app: &App,
    caller: Caller,
    id: HoldId,
    reason: Option<String>,
) -> Result<Reply<Hold>> {
    if let Some(reason) = &reason {
        check_text("reason", reason, GRANT_REASON_MAX)?;
    }
    let customer = views::hold(app, id).await?.customer_id;
    let change = ReleaseHold {
        customer,
        hold: id,
        reason,
    };
    app.submit(caller.command(change)).await
}

/// Credits without a payment. It waits for an approval where it is more than the caller may give alone.
pub async fn grant(app: &App, caller: Caller, change: GrantCredits) -> Result<Outcome<Lot>> {
    check_text("reason", &change.reason, GRANT_REASON_MAX)?;
    Outcome::of(app, caller, change, LimitedAct::Grant).await
}

fn check_use(meter: &str, reference: &str) -> Result<()> {
    check_text("meter", meter, METER_MAX)?;
    check_text("reference", reference, REFERENCE_MAX)
}
