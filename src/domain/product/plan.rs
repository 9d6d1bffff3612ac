//! Plans: what a membership brings each month.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{broken_id, broken_names};
use crate::{
    kind::vocabulary,
    membership::MonthPrice,
    money::{AMOUNT_MAX, Credits, Won},
};

vocabulary!(
    /// Who takes the money for the months of a plan.
    Billing, "way of billing" {
        /// The seller, elsewhere. Each month is given on its day.
        Seller = "seller",
        /// This gateway: a month is given when an order for it is paid.
        Order = "order",
    }
);

/// A membership's plan. Its credits are given each month, as membership credits. Where the seller takes the money, the
/// price is shown, and nothing is charged by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Formed like a product's id.
    pub id: String,
    /// The title that the buyer reads, e.g. `Pro membership`.
    pub name: String,
    /// The same in Korean, for pages in that language. Left out, they show `name`.
    #[serde(default)]
    pub korean_name: Option<String>,
    /// Of one month.
    pub credits: Credits,
    /// Of one month, VAT included.
    pub price: Won,
    /// The part of `price` that bears no VAT.
    #[serde(default)]
    pub tax_free: Won,
    #[serde(default = "by_the_seller")]
    pub billing: Billing,
}

const fn by_the_seller() -> Billing {
    Billing::Seller
}

/// Most months of a membership that are counted on: a hundred years.
pub const MONTHS_MAX: i64 = 1_200;

/// Most credits of one month. A customer's credits together have a limit ([`AMOUNT_MAX`]), and a membership of a hundred
/// years must stay below it.
pub const PLAN_CREDITS_MAX: i64 = AMOUNT_MAX / MONTHS_MAX;

/// What stands between a plan's name and the day from which a month is, in the title of a month's order.
const MONTH_FROM: &str = ", from ";

/// The title of an order for a month, e.g. `Pro membership, from 2026-01-31`.
pub(crate) fn month_title(name: &str, from: NaiveDate) -> String {
    format!("{name}{MONTH_FROM}{from}")
}

impl Plan {
    /// The title of a month's order in Korean, where it is one of this plan and the plan has a Korean name.
    pub(super) fn korean_month(&self, title: &str) -> Option<String> {
        let (name, from) = title.rsplit_once(MONTH_FROM)?;
        let korean = self.korean_name.as_deref().filter(|_| name == self.name)?;
        Some(format!("{korean}, {from}부터"))
    }

    /// What an order for a month costs. `None` where the seller takes the money.
    pub fn billed(&self) -> Option<MonthPrice> {
        (self.billing == Billing::Order).then_some(MonthPrice {
            amount: self.price,
            tax_free: self.tax_free,
        })
    }

    /// The first field that breaks a rule.
    pub(super) fn broken_rule(&self) -> Option<(&'static str, String)> {
        broken_id(&self.id)
            .or_else(|| broken_names(&self.name, self.korean_name.as_deref()))
            .or_else(|| {
                let fits = (1..=PLAN_CREDITS_MAX).contains(&self.credits.get());
                let rule = format!("must be 1 to {PLAN_CREDITS_MAX}, of one month");
                (!fits).then_some(("credits", rule))
            })
            .or_else(|| {
                let free = self.billing == Billing::Order && self.price.is_zero();
                let rule = "must be at least 1 where orders pay for the months";
                free.then(|| ("price", rule.to_owned()))
            })
            .or_else(|| {
                let above = self.tax_free > self.price;
                above.then(|| ("tax_free", "must not be above the price".to_owned()))
            })
    }
}
