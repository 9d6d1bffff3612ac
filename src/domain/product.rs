//! The products, and what a quantity of one costs and brings.

mod catalogue;
mod plan;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Period,
    kind::{Kind, vocabulary},
    money::{Credits, Won},
    policy::Policy,
};

pub use catalogue::{Catalogue, CatalogueError};
pub(crate) use plan::month_title;
pub use plan::{Billing, MONTHS_MAX, PLAN_CREDITS_MAX, Plan};

/// Most units of one product in one order. More is likelier a typing error. A buyer who needs more is better served by
/// an enterprise contract (credits policy, section 10).
pub const QUANTITY_MAX: i64 = 1_000;

/// Longest product name in characters. With ` × 1000` after it, it stays below the 100 characters that Toss Payments
/// and Kakao Pay allow for the title that the buyer reads.
pub const NAME_CHARS_MAX: usize = 80;

/// Longest product id.
pub const ID_CHARS_MAX: usize = 40;

vocabulary!(
    /// How a product is sold, which decides how long its credits live (credits policy, section 2).
    Sale, "kind of sale" {
        /// Any quantity; the credits live as long as purchased credits do.
        Direct = "direct",
        /// Only the quantities of the policy's table, bought at once; the more, the longer they live.
        Package = "package",
    }
);

/// Something that can be bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// `[a-z0-9][a-z0-9-]*`, at most [`ID_CHARS_MAX`].
    pub id: String,
    /// The title that the buyer reads, e.g. `1,000 credits`.
    pub name: String,
    /// The same in Korean, for pages in that language. Left out, they show `name`.
    #[serde(default)]
    pub korean_name: Option<String>,
    pub sale: Sale,
    /// Of one unit.
    pub credits: Credits,
    /// Of one unit, VAT included.
    pub price: Won,
    /// The part of `price` that bears no VAT. AI services bear VAT, so this is normally zero.
    #[serde(default)]
    pub tax_free: Won,
    /// Promotional credits that come with one unit. They are never paid out. The unused ones go when the purchase is
    /// refunded.
    #[serde(default)]
    pub bonus: Credits,
}

impl Product {
    fn offer(
        &self,
        quantity: i64,
        kind: Kind,
        validity: Period,
        policy: &Policy,
    ) -> Result<Offer, NotForSale> {
        let refused = || NotForSale::QuantityRange {
            product: self.id.clone(),
            quantity,
            max: QUANTITY_MAX,
        };
        if !(1..=QUANTITY_MAX).contains(&quantity) {
            return Err(refused());
        }
        let title = title_of(&self.name, quantity);
        let bonus = self.bonus.times(quantity).ok_or_else(refused)?;
        Ok(Offer {
            bonus: (!bonus.is_zero()).then_some(Bonus {
                credits: bonus,
                validity: policy.validity.promotional.period,
            }),
            product: self.id.clone(),
            title,
            quantity,
            credits: self.credits.times(quantity).ok_or_else(refused)?,
            amount: self.price.times(quantity).ok_or_else(refused)?,
            tax_free: self.tax_free.times(quantity).ok_or_else(refused)?,
            kind,
            validity,
        })
    }

    fn broken_rule(&self) -> Option<(&'static str, String)> {
        let named =
            broken_id(&self.id).or_else(|| broken_names(&self.name, self.korean_name.as_deref()));
        if named.is_some() {
            return named;
        }
        // With this checked, no offer can leave the range of an amount.
        if self.credits.is_zero() || self.credits.times(QUANTITY_MAX).is_none() {
            return Some(("credits", unit_rule()));
        }
        if self.bonus.times(QUANTITY_MAX).is_none() {
            return Some(("bonus", unit_rule()));
        }
        if self.price.is_zero() || self.price.times(QUANTITY_MAX).is_none() {
            return Some(("price", unit_rule()));
        }
        (self.tax_free > self.price).then(|| ("tax_free", "must not be above the price".to_owned()))
    }
}

/// What the id of a product or a plan breaks: the field and the rule.
fn broken_id(id: &str) -> Option<(&'static str, String)> {
    let rule = || format!("must be 1 to {ID_CHARS_MAX} of a-z 0-9 -, not beginning with -");
    (!is_product_id(id)).then(|| ("id", rule()))
}

/// The same of the names.
fn broken_names(name: &str, korean: Option<&str>) -> Option<(&'static str, String)> {
    let formed = |name: &str| {
        name.trim() == name
            && (1..=NAME_CHARS_MAX).contains(&name.chars().count())
            && !name.chars().any(char::is_control)
    };
    let rule = || format!("must be 1 to {NAME_CHARS_MAX} characters of one line");
    if !formed(name) {
        return Some(("name", rule()));
    }
    korean
        .is_some_and(|korean| !formed(korean))
        .then(|| ("korean_name", rule()))
}

/// Whether a product may be named so.
pub(crate) fn is_product_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let id = id.as_bytes();
    id.first().is_some_and(|byte| plain(*byte))
        && id.len() <= ID_CHARS_MAX
        && id.iter().all(|byte| plain(*byte) || *byte == b'-')
}

fn unit_rule() -> String {
    let max = crate::money::AMOUNT_MAX / QUANTITY_MAX;
    format!("must be 1 to {max}, so that {QUANTITY_MAX} units still are an amount")
}

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
fn suffix(quantity: i64) -> Option<String> {
    (quantity != 1).then(|| format!(" × {quantity}"))
}

/// The title that the buyer reads.
pub(crate) fn title_of(name: &str, quantity: i64) -> String {
    format!("{name}{}", suffix(quantity).unwrap_or_default())
}

/// The product's name alone, out of a title that states the quantity.
pub fn name_in(title: &str, quantity: i64) -> &str {
    let suffix = suffix(quantity).unwrap_or_default();
    title.strip_suffix(&suffix).unwrap_or(title)
}
