//! Sends money back, once, whatever becomes of the answer.
//!
//! PortOne keeps an idempotency key for three hours only, and whether a cancel that is merely requested lowers the
//! cancellable amount is not documented. So the payment is asked for a cancel under the refund's id before each attempt, and the
//! balance, frozen when the refund was recorded, guards every one of them (`currentCancellableAmount`).

use domain::{
    kind::Method,
    payment::{CancelLine, CancelStanding, Snapshot, Standing},
};

use super::{
    PortOne, banks,
    call::{Answered, Rejection, exchange},
    codes,
    map::{self, doubt},
    wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, declined, misconfigured},
    provider::{RefundOrder, is_reason_of},
};

/// PortOne documents no limit of `reason`. Half of the shortest that a PG behind it documents for a cancel (200, Toss
/// Payments), because others count bytes.
const REASON_CHARS_MAX: usize = 100;

impl PortOne {
    pub(super) async fn give_back(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let account = refund_account(refund)?;
        let fits = refund.amount <= refund.expected_balance && refund.tax_free <= refund.amount;
        if refund.amount.is_zero() || !fits {
            return Err(misconfigured(
                "REFUND_AMOUNT",
                "a refund is more than nothing, at most the balance it expects, and not less than its tax-free part",
            ));
        }
        let before = self
            .ask(&refund.payment_key, codes::on_known_payment)
            .await?;
        // Cancelled under this id before, or nothing there to cancel: it says so itself.
        if lists(&before, refund) || before.standing != Standing::Paid {
            return Ok(before);
        }
        let body = wire::Cancel {
            store_id: &self.store_id,
            amount: refund.amount,
            tax_free_amount: Some(refund.tax_free).filter(|amount| !amount.is_zero()),
            reason: refund.reason_cut(REASON_CHARS_MAX),
            requester: "ADMIN",
            current_cancellable_amount: refund.expected_balance,
            refund_account: account,
        };
        let path = ["payments", refund.payment_key.as_str(), "cancel"];
        let request = self.post(&path, &refund.id.to_string(), &body);
        match exchange::<wire::Cancelled>(request).await? {
            Answered::Said(cancelled) => told(before, cancelled.cancellation, refund),
            Answered::Refused(refusal) => self.not_cancelled(refusal, refund).await,
        }
    }

    async fn not_cancelled(
        &self,
        refusal: Rejection,
        refund: &RefundOrder,
    ) -> Result<Snapshot, ProviderError> {
        let meaning = codes::on_cancel(&refusal.code);
        if meaning != Meaning::Settled {
            return Err(refusal.error(meaning));
        }
        // Something happened to this payment before: our own cancel, whose answer was lost, or another one.
        match self.ask(&refund.payment_key, codes::on_known_payment).await {
            Ok(now) if lists(&now, refund) || now.standing != Standing::Paid => Ok(now),
            Ok(now) if explains(&refusal.code, &now, refund) => {
                Err(refusal.error(Meaning::NothingMoved))
            }
            Ok(_) | Err(_) => Err(refusal.error(Meaning::InDoubt)),
        }
    }
}

/// Whether a cancel under the refund's id is listed, however it ended.
fn lists(snapshot: &Snapshot, refund: &RefundOrder) -> bool {
    let mut lines = snapshot.cancels.iter();
    lines.any(|line| is_reason_of(refund.id, &line.reason))
}

/// The payment after the cancel that PortOne reports, which is all of its answer.
fn told(
    before: Snapshot,
    cancellation: wire::Cancellation,
    refund: &RefundOrder,
) -> Result<Snapshot, ProviderError> {
    let line: CancelLine = map::cancel_line(cancellation, None);
    if line.amount != refund.amount || !is_reason_of(refund.id, &line.reason) {
        return Err(doubt("another cancel than it was asked for"));
    }
    let left = match line.settled {
        CancelStanding::Done => refund.expected_balance.minus_or_zero(refund.amount),
        CancelStanding::InProgress | CancelStanding::Failed => refund.expected_balance,
    };
    let cancelled = before
        .amount
        .minus(left)
        .ok_or_else(|| doubt("more left than was paid"))?;
    let mut after = before;
    after.cancelled = cancelled;
    after.cancels.push(line);
    Ok(after)
}

/// Whether the payment explains the refusal without a cancel of ours. Where it shows no reason, the reason may be our own
/// cancel that it does not show yet.
fn explains(code: &str, now: &Snapshot, refund: &RefundOrder) -> bool {
    let rest = now.amount.minus_or_zero(now.cancelled);
    match code {
        "PAYMENT_ALREADY_CANCELLED" => rest.is_zero(),
        "CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN" => rest != refund.expected_balance,
        "CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT" => rest < refund.amount,
        // After a cancel of ours the balance would be another, and PortOne would say that.
        "CANCEL_TAX_AMOUNT_EXCEEDS_CANCELLABLE_TAX_AMOUNT"
        | "CANCEL_TAX_FREE_AMOUNT_EXCEEDS_CANCELLABLE_TAX_FREE_AMOUNT" => {
            rest == refund.expected_balance
        }
        _ => false,
    }
}

/// The account that receives a virtual account's refund. Other methods return the money the way it came.
fn refund_account(refund: &RefundOrder) -> Result<Option<wire::RefundAccount<'_>>, ProviderError> {
    if refund.method != Method::VirtualAccount {
        return Ok(None);
    }
    let account = refund.account.as_ref().ok_or_else(|| {
        declined(
            "REFUND_ACCOUNT_REQUIRED",
            "a virtual account is refunded to the buyer's account",
        )
    })?;
    let bank = banks::to_portone(&account.bank)
        .ok_or_else(|| declined("REFUND_BANK_UNKNOWN", "portone does not pay into this bank"))?;
    Ok(Some(wire::RefundAccount {
        bank,
        number: &account.account_number,
        holder_name: &account.holder,
    }))
}
