//! Naver Pay, one-time payments (결제형 단건): the server API, the buyer's window, and functions of the Naver Pay Center.
//! Naver Pay sends no webhook for these, so this simulator sends none.
//!
//! Not included: recurrent payments, purchase confirmation of escrow merchants, points, receipts, and the week after
//! which the development environment deletes a payment.

mod approve;
mod auth_idempotency;
mod call;
mod cancel;
mod codes;
mod console;
mod damage;
mod history;
mod pages;
mod params;
mod payment;
mod reserve;
mod routes;
mod sdk;
mod sent;
mod state;

use chrono::{DateTime, Utc};
use serde_json::Value;

pub(crate) use self::routes::routes;
pub(crate) use self::state::{NaverPay, Settings};
use crate::shared::faults::{Kind, Operation};
use crate::shared::simulator::ProviderState;

impl ProviderState for NaverPay {
    const NAME: &'static str = "naverpay";
    const ROUTES: &'static [&'static str] = &[
        "/sandbox/naverpay/naverpay-partner/naverpay/payments/… — Naver Pay one-time payments; window at /sandbox/naverpay/payments/{reserveId}",
        "POST /sandbox/naverpay/console/cancel {paymentKey, amount?, reason?} — cancel at the provider's own console",
        "POST /sandbox/naverpay/console/answer {operation, code, times?} — the next calls answer this documented code",
    ];
    type Settings = Settings;

    fn can(kind: Kind, operation: Operation) -> bool {
        let of_another = matches!(kind, Kind::Unseen | Kind::ChargedLess | Kind::CancelledLess);
        operation != Operation::Webhook && !of_another
    }

    fn view(&self, now: DateTime<Utc>) -> Value {
        self.view(now)
    }

    fn resume(&mut self) {
        self.idempotency.retain(|_, sent| sent.is_some());
    }
}
