//! What becomes of a redemption: its part of the budget is taken, given for good, or given back.

use super::super::Books;
use crate::{
    campaign::{Redemption, RedemptionState},
    canary,
    event::{CampaignExhausted, CampaignRedeemed, Event},
    order::Order,
};

impl Books<'_> {
    /// Takes a redemption from its campaign's budget, and says so where that leaves no room for another one like it.
    pub(super) fn count(&mut self, redemption: &Redemption) {
        let gift = redemption.gift();
        self.rows
            .campaigns
            .update(&redemption.campaign, |campaign| {
                campaign.used = campaign.used.saturating_add(gift);
                campaign.redeemed = campaign.redeemed.saturating_add(1);
            });
        let campaign = self.rows.campaigns.known(&redemption.campaign);
        if !campaign.has_room(gift) {
            self.event(Event::CampaignExhausted(CampaignExhausted {
                campaign_id: campaign.id,
                gives: campaign.gives,
                budget: campaign.budget,
                used: campaign.used,
                redeemed: campaign.redeemed,
            }));
        }
    }

    /// The event of a redemption that is given.
    pub(super) fn say_given(&mut self, redemption: &Redemption) {
        self.event(Event::CampaignRedeemed(CampaignRedeemed {
            redemption_id: redemption.id,
            campaign_id: redemption.campaign,
            customer_id: redemption.customer.clone(),
            order_id: redemption.order,
            lot_id: redemption.lot,
            credits: redemption.credits,
            discount: redemption.discount,
            overrun: canary!(OverrunUnsaid, false, redemption.overrun_at.is_some()),
        }));
    }

    /// The order is paid: its redemption is given.
    pub(in crate::books) fn keep_promotion(&mut self, order: &Order) {
        let Some(known) = self.promised_to(order) else {
            return;
        };
        let given = match known.state {
            RedemptionState::Reserved => Redemption {
                state: RedemptionState::Redeemed,
                settled_at: Some(self.now),
                ..known
            },
            RedemptionState::Returned => self.given_late(known),
            RedemptionState::Redeemed => return,
        };
        self.say_given(&given);
        self.rows.redemptions.put(given);
    }

    /// The order was paid after it had ended, by a late report or a person's decision. Its buyer paid the price that was
    /// promised, so the promise is kept: within the campaign's limits where they have room again, else beyond them.
    fn given_late(&mut self, returned: Redemption) -> Redemption {
        let campaign = self.rows.campaigns.known(&returned.campaign);
        let before = self.redeemed_before(&returned.customer, &campaign);
        let fits = campaign.has_room(returned.gift()) && before < campaign.per_customer;
        if canary!(LateBesideBudget, false, fits) {
            self.count(&returned);
            return Redemption {
                state: RedemptionState::Redeemed,
                settled_at: Some(self.now),
                ..returned
            };
        }
        self.rows.campaigns.update(&returned.campaign, |campaign| {
            campaign.overrun = campaign.overrun.saturating_add(returned.gift());
            campaign.overruns = campaign.overruns.saturating_add(1);
        });
        Redemption {
            overrun_at: Some(self.now),
            ..returned
        }
    }

    /// The order ended unpaid: its redemption goes back into the campaign's budget.
    pub(in crate::books) fn return_promotion(&mut self, order: &Order) {
        let reserved = self
            .promised_to(order)
            .filter(|known| known.state == RedemptionState::Reserved);
        if let Some(reserved) = reserved {
            self.rows.campaigns.update(&reserved.campaign, |campaign| {
                campaign.used = campaign.used.saturating_sub(reserved.gift());
                campaign.redeemed = campaign.redeemed.saturating_sub(1);
            });
            self.rows.redemptions.put(Redemption {
                state: RedemptionState::Returned,
                settled_at: Some(self.now),
                ..reserved
            });
        }
    }

    fn promised_to(&self, order: &Order) -> Option<Redemption> {
        let promotion = order.promotion?;
        Some(self.rows.redemptions.known(&promotion.redemption))
    }
}
