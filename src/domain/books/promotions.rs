//! Redemptions: what a campaign gives to a customer, at once or with an order. The budget is taken when the order opens
//! and comes back when it ends unpaid, so that no budget is promised twice and an order's price never changes.

mod given;

use chrono::{DateTime, Utc};

use super::{Books, Needs, customers::GrantCredits, orders::OpenOrder};
use crate::{
    actor::Actor,
    campaign::{Audience, Campaign, Gives, Promotion, PromotionCode, Redemption, RedemptionState},
    command::{Change, of_customer},
    contract::Contract,
    id::{CustomerId, RedemptionId},
    kind::Kind,
    money::{Credits, Won},
    policy::Policy,
    product::{Bonus, Offer},
    refusal::Refusal,
};

/// Gives the credits of a campaign to a customer who names its code.
#[derive(Debug, Clone)]
pub struct RedeemCode {
    pub customer: CustomerId,
    pub code: PromotionCode,
}

impl Change for RedeemCode {
    type Answer = Redemption;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.codes.extend([self.code.clone()]);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Redemption, Refusal> {
        books.open_customer(&self.customer)?;
        let no_promotion = || Refusal::NoPromotion(self.code.clone());
        let campaign = books.coded(&self.code).cloned().ok_or_else(no_promotion)?;
        let gift = match campaign.gives {
            Gives::Credits => campaign.credits(),
            gives @ (Gives::Bonus | Gives::DiscountWon | Gives::DiscountPercent) => {
                return Err(Refusal::PromotionElsewhere {
                    campaign: campaign.id,
                    gives,
                    instead: "comes with an order that names its code",
                });
            }
        };
        let before = books.redeemed_before(&self.customer, &campaign);
        admits(&campaign, books.now, before, gift.get())?;
        let grant = GrantCredits {
            customer: self.customer.clone(),
            kind: Kind::Promotional,
            credits: gift,
            bonus_of: None,
            reason: format!("campaign {}", campaign.id),
        };
        let lot = grant.apply(books, by)?;
        let redemption = Redemption {
            lot: Some(lot.id),
            state: RedemptionState::Redeemed,
            settled_at: Some(books.now),
            ..books.redemption_of(&self.customer, &campaign, gift, Won::ZERO)
        };
        books.count(&redemption);
        books.say_given(&redemption);
        Ok(books.rows.redemptions.save(redemption))
    }
}

impl Books<'_> {
    /// An offer with what a campaign takes off its price or adds to its bonus, and that campaign's part.
    ///
    /// # Errors
    /// Where the order names a code, why its campaign does not give anything. A campaign for new customers that gives
    /// nothing to this one is passed over.
    pub(super) fn promoted(
        &mut self,
        open: &OpenOrder,
        offer: Offer,
        policy: &Policy,
    ) -> Result<(Offer, Option<Promotion>), Refusal> {
        let (campaign, discount) = match &open.promotion_code {
            Some(code) => {
                let no_promotion = || Refusal::NoPromotion(code.clone());
                let campaign = self.coded(code).cloned().ok_or_else(no_promotion)?;
                let discount = self.applies(&campaign, open, &offer)?;
                (campaign, discount)
            }
            None => match self.welcome(open, &offer) {
                Some(found) => found,
                None => return Ok((offer, None)),
            },
        };
        let bonus = campaign.credits();
        let redemption = Redemption {
            order: Some(open.id),
            ..self.redemption_of(&open.customer, &campaign, bonus, discount)
        };
        let promotion = Promotion {
            campaign: campaign.id,
            redemption: redemption.id,
            discount,
            bonus,
        };
        self.count(&redemption);
        self.rows.redemptions.put(redemption);
        Ok((with(offer, &promotion, policy), Some(promotion)))
    }

    /// Refuses an order by a contract that names a code. A contract has prices of its own: a product of it may have the
    /// name of one that everybody could buy once, and that a campaign is for.
    pub(super) fn no_code_by(&self, contract: &Contract, open: &OpenOrder) -> Result<(), Refusal> {
        let Some(code) = &open.promotion_code else {
            return Ok(());
        };
        let no_promotion = || Refusal::NoPromotion(code.clone());
        let campaign = self.coded(code).ok_or_else(no_promotion)?.id;
        let contract = contract.id;
        Err(Refusal::PromotionByContract { campaign, contract })
    }

    /// Whether the campaign gives something with this order now, and the discount.
    fn applies(
        &self,
        campaign: &Campaign,
        open: &OpenOrder,
        offer: &Offer,
    ) -> Result<Won, Refusal> {
        let id = campaign.id;
        if campaign.gives == Gives::Credits {
            return Err(Refusal::PromotionElsewhere {
                campaign: id,
                gives: campaign.gives,
                instead: "are redeemed without an order",
            });
        }
        if !campaign.is_for(&offer.product) {
            return Err(Refusal::PromotionNotForProduct {
                campaign: id,
                product: offer.product.clone(),
                products: campaign.products.clone(),
            });
        }
        let discount = campaign.discount(offer.amount, open.amount_min);
        let gift = campaign.credits().get().max(discount.get());
        let before = self.redeemed_before(&open.customer, campaign);
        admits(campaign, self.now, before, gift)?;
        if gift == 0 {
            return Err(Refusal::PromotionWithoutEffect(id));
        }
        Ok(discount)
    }

    /// The oldest campaign for new customers that gives something with this order. New is a customer to whom no credits
    /// were ever granted: that never becomes true again, and only a payment makes a gift of such a campaign credits. So
    /// opening many accounts or many orders brings nothing, and nobody has to remember who was greeted.
    fn welcome(&self, open: &OpenOrder, offer: &Offer) -> Option<(Campaign, Won)> {
        if !self.customer(&open.customer).granted.is_zero() {
            return None;
        }
        let all = self.rows.campaigns.values();
        let mut greeting: Vec<&Campaign> = all
            .filter(|known| known.audience == Audience::NewCustomer)
            .collect();
        greeting.sort_by_key(|known| known.id);
        greeting.into_iter().find_map(|campaign| {
            let discount = self.applies(campaign, open, offer).ok()?;
            Some((campaign.clone(), discount))
        })
    }

    /// How often the customer redeemed the campaign, or has it reserved.
    fn redeemed_before(&self, customer: &CustomerId, campaign: &Campaign) -> i64 {
        let own = self.rows.redemptions.of_customer(customer);
        let counting = own.filter(|known| known.campaign == campaign.id && known.is_of_share());
        i64::try_from(counting.count()).unwrap_or(i64::MAX)
    }

    /// A redemption that is about to be made.
    fn redemption_of(
        &mut self,
        customer: &CustomerId,
        campaign: &Campaign,
        credits: Credits,
        discount: Won,
    ) -> Redemption {
        Redemption {
            id: RedemptionId::new(self.now, self.entropy),
            campaign: campaign.id,
            customer: customer.clone(),
            order: None,
            lot: None,
            credits,
            discount,
            state: RedemptionState::Reserved,
            at: self.now,
            settled_at: None,
            overrun_at: None,
        }
    }
}

/// Whether a campaign can be redeemed now, by a customer who has redeemed it `before` times and gets `gift` (credits or
/// won).
fn admits(campaign: &Campaign, now: DateTime<Utc>, before: i64, gift: i64) -> Result<(), Refusal> {
    let (id, ends_at) = (campaign.id, campaign.ends_at());
    if now < campaign.from {
        let at = campaign.from;
        return Err(Refusal::PromotionNotYet { campaign: id, at });
    }
    if now >= ends_at {
        let at = ends_at;
        return Err(Refusal::PromotionOver { campaign: id, at });
    }
    if before >= campaign.per_customer {
        let times = campaign.per_customer;
        return Err(Refusal::PromotionRedeemed {
            campaign: id,
            times,
        });
    }
    if campaign.has_room(gift) {
        Ok(())
    } else {
        Err(Refusal::PromotionUsedUp(id))
    }
}

/// The offer under a promotion. The part of the price that bears no VAT shrinks with the price, rounded down. A bonus
/// lives as long as promotional credits do, and joins that of the product.
fn with(offer: Offer, promotion: &Promotion, policy: &Policy) -> Offer {
    let amount = offer.amount.minus_or_zero(promotion.discount);
    let tax_free = offer.tax_free.share_floor(amount.get(), offer.amount.get());
    let own = offer.bonus.map(|bonus| bonus.credits).unwrap_or_default();
    let credits = own.plus(promotion.bonus).unwrap_or(Credits::MAX);
    Offer {
        amount,
        tax_free: tax_free.unwrap_or_default(),
        bonus: (!credits.is_zero()).then_some(Bonus {
            credits,
            validity: policy.validity.promotional.period,
        }),
        ..offer
    }
}
