//! `POST …/v2.2/apply/payment`: the step that takes the money. It receives only a payment number, so Naver Pay cannot
//! check an amount for the merchant.

use serde_json::{Value, json};

use super::call::Call;
use super::codes::{self, Answer, Refusal};
use super::history::{MERCHANT_ID, MERCHANT_NAME, means_json};
use super::params::Params;
use super::payment::{Payment, Stage, is_too_late};
use super::state::App;
use crate::shared::time::kst_compact;

pub(crate) const PAYMENT_ID_BYTES_MAX: usize = 50;

pub(crate) fn approve(app: &App, call: &Call, params: &Params) -> Answer {
    let payment_id = params.required_text("paymentId", PAYMENT_ID_BYTES_MAX)?;
    let now = app.now();
    let mut books = app.books();
    let books = &mut *books;
    let payment = books.own.paid(&payment_id).ok_or_else(|| Refusal {
        detail: "paymentId is not known".to_owned(),
        ..Refusal::from(codes::FAIL)
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
    if let Some(code) = books.own.take_forced(call.operation) {
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
    Ok(json!({"paymentId": payment_id, "detail": detail(payment, &kst_compact(now))}))
}

/// `body.detail`. Here the gift card's part is called `giftCardAmount`.
fn detail(payment: &Payment, at: &str) -> Value {
    let wish = &payment.wish;
    let paid = payment.paid();
    let mut detail = json!({
        "paymentId": payment.number,
        "payHistId": payment.history_id,
        "merchantName": MERCHANT_NAME,
        "merchantId": MERCHANT_ID,
        "merchantPayKey": wish.merchant_pay_key,
        "merchantUserKey": wish.merchant_user_key,
        "admissionTypeCode": "01",
        "admissionYmdt": at,
        "tradeConfirmYmdt": at,
        "admissionState": "SUCCESS",
        "totalPayAmount": paid.total(),
        "applyPayAmount": paid.apply(),
        "primaryPayAmount": paid.primary,
        "npointPayAmount": paid.npoint,
        "giftCardAmount": paid.gift_card,
        "discountPayAmount": paid.discount,
        "taxScopeAmount": wish.tax.taxable,
        "taxExScopeAmount": wish.tax.tax_free,
        "environmentDepositAmount": wish.tax.deposit,
        "productName": wish.product_name,
        "settleExpected": false,
        "settleExpectAmount": 0,
        "payCommissionAmount": 0,
        "extraDeduction": wish.extra_deduction,
    });
    means_json(payment, &mut detail);
    let optional = [
        (
            "merchantPayTransactionKey",
            &wish.merchant_pay_transaction_key,
        ),
        ("useCfmYmdt", &wish.use_cfm_ymdt),
        ("merchantExtraParameter", &wish.extra_parameter),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            detail[name] = json!(value);
        }
    }
    if !wish.sub_merchant.is_null() {
        detail["subMerchantInfo"] = wish.sub_merchant.clone();
    }
    detail
}
