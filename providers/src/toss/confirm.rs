//! Takes the money after the buyer authenticated.

use domain::{id::OrderId, order::Order, payment::Snapshot};
use reqwest::StatusCode;

use super::{
    Toss,
    call::{Answered, exchange},
    codes,
    lookup::{is_plain_key, not_the_end},
    named::another,
    wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, declined},
    provider::{Callback, CallbackOutcome},
};

/// How many keys one confirmation may use up on refusals that are over (see [`Toss::send_confirm`]). Ten minutes are
/// left to confirm, and a buyer who failed four times in them is unlikely to succeed next.
const CONFIRM_KEYS_MAX: u32 = 4;

impl Toss {
    pub(super) async fn take(
        &self,
        order: &Order,
        callback: &Callback,
    ) -> Result<Snapshot, ProviderError> {
        let known = order
            .session
            .as_ref()
            .and_then(|session| session.payment_key.as_deref());
        if callback.outcome != CallbackOutcome::Success {
            // The buyer cancelled or was refused: there is no money to take, only a payment to look up.
            let snapshot = self.ask(order.id, known).await?;
            return Ok(match known {
                Some(_) => snapshot,
                None => not_the_end(snapshot),
            });
        }
        let payment_key = key_to_confirm(order, callback)?;
        if known.is_none() {
            return self.take_named(order, payment_key).await;
        }
        let body = wire::Confirm::of(order, payment_key);
        let refusal = match self.send_confirm(order.id, &body).await? {
            Answered::Said(payment) => return self.snapshot(*payment),
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_confirm(&refusal.code);
        if meaning != Meaning::Settled {
            return Err(refusal.error(meaning));
        }
        match self.ask(order.id, Some(payment_key)).await {
            Ok(snapshot) => Ok(snapshot),
            // Neither the session nor a payment exists: no money was taken.
            Err(ProviderError::Declined { .. }) if refusal.status == StatusCode::NOT_FOUND => {
                Err(refusal.error(Meaning::NothingMoved))
            }
            Err(_) => Err(refusal.error(Meaning::InDoubt)),
        }
    }

    /// Asks for the money under the order's key. A fault of the bank or the card company, or a wrong key or contract
    /// of ours, is bound to that key for 15 days. It is replayed when it is long over. So when one is seen to be a
    /// replay, and the payment still waits to be confirmed, the next key of the same order is tried. That cannot take
    /// the money twice. Toss confirms one payment once, and answers `ALREADY_PROCESSED_PAYMENT` to a repeated
    /// request.
    pub(super) async fn send_confirm(
        &self,
        order: OrderId,
        body: &wire::Confirm<'_>,
    ) -> Result<Answered<wire::Payment>, ProviderError> {
        let path = ["payments", "confirm"];
        let mut answered = exchange(self.money(&path, &format!("confirm-{order}"), body)).await?;
        for turn in 1..CONFIRM_KEYS_MAX {
            match &answered {
                Answered::Refused(refusal)
                    if refusal.replayed && codes::may_be_over(&refusal.code) => {}
                Answered::Refused(_) | Answered::Said(_) => break,
            }
            match self.look(order, Some(body.payment_key)).await {
                Ok(payment) if payment.status == wire::IN_PROGRESS => {}
                // It ended, or was returned: its own state is more reliable than an old refusal.
                Ok(payment) => return Ok(Answered::Said(payment)),
                Err(_) => break,
            }
            let key = format!("confirm-{order}-{turn}");
            answered = exchange(self.money(&path, &key, body)).await?;
        }
        Ok(answered)
    }
}

/// The payment to confirm: the one that Toss named when it opened the window, else the first one the buyer's browser
/// named. A buyer may have two windows open, and only one payment of an order is ever taken.
fn key_to_confirm<'a>(order: &'a Order, callback: &'a Callback) -> Result<&'a str, ProviderError> {
    let session = order.session.as_ref();
    let known = session.and_then(|session| session.payment_key.as_deref());
    let named = callback.query.get("paymentKey").map(String::as_str);
    match (known, named) {
        (Some(known), Some(named)) if known != named => return Err(another()),
        (Some(known), _) => return Ok(known),
        (None, _) => {}
    }
    let first = session.and_then(|session| session.callback.get("paymentKey"));
    [first.map(String::as_str), named]
        .into_iter()
        .flatten()
        .find(|key| is_plain_key(key))
        .ok_or_else(|| declined("PAYMENT_KEY_MISSING", "the callback names no payment"))
}
