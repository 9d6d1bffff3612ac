//! PortOne's `Payment` as a [`Snapshot`], with what support is shown of it. An answer that cannot be understood is in doubt,
//! never a guess.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::{
    cash_receipt::ISSUED_WITH_PAYMENT,
    dispute::LISTED_AS_CHARGED_BACK,
    failure::Failure,
    kind::Method,
    money::Won,
    order::DepositInstructions,
    payment::{CancelLine, CancelStanding, Snapshot, Standing, Tax},
};
use serde_json::Value;

use super::{ID, banks, codes, wire};
use crate::{
    error::ProviderError,
    http::safe_text,
    values::{instant, kept, text},
};

/// PortOne's document as a snapshot. `test` says on which channels this gateway sells; `account_hours` is the requested
/// lifetime of a virtual account, used when the answer names no due date.
pub(super) fn snapshot(
    payment: wire::Payment,
    store_id: &str,
    test: bool,
    account_hours: i64,
) -> Result<Snapshot, ProviderError> {
    if payment.store_id.as_deref().is_some_and(|it| it != store_id) {
        return Err(doubt("another store's payment"));
    }
    let method = method(payment.method.as_ref());
    let standing = standing(&payment, method, test);
    let amount = payment.amount.total;
    let gone = payment.amount.cancelled.unwrap_or(Won::ZERO);
    if gone > amount {
        return Err(doubt("more cancelled than was paid"));
    }
    let failed = refund_failed(&payment);
    let cancelled = match standing {
        // Money that did not reach the buyer was not returned, whatever the amounts say.
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
        paid_at: payment.paid_at.as_deref().and_then(instant),
        tax: tax(&payment),
        facts: facts(&payment),
        deposit: deposit(payment.method.as_ref(), account_hours),
        cancels: payment
            .cancellations
            .unwrap_or_default()
            .into_iter()
            .map(|cancel| cancel_line(cancel, failed))
            .collect(),
        // One name for both: it is ours, and PortOne knows no other that a payment can be asked for by.
        payment_key: payment.id.clone(),
        order_ref: payment.id,
        webhook_secret: None,
        currency: payment.currency,
        standing,
        amount,
        cancelled,
        method,
    })
}

pub(super) fn doubt(what: &str) -> ProviderError {
    ProviderError::InDoubt(format!("portone reports {what}").into())
}

fn standing(payment: &wire::Payment, method: Method, test: bool) -> Standing {
    let standing = match payment.status.as_str() {
        "READY" | "PAY_PENDING" | "PENDING" => Standing::Pending,
        wire::VIRTUAL_ACCOUNT_ISSUED => Standing::AwaitingDeposit,
        // Only an issued account can be cancelled before anything was paid.
        "CANCELLED" if payment.paid_at.is_none() && method == Method::VirtualAccount => {
            Standing::Voided
        }
        "PAID" | "PARTIAL_CANCELLED" | "CANCELLED" => Standing::Paid,
        "FAILED" => Standing::Failed(failure(payment.failure.as_ref())),
        word => Standing::Unknown {
            word: safe_text(word),
        },
    };
    let took = matches!(standing, Standing::Paid | Standing::AwaitingDeposit);
    let channel = payment.channel.as_ref().and_then(|it| it.kind.as_deref());
    match channel {
        Some("TEST") if took && !test => Standing::Failed(Failure::new(
            codes::TEST_CHANNEL,
            "paid on a test channel: no money moved",
        )),
        // Real money, where only play money was to move.
        Some("LIVE") if took && test => Standing::Unknown {
            word: format!("{} on a live channel", safe_text(&payment.status)),
        },
        _ => standing,
    }
}

/// Why an attempt failed. The PG's own code stands in the message: there are many PGs.
fn failure(said: Option<&wire::Failure>) -> Failure {
    let part = |text: Option<&String>| text.map(|it| safe_text(it)).unwrap_or_default();
    let parts = [
        part(said.and_then(|it| it.reason.as_ref())),
        part(said.and_then(|it| it.pg_code.as_ref())),
        part(said.and_then(|it| it.pg_message.as_ref())),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    Failure::new(codes::FAILED, safe_text(&parts.join(" / ")))
}

/// A deposit's refund that the PG could not pay out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Failed {
    TheOnlyCancel,
    /// The payment has several cancels and one status word for all of them.
    OneOfSeveral,
}

/// `refundStatus` of a virtual account: one word for all cancels of the payment. `PENDING` counts as done, like a card's
/// cancel, whose money also takes days.
fn refund_failed(payment: &wire::Payment) -> Option<Failed> {
    let word = text(payment.method.as_ref(), "refundStatus")?;
    if !matches!(word.as_str(), "FAILED" | "PARTIAL_REFUND_FAILED") {
        return None;
    }
    tracing::warn!(
        order.id = %safe_text(&payment.id),
        "PortOne could not have a refund of order {} paid out to the buyer's account: a person has to look",
        safe_text(&payment.id)
    );
    match payment.cancellations.as_ref().map_or(0, Vec::len) {
        0 => None,
        1 => Some(Failed::TheOnlyCancel),
        _ => Some(Failed::OneOfSeveral),
    }
}

pub(super) fn cancel_line(cancel: wire::Cancellation, failed: Option<Failed>) -> CancelLine {
    let at = cancel.cancelled_at.or(cancel.requested_at);
    CancelLine {
        key: cancel.id,
        amount: cancel.total_amount,
        reason: cancel.reason.unwrap_or_default(),
        at: at.as_deref().and_then(instant),
        settled: match (cancel.status.as_str(), failed) {
            ("FAILED", _) | ("SUCCEEDED", Some(Failed::TheOnlyCancel)) => CancelStanding::Failed,
            ("SUCCEEDED", None) => CancelStanding::Done,
            ("SUCCEEDED", Some(Failed::OneOfSeveral)) | (_, _) => CancelStanding::InProgress,
        },
    }
}

/// Real answers name the type of their object, `PaymentMethodCard`; filters say `CARD`.
pub(super) fn method(method: Option<&Value>) -> Method {
    match text(method, "type").as_deref() {
        Some("PaymentMethodCard" | "CARD") => Method::Card,
        Some("PaymentMethodEasyPay" | "EASY_PAY") => Method::EasyPay,
        Some("PaymentMethodTransfer" | "TRANSFER") => Method::AccountTransfer,
        Some("PaymentMethodVirtualAccount" | "VIRTUAL_ACCOUNT") => Method::VirtualAccount,
        Some("PaymentMethodMobile" | "MOBILE") => Method::Mobile,
        Some("PaymentMethodGiftCertificate" | "GIFT_CERTIFICATE") => Method::GiftCertificate,
        _ => Method::Other,
    }
}

/// `None` where PortOne does not split, and in other currencies: the split is in won.
fn tax(payment: &wire::Payment) -> Option<Tax> {
    let amount = &payment.amount;
    if payment.currency != wire::KRW {
        return None;
    }
    Some(Tax {
        supplied: amount.supply?,
        vat: amount.vat?,
        tax_free: amount.tax_free.unwrap_or(Won::ZERO),
    })
}

fn deposit(method: Option<&Value>, account_hours: i64) -> Option<DepositInstructions> {
    let text = |name: &str| text(method, name);
    let asked_until = || {
        let issued = instant(&text("issuedAt")?)?;
        issued.checked_add_signed(TimeDelta::try_hours(account_hours)?)
    };
    // An account transfer has a number too, which is the buyer's own.
    if self::method(method) != Method::VirtualAccount {
        return None;
    }
    let bank = text("bank")?;
    Some(DepositInstructions {
        // An unknown bank keeps PortOne's own word: it is shown, and refunds to it are refused.
        bank: banks::to_kftc(&bank).map_or(bank, str::to_owned),
        account_number: text("accountNumber")?,
        holder: text("remitteeName"),
        due_at: text("expiredAt")
            .as_deref()
            .and_then(instant)
            .or_else(asked_until)?,
    })
}

/// The data shown to support. It contains no account, and only masked card numbers.
fn facts(payment: &wire::Payment) -> BTreeMap<String, String> {
    let method = payment.method.as_ref();
    // The card of an easy-pay service stands in an object of its own.
    let paid_by = method.and_then(|it| it.get("easyPayMethod")).or(method);
    let card = paid_by.and_then(|it| it.get("card"));
    let instalments = paid_by.and_then(|it| it.get("installment"));
    let masked = |number: &String| number.contains('*');
    let receipt = payment.cash_receipt.as_ref();
    let issued = text(receipt, "status").is_some_and(|status| status == "ISSUED");
    let issued = issued.then(|| text(receipt, "issueNumber")).flatten();
    let channel = payment.channel.as_ref();
    let discount = payment.amount.discount.filter(|it| !it.is_zero());
    kept([
        ("receipt_url", payment.receipt_url.clone()),
        (ISSUED_WITH_PAYMENT, issued),
        ("transaction_id", payment.transaction_id.clone()),
        ("pg", channel.and_then(|it| it.pg_provider.clone())),
        ("pg_transaction", payment.pg_tx_id.clone()),
        ("approve_no", text(paid_by, "approvalNumber")),
        ("card", text(card, "number").filter(masked)),
        ("issuer", text(card, "issuer")),
        ("card_type", text(card, "type")),
        ("card_owner", text(card, "ownerType")),
        ("installment_months", text(instalments, "month")),
        ("easy_pay", text(method, "provider")),
        ("discount", discount.map(|it| it.to_string())),
        ("dispute", dispute(payment)),
        (LISTED_AS_CHARGED_BACK, charged_back(payment)),
    ])
}

/// The last dispute that the PG reports, with its state.
fn dispute(payment: &wire::Payment) -> Option<String> {
    let last = payment.disputes.as_ref()?.last();
    let status = text(last, "status")?;
    let reason = text(last, "reason").unwrap_or_default();
    Some(safe_text(&format!("{status} {reason}")))
}

/// The won that a card company took back. A cancel that failed or is not done took nothing.
fn charged_back(payment: &wire::Payment) -> Option<String> {
    let cancels = payment.cancellations.as_ref()?.iter();
    let taken = cancels
        .filter(|it| it.trigger.as_deref() == Some("CHARGEBACK") && it.status == "SUCCEEDED")
        .try_fold(Won::ZERO, |sum, it| sum.plus(it.total_amount))?;
    (!taken.is_zero()).then(|| taken.to_string())
}
