//! Functions of the Naver Pay Center beside the API: a cancel by an operator. One more exists only in a simulator:
//! the order to answer the next call with a certain code.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use super::approve::PAYMENT_ID_BYTES_MAX;
use super::cancel::{CancelWish, REASON_BYTES_MAX, perform};
use super::codes::{self, Code};
use super::payment::TaxSplit;
use super::state::App;
use super::state::Books;
use crate::shared::faults::Operation;
use crate::shared::fields::{BadField, Checked, Fields, bad};
use crate::shared::pages;

/// The default reason of an operator's cancel.
const OPERATOR_REASON: &str = "판매자 센터 취소";
/// Longest name of an operation or a code.
const NAME_MAX: usize = 40;
/// More than any test orders in advance.
const FORCED_MAX: usize = 100;

/// `POST /sandbox/naverpay/console/cancel {paymentKey, amount?, reason?}`: the gateway is not asked.
pub(crate) async fn cancel(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let (payment_id, amount, reason) = match parse_cancel(&body) {
        Ok(parsed) => parsed,
        Err(BadField { field, problem }) => {
            return crate::shared::pages::refuse(StatusCode::BAD_REQUEST, &field, problem);
        }
    };
    let now = app.now();
    let mut books = app.books();
    let (amount, tax) = share(&books, &payment_id, amount);
    let wish = CancelWish {
        merchant_pay_transaction_key: None,
        amount,
        tax,
        reason,
        requester: "2".to_owned(),
        expected_rest: None,
        idempotency_key: None,
    };
    match perform(&mut books, &payment_id, wish, now, None) {
        Ok(done) => pages::json(StatusCode::OK, &codes::success(&done)),
        Err(refusal) => pages::json(StatusCode::BAD_REQUEST, &refusal.envelope()),
    }
}

fn parse_cancel(body: &[u8]) -> Checked<(String, Option<i64>, String)> {
    let fields = Fields::parse(body)?;
    fields.only(&["paymentKey", "amount", "reason"])?;
    let reason = fields.text("reason", REASON_BYTES_MAX)?;
    Ok((
        fields.required_text("paymentKey", PAYMENT_ID_BYTES_MAX)?,
        fields.won("amount")?,
        reason.unwrap_or_else(|| OPERATOR_REASON.to_owned()),
    ))
}

/// The rest unless an amount is given, and its tax: the taxable part first.
fn share(books: &Books, payment_id: &str, amount: Option<i64>) -> (i64, TaxSplit) {
    let Some(payment) = books.own.paid(payment_id) else {
        return (0, TaxSplit::default());
    };
    let amount = amount.unwrap_or_else(|| payment.rest().total());
    let rest = payment.tax_rest();
    let taxable = rest.taxable.min(amount);
    let tax_free = rest.tax_free.min(amount - taxable);
    let deposit = amount - taxable - tax_free;
    (
        amount,
        TaxSplit {
            taxable,
            tax_free,
            deposit,
        },
    )
}

/// `POST /sandbox/naverpay/console/answer {operation, code, times?}`: the next calls of this operation answer this
/// code once they have passed every check. `CancelNotComplete` still cancels, a little later.
pub(crate) async fn answer(State(app): State<Arc<App>>, body: Bytes) -> Response {
    match parse_answer(&body) {
        Ok((operation, code, times)) => {
            let mut books = app.books();
            let forced = &mut books.own.forced;
            let room = FORCED_MAX.saturating_sub(forced.len());
            if times > room {
                return crate::shared::pages::refuse(
                    StatusCode::BAD_REQUEST,
                    "times",
                    "is too many",
                );
            }
            forced.extend(std::iter::repeat_n((operation, code), times));
            pages::json(StatusCode::OK, &json!({"ordered": forced.len()}))
        }
        Err(BadField { field, problem }) => {
            crate::shared::pages::refuse(StatusCode::BAD_REQUEST, &field, problem)
        }
    }
}

fn parse_answer(body: &[u8]) -> Checked<(Operation, Code, usize)> {
    let fields = Fields::parse(body)?;
    fields.only(&["operation", "code", "times"])?;
    let name = fields.required_text("operation", NAME_MAX)?;
    let operation = Operation::ALL
        .into_iter()
        .find(|it| *it != Operation::Webhook && it.name() == name);
    let Some(operation) = operation else {
        return bad("operation", "must be create, confirm, lookup or cancel");
    };
    let name = fields.required_text("code", NAME_MAX)?;
    let Some(code) = codes::by_name(&name) else {
        return bad("code", "is not a documented code");
    };
    if code == codes::CANCEL_NOT_COMPLETE && operation != Operation::Cancel {
        return bad("code", "belongs to cancel");
    }
    let times = fields.won("times")?.unwrap_or(1);
    Ok((
        operation,
        code,
        usize::try_from(times).unwrap_or(usize::MAX),
    ))
}
