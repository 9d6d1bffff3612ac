//! Refunds through Toss: one key per refund, the balance guarded, nothing assumed.

use domain::{
    kind::Method,
    payment::{Snapshot, Standing},
};

use super::{
    Toss, banks,
    call::{Answered, under_keys},
    codes,
    lookup::is_plain_key,
    wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, declined, misconfigured},
    provider::{RefundOrder, is_reason_of},
};

/// The documented limit of `cancelReason`.
const REASON_CHARS_MAX: usize = 200;

impl Toss {
    pub(super) async fn give_back(&self, refund: &RefundOrder) -> Result<Snapshot, ProviderError> {
        let account = refund_account(refund)?;
        if !is_plain_key(&refund.payment_key) {
            return Err(misconfigured("PAYMENT_KEY_MALFORMED", "not a payment key"));
        }
        let whole = refund.amount == refund.paid && refund.expected_balance == refund.paid;
        let body = wire::CancelRequest {
            cancel_reason: refund.reason_cut(REASON_CHARS_MAX),
            cancel_amount: (!whole).then_some(refund.amount),
            refundable_amount: refund.expected_balance,
            tax_free_amount: Some(refund.tax_free).filter(|amount| !amount.is_zero()),
            refund_receive_account: account,
        };
        let refusal = match self.cancel(refund, &body).await? {
            Answered::Said(payment) => return self.snapshot(*payment),
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_cancel(&refusal.code);
        if meaning != Meaning::Settled {
            return Err(refusal.error(meaning));
        }
        // Something was cancelled before: our own cancel, whose answer was lost, or another one.
        match self.ask(refund.order, Some(&refund.payment_key)).await {
            Ok(snapshot) if is_ours(refund, &snapshot) => Ok(snapshot),
            Ok(snapshot) => {
                let meaning = refused_as(refund, &refusal.code, &snapshot);
                Err(refusal.error(meaning))
            }
            Err(_) => Err(refusal.error(Meaning::InDoubt)),
        }
    }

    /// Sends the cancel under the refund's id, or the next key of the same refund where the previous one holds a
    /// refusal that may be over. The expected balance guards every one of them.
    async fn cancel(
        &self,
        refund: &RefundOrder,
        body: &wire::CancelRequest<'_>,
    ) -> Result<Answered<wire::Payment>, ProviderError> {
        let path = ["payments", refund.payment_key.as_str(), "cancel"];
        let request = |key: &str| self.money(&path, key, body);
        under_keys(&refund.id.to_string(), request, codes::on_cancel).await
    }
}

fn is_ours(refund: &RefundOrder, snapshot: &Snapshot) -> bool {
    let mut lines = snapshot.cancels.iter();
    lines.any(|line| is_reason_of(refund.id, &line.reason))
}

/// The meaning of a refusal that a look-up did not explain by a cancel of ours. Toss documents no code for a closed
/// telephone bill: a payment by telephone is cancelled within its calendar month only. So when such a payment is in
/// the expected state and still cannot be cancelled, it is too late.
fn refused_as(refund: &RefundOrder, code: &str, snapshot: &Snapshot) -> Meaning {
    let untouched = snapshot.standing == Standing::Paid
        && snapshot.amount.minus(snapshot.cancelled) == Some(refund.expected_balance);
    let billed = refund.method == Method::Mobile && code == codes::NOT_CANCELABLE_PAYMENT;
    if billed && untouched {
        Meaning::TooLate
    } else {
        Meaning::NothingMoved
    }
}

/// The account that receives a virtual account's refund. Other methods return the money the way it came.
fn refund_account(
    refund: &RefundOrder,
) -> Result<Option<wire::RefundReceiveAccount<'_>>, ProviderError> {
    if refund.method != Method::VirtualAccount {
        return Ok(None);
    }
    let account = refund.account.as_ref().ok_or_else(|| {
        declined(
            "REFUND_ACCOUNT_REQUIRED",
            "a virtual account is refunded to the buyer's account",
        )
    })?;
    let bank = banks::to_toss(&account.bank)
        .ok_or_else(|| declined("REFUND_BANK_UNKNOWN", "toss does not pay into this bank"))?;
    Ok(Some(wire::RefundReceiveAccount {
        bank,
        account_number: &account.account_number,
        holder_name: &account.holder,
    }))
}
