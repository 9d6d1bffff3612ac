//! Limits on stored webhooks that nobody signed. Anybody may send any number of them, and no row of the inbox may be
//! deleted, so their volume is bounded by provider, count and size. Webhooks that are not stored are counted. A hint is
//! followed whether or not it is stored.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{id::OrderId, kind::ProviderId};

/// Webhooks not believed that are kept of a provider in an hour. These are enough to see a wrong secret or an attack.
pub const NOT_BELIEVED_AN_HOUR: u32 = 600;
/// Webhooks believed as a hint and naming no order of ours, that are kept of a provider in an hour. Several systems may
/// share one merchant account, and these belong to the others.
pub const STRANGE_AN_HOUR: u32 = 600;
/// Hints kept of one order in an hour. A payment that is opened, paid, taken back and paid again sends ten, each
/// perhaps twice.
pub const OF_AN_ORDER_AN_HOUR: u32 = 20;
/// Bytes kept of a provider's hints that name an order, in an hour: twenty thousand hints as large as Toss's. A
/// database that fills at this rate is seen to grow days before it is full.
pub const BYTES_AN_HOUR: usize = 64 << 20;
/// Orders whose hints are counted in an hour: more than a gateway sells in one hour, in some megabytes of memory.
const ORDERS_COUNTED: usize = 100_000;
/// Largest body that is kept whole. Toss's documents of a payment have 3 kB, and somewhat more with a long list of
/// cancels.
pub const BODY_KEPT_WHOLE: usize = 16 << 10;
/// Bytes kept of a body of which only the beginning is kept. They are enough to recognise it.
pub const BEGINNING: usize = 1 << 10;
/// Bytes kept of one header. The documented ones have less.
pub const HEADER_KEPT: usize = 256;

/// An unsigned webhook, by the order that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsigned {
    NotBelieved,
    /// No order of ours.
    Strange,
    Of(OrderId),
}

impl Unsigned {
    /// For the label of a counter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotBelieved => "not_believed",
            Self::Strange => "strange",
            Self::Of(_) => "order",
        }
    }
}

/// How much of a webhook is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Whole,
    Beginning,
    Nothing,
}

/// The quantity kept in the current hour.
#[derive(Debug, Default)]
pub struct Quotas {
    hour: i64,
    of: HashMap<ProviderId, Quota>,
}

#[derive(Debug, Default)]
struct Quota {
    not_believed: u32,
    strange: u32,
    bytes: usize,
    orders: HashMap<OrderId, u32>,
}

impl Quotas {
    /// How much of one more webhook is kept. The call counts it.
    pub fn admit(
        &mut self,
        provider: &ProviderId,
        what: Unsigned,
        bytes: usize,
        now: DateTime<Utc>,
    ) -> Kept {
        let hour = now.timestamp().div_euclid(3600);
        if self.hour != hour {
            self.hour = hour;
            self.of.clear();
        }
        let quota = self.of.entry(provider.clone()).or_default();
        match what {
            Unsigned::NotBelieved => beginning(&mut quota.not_believed, NOT_BELIEVED_AN_HOUR),
            Unsigned::Strange => beginning(&mut quota.strange, STRANGE_AN_HOUR),
            Unsigned::Of(order) => quota.hint(order, bytes),
        }
    }
}

impl Quota {
    fn hint(&mut self, order: OrderId, bytes: usize) -> Kept {
        if self.orders.len() >= ORDERS_COUNTED && !self.orders.contains_key(&order) {
            return Kept::Nothing;
        }
        let kept = if bytes <= BODY_KEPT_WHOLE {
            Kept::Whole
        } else {
            Kept::Beginning
        };
        let after = self.bytes.saturating_add(match kept {
            Kept::Whole => bytes,
            Kept::Beginning | Kept::Nothing => BEGINNING,
        });
        let of_order = self.orders.entry(order).or_default();
        if *of_order >= OF_AN_ORDER_AN_HOUR || after > BYTES_AN_HOUR {
            return Kept::Nothing;
        }
        *of_order += 1;
        self.bytes = after;
        kept
    }
}

fn beginning(kept: &mut u32, most: u32) -> Kept {
    if *kept >= most {
        return Kept::Nothing;
    }
    *kept += 1;
    Kept::Beginning
}

/// The first bytes of a text or of any other body. No character of a text is cut in two.
pub fn beginning_of(body: &[u8]) -> &[u8] {
    let cut = &body[..body.len().min(BEGINNING)];
    match std::str::from_utf8(cut) {
        // It ends within a character.
        Err(error) if error.error_len().is_none() => &cut[..error.valid_up_to()],
        Ok(_) | Err(_) => cut,
    }
}

#[cfg(test)]
#[path = "unsigned_tests.rs"]
mod tests;
