//! `POST /v1/payments/{paymentKey}/cancel`, and the same made by an operator at the provider's own console.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};

use super::auth_idempotency::Call;
use super::confirm::PAYMENT_KEY_MAX;
use super::errors::{self, Answer, ApiError};
use super::events::{deposit_callback, expire, shown, status_changed};
use super::lookup::record;
use super::method::Method;
use super::payment::{Cancel, Payment, Status};
use super::{App, banks};
use crate::shared::console::OperatorCancel;
use crate::shared::faults::{FaultKind, Operation};
use crate::shared::fields::{Checked, Fields, bad};
use crate::shared::time::kst;
use crate::shared::{pages, webhooks};

const REASON_MAX: usize = 200;
/// How many won less a faulty cancel returns.
const CANCELLED_LESS_WON: i64 = 24;
const ACCOUNT_NUMBER_MAX: usize = 20;
const HOLDER_NAME_MAX: usize = 60;
/// Days after approval in which an account transfer or foreign easy pay, or a deposit into a virtual account, can be
/// cancelled.
const TRANSFER_DAYS: i64 = 180;
const VIRTUAL_ACCOUNT_DAYS: i64 = 365;
/// The refusal for an escrow payment whose purchase the buyer has not confirmed: it is final, but looks like a fault
/// (<https://techchat.tosspayments.com/m/1327972624625696840>).
const ESCROW_PART: &str = "[ES12] 부분취소 불가한 에스크로 상태 입니다.";
/// The default reason of an operator's cancel.
const OPERATOR_REASON: &str = "상점관리자 취소";

/// The fields of a cancel request.
struct CancelRequest {
    reason: String,
    amount: Option<i64>,
    tax_free: i64,
    refundable: Option<i64>,
    account: Option<Fields>,
    origin: Origin,
}

/// An operator enters the refund account on the console's own form, so it is not asked for here.
enum Origin {
    Api { idempotency_key: Option<String> },
    Console,
}

pub(crate) fn by_api(app: &App, call: &Call) -> Answer {
    let payment_key = call.part("payment_key");
    let currency = app.books().payment(payment_key)?.currency;
    let fields = Fields::of_request(&call.headers, &call.body)?;
    let wanted = CancelRequest {
        reason: fields.required_text("cancelReason", REASON_MAX)?,
        amount: currency.amount(&fields, "cancelAmount")?,
        tax_free: fields.whole("taxFreeAmount")?.unwrap_or(0),
        refundable: currency.balance(&fields, "refundableAmount")?,
        account: fields.object("refundReceiveAccount")?,
        origin: Origin::Api {
            idempotency_key: call.idempotency_key().map(str::to_owned),
        },
    };
    if fields
        .text("currency", 3)?
        .is_some_and(|named| named != currency.name())
    {
        bad("currency", "is not the currency of the approval")?;
    }
    perform(app, payment_key, wanted)
}

fn perform(app: &App, payment_key: &str, wanted: CancelRequest) -> Answer {
    let now = app.now();
    let mut books = app.books();
    let mut payment = books.payment(payment_key)?.clone();
    let amount = match payment.status {
        Status::WaitingForDeposit => before_deposit(&payment, &wanted)?,
        Status::Done | Status::PartialCanceled => after_approval(&payment, &wanted, now)?,
        Status::Canceled => return Err(errors::ALREADY_CANCELED_PAYMENT.into()),
        Status::Ready | Status::InProgress | Status::Aborted | Status::Expired => {
            return Err(errors::NOT_CANCELABLE_PAYMENT.into());
        }
    };
    let api = matches!(wanted.origin, Origin::Api { .. });
    let less = api && app.happens(Operation::Cancel, FaultKind::CancelledLess);
    let amount = if less {
        (amount - CANCELLED_LESS_WON).max(1)
    } else {
        amount
    };
    let refundable = payment.balance() - amount;
    let points_back = |cancelled| {
        let easy_pay = payment.easy_pay.as_ref();
        easy_pay.map_or(0, |it| it.points_back(payment.amount, cancelled))
    };
    let before = payment.cancelled();
    let points = points_back(before + amount) - points_back(before);
    let had_money = payment.status != Status::WaitingForDeposit;
    // A rest cancelled after a part leaves the payment partly cancelled, with a balance of zero.
    let whole = payment.cancels.is_empty() && refundable == 0;
    payment.status = if whole {
        Status::Canceled
    } else {
        Status::PartialCanceled
    };
    let transaction_key = record(
        &mut books,
        &mut payment,
        now,
        if had_money { -amount } else { 0 },
    );
    payment.cancels.push(Cancel {
        transaction_key,
        reason: wanted.reason,
        at: now,
        amount,
        tax_free: wanted.tax_free,
        points,
        refundable,
        idempotency_key: match wanted.origin {
            Origin::Api { idempotency_key } => idempotency_key,
            Origin::Console => None,
        },
    });
    if payment.method == Method::VirtualAccount {
        deposit_callback(&mut books, &payment, now);
    }
    status_changed(app, &mut books, &payment, now);
    let answer = shown(app, &books, &payment, now);
    books.put(payment);
    Ok(answer)
}

/// Nothing was paid in: only the whole can be cancelled, and no account is needed to send money to.
fn before_deposit(payment: &Payment, wanted: &CancelRequest) -> Result<i64, ApiError> {
    if wanted.amount.is_some_and(|amount| amount < payment.amount) {
        return Err(errors::NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT.into());
    }
    if wanted.amount.is_some() {
        bad("cancelAmount", "must be left out before the deposit")?;
    }
    if wanted.account.is_some() {
        bad(
            "refundReceiveAccount",
            "must be left out before the deposit",
        )?;
    }
    Ok(payment.amount)
}

fn after_approval(
    payment: &Payment,
    wanted: &CancelRequest,
    now: DateTime<Utc>,
) -> Result<i64, ApiError> {
    let balance = payment.balance();
    if is_too_late(payment, now) {
        return Err(errors::EXCEED_MAX_REFUND_DUE.into());
    }
    if wanted
        .refundable
        .is_some_and(|expected| expected != balance)
    {
        return Err(errors::NOT_MATCHES_REFUNDABLE_AMOUNT.into());
    }
    let amount = wanted.amount.unwrap_or(balance);
    if amount > balance || balance == 0 {
        return Err(errors::NOT_CANCELABLE_AMOUNT.into());
    }
    if amount < balance && payment.method.is_gift() {
        return Err(errors::NOT_ALLOWED_PARTIAL_REFUND.into());
    }
    if amount < balance && payment.escrow {
        return Err(ApiError {
            said: Some(ESCROW_PART.to_owned()),
            ..errors::FAILED_INTERNAL_SYSTEM_PROCESSING.into()
        });
    }
    if wanted.tax_free > amount {
        bad("taxFreeAmount", "is more than the amount")?;
    }
    if payment.method == Method::VirtualAccount && matches!(wanted.origin, Origin::Api { .. }) {
        check_account(wanted.account.as_ref())?;
    }
    Ok(amount)
}

/// The deadline is 180 days for transfers and foreign easy pay, 365 days for virtual accounts, and the same calendar
/// month for mobile phones. Cards have no such limit.
fn is_too_late(payment: &Payment, now: DateTime<Utc>) -> bool {
    let Some(approved_at) = payment.approved_at else {
        return false;
    };
    match payment.method {
        Method::Transfer | Method::ForeignEasyPay => {
            now > approved_at + TimeDelta::days(TRANSFER_DAYS)
        }
        Method::VirtualAccount => now > approved_at + TimeDelta::days(VIRTUAL_ACCOUNT_DAYS),
        Method::MobilePhone => kst(now).get(..7) != kst(approved_at).get(..7),
        Method::Card | Method::CultureGift | Method::BookGift | Method::GameGift => false,
    }
}

/// A virtual account has no known sender, so the refund needs an account: `{bank, accountNumber, holderName}`.
fn check_account(account: Option<&Fields>) -> Result<(), ApiError> {
    let Some(account) = account else {
        return Ok(bad(
            "refundReceiveAccount",
            "is required after the deposit",
        )?);
    };
    let bank = account
        .text("bank", ACCOUNT_NUMBER_MAX)?
        .ok_or(errors::INVALID_BANK)?;
    banks::any(&bank).ok_or(errors::INVALID_BANK)?;
    let number = account
        .text("accountNumber", ACCOUNT_NUMBER_MAX)
        .ok()
        .flatten();
    number
        .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        .ok_or(errors::INVALID_REFUND_ACCOUNT_NUMBER)?;
    let holder = account.text("holderName", HOLDER_NAME_MAX).ok().flatten();
    holder.ok_or(errors::INVALID_REFUND_ACCOUNT_INFO)?;
    Ok(())
}

/// `POST /sandbox/toss/console/cancel {paymentKey, amount?, reason?}`: the gateway is not asked.
pub(super) async fn by_operator(State(app): State<Arc<App>>, body: Bytes) -> Checked<Response> {
    let asked = OperatorCancel::parse(&body, PAYMENT_KEY_MAX, REASON_MAX)?;
    let wanted = CancelRequest {
        reason: asked.reason.unwrap_or_else(|| OPERATOR_REASON.to_owned()),
        amount: asked.amount,
        tax_free: 0,
        refundable: None,
        account: None,
        origin: Origin::Console,
    };
    expire(&app);
    let answer = perform(&app, &asked.payment_key, wanted);
    webhooks::dispatch(&app);
    Ok(match answer {
        Ok(payment) => pages::json(StatusCode::OK, &payment),
        Err(refusal) => pages::json(refusal.error.status(), &refusal.body()),
    })
}
