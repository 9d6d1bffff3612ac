//! Spending, holding and granting. These go straight to the books.

use chrono::Duration;
use domain::{
    actor::Actor,
    approval::LimitedAct,
    books::{
        credits::{CaptureHold, HoldCredits, ReleaseHold, ReverseSpend, SpendCredits},
        customers::GrantCredits,
    },
    command::{Change, Command, IdempotencyKey, Reply},
    id::{CustomerId, HoldId, PaymentId, SpendId},
    kind::Kind,
    lot::Lot,
    money::Credits,
    spend::{Hold, Spend},
};

use super::{FlowError, METER_MAX, Outcome, REFERENCE_MAX, check_text, views};
use crate::{access::Caller, app::App};

/// Longest reason of a grant.
pub const GRANT_REASON_MAX: usize = 200;

/// A use of credits.
#[derive(Debug, Clone)]
pub struct Use {
    pub credits: Credits,
    pub meter: String,
    pub reference: String,
}

pub async fn spend(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    customer: CustomerId,
    used: Use,
) -> Result<Reply<Spend>, FlowError> {
    check_use(&used)?;
    let change = SpendCredits {
        customer,
        credits: used.credits,
        meter: used.meter,
        reference: used.reference,
    };
    app.submit(command(change, caller, idempotency_key)).await
}

pub async fn reverse(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: SpendId,
) -> Result<Reply<Spend>, FlowError> {
    let customer = views::spend(app, id).await?.customer_id;
    app.submit(command(
        ReverseSpend {
            customer,
            spend: id,
        },
        caller,
        idempotency_key,
    ))
    .await
}

/// Credits without a payment.
#[derive(Debug, Clone)]
pub struct Gift {
    pub kind: Kind,
    pub credits: Credits,
    /// The purchase that they come with.
    pub bonus_of: Option<PaymentId>,
    pub reason: String,
}

/// Waits for an approval where it is more than the caller may give alone.
pub async fn grant(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    customer: CustomerId,
    gift: Gift,
) -> Result<Outcome<Lot>, FlowError> {
    check_text("reason", &gift.reason, GRANT_REASON_MAX)?;
    let change = granting(customer, gift);
    let most = app.limits.of(caller.role, LimitedAct::Grant);
    Outcome::of(app, command(change, caller, idempotency_key).up_to(most)).await
}

/// The change that grants it, for any caller.
pub(super) fn granting(customer: CustomerId, gift: Gift) -> GrantCredits {
    GrantCredits {
        customer,
        kind: gift.kind,
        credits: gift.credits,
        bonus_of: gift.bonus_of,
        reason: gift.reason,
    }
}

fn command<C: Change>(
    change: C,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
) -> Command<C::Answer> {
    Command::new(change, Actor::Key(caller.key)).under_key(idempotency_key)
}

fn check_use(used: &Use) -> Result<(), FlowError> {
    check_text("meter", &used.meter, METER_MAX)?;
    check_text("reference", &used.reference, REFERENCE_MAX)
}

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
