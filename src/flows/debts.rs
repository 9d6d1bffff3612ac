//! Debts, which a person may waive.

use domain::{
    actor::Actor,
    books::debts::WaiveDebt,
    command::{Command, IdempotencyKey, Reply, Waived},
    id::CustomerId,
    money::Credits,
};

use super::{FlowError, text::check_text, views};
use crate::{access::Caller, app::App};

/// Longest reason of a waiver.
pub const REASON_MAX: usize = 200; // like a grant's

/// Waives a customer's debt, in whole when no number of credits is given.
pub async fn waive(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    customer: CustomerId,
    credits: Option<Credits>,
    reason: String,
) -> Result<Reply<Waived>, FlowError> {
    check_text("reason", &reason, REASON_MAX)?;
    views::customer(app, &customer).await?;
    let change = WaiveDebt {
        customer,
        credits,
        reason,
    };
    app.submit(Command::new(change, Actor::Key(caller.key)).under_key(idempotency_key))
        .await
}
