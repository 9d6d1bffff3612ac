//! Refunds: quoted, requested, stored as sent, sent under their id, and looked up until their outcome is known.

mod request;
mod settle;

use domain::{
    actor::Actor,
    books::quotes::{Asked, AskedAt, QuoteRefund},
    command::{Command, IdempotencyKey, Reply},
    id::PaymentId,
    refund::{Beyond, Quote},
};

use super::{FlowError, text::check_text, views};
use crate::{
    access::{Caller, Role},
    app::App,
};
pub use request::{NewRefund, request};
pub(super) use request::{change, payer, tidy};
pub use settle::settle;

/// Longest reason. Providers take 200 characters in all, and the refund's id comes before it.
pub const REASON_MAX: usize = 150;

/// Longest evidence that a buyer asked earlier: the name of a mail or a ticket, not its text.
pub const EVIDENCE_MAX: usize = 200;

/// The refund that the policy allows now, or at the time the buyer asked; beyond its windows where the seller wants to.
/// It is stored, so that the amount read to the buyer is the amount paid.
pub async fn quote(
    app: &App,
    caller: Caller,
    idempotency_key: Option<IdempotencyKey>,
    id: PaymentId,
    asked: Asked,
) -> Result<Reply<Quote>, FlowError> {
    if let Some(AskedAt { evidence, .. }) = &asked.at {
        check_text("evidence", evidence, EVIDENCE_MAX)?;
    }
    if asked.beyond == Some(Beyond::Goodwill) && caller.role != Role::Admin {
        return Err(FlowError::Invalid {
            field: "beyond",
            rule: "is goodwill only for a key of role admin".to_owned(),
        });
    }
    let customer = views::payment(app, id).await?.customer;
    let command = Command::new(
        QuoteRefund {
            customer,
            payment: id,
            asked,
        },
        Actor::Key(caller.key),
    )
    .under_key(idempotency_key);
    app.submit(command).await
}
