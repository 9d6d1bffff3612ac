//! Credits set aside, and later captured or released.

use chrono::Duration;
use domain::{
    books::credits::{CaptureHold, HoldCredits, ReleaseHold},
    command::{IdempotencyKey, Reply},
    id::{CustomerId, HoldId},
    money::Credits,
    spend::Hold,
};

use super::{Use, check_use, command};
use crate::{
    access::Caller,
    app::App,
    flows::{FlowError, views},
};

/// Shortest and longest life of a hold, in seconds. It is long enough for one answer of a model, and short enough that
/// a crashed service does not lock a customer's credits for days.
pub const HOLD_SECONDS: std::ops::RangeInclusive<i64> = 1..=86_400;

pub async fn hold(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    customer: CustomerId,
    used: Use,
    expires_in_seconds: i64,
) -> Result<Reply<Hold>, FlowError> {
    check_use(&used)?;
    if !HOLD_SECONDS.contains(&expires_in_seconds) {
        let rule = format!(
            "is {} to {} seconds",
            HOLD_SECONDS.start(),
            HOLD_SECONDS.end()
        );
        return Err(FlowError::Invalid {
            field: "expires_in",
            rule,
        });
    }
    let expires_at = app.now() + Duration::seconds(expires_in_seconds);
    let change = HoldCredits {
        customer,
        credits: used.credits,
        meter: used.meter,
        reference: used.reference,
        expires_at,
    };
    app.submit(command(change, caller, idempotency_key)).await
}

/// `None` captures the whole hold.
pub async fn capture(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: HoldId,
    credits: Option<Credits>,
) -> Result<Reply<Hold>, FlowError> {
    let customer = views::hold(app, id).await?.customer_id;
    app.submit(command(
        CaptureHold {
            customer,
            hold: id,
            credits,
        },
        caller,
        idempotency_key,
    ))
    .await
}

pub async fn release(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: HoldId,
) -> Result<Reply<Hold>, FlowError> {
    let customer = views::hold(app, id).await?.customer_id;
    app.submit(command(
        ReleaseHold { customer, hold: id },
        caller,
        idempotency_key,
    ))
    .await
}
