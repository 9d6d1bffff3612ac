//! Takes the money after the buyer authenticated, where the channel waits for that (수동 승인, "manual confirmation"). A channel
//! without it takes the money when the window ends, and then there is nothing but a look-up.

use std::collections::BTreeMap;

use domain::{
    failure::Failure,
    kind::Method,
    order::Order,
    payment::{Snapshot, Standing},
};

use super::{
    PortOne,
    call::{Answered, exchange},
    codes::{self, documented},
    lookup::not_the_end,
    map::doubt,
    wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, declined},
    http::safe_text,
    provider::{Callback, CallbackOutcome},
    signature::hex,
};

/// A token's form is not documented. Longer ones do not come by a redirect.
const TOKEN_BYTES_MAX: usize = 2048;
/// How much of a token's digest is in a key: enough that two never meet.
const TOKEN_MARK_CHARS: usize = 16;
/// Twice the longest documented code. This one comes by the buyer's browser.
const CODE_BYTES_MAX: usize = 64;

impl PortOne {
    pub(super) async fn take(
        &self,
        order: &Order,
        callback: &Callback,
    ) -> Result<Snapshot, ProviderError> {
        if callback.outcome != CallbackOutcome::Success {
            // The buyer cancelled or was refused: there is no money to take, only a payment to look up.
            let id = order.id.to_string();
            return self.ask(&id, codes::on_lookup).await.map(not_the_end);
        }
        // Whatever happened is looked up by the flow as well, before this refusal ends the order.
        if let Some(refused) = window_refused(&callback.query) {
            return Err(refused);
        }
        if let Some(token) = token(&callback.query) {
            return self.confirm_token(order, token).await;
        }
        let taken = self.ask(&order.id.to_string(), codes::on_lookup).await?;
        self.accept(order, taken).await
    }

    /// Confirms one attempt. PortOne compares amount, currency, tax-free part and test mode itself, and lets one attempt of
    /// a payment succeed. The key is that of the order and the token: another attempt is another request.
    async fn confirm_token(&self, order: &Order, token: &str) -> Result<Snapshot, ProviderError> {
        let id = order.id.to_string();
        let body = wire::Confirm {
            store_id: &self.store_id,
            payment_token: token,
            currency: wire::KRW,
            total_amount: order.amount,
            tax_free_amount: order.tax_free,
            is_test: self.test,
        };
        let path = ["payments", id.as_str(), "confirm"];
        let key = format!(
            "confirm-{id}-{}",
            &hex(token.as_bytes())[..TOKEN_MARK_CHARS]
        );
        let answered = exchange::<wire::Confirmed>(self.post(&path, &key, &body)).await?;
        let refusal = match answered {
            Answered::Said(confirmed) if confirmed.is_a_summary() => {
                let found = self.ask(&id, codes::on_lookup).await?;
                if found.standing == Standing::Pending {
                    return Err(doubt("a confirmed payment that it does not show yet"));
                }
                return self.accept(order, found).await;
            }
            Answered::Said(_) => return Err(doubt("a confirmation without its payment")),
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_confirm(&refusal.code);
        if meaning != Meaning::Settled {
            return Err(refusal.error(meaning));
        }
        match self.ask(&id, codes::on_lookup).await {
            Ok(found) if found.standing != Standing::Pending => self.accept(order, found).await,
            // A PG that failed may have taken the money; PortOne itself knows whether it took a token.
            Ok(_) if refusal.code == codes::PG_PROVIDER => Err(refusal.error(Meaning::InDoubt)),
            Ok(_) | Err(ProviderError::Declined(_)) => Err(refusal.error(Meaning::NothingMoved)),
            Err(_) => Err(refusal.error(Meaning::InDoubt)),
        }
    }

    /// The result of the payment. An account that nobody ordered is given up before anything is paid into it. Taken money
    /// is reported unchanged: the books park another amount.
    async fn accept(&self, order: &Order, taken: Snapshot) -> Result<Snapshot, ProviderError> {
        if taken.standing != Standing::AwaitingDeposit {
            return Ok(taken);
        }
        let other_terms = order.method != Method::VirtualAccount
            || taken.amount != order.amount
            || taken.currency != wire::KRW;
        if !other_terms {
            return Ok(taken);
        }
        let id = order.id.to_string();
        let mut url = self.url(&["payments", &id, "virtual-account", "close"]);
        url.query_pairs_mut().append_pair("storeId", &self.store_id);
        let request = self
            .client
            .post(url)
            .header(reqwest::header::AUTHORIZATION, self.authorization.clone())
            .header("Idempotency-Key", format!("\"close-{id}\""));
        // Paid into meanwhile, or closed before: a new look-up shows its own state.
        let closed = exchange::<wire::Closed>(request).await?;
        closed.said(|_| Meaning::InDoubt)?;
        Err(declined(
            codes::ACCOUNT_MISMATCH,
            "the window issued an account that was not ordered",
        ))
    }
}

/// The token of the attempt that the buyer authenticated; none where the channel takes the money itself.
fn token(query: &BTreeMap<String, String>) -> Option<&str> {
    let token = query.get("paymentToken").map(String::as_str)?;
    let plain = token.bytes().all(|byte| byte.is_ascii_graphic());
    ((1..=TOKEN_BYTES_MAX).contains(&token.len()) && plain).then_some(token)
}

/// The window's result when it names a code: PortOne leads back by one address, whatever happened.
pub(super) fn window_refused(query: &BTreeMap<String, String>) -> Option<ProviderError> {
    let brought = query.get("code").filter(|code| !code.is_empty())?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let said = brought.len() <= CODE_BYTES_MAX && brought.bytes().all(plain);
    // A code that elsewhere blames us or leaves the outcome open names no reason here.
    let known = documented(brought).is_none_or(|row| row.confirm == Meaning::NothingMoved);
    let code = if said && known {
        brought.as_str()
    } else {
        codes::WINDOW_FAILED
    };
    let message = query.get("message").map_or("", String::as_str);
    let failure = Failure::new(code, safe_text(message));
    Some(ProviderError::Declined(failure))
}
