//! Toss's `Payment` as a [`Snapshot`]. An answer that cannot be understood is in doubt, never a guess.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    kind::Method,
    money::Won,
    order::DepositInstructions,
    payment::{CancelLine, CancelStanding, Snapshot, Standing, Tax},
};

use super::{ID, banks, wire};
use crate::{error::ProviderError, http::safe_text};

/// What Toss says, in our words. `account_hours` is how long we asked a virtual account to live: it
/// stands in when the answer names no due date.
pub(super) fn snapshot(
    payment: wire::Payment,
    account_hours: i64,
) -> Result<Snapshot, ProviderError> {
    if payment
        .version
        .as_deref()
        .is_some_and(|version| version != wire::VERSION)
    {
        tracing::warn!(
            "Toss answered in another API version than {}",
            wire::VERSION
        );
    }
    let method = method(payment.method.as_deref(), payment.virtual_account.is_some());
    let standing = standing(&payment, method);
    let amount = payment.total_amount.0;
    let gone = amount.minus(payment.balance_amount.0).ok_or_else(|| {
        ProviderError::InDoubt("toss reports a balance above the total".to_owned())
    })?;
    let failed = refund_failed(&payment);
    let cancelled = match standing {
        // What did not reach the buyer was not given back, whatever the balance says.
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
        tax: tax(&payment),
        facts: facts(&payment),
        deposit: deposit(&payment, account_hours),
        cancels: payment
            .cancels
            .unwrap_or_default()
            .into_iter()
            .map(|cancel| cancel_line(cancel, failed))
            .collect(),
        payment_key: payment.payment_key,
        order_ref: payment.order_id,
        webhook_secret: payment.secret,
        currency: payment.currency,
        standing,
        amount,
        cancelled,
        method,
    })
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
            Standing::Failed {
                code: failure.map_or_else(|| "ABORTED".to_owned(), |it| safe_text(&it.code)),
                message: failure
                    .and_then(|it| it.message.as_deref())
                    .map_or_else(String::new, safe_text),
            }
        }
        "EXPIRED" => Standing::Expired,
        word => Standing::Unknown {
            word: safe_text(word),
        },
    }
}

/// Toss names methods in Korean. A payment with an account is by virtual account, whatever it is called.
pub(super) fn method(word: Option<&str>, has_account: bool) -> Method {
    match word {
        Some("카드" | "CARD") => Method::Card,
        Some("간편결제" | "EASY_PAY") => Method::EasyPay,
        Some("계좌이체" | "TRANSFER") => Method::AccountTransfer,
        Some("가상계좌" | "VIRTUAL_ACCOUNT") => Method::VirtualAccount,
        Some("휴대폰" | "MOBILE_PHONE") => Method::Mobile,
        Some("문화상품권" | "도서문화상품권" | "게임문화상품권") => {
            Method::GiftCertificate
        }
        _ if has_account => Method::VirtualAccount,
        _ => Method::Other,
    }
}

fn tax(payment: &wire::Payment) -> Option<Tax> {
    Some(Tax {
        supplied: payment.supplied_amount?.0,
        vat: payment.vat?.0,
        tax_free: payment.tax_free_amount.map_or(Won::ZERO, |amount| amount.0),
    })
}

/// A deposit's refund that Toss could not pay out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Failed {
    TheOnlyCancel,
    /// The payment has several cancels and one word for all of them.
    OneOfSeveral,
}

/// A cancel of a virtual account after its deposit is booked at once and paid out two business days later,
/// up to nine; `refundStatus` tells how that goes. `PENDING` counts as done, as does a card's cancel, whose
/// money is days on its way too: the cancel is final in Toss's books, and asking would go on longer than
/// any job does. (With test keys the word stays `NONE`.) A failure is told where it can be told apart; of
/// several cancels nobody knows which one it was, so that a person has to look.
fn refund_failed(payment: &wire::Payment) -> Option<Failed> {
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

fn cancel_line(cancel: wire::Cancel, failed: Option<Failed>) -> CancelLine {
    CancelLine {
        key: cancel.transaction_key.unwrap_or_default(),
        amount: cancel.cancel_amount.0,
        reason: cancel.cancel_reason.unwrap_or_default(),
        at: cancel.canceled_at.as_deref().and_then(instant),
        settled: match (cancel.cancel_status.as_deref(), failed) {
            (Some("ABORTED"), _) | (None | Some("DONE"), Some(Failed::TheOnlyCancel)) => {
                CancelStanding::Failed
            }
            // Absent in older answers, which knew only cancels that were done at once.
            (None | Some("DONE"), None) => CancelStanding::Done,
            (None | Some("DONE"), Some(Failed::OneOfSeveral)) | (Some(_), _) => {
                CancelStanding::InProgress
            }
        },
    }
}

fn deposit(payment: &wire::Payment, account_hours: i64) -> Option<DepositInstructions> {
    let account = payment.virtual_account.as_ref()?;
    let asked_until = || {
        let requested = instant(payment.requested_at.as_deref()?)?;
        requested.checked_add_signed(TimeDelta::try_hours(account_hours)?)
    };
    let code = account.bank_code.as_deref()?;
    Some(DepositInstructions {
        // A bank we do not know keeps Toss's own code: it is shown, and refunds to it are refused.
        bank: banks::to_kftc(code).unwrap_or(code).to_owned(),
        account_number: account.account_number.clone()?,
        // Not told; it is the contracted merchant's name.
        holder: None,
        due_at: account
            .due_date
            .as_deref()
            .and_then(instant)
            .or_else(asked_until)?,
    })
}

/// What support is shown. No account is among it, and no card number that is not masked.
fn facts(payment: &wire::Payment) -> BTreeMap<String, String> {
    let text = |value: &Option<serde_json::Value>, name: &str| match value.as_ref()?.get(name)? {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Array(_)
        | serde_json::Value::Object(_) => None,
    };
    let masked = |number: &String| number.contains('*');
    let receipt = payment.receipt.as_ref().and_then(|link| link.url.clone());
    [
        ("receipt_url", receipt),
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
        ("m_id", payment.m_id.clone()),
        ("last_transaction_key", payment.last_transaction_key.clone()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value.filter(|it| !it.is_empty())?)))
    .collect()
}

/// Toss writes `2022-01-01T00:00:00+09:00`; where the offset is missing, Seoul's is meant.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc3339(&format!("{text}+09:00")))
        .ok()
        .map(|at| at.to_utc())
}
