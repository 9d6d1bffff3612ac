//! Functions of the Naver Pay Center beside the API: a cancel by an operator. One more exists only in a simulator:
//! the order to answer the next call with a certain code.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::approve::PAYMENT_ID_BYTES_MAX;
use super::cancel::{CancelWish, REASON_BYTES_MAX, perform};
use super::payment::TaxSplit;
use super::{App, Books, codes};
use crate::shared::console::{OperatorCancel, operation, order};
use crate::shared::faults::Operation;
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::pages;

/// The default reason of an operator's cancel.
const OPERATOR_REASON: &str = "판매자 센터 취소";
/// Longest name of an operation or a code.
const NAME_MAX: usize = 40;

/// `POST /sandbox/naverpay/console/cancel {paymentKey, amount?, reason?}`: the gateway is not asked.
pub(super) async fn cancel(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let asked = OperatorCancel::parse(&body, PAYMENT_ID_BYTES_MAX, REASON_BYTES_MAX)?;
    let now = app.now();
    let mut books = app.books();
    let (amount, tax) = share(&books, &asked.payment_key, asked.amount);
    let wanted = CancelWish {
        merchant_pay_transaction_key: None,
        amount,
        tax,
        reason: asked.reason.unwrap_or_else(|| OPERATOR_REASON.to_owned()),
        requester: "2".to_owned(),
        expected_rest: None,
        idempotency_key: None,
    };
    Ok(
        match perform(&mut books, &asked.payment_key, wanted, now, None) {
            Ok(done) => pages::json(StatusCode::OK, &codes::success(&done)),
            Err(refusal) => pages::json(StatusCode::BAD_REQUEST, &refusal.envelope()),
        },
    )
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
    let tax = TaxSplit {
        taxable,
        tax_free,
        deposit,
    };
    (amount, tax)
}

/// `POST /sandbox/naverpay/console/answer {operation, code, times?}`: the next calls of this operation answer this
/// code once they have passed every check. `CancelNotComplete` still cancels, a little later.
pub(super) async fn answer(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let fields = Fields::parse(&body)?;
    fields.only(&["operation", "code", "times"])?;
    let operation = operation(&fields, NAME_MAX)?;
    let name = fields.required_text("code", NAME_MAX)?;
    let Some(code) = codes::by_name(&name) else {
        return bad("code", "is not a documented code");
    };
    if code == codes::CANCEL_NOT_COMPLETE && operation != Operation::Cancel {
        return bad("code", "belongs to cancel");
    }
    order(&mut app.books().own.forced, &fields, (operation, code))
}
