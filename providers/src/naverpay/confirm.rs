//! Applies for a payment after the buyer authenticated, which takes the money.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    failure::Failure,
    order::Order,
    payment::{Snapshot, Standing},
};

use super::{
    KEY_HEADER, NaverPay,
    call::{Answered, Said, under_keys},
    codes::{self, documented},
    lookup::payment_id,
    map::{self, doubt},
    wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, declined},
    http::safe_text,
    provider::{Callback, CallbackOutcome},
};

/// Twice the longest documented code. This one comes by the buyer's browser.
const CODE_BYTES_MAX: usize = 64;
/// More digits than a number of minutes has, and fewer than a telephone number or an account.
const BROUGHT_DIGITS_MAX: usize = 4;

impl NaverPay {
    pub(super) async fn take(
        &self,
        order: &Order,
        callback: &Callback,
    ) -> Result<Snapshot, ProviderError> {
        let session = order.session.as_ref();
        let known = session.and_then(|session| payment_id(&session.callback));
        let refused = window_refused(&callback.query);
        let went_well = callback.outcome == CallbackOutcome::Success && refused.is_none();
        let named = payment_id(&callback.query).filter(|_| went_well);
        match (known, named) {
            // The stored number is the one being applied for; a second window changes nothing.
            (Some(known), named) if named != Some(known) => {
                self.ask(order.id, known, order.amount).await
            }
            (_, Some(id)) => self.apply(order, id).await,
            (_, None) if callback.outcome != CallbackOutcome::Success => {
                self.find(order.id, order.amount, order.opened_at).await
            }
            // Nothing was ever applied for, and only applying moves money.
            (_, None) => Err(refused.unwrap_or_else(|| {
                declined(codes::PAYMENT_ID_MISSING, "the callback names no payment")
            })),
        }
    }

    /// Applies under a key derived from the payment's number alone. Naver Pay receives only that, so two calls with
    /// it ask for the same, whatever order they come from.
    async fn apply(&self, order: &Order, id: &str) -> Result<Snapshot, ProviderError> {
        let form = wire::Apply { payment_id: id };
        let request = |key: &str| {
            let post = self.post(&["v2.2", "apply", "payment"]);
            post.header(KEY_HEADER, key).form(&form)
        };
        let key = format!("ap-{id}");
        let refusal = match under_keys(&key, request, codes::on_apply).await? {
            Answered::Said(said) => return self.applied(order, id, said).await,
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_apply(&refusal.code);
        if meaning != Meaning::Settled {
            return Err(refusal.error(meaning));
        }
        match self.ask(order.id, id, order.amount).await {
            Ok(snapshot) if snapshot.standing != Standing::Pending => Ok(snapshot),
            Ok(_) | Err(_) => Err(refusal.error(meaning)),
        }
    }

    async fn applied(
        &self,
        order: &Order,
        id: &str,
        said: Said,
    ) -> Result<Snapshot, ProviderError> {
        // A replayed answer is as old as its first version: the current list takes precedence.
        if said.replayed
            && let Ok(Some(asked)) = self.listed(id).await
        {
            return Ok(compared(order, asked.snapshot));
        }
        let applied: wire::Applied = said.read()?;
        let asked = match applied.detail {
            Some(mut row) => {
                // Applying answers only approvals, so an answer without its kind is also one.
                let kind = row.admission_type_code.as_deref().unwrap_or_default();
                if kind.is_empty() {
                    row.admission_type_code = Some(map::APPROVAL.to_owned());
                }
                map::asked(id, &[row])?
            }
            None => self.listed(id).await?,
        };
        asked
            .map(|asked| compared(order, asked.snapshot))
            .ok_or_else(|| doubt("an approval without its detail"))
    }
}

/// Naver Pay knew nothing of the order when it took the money, so differences can be seen here for the first time.
/// The snapshot is passed on unchanged: money moved, and the books decide whose it is. The buyer (`merchantUserKey`)
/// is derived from the order and is not compared again.
fn compared(order: &Order, snapshot: Snapshot) -> Snapshot {
    let mut differs = BTreeSet::new();
    if snapshot.order_ref != order.id.to_string() {
        differs.insert("merchantPayKey");
    }
    if snapshot.amount != order.amount {
        differs.insert("totalPayAmount");
    }
    if snapshot
        .tax
        .is_some_and(|tax| tax.tax_free != order.tax_free)
    {
        differs.insert("taxExScopeAmount");
    }
    if !differs.is_empty() {
        tracing::warn!(order.id = %order.id, ?differs, "Naver Pay approved a payment that is not order {}'s", order.id);
    }
    snapshot
}

/// The window's result other than `Success`. Older windows send `Fail` and the reason in the message.
pub(super) fn window_refused(query: &BTreeMap<String, String>) -> Option<ProviderError> {
    let code = query
        .get("resultCode")
        .filter(|code| !code.eq_ignore_ascii_case("Success"))?;
    let message = query.get("resultMessage").map_or("", String::as_str);
    let plain = |text: &str| {
        text.len() <= CODE_BYTES_MAX && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    // Nothing was applied for yet. So a code that elsewhere blames us or leaves the outcome open names no reason
    // here.
    let told = [message, code].into_iter().find_map(|said| {
        documented(said).filter(|row| row.confirm == Meaning::NothingMoved && row.code != "Fail")
    });
    let code = match told {
        Some(row) => row.code,
        None if plain(code) && documented(code).is_none() => code,
        None => "Fail",
    };
    let message = if is_sentence(message) {
        safe_text(message)
    } else {
        "the window said no more".to_owned()
    };
    Some(ProviderError::Declined(Failure::new(code, message)))
}

/// Whether a message that the buyer's browser brought is a plain Korean sentence. A buyer reads it on a page of ours,
/// and the sender of the link wrote it. Without Latin letters it holds no address to visit, and with so few digits no
/// number to call or to pay to.
fn is_sentence(message: &str) -> bool {
    let fits =
        |c: char| ('가'..='힣').contains(&c) || c.is_ascii_digit() || " .,!?~:()[]'\"-".contains(c);
    let digits = message.chars().filter(char::is_ascii_digit).count();
    !message.is_empty() && message.chars().all(fits) && digits <= BROUGHT_DIGITS_MAX
}
