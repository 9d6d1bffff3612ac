//! A campaign as it is asked for, and the rules that it must follow.

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike as _, Utc};

use super::{Audience, Gives, PromotionCode};
use crate::{calendar::YEARS, money::AMOUNT_MAX, product::Catalogue};

/// Longest name of a campaign, in characters: a line in a list.
pub const CAMPAIGN_NAME_MAX: usize = 100;

/// Most products of one campaign. A catalogue has a few dozen.
pub const PRODUCTS_MAX: usize = 100;

/// Most redemptions of one customer. More is no promotion but a price, which belongs in the catalogue.
pub const PER_CUSTOMER_MAX: i64 = 100;

/// Whole per cent that may be taken off. The whole price cannot: nothing would be paid.
pub const PERCENT: RangeInclusive<i64> = 1..=99;

/// A campaign that somebody wants to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCampaign {
    pub name: String,
    pub audience: Audience,
    pub code: Option<PromotionCode>,
    pub gives: Gives,
    /// Credits, won or whole per cent, as `gives` says.
    pub worth: i64,
    pub products: Vec<String>,
    pub from: DateTime<Utc>,
    /// Exclusive.
    pub until: DateTime<Utc>,
    /// Credits or won, as `gives` says.
    pub budget: i64,
    pub redemptions_max: Option<i64>,
    pub per_customer: i64,
}

/// A field and the rule that it breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub field: &'static str,
    pub rule: String,
}

fn broken(field: &'static str, rule: impl Into<String>) -> Result<(), Broken> {
    let rule = rule.into();
    Err(Broken { field, rule })
}

impl NewCampaign {
    /// Whether it follows the rules, asked at `now`, with the products that are on sale.
    ///
    /// # Errors
    /// The first field that breaks one.
    pub fn check(&self, now: DateTime<Utc>, catalogue: &Catalogue) -> Result<(), Broken> {
        let chars = self.name.chars().count();
        if self.name.trim().is_empty()
            || chars > CAMPAIGN_NAME_MAX
            || self.name.chars().any(char::is_control)
        {
            let rule = format!("has 1 to {CAMPAIGN_NAME_MAX} characters of one line");
            return broken("name", rule);
        }
        self.check_audience()?;
        self.check_products(catalogue)?;
        self.check_limits()?;
        if self.until <= self.from || self.until <= now {
            return broken("until", "is after `from`, and not over yet");
        }
        if !YEARS.contains(&self.from.year()) || !YEARS.contains(&self.until.year()) {
            let rule = format!("is in the years {} to {}", YEARS.start(), YEARS.end());
            return broken("until", rule);
        }
        Ok(())
    }

    fn check_audience(&self) -> Result<(), Broken> {
        match (self.audience, &self.code) {
            (Audience::Code, None) => broken("code", "is needed where the audience is `code`"),
            (Audience::NewCustomer, Some(_)) => broken("code", "is for the audience `code` alone"),
            // An account costs nothing to open, so credits for it would be taken by whoever opens many.
            (Audience::NewCustomer, None) if self.gives == Gives::Credits => broken(
                "gives",
                "is not `credits` for new customers: what they get comes with an order, or by a code that the seller gives to whom it knows",
            ),
            (Audience::NewCustomer, None) if self.per_customer != 1 => {
                broken("per_customer", "is 1 for new customers")
            }
            (Audience::Code, Some(_)) | (Audience::NewCustomer, None) => Ok(()),
        }
    }

    fn check_products(&self, catalogue: &Catalogue) -> Result<(), Broken> {
        if self.gives == Gives::Credits {
            let rule = "is empty for credits, which come without an order";
            return if self.products.is_empty() {
                Ok(())
            } else {
                broken("products", rule)
            };
        }
        if self.products.is_empty() || self.products.len() > PRODUCTS_MAX {
            let rule = format!("names 1 to {PRODUCTS_MAX} products");
            return broken("products", rule);
        }
        for (place, product) in self.products.iter().enumerate() {
            if !catalogue
                .products()
                .iter()
                .any(|known| known.id == *product)
            {
                return broken("products", format!("no product `{product}` is on sale"));
            }
            if self.products[..place].contains(product) {
                return broken("products", format!("`{product}` stands there twice"));
            }
        }
        Ok(())
    }

    fn check_limits(&self) -> Result<(), Broken> {
        let worth = match self.gives {
            Gives::Credits | Gives::Bonus | Gives::DiscountWon => 1..=AMOUNT_MAX,
            Gives::DiscountPercent => PERCENT,
        };
        if !worth.contains(&self.worth) {
            let rule = format!("is {} to {}", worth.start(), worth.end());
            return broken("worth", rule);
        }
        let least = match self.gives {
            Gives::Credits | Gives::Bonus | Gives::DiscountWon => self.worth,
            Gives::DiscountPercent => 1,
        };
        if !(least..=AMOUNT_MAX).contains(&self.budget) {
            let rule = format!("is {least} to {AMOUNT_MAX}: at least one redemption");
            return broken("budget", rule);
        }
        if self
            .redemptions_max
            .is_some_and(|max| !(1..=AMOUNT_MAX).contains(&max))
        {
            let rule = format!("is 1 to {AMOUNT_MAX} where it is there");
            return broken("redemptions_max", rule);
        }
        if !(1..=PER_CUSTOMER_MAX).contains(&self.per_customer) {
            return broken("per_customer", format!("is 1 to {PER_CUSTOMER_MAX}"));
        }
        Ok(())
    }
}
