//! Asks Kakao Pay for a payment, by its own name for it.

use super::{
    KakaoPay,
    call::{Answered, exchange},
    codes,
    map::{self, PaymentDetail, doubt},
    wire,
};
use crate::error::ProviderError;

/// Names are 20 characters. They are opaque, so only impossible ones are refused.
const TID_CHARS_MAX: usize = 64;

impl KakaoPay {
    pub(super) async fn ask(&self, tid: &str) -> Result<PaymentDetail, ProviderError> {
        let body = wire::OrderQuery {
            cid: &self.cid,
            tid,
        };
        match exchange::<wire::Order>(self.post("order", &body)).await? {
            Answered::Said(order) => {
                self.check_meant(tid, &order.tid, &order.cid)?;
                map::asked(order)
            }
            Answered::Broken(why) => Err(ProviderError::InDoubt(why)),
            Answered::Refused(refusal) => {
                let meaning = codes::on_order(&refusal);
                Err(refusal.error(meaning))
            }
        }
    }

    /// An answer about another payment, or another merchant's, says nothing about ours.
    pub(super) fn check_meant(
        &self,
        meant: &str,
        tid: &str,
        cid: &str,
    ) -> Result<(), ProviderError> {
        if tid == meant && cid == self.cid {
            Ok(())
        } else {
            Err(doubt("another payment than it was asked about"))
        }
    }
}

pub(super) fn is_tid(tid: &str) -> bool {
    (1..=TID_CHARS_MAX).contains(&tid.len()) && tid.bytes().all(|byte| byte.is_ascii_graphic())
}
