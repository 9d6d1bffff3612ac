//! Toss's `Payment` as a [`Snapshot`], with what support is shown of it. An answer that cannot be understood is in doubt,
//! never a guess.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{
    cash_receipt::ISSUED_WITH_PAYMENT,
    failure::Failure,
    kind::Method,
    money::Won,
    order::DepositInstructions,
    payment::{CancelLine, CancelStanding, Snapshot, Standing, Tax},
};

use super::{ID, banks, wire};
use crate::{
    error::ProviderError,
    http::safe_text,
    values::{instant, kept, text},
};

/// Toss's document as a snapshot. `account_hours` is the requested lifetime of a virtual account: it is used when the
/// answer names no due date.
pub(super) fn snapshot(
    payment: wire::Payment,
    account_hours: i64,
) -> Result<Snapshot, ProviderError> {
    if let Some(version) = payment.version.as_deref()
        && !wire::VERSIONS.contains(&version)
    {
        tracing::warn!(
            "Toss answered in an API version that is none of {}",
            wire::VERSIONS.join(", ")
        );
    }
    let currency = payment.currency.clone();
    let won = |amount: &wire::Amount| exact(amount, &currency);
    let method = method(&payment);
    let standing = standing(&payment, method);
    let amount = won(&payment.total_amount)?;
    let gone = amount
        .minus(won(&payment.balance_amount)?)
        .ok_or_else(|| ProviderError::InDoubt("toss reports a balance above the total".into()))?;
    let failed = refund_failed(&payment);
    let cancelled = match standing {
        // Money that did not reach the buyer was not returned, whatever the balance says.
        Standing::Paid if failed == Some(Failed::TheOnlyCancel) => Won::ZERO,
        Standing::Paid => gone,
        Standing::Pending
        | Standing::AwaitingDeposit
        | Standing::Failed { .. }
        | Standing::Voided
        | Standing::Expired
        | Standing::Unknown { .. } => Won::ZERO,
    };
    Ok(Snapshot {
        provider: ID,
        paid_at: payment.approved_at.as_deref().and_then(instant),
        tax: tax(&payment)?,
        facts: facts(&payment),
        deposit: deposit(&payment, account_hours),
        cancels: payment
            .cancels
            .unwrap_or_default()
            .into_iter()
            .map(|cancel| Ok(cancel_line(won(&cancel.cancel_amount)?, cancel, failed)))
            .collect::<Result<_, ProviderError>>()?,
        payment_key: payment.payment_key,
        order_ref: payment.order_id,
        webhook_secret: payment.secret,
        currency,
        standing,
        amount,
        cancelled,
        method,
    })
}

/// An amount as far as the books can hold it (see [`wire::Amount::of`]). A fraction of a won is not an amount.
pub(super) fn exact(amount: &wire::Amount, currency: &str) -> Result<Won, ProviderError> {
    let doubt = || ProviderError::InDoubt("toss reports a part of a won".into());
    amount.of(currency).ok_or_else(doubt)
}

/// Why something failed, or the word for it where Toss does not say.
pub(super) fn failure(said: Option<&wire::Failure>, word: &str) -> Failure {
    let code = said.map_or_else(|| word.to_owned(), |it| safe_text(&it.code));
    let message = said.and_then(|it| it.message.as_deref());
    Failure::new(code, message.map_or_else(String::new, safe_text))
}

fn standing(payment: &wire::Payment, method: Method) -> Standing {
    match payment.status.as_str() {
        "READY" | "IN_PROGRESS" => Standing::Pending,
        wire::WAITING_FOR_DEPOSIT => Standing::AwaitingDeposit,
        // PARTIAL_CANCELED stays so even when later cancels bring the balance to zero.
        "DONE" | "PARTIAL_CANCELED" => Standing::Paid,
        "CANCELED" if payment.approved_at.is_some() => Standing::Paid,
        // Only an issued account can be cancelled before anything was paid.
        "CANCELED" if method == Method::VirtualAccount => Standing::Voided,
        "ABORTED" => Standing::Failed(failure(payment.failure.as_ref(), "ABORTED")),
        "EXPIRED" => Standing::Expired,
        word => Standing::Unknown {
            word: safe_text(word),
        },
    }
}

/// A deposit's refund that Toss could not pay out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Failed {
    TheOnlyCancel,
    /// The payment has several cancels and one status word for all of them.
    OneOfSeveral,
}

/// A cancel of a virtual account after its deposit is booked at once and paid out two business days later, up to
/// nine; `refundStatus` reports its progress. `PENDING` counts as done, like a card's cancel, whose money also takes
/// days. The cancel is final in Toss's books, and polling would go on longer than any job does. (With test keys the
/// word stays `NONE`.) A failure is reported where its cancel is known. Of several cancels it is unknown which one
/// failed, so a person has to check it.
pub(super) fn refund_failed(payment: &wire::Payment) -> Option<Failed> {
    let word = payment.virtual_account.as_ref()?.refund_status.as_deref()?;
    let cancels = payment.cancels.as_ref().map_or(0, Vec::len);
    if payment.approved_at.is_none() || !matches!(word, "FAILED" | "PARTIAL_FAILED") {
        return None;
    }
    tracing::warn!(
        order.id = %safe_text(&payment.order_id),
        "Toss could not pay a refund of order {} out to the buyer's account: a person has to look",
        safe_text(&payment.order_id)
    );
    match cancels {
        0 => None,
        1 => Some(Failed::TheOnlyCancel),
        _ => Some(Failed::OneOfSeveral),
    }
}

pub(super) fn cancel_line(amount: Won, cancel: wire::Cancel, failed: Option<Failed>) -> CancelLine {
    CancelLine {
        key: cancel.transaction_key.unwrap_or_default(),
        amount,
        reason: cancel.cancel_reason.unwrap_or_default(),
        at: cancel.canceled_at.as_deref().and_then(instant),
        settled: match (cancel.cancel_status.as_deref(), failed) {
            (Some("ABORTED"), _) | (None | Some("DONE"), Some(Failed::TheOnlyCancel)) => {
                CancelStanding::Failed
            }
            // Absent in older answers, whose cancels were all done at once.
            (None | Some("DONE"), None) => CancelStanding::Done,
            (None | Some("DONE"), Some(Failed::OneOfSeveral)) | (Some(_), _) => {
                CancelStanding::InProgress
            }
        },
    }
}

/// A payment with an account is by virtual account, whatever its method says. A payment through an easy-pay service
/// is by easy pay: Toss's own sample calls a card in such a service `카드`.
pub(crate) fn method(payment: &wire::Payment) -> Method {
    let service = payment.easy_pay.as_ref().and_then(|it| it.get("provider"));
    let by_service = service
        .and_then(|it| it.as_str())
        .is_some_and(|it| !it.is_empty());
    match method_named(payment.method.as_deref()) {
        Method::Other if payment.virtual_account.is_some() => Method::VirtualAccount,
        Method::Card | Method::Other if by_service => Method::EasyPay,
        named => named,
    }
}

/// Toss names methods in Korean.
pub(crate) fn method_named(word: Option<&str>) -> Method {
    match word {
        Some("카드" | "CARD") => Method::Card,
        Some("간편결제" | "EASY_PAY") => Method::EasyPay,
        Some("계좌이체" | "TRANSFER") => Method::AccountTransfer,
        Some("가상계좌" | "VIRTUAL_ACCOUNT") => Method::VirtualAccount,
        Some("휴대폰" | "MOBILE_PHONE") => Method::Mobile,
        Some("문화상품권" | "도서문화상품권" | "게임문화상품권") => {
            Method::GiftCertificate
        }
        _ => Method::Other,
    }
}

/// `None` where Toss does not split, and in other currencies: the split is in won.
pub(super) fn tax(payment: &wire::Payment) -> Result<Option<Tax>, ProviderError> {
    let (Some(supplied), Some(vat)) = (&payment.supplied_amount, &payment.vat) else {
        return Ok(None);
    };
    if payment.currency != wire::KRW {
        return Ok(None);
    }
    let won = |amount: &wire::Amount| exact(amount, wire::KRW);
    let tax_free = payment.tax_free_amount.as_ref();
    Ok(Some(Tax {
        supplied: won(supplied)?,
        vat: won(vat)?,
        tax_free: tax_free.map_or(Ok(Won::ZERO), won)?,
    }))
}

pub(super) fn deposit(payment: &wire::Payment, account_hours: i64) -> Option<DepositInstructions> {
    let account = payment.virtual_account.as_ref()?;
    let asked_until = || {
        let requested = instant(payment.requested_at.as_deref()?)?;
        requested.checked_add_signed(TimeDelta::try_hours(account_hours)?)
    };
    let code = account.bank_code.as_deref()?;
    Some(DepositInstructions {
        // An unknown bank keeps Toss's own code: it is shown, and refunds to it are refused.
        bank: banks::to_kftc(code).unwrap_or(code).to_owned(),
        account_number: account.account_number.clone()?,
        // Not reported; it is the contracted merchant's name.
        holder: None,
        due_at: account
            .due_date
            .as_deref()
            .and_then(instant)
            .or_else(asked_until)?,
    })
}

/// The data shown to support. It contains no account, and only masked card numbers.
pub(super) fn facts(payment: &wire::Payment) -> BTreeMap<String, String> {
    let text = |value: &Option<serde_json::Value>, name: &str| text(value.as_ref(), name);
    let masked = |number: &String| number.contains('*');
    let receipt = payment.receipt.as_ref().and_then(|link| link.url.clone());
    let foreign = payment.currency != wire::KRW;
    let charged = foreign.then(|| format!("{} {}", payment.total_amount, payment.currency));
    // The parts of one payment: each is informative only where there are several.
    let part = |of: &Option<serde_json::Value>, name: &str| {
        text(of, name).filter(|amount| payment.easy_pay.is_some() && amount != "0")
    };
    kept([
        ("receipt_url", receipt),
        (
            ISSUED_WITH_PAYMENT,
            text(&payment.cash_receipt, "receiptKey"),
        ),
        ("approve_no", text(&payment.card, "approveNo")),
        ("card", text(&payment.card, "number").filter(masked)),
        ("issuer", text(&payment.card, "issuerCode")),
        ("card_type", text(&payment.card, "cardType")),
        ("card_owner", text(&payment.card, "ownerType")),
        (
            "installment_months",
            text(&payment.card, "installmentPlanMonths"),
        ),
        ("easy_pay", text(&payment.easy_pay, "provider")),
        ("easy_pay_card", part(&payment.card, "amount")),
        ("easy_pay_money", part(&payment.easy_pay, "amount")),
        ("easy_pay_points", part(&payment.easy_pay, "discountAmount")),
        ("card_discount", text(&payment.discount, "amount")),
        ("charged", charged.map(|text| safe_text(&text))),
        ("m_id", payment.m_id.clone()),
        ("last_transaction_key", payment.last_transaction_key.clone()),
    ])
}
