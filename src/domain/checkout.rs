//! What a shop asks a buyer to pay for, before the buyer has chosen how. Each try to pay is an order of its own, one after
//! the other: the next is opened only when the one before has ended without a payment, so no two may be paid at one time. A
//! deposit that comes late for an earlier one may make it two, as it may for any two orders.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    campaign::PromotionCode,
    id::{CheckoutId, CustomerId, Entropy, OrderId},
    metadata::Metadata,
};

/// How long a buyer may begin to pay: a day, because a buyer who was interrupted comes back the same evening, and prices
/// are those of the day of payment.
pub const LIFE: TimeDelta = TimeDelta::hours(24);
/// Most tries of one checkout. Whoever fails more often is better helped by the shop.
pub const TRIES_MAX: u32 = 20;

/// What is to be paid for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub customer: CustomerId,
    pub product: String,
    pub quantity: i64,
    /// The seller's page, where the buyer ends.
    pub return_url: String,
    #[serde(default)]
    pub metadata: Metadata,
    #[serde(default)]
    pub promotion_code: Option<PromotionCode>,
}

/// A checkout. It never changes: what became of it is what became of its tries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    pub id: CheckoutId,
    pub wanted: Wanted,
    pub opened_at: DateTime<Utc>,
    /// Exclusive: from here on no try is begun.
    pub expires_at: DateTime<Utc>,
}

impl Checkout {
    /// The order of the n-th try, counted from 0. It follows from the checkout, so two presses of one button, in two
    /// windows or at two gateways, mean one order.
    pub fn order(&self, nth: u32) -> OrderId {
        let digest = Sha256::digest(format!("{} {nth}", self.id));
        let mut bits = [0; 16];
        bits.copy_from_slice(&digest[..16]);
        OrderId::new(self.opened_at, &mut Drawn(u128::from_be_bytes(bits)))
    }

    /// A name for a transfer that hardly another checkout of these days has: seven digits that follow from its id. Banks
    /// print ten characters.
    pub fn suggested_depositor(&self) -> String {
        let digest = Sha256::digest(format!("{} depositor", self.id));
        let number = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]) % 10_000_000;
        format!("크레딧{number:07}")
    }
}

/// Bits that were worked out before.
struct Drawn(u128);

impl Entropy for Drawn {
    fn bits(&mut self) -> u128 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Checkout, LIFE, Wanted};
    use crate::{
        id::{CheckoutId, Least},
        metadata::Metadata,
    };
    use chrono::DateTime;

    #[test]
    fn each_try_has_an_order_of_its_own_that_follows_from_the_checkout() {
        let at = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let checkout = Checkout {
            id: CheckoutId::new(at, &mut Least),
            wanted: Wanted {
                customer: "alice".parse().unwrap(),
                product: "p".to_owned(),
                quantity: 1,
                return_url: "https://shop.example.com".to_owned(),
                metadata: Metadata::default(),
                promotion_code: None,
            },
            opened_at: at,
            expires_at: at + LIFE,
        };
        assert_eq!(checkout.order(0), checkout.clone().order(0));
        assert_ne!(checkout.order(0), checkout.order(1));
        let text = serde_json::to_string(&checkout.wanted).unwrap();
        assert_eq!(
            serde_json::from_str::<Wanted>(&text).unwrap(),
            checkout.wanted
        );
    }
}
