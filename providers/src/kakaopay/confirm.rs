//! Takes the money after the buyer authenticated.

use domain::{
    order::Order,
    payment::{Snapshot, Standing},
};

use super::{
    KakaoPay,
    call::{Answered, exchange, never_begun},
    codes, map, wire,
};
use crate::{
    codes::Meaning,
    error::{ProviderError, declined},
    provider::{Callback, CallbackOutcome},
};

/// Seen with 20 characters, documented without a length.
const PG_TOKEN_CHARS_MAX: usize = 256;

impl KakaoPay {
    pub(super) async fn take(
        &self,
        order: &Order,
        callback: &Callback,
    ) -> Result<Snapshot, ProviderError> {
        let known = order
            .session
            .as_ref()
            .and_then(|session| session.payment_key.as_deref());
        let Some(tid) = known else {
            return Err(never_begun());
        };
        if callback.outcome != CallbackOutcome::Success {
            // Both addresses can be forged: only Kakao Pay knows whether the buyer cancelled.
            return Ok(self.ask(tid).await?.snapshot);
        }
        let token = callback.query.get("pg_token");
        let Some(pg_token) = token.filter(|it| is_pg_token(it)) else {
            return Err(declined(
                "PG_TOKEN_MISSING",
                "the callback brings no token to approve with",
            ));
        };
        let id = order.id.to_string();
        let body = wire::Approve {
            cid: &self.cid,
            tid,
            partner_order_id: &id,
            partner_user_id: &id,
            pg_token,
            total_amount: order.amount,
        };
        let refusal = match exchange::<wire::Approved>(self.post("approve", &body)).await? {
            Answered::Said(approved) => {
                self.check_meant(tid, &approved.tid, &approved.cid)?;
                return Ok(map::approved(approved));
            }
            Answered::Broken(why) => return Err(ProviderError::InDoubt(why)),
            Answered::Refused(refusal) => refusal,
        };
        let meaning = codes::on_approve(&refusal);
        match meaning {
            Meaning::NothingMoved | Meaning::TooLate | Meaning::InDoubt | Meaning::RetryLater => {
                Err(refusal.error(meaning))
            }
            // Approved already, perhaps by ourselves: its own state decides.
            Meaning::Settled => match self.ask(tid).await {
                Ok(asked) => Ok(asked.snapshot),
                Err(_) => Err(refusal.error(meaning)),
            },
            // This call took no money, but an earlier one may have.
            Meaning::Misconfigured => match self.ask(tid).await {
                Ok(asked) if asked.snapshot.standing == Standing::Paid => Ok(asked.snapshot),
                Ok(_) | Err(_) => Err(refusal.error(meaning)),
            },
        }
    }
}

fn is_pg_token(token: &str) -> bool {
    (1..=PG_TOKEN_CHARS_MAX).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_graphic())
}
