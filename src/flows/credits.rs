//! Spending, holding and granting. These go straight to the books.

use chrono::Duration;
use domain::{
    approval::LimitedAct,
    books::{
        credits::{CaptureHold, HoldCredits, ReleaseHold, ReverseSpend, SpendCredits},
        customers::GrantCredits,
    },
    command::Reply,
    id::{CustomerId, HoldId, SpendId},
    lot::Lot,
    money::Credits,
    spend::{Hold, Spend},
};

use super::{FlowError, METER_MAX, REFERENCE_MAX, Result, check_text, outcome::Outcome, views};
use crate::{access::Caller, app::App};

/// Longest reason of a grant.
pub const GRANT_REASON_MAX: usize = 200;

/// Shortest and longest life of a hold, in seconds. It is long enough for one answer of a model, and short enough that
/// a crashed service does not lock a customer's credits for days.
pub const HOLD_SECONDS: std::ops::RangeInclusive<i64> = 1..=86_400;

pub async fn spend(app: &App, caller: Caller, change: SpendCredits) -> Result<Reply<Spend>> {
    check_use(&change.meter, &change.reference)?;
    app.submit(caller.command(change)).await
}

pub async fn reverse(app: &App, caller: Caller, id: SpendId) -> Result<Reply<Spend>> {
    let customer = views::spend(app, id).await?.customer_id;
    let change = ReverseSpend {
        customer,
        spend: id,
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
    if !HOLD_SECONDS.contains(&new.expires_in_seconds) {
        let (start, end) = (HOLD_SECONDS.start(), HOLD_SECONDS.end());
        let rule = format!("is {start} to {end} seconds");
        return Err(FlowError::invalid("expires_in", rule));
    }
    let change = HoldCredits {
        customer: new.customer,
        credits: new.credits,
        meter: new.meter,
        reference: new.reference,
        expires_at: app.now() + Duration::seconds(new.expires_in_seconds),
    };
    app.submit(caller.command(change)).await
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

pub async fn release(app: &App, caller: Caller, id: HoldId) -> Result<Reply<Hold>> {
    let customer = views::hold(app, id).await?.customer_id;
    let change = ReleaseHold { customer, hold: id };
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
