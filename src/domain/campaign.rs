//! Campaigns: what the seller promises to whoever names a code, or to new customers, within a window and a budget. A
//! redemption is one customer's use of a campaign.

mod code;
mod new;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    actor::Actor,
    canary,
    id::{CampaignId, CustomerId, LotId, OrderId, RedemptionId},
    kind::vocabulary,
    money::{Credits, Won},
};

pub use code::{CODE_CHARS, CODE_TYPED_MAX, InvalidCode, PromotionCode};
pub use new::{Broken, CAMPAIGN_NAME_MAX, NewCampaign, PER_CUSTOMER_MAX, PERCENT, PRODUCTS_MAX};

vocabulary!(
    /// What a campaign gives. It decides the unit of its `worth` and of its budget.
    Gives, "gift of a campaign" {
        /// Promotional credits without a purchase. Worth and budget are credits.
        Credits = "credits",
        /// Promotional credits with a purchase, which go when it is refunded. Worth and budget are credits.
        Bonus = "bonus",
        /// Won off the price of an order. Worth and budget are won.
        DiscountWon = "discount_won",
        /// A share of an order's price. The worth is whole per cent, the budget won.
        DiscountPercent = "discount_percent",
    }
);

vocabulary!(
    /// Who gets what a campaign gives.
    Audience, "audience of a campaign" {
        /// Whoever names its code.
        Code = "code",
        /// A customer to whom no credits were ever granted, with the first order. No code is needed.
        NewCustomer = "new_customer",
    }
);

/// A campaign. Only its end can be moved, to now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub id: CampaignId,
    pub name: String,
    pub audience: Audience,
    /// Where the audience is [`Audience::Code`]. It belongs to this campaign for good.
    pub code: Option<PromotionCode>,
    pub gives: Gives,
    /// What one redemption gives: credits, won or whole per cent, as `gives` says.
    pub worth: i64,
    /// The products that a bonus or a discount comes with. Empty for credits.
    pub products: Vec<String>,
    /// The first instant at which it can be redeemed.
    pub from: DateTime<Utc>,
    /// Exclusive.
    pub until: DateTime<Utc>,
    /// The most that all redemptions give together: credits or won, as `gives` says.
    pub budget: i64,
    /// The most redemptions, where there is such a limit beside the budget.
    pub redemptions_max: Option<i64>,
    /// The most redemptions of one customer.
    pub per_customer: i64,
    /// Of the budget: what redemptions gave or hold back for open orders.
    pub used: i64,
    /// How many redemptions gave something or hold it back.
    pub redeemed: i64,
    /// What was given beyond these limits, in the unit of the budget: to buyers whose order ended unpaid and was paid after
    /// all, when its part of the budget was gone.
    pub overrun: i64,
    /// How many redemptions were given so.
    pub overruns: i64,
    pub created_by: Actor,
    pub created_at: DateTime<Utc>,
    /// When a person ended it before its time.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Campaign {
    /// The exclusive end: that of its window, or the instant at which a person ended it.
    pub fn ends_at(&self) -> DateTime<Utc> {
        self.ended_at.map_or(self.until, |at| at.min(self.until))
    }

    /// Whether another redemption that gives `gift` (credits or won) is within the budget and the number of redemptions.
    pub fn has_room(&self, gift: i64) -> bool {
        let left = self.budget.saturating_sub(self.used);
        let enough = canary!(BudgetUnchecked, true, gift <= left);
        enough && self.redemptions_max.is_none_or(|max| self.redeemed < max)
    }

    /// Whether an order of this product can redeem it.
    pub fn is_for(&self, product: &str) -> bool {
        self.products.iter().any(|known| known == product)
    }

    /// The won that it takes off a price. A share is rounded up to whole won, in the buyer's favour. At least `least`
    /// won, and always one, stay to be paid: a provider takes no less.
    pub fn discount(&self, price: Won, least: Won) -> Won {
        let off = match self.gives {
            Gives::DiscountWon => Won::new(self.worth).ok(),
            Gives::DiscountPercent => price.share_ceil(self.worth, 100),
            Gives::Credits | Gives::Bonus => None,
        };
        let least = least.max(Won::new(1).unwrap_or_default());
        off.unwrap_or_default().min(price.minus_or_zero(least))
    }

    /// The promotional credits that one redemption gives.
    pub fn credits(&self) -> Credits {
        match self.gives {
            Gives::Credits | Gives::Bonus => Credits::new(self.worth).unwrap_or_default(),
            Gives::DiscountWon | Gives::DiscountPercent => Credits::ZERO,
        }
    }
}

vocabulary!(
    /// How a redemption stands.
    RedemptionState, "state of a redemption" {
        /// Held back for an order that is not paid yet.
        Reserved = "reserved",
        /// Given.
        Redeemed = "redeemed",
        /// Back in the campaign's budget, because its order ended unpaid. Where the order was paid after all and there was
        /// no room for it any more, it was given all the same ([`Redemption::overrun_at`]).
        Returned = "returned",
    }
);

/// One customer's use of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redemption {
    pub id: RedemptionId,
    pub campaign: CampaignId,
    pub customer: CustomerId,
    /// The order that it came with.
    pub order: Option<OrderId>,
    /// The lot of credits that were given without an order.
    pub lot: Option<LotId>,
    pub credits: Credits,
    pub discount: Won,
    pub state: RedemptionState,
    pub at: DateTime<Utc>,
    pub settled_at: Option<DateTime<Utc>>,
    /// When it was given beyond the campaign's limits, with an order that was paid after it had ended.
    #[serde(default)]
    pub overrun_at: Option<DateTime<Utc>>,
}

impl Redemption {
    /// What it takes of the campaign's budget: credits or won. One of the two is zero.
    pub fn gift(&self) -> i64 {
        self.credits.get().saturating_add(self.discount.get())
    }

    /// Whether it counts against the budget and the number of its campaign.
    pub const fn counts(&self) -> bool {
        match self.state {
            RedemptionState::Reserved | RedemptionState::Redeemed => true,
            RedemptionState::Returned => false,
        }
    }

    /// Whether it counts against its customer's share: also where the campaign had no room for it.
    pub const fn is_of_share(&self) -> bool {
        self.counts() || self.overrun_at.is_some()
    }
}

/// What a campaign adds to an order, as the order pins it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    pub campaign: CampaignId,
    pub redemption: RedemptionId,
    /// Taken off the price. The order's amount is what is left.
    pub discount: Won,
    /// Of the order's bonus, what the campaign gives.
    pub bonus: Credits,
}
