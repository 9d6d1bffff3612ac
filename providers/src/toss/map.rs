//! Toss's `Payment` as a [`Snapshot`]. An answer that cannot be understood is in doubt, never a guess.

mod facts;

use chrono::{DateTime, Utc};
use domain::{
    failure::Failure,
    kind::Method,
    money::Won,
    payment::{CancelLine, CancelStanding, Snapshot, Standing},
};

use self::facts::{deposit, facts, tax};
pub(super) use self::facts::{method, method_named};
use super::{ID, wire};
use crate::{error::ProviderError, http::safe_text};

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

fn standing(payment: &wire::Payment, method: Method) -> Standing {
    match payment.status.as_str() {
        "READY" | "IN_PROGRESS" => Standing::Pending,
        wire::WAITING_FOR_DEPOSIT => Standing::AwaitingDeposit,
        // PARTIAL_CANCELED stays so even when later cancels bring the balance to zero.
        "DONE" | "PARTIAL_CANCELED" => Standing::Paid,
        "CANCELED" if payment.approved_at.is_some() => Standing::Paid,
        // Only an issued account can be cancelled before anything was paid.
        "CANCELED" if method == Method::VirtualAccount => Standing::Voided,
        "ABORTED" => {
            let failure = payment.failure.as_ref();
            let code = failure.map_or_else(|| "ABORTED".to_owned(), |it| safe_text(&it.code));
            let message = failure.and_then(|it| it.message.as_deref());
            let message = message.map_or_else(String::new, safe_text);
            Standing::Failed(Failure::new(code, message))
        }
        "EXPIRED" => Standing::Expired,
        word => Standing::Unknown {
            word: safe_text(word),
        },
    }
}

/// Toss writes `2022-01-01T00:00:00+09:00`; a missing offset is Seoul's.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}+09:00")))
        .ok()
        .map(|at| at.to_utc())
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
