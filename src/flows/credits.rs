//! Spending, holding and granting. These go straight to the books.

mod holds;

use domain::{
    actor::Actor,
    approval::LimitedAct,
    books::{
        credits::{ReverseSpend, SpendCredits},
        customers::GrantCredits,
    },
    command::{Change, Command, IdempotencyKey, Reply},
    id::{CustomerId, PaymentId, SpendId},
    kind::Kind,
    lot::Lot,
    money::Credits,
    spend::Spend,
};

use super::{
    FlowError,
    outcome::Outcome,
    text::{METER_MAX, REFERENCE_MAX, check_text},
    views,
};
use crate::{access::Caller, app::App};
pub use holds::{HOLD_SECONDS, capture, hold, release};

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
