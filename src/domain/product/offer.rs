//! What a quantity of a product costs and brings, or why it is not for sale.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Period,
    kind::Kind,
    money::{Credits, Won},
};

/// The price and credits of a quantity of a product under a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub product: String,
    /// The title that the buyer reads, e.g. `1,000 credits × 3`.
    pub title: String,
    pub quantity: i64,
    pub credits: Credits,
    /// VAT included.
    pub amount: Won,
    /// The part of `amount` that bears no VAT.
    pub tax_free: Won,
    pub kind: Kind,
    pub validity: Period,
    pub bonus: Option<Bonus>,
}

impl Offer {
    /// Credits with the bonus. No purchase of a catalogue passes the largest amount.
    pub fn all_credits(&self) -> Credits {
        with_bonus(self.credits, self.bonus)
    }
}

/// All credits of a purchase, with its bonus.
pub(crate) fn with_bonus(credits: Credits, bonus: Option<Bonus>) -> Credits {
    let bonus = bonus.map(|bonus| bonus.credits).unwrap_or_default();
    credits.plus(bonus).unwrap_or(Credits::MAX)
}

/// Promotional credits that come with a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bonus {
    pub credits: Credits,
    /// How long they live, counted from the mint.
    pub validity: Period,
}

/// Why something cannot be bought.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotForSale {
    #[error("no product `{product}`; there are {}", known.join(", "))]
    UnknownProduct { product: String, known: Vec<String> },
    /// A package in a quantity that the policy's table does not have.
    #[error(
        "product `{product}` is not sold {quantity} at once, only {}",
        numbers(allowed)
    )]
    Quantity {
        product: String,
        quantity: i64,
        allowed: Vec<i64>,
    },
    #[error("product `{product}` is sold 1 to {max} at once, not {quantity}")]
    QuantityRange {
        product: String,
        quantity: i64,
        max: i64,
    },
}

fn numbers(list: &[i64]) -> String {
    let list: Vec<String> = list.iter().map(i64::to_string).collect();
    list.join(", ")
}

/// The text behind a product's name in a title, for more than one unit.
pub(super) fn suffix(quantity: i64) -> Option<String> {
    (quantity != 1).then(|| format!(" × {quantity}"))
}

/// The product's name alone, out of a title that states the quantity.
pub fn name_in(title: &str, quantity: i64) -> &str {
    let suffix = suffix(quantity).unwrap_or_default();
    title.strip_suffix(&suffix).unwrap_or(title)
}
