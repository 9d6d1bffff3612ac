//! Whether a cancel fits the payment.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::banks;
use super::super::errors::{self, Refusal};
use super::super::method::Method;
use super::super::payment::Payment;
use super::{Origin, Wish};
use crate::shared::fields::{Fields, bad};
use crate::shared::time::kst;

const ACCOUNT_NUMBER_MAX: usize = 20;
const HOLDER_NAME_MAX: usize = 60;
/// Days after approval in which an account transfer or foreign easy pay, or a deposit into a virtual account, can be
/// cancelled.
const TRANSFER_DAYS: i64 = 180;
const VIRTUAL_ACCOUNT_DAYS: i64 = 365;
/// The refusal for an escrow payment whose purchase the buyer has not confirmed: it is final, but looks like a fault
/// (<https://techchat.tosspayments.com/m/1327972624625696840>).
const ESCROW_PART: &str = "[ES12] 부분취소 불가한 에스크로 상태 입니다.";

/// Nothing was paid in: only the whole can be cancelled, and no account is needed to send money to.
pub(super) fn before_deposit(payment: &Payment, wish: &Wish) -> Result<i64, Refusal> {
    if wish.amount.is_some_and(|amount| amount < payment.amount) {
        return Err(errors::NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT.into());
    }
    if wish.amount.is_some() {
        bad("cancelAmount", "must be left out before the deposit")?;
    }
    if wish.account.is_some() {
        bad(
            "refundReceiveAccount",
            "must be left out before the deposit",
        )?;
    }
    Ok(payment.amount)
}

pub(super) fn after_approval(
    payment: &Payment,
    wish: &Wish,
    now: DateTime<Utc>,
) -> Result<i64, Refusal> {
    let balance = payment.balance();
    if is_too_late(payment, now) {
        return Err(errors::EXCEED_MAX_REFUND_DUE.into());
    }
    if wish.refundable.is_some_and(|expected| expected != balance) {
        return Err(errors::NOT_MATCHES_REFUNDABLE_AMOUNT.into());
    }
    let amount = wish.amount.unwrap_or(balance);
    if amount > balance || balance == 0 {
        return Err(errors::NOT_CANCELABLE_AMOUNT.into());
    }
    if amount < balance && payment.method.is_gift() {
        return Err(errors::NOT_ALLOWED_PARTIAL_REFUND.into());
    }
    if amount < balance && payment.escrow {
        let code = errors::FAILED_INTERNAL_SYSTEM_PROCESSING;
        return Err(Refusal::saying(code, ESCROW_PART));
    }
    if wish.tax_free > amount {
        bad("taxFreeAmount", "is more than the amount")?;
    }
    if payment.method == Method::VirtualAccount && matches!(wish.origin, Origin::Api { .. }) {
        check_account(wish.account.as_ref())?;
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
fn check_account(account: Option<&Fields>) -> Result<(), Refusal> {
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
