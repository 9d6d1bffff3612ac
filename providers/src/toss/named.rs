//! A payment that only the buyer's browser named. The browser also opened its window, so it may be somebody else's
//! payment, or one for something other than the order. Toss's data about it is compared with the order before its
//! money is taken.
//!
//! Toss's reference documents look-ups of approved payments. Expired and aborted ones were also seen. Whether a
//! payment that waits for its confirmation is shown is not documented. So a payment that is not shown costs no sale.
//! It is confirmed with the order's id and amount, which Toss compares itself, and the result is compared then. A
//! refusal of our key about such a payment does not prove that our key is wrong: anybody who opens a window of
//! another merchant can cause it. The order is looked up under the same key, and that result decides.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{canary, id::OrderId, kind::Method, money::Won, order::Order, payment::Snapshot};
use reqwest::StatusCode;

use super::{
    Toss,
    call::{Answered, exchange},
    codes, map, wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, declined},
    values::instant,
};

/// How much longer than requested an account may stay open. Toss counts from its issue, at most forty minutes after
/// the window was opened. A whole day is allowed for a bank whose accounts end with a day.
const ACCOUNT_SLACK: TimeDelta = TimeDelta::hours(25);

impl Toss {
    /// Takes the money of the payment that the buyer's browser named, if it is for the ordered product.
    pub(super) async fn take_named(
        &self,
        order: &Order,
        key: &str,
    ) -> Result<Snapshot, ProviderError> {
        let found = self.look_named(order.id, key).await?;
        let seen = found.is_some();
        if let Some(found) = found {
            if found.order_id != order.id.to_string() {
                return Err(another());
            }
            if !is_waiting(&found) {
                return self.accept(order, *found).await;
            }
            self.compare(order, &found)?;
        }
        let body = wire::Confirm::of(order, key);
        let refusal = match self.send_confirm(order.id, &body).await? {
            Answered::Said(payment) => return self.accept(order, *payment).await,
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_confirm(&refusal.code);
        if meaning == Meaning::Settled {
            let unknown = refusal.status == StatusCode::NOT_FOUND;
            return match self.look_named(order.id, key).await {
                Ok(Some(found)) if found.order_id == order.id.to_string() => {
                    self.accept(order, *found).await
                }
                Ok(Some(_)) => Err(another()),
                // Neither the session nor a payment exists: no money was taken.
                Ok(None) if unknown => Err(refusal.error(Meaning::NothingMoved)),
                Ok(None) | Err(_) => Err(refusal.error(Meaning::InDoubt)),
            };
        }
        let blamed = !seen && codes::blames_key_or_payment(&refusal.code);
        let error = refusal.error(meaning);
        if blamed {
            self.check_own_key(order.id, error).await?;
            tracing::warn!(
                order.id = %order.id,
                "Toss does not take the payment that the browser of order {} named for one of ours: \
                 are the client key and the secret key of one merchant?",
                order.id
            );
            return Err(declined(
                "PAYMENT_NOT_OURS",
                "toss does not take it for a payment of this order",
            ));
        }
        Err(error)
    }

    /// The result of the payment. An account that was issued on terms other than the order's is cancelled before
    /// anything is paid into it. Taken money is reported unchanged: the books park another amount, and any other
    /// difference is logged.
    async fn accept(
        &self,
        order: &Order,
        payment: wire::Payment,
    ) -> Result<Snapshot, ProviderError> {
        if payment.status == wire::WAITING_FOR_DEPOSIT
            && let Err(differs) = self.compare(order, &payment)
        {
            return Err(self
                .give_up(order.id, &payment)
                .await
                .err()
                .unwrap_or(differs));
        }
        if let Err(differs) = self.compare(order, &payment) {
            tracing::warn!(order.id = %order.id, %differs, "Toss took a payment on other terms than those of order {}", order.id);
        }
        self.snapshot(payment)
    }

    async fn give_up(&self, order: OrderId, payment: &wire::Payment) -> Result<(), ProviderError> {
        let body = wire::CancelRequest {
            cancel_reason: format!("{order} issued on other terms than asked for"),
            cancel_amount: None,
            refundable_amount: map::exact(&payment.balance_amount, &payment.currency)?,
            tax_free_amount: None,
            refund_receive_account: None,
        };
        let path = ["payments", payment.payment_key.as_str(), "cancel"];
        let request = self.money(&path, &format!("give-up-{order}"), &body);
        // Paid into meanwhile, or cancelled before: a new look-up shows its own state.
        let answered = exchange::<wire::Payment>(request).await?;
        answered.said(|_| Meaning::InDoubt).map(drop)
    }

    /// Whether the payment is for the ordered product. A null field was not chosen yet; a missing tax-free part is
    /// zero.
    fn compare(&self, order: &Order, payment: &wire::Payment) -> Result<(), ProviderError> {
        canary!(BrowserBelieved, return Ok(()), ());
        let amount = payment.total_amount.won();
        if amount != Some(order.amount) || payment.currency != wire::KRW {
            return Err(declined(
                "AMOUNT_MISMATCH",
                "the window was opened for another amount",
            ));
        }
        let tax_free = payment.tax_free_amount.as_ref();
        if tax_free.map_or(Some(Won::ZERO), wire::Amount::won) != Some(order.tax_free) {
            return Err(declined(
                "TAX_FREE_MISMATCH",
                "the window was opened for another tax-free part",
            ));
        }
        let account = payment.virtual_account.as_ref();
        let method = map::method(payment);
        let chosen = payment.method.is_some() || account.is_some();
        let by_account = |method| method == Method::VirtualAccount;
        if chosen && by_account(method) != by_account(order.method) {
            return Err(declined(
                "METHOD_MISMATCH",
                "the window was opened for another method",
            ));
        }
        let due_at = account.and_then(|account| instant(account.due_date.as_deref()?));
        let due_by = self.due_by(payment);
        if due_at.zip(due_by).is_some_and(|(due, by)| due > by) {
            return Err(declined(
                "ACCOUNT_MISMATCH",
                "the account takes money for longer than asked",
            ));
        }
        Ok(())
    }

    /// The latest instant until which an account may take money.
    fn due_by(&self, payment: &wire::Payment) -> Option<DateTime<Utc>> {
        let requested_at = instant(payment.requested_at.as_deref()?)?;
        let hours = TimeDelta::try_hours(self.account_hours)?;
        requested_at.checked_add_signed(hours.checked_add(&ACCOUNT_SLACK)?)
    }
}

/// Whether a confirmation is still to come, as far as the word is known.
fn is_waiting(payment: &wire::Payment) -> bool {
    match payment.status.as_str() {
        wire::WAITING_FOR_DEPOSIT
        | "DONE"
        | "CANCELED"
        | "PARTIAL_CANCELED"
        | "ABORTED"
        | "EXPIRED" => false,
        // For an unknown word, the confirmation decides.
        _ => true,
    }
}

pub(super) fn another() -> ProviderError {
    declined("PAYMENT_KEY_MISMATCH", "the callback names another payment")
}
