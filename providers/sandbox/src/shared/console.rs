//! What the consoles of the simulators have in common: a cancel by an operator, and answers ordered in advance, which
//! exist only in a simulator.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::faults::Operation;
use super::fields::{Checked, Fields, bad};
use super::named::Named as _;
use super::pages;

/// More than any test orders in advance.
const ORDERED_MAX: usize = 100;

/// `{paymentKey, amount?, reason?}`: the order to cancel a payment, or a part of it in won.
pub(crate) struct OperatorCancel {
    pub(crate) payment_key: String,
    pub(crate) amount: Option<i64>,
    pub(crate) reason: Option<String>,
}

impl OperatorCancel {
    /// With the provider's limits of a key and of a reason.
    pub(crate) fn parse(body: &[u8], key_max: usize, reason_max: usize) -> Checked<Self> {
        let fields = Fields::parse(body)?;
        fields.only(&["paymentKey", "amount", "reason"])?;
        Ok(Self {
            payment_key: fields.required_text("paymentKey", key_max)?,
            amount: fields.won("amount")?,
            reason: fields.text("reason", reason_max)?,
        })
    }
}

/// Answers for the next calls of an operation, the first one first.
pub(crate) type Ordered<T> = Vec<(Operation, T)>;

/// The first answer that was ordered for this operation.
pub(crate) fn take<T>(ordered: &mut Ordered<T>, operation: Operation) -> Option<T> {
    let at = ordered.iter().position(|(of, _)| *of == operation)?;
    Some(ordered.remove(at).1)
}

/// The operation whose next calls are answered.
pub(crate) fn operation(fields: &Fields, name_max: usize) -> Checked<Operation> {
    let name = fields.required_text("operation", name_max)?;
    match Operation::named(&name) {
        None | Some(Operation::Webhook) => bad(
            "operation",
            "must be create, confirm, lookup, cancel or receipt",
        ),
        Some(operation) => Ok(operation),
    }
}

/// Orders the answer as many `times` as the request names, else once.
pub(crate) fn order<T: Clone>(
    ordered: &mut Ordered<T>,
    fields: &Fields,
    answer: (Operation, T),
) -> Checked<Response> {
    let times = fields.won("times")?.unwrap_or(1);
    let times = usize::try_from(times).unwrap_or(usize::MAX);
    if times > ORDERED_MAX.saturating_sub(ordered.len()) {
        return bad("times", "is too many");
    }
    ordered.extend(std::iter::repeat_n(answer, times));
    let body = json!({"ordered": ordered.len()});
    Ok(pages::json(StatusCode::OK, &body))
}
