//! `POST …/v2.2/apply/payment`: the step that takes the money. It receives only a payment number, so Naver Pay cannot
//! check an amount for the merchant.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::App;
use super::call::Call;
use super::codes::{self, Answer, ApiError};
use super::history::facts;
use super::params::Params;
use super::payment::{Payment, Stage, is_too_late};
use crate::shared::console::take;

pub(crate) const PAYMENT_ID_BYTES_MAX: usize = 50;

pub(crate) fn approve(app: &App, call: &Call, params: &Params) -> Answer {
    let payment_id = params.required_text("paymentId", PAYMENT_ID_BYTES_MAX)?;
    let now = app.now();
    let mut books = app.books();
    let books = &mut *books;
    let payment = books.own.paid(&payment_id).ok_or_else(|| ApiError {
        detail: "paymentId is not known".to_owned(),
        ..ApiError::from(codes::FAIL)
    })?;
    match payment.stage {
        Stage::Authenticated { at } if is_too_late(at, now) => {
            return Err(codes::TIME_EXPIRED.into());
        }
        Stage::Authenticated { .. } => {}
        // The answer has no detail: the figures are in the history.
        Stage::Approved { .. } => return Err(codes::ALREADY_COMPLETE.into()),
        Stage::Reserved | Stage::Failed => return Err(codes::FAIL.into()),
    }
    if let Some(code) = take(&mut books.own.forced, call.operation) {
        return Err(code.into());
    }
    let history_id = books.own.number(&mut books.rng, now);
    let card_auth_no = books.rng.digits(8);
    let payment = books.own.paid_mut(&payment_id).ok_or(codes::FAIL)?;
    if let Some(code) = payment.approval_fails {
        return Err(code.into());
    }
    payment.stage = Stage::Approved { at: now };
    payment.approvals += 1;
    payment.history_id = history_id;
    payment.card_auth_no = card_auth_no;
    Ok(json!({"paymentId": payment_id, "detail": detail(payment, now)}))
}

/// `body.detail`. Here the gift card's part is called `giftCardAmount`.
fn detail(payment: &Payment, now: DateTime<Utc>) -> Value {
    let wanted = &payment.wanted;
    let paid = payment.paid();
    let mut detail = facts(payment, paid, wanted.tax, now);
    for (name, value) in [
        ("payHistId", json!(payment.history_id)),
        ("admissionTypeCode", json!("01")),
        ("giftCardAmount", json!(paid.gift_card)),
        ("settleExpected", json!(false)),
        ("settleExpectAmount", json!(0)),
        ("payCommissionAmount", json!(0)),
    ] {
        detail[name] = value;
    }
    let optional = [
        (
            "merchantPayTransactionKey",
            json!(wanted.merchant_pay_transaction_key),
        ),
        ("useCfmYmdt", json!(wanted.use_cfm_ymdt)),
        ("merchantExtraParameter", json!(wanted.extra_parameter)),
        ("subMerchantInfo", wanted.sub_merchant.clone()),
    ];
    for (name, value) in optional.into_iter().filter(|(_, value)| !value.is_null()) {
        detail[name] = value;
    }
    detail
}
