//! Kakao Pay, online payment Open API: one-time payments, the buyer's wallet page, and cancels by an operator. It
//! sends no webhook, has no idempotency key and finds a payment by its tid only.
//!
//! Not included: subscriptions, points and discounts, CID secrets, the daily quota.

mod answers;
mod approve;
mod cancel;
mod errors;
mod gate;
mod numbers;
mod pages;
mod payment;
mod ready;
mod routes;
mod state;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub(crate) use self::payment::Payments;
pub(crate) use self::routes::routes;
pub(crate) use self::state::Settings;
use crate::shared::faults::{Kind, Operation};
use crate::shared::simulator::ProviderState;

impl ProviderState for Payments {
    const NAME: &'static str = "kakaopay";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/kakaopay/online/v1/payment/{ready, approve, order, cancel} — Kakao Pay one-time payments",
        "POST /sandbox/kakaopay/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
    ];
    type Settings = Settings;

    /// The answer to `ready` has no amount, and only `order` and `cancel` have a status.
    fn can(kind: Kind, operation: Operation) -> bool {
        !matches!(
            (kind, operation),
            (_, Operation::Webhook)
                | (
                    Kind::FieldLeftOut | Kind::Unseen | Kind::ChargedLess | Kind::CancelledLess,
                    _
                )
                | (Kind::WrongAmount | Kind::UnknownStatus, Operation::Create)
                | (Kind::UnknownStatus, Operation::Confirm)
        )
    }

    fn view(&self, _: DateTime<Utc>) -> Value {
        json!({"payments": self.view()})
    }
}
