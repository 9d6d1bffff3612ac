//! Plans: what a membership brings each month.

use serde::{Deserialize, Serialize};

use super::{broken_id, broken_name};
use crate::money::{AMOUNT_MAX, Credits, Won};

/// A membership's plan. Its credits are given each month, as membership credits. The price is the seller's: it is shown,
/// and nothing is charged by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Formed like a product's id.
    pub id: String,
    /// The title that the buyer reads, e.g. `Pro membership`.
    pub name: String,
    /// Of one month.
    pub credits: Credits,
    /// Of one month, VAT included.
    pub price: Won,
}

/// Most credits of one month. A customer's credits together have a limit ([`AMOUNT_MAX`]), and a membership of a hundred
/// years must stay below it.
pub const PLAN_CREDITS_MAX: i64 = AMOUNT_MAX / 1_200;

impl Plan {
    /// The first field that breaks a rule.
    pub(super) fn broken_rule(&self) -> Option<(&'static str, String)> {
        broken_id(&self.id)
            .or_else(|| broken_name(&self.name))
            .or_else(|| {
                let fits = (1..=PLAN_CREDITS_MAX).contains(&self.credits.get());
                let rule = format!("must be 1 to {PLAN_CREDITS_MAX}, of one month");
                (!fits).then_some(("credits", rule))
            })
    }
}
