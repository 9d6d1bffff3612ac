//! A cancel at the provider's own console.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::confirm::PAYMENT_KEY_MAX;
use super::super::events::expire;
use super::super::state::App;
use super::{Origin, REASON_MAX, Wish, perform};
use crate::shared::fields::{BadField, Checked, Fields};
use crate::shared::{pages, webhooks};

/// The default reason of an operator's cancel.
const OPERATOR_REASON: &str = "상점관리자 취소";

/// `POST /sandbox/toss/console/cancel {paymentKey, amount?, reason?}`: the gateway is not asked.
pub(crate) async fn by_operator(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let (payment_key, wish) = match parse_console(&body) {
        Ok(parsed) => parsed,
        Err(BadField { field, problem }) => {
            return crate::shared::pages::refuse(StatusCode::BAD_REQUEST, &field, problem);
        }
    };
    expire(&app);
    let answer = perform(&app, &payment_key, wish);
    webhooks::dispatch(&app);
    match answer {
        Ok(payment) => pages::json(StatusCode::OK, &payment),
        Err(refusal) => {
            let status = refusal.error.status;
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            pages::json(status, &refusal.body())
        }
    }
}

fn parse_console(body: &[u8]) -> Checked<(String, Wish)> {
    let fields = Fields::parse(body)?;
    fields.only(&["paymentKey", "amount", "reason"])?;
    let wish = Wish {
        reason: fields
            .text("reason", REASON_MAX)?
            .unwrap_or_else(|| OPERATOR_REASON.to_owned()),
        amount: fields.won("amount")?,
        tax_free: 0,
        refundable: None,
        account: None,
        origin: Origin::Console,
    };
    Ok((fields.required_text("paymentKey", PAYMENT_KEY_MAX)?, wish))
}
