//! The campaigns and redemptions that a batch needs, and their invariants by their definitions.

use std::collections::BTreeSet;

use domain::{
    books::Needs,
    campaign::{Audience, Campaign, Gives, Redemption, RedemptionState},
    contract::Contract,
    event::Event,
    id::{CampaignId, ContractId, RedemptionId},
    order::OrderState,
};

use crate::{wanted::Wanted, world::World};

impl World {
    pub(crate) fn contracts(&self, needs: &Needs, wanted: &Wanted) -> Vec<Contract> {
        let payments = wanted
            .payments
            .iter()
            .filter_map(|id| self.rows.payments.get(id));
        let lots = wanted.lots.iter().filter_map(|id| self.rows.lots.get(id));
        let terms = payments.map(|payment| &payment.policy);
        let agreed: BTreeSet<ContractId> = terms
            .chain(lots.map(|lot| &lot.policy))
            .filter_map(|version| version.parse().ok())
            .collect();
        let asked = |known: &&Contract| {
            needs.contracts_of.contains(&known.customer)
                || needs.contracts.contains(&known.id)
                || agreed.contains(&known.id)
        };
        self.rows
            .contracts
            .values()
            .filter(asked)
            .cloned()
            .collect()
    }

    pub(crate) fn promotions(
        &self,
        needs: &Needs,
        wanted: &Wanted,
    ) -> (Vec<Campaign>, Vec<Redemption>) {
        let rows = &self.rows;
        let newcomers = needs
            .newcomers
            .iter()
            .any(|id| rows.customers[id].granted.is_zero());
        let named = |known: &&Campaign| {
            known
                .code
                .as_ref()
                .is_some_and(|code| needs.codes.contains(code))
                || (newcomers && known.audience == Audience::NewCustomer && self.now < known.until)
        };
        let mut campaigns: BTreeSet<CampaignId> = rows
            .campaigns
            .values()
            .filter(named)
            .map(|known| known.id)
            .collect();
        let orders = wanted.orders.iter().filter_map(|id| rows.orders.get(id));
        let promised = orders.filter_map(|order| order.promotion);
        let promised: Vec<&Redemption> = promised
            .map(|promotion| &rows.redemptions[&promotion.redemption])
            .collect();
        let returned = |known: &&&Redemption| {
            known.state == RedemptionState::Returned && known.overrun_at.is_none()
        };
        campaigns.extend(promised.iter().filter(returned).map(|known| known.campaign));
        let own = |known: &&Redemption| {
            campaigns.contains(&known.campaign) && needs.customers.contains(&known.customer)
        };
        let mut redemptions: BTreeSet<RedemptionId> = rows
            .redemptions
            .values()
            .filter(own)
            .map(|known| known.id)
            .collect();
        for known in promised {
            if known.state == RedemptionState::Reserved {
                campaigns.insert(known.campaign);
            }
            redemptions.insert(known.id);
        }
        campaigns.extend(&needs.campaigns);
        let campaigns = campaigns.iter().filter_map(|id| rows.campaigns.get(id));
        let redemptions = redemptions.iter().map(|id| &rows.redemptions[id]);
        (campaigns.cloned().collect(), redemptions.cloned().collect())
    }

    /// No campaign gives more than it may, and every redemption stands as its order does.
    pub(crate) fn audit_promotions(&self) {
        for campaign in self.rows.campaigns.values() {
            let of = self.rows.redemptions.values();
            let of = of.filter(|known| known.campaign == campaign.id);
            let counting: Vec<&Redemption> = of.filter(|known| known.counts()).collect();
            let gifts: i64 = counting.iter().map(|known| known.gift()).sum();
            let number = i64::try_from(counting.len()).unwrap();
            assert_eq!(
                (campaign.used, campaign.redeemed),
                (gifts, number),
                "{campaign:?}"
            );
            assert!(gifts <= campaign.budget, "over its budget: {campaign:?}");
            assert!(
                campaign.redemptions_max.is_none_or(|max| number <= max),
                "{campaign:?}"
            );
            let beyond: Vec<&Redemption> = self
                .rows
                .redemptions
                .values()
                .filter(|known| known.campaign == campaign.id && known.overrun_at.is_some())
                .collect();
            assert_eq!(
                (campaign.overrun, campaign.overruns),
                (
                    beyond.iter().map(|known| known.gift()).sum(),
                    i64::try_from(beyond.len()).unwrap()
                ),
                "{campaign:?}"
            );
            for customer in self.rows.customers.keys() {
                let own = counting.iter().filter(|known| known.customer == *customer);
                let own = i64::try_from(own.count()).unwrap();
                assert!(own <= campaign.per_customer, "{customer}: {campaign:?}");
            }
        }
        for redemption in self.rows.redemptions.values() {
            self.audit_redemption(redemption);
        }
        let promised = self
            .rows
            .orders
            .values()
            .filter(|order| order.promotion.is_some());
        let with_order = self
            .rows
            .redemptions
            .values()
            .filter(|known| known.order.is_some());
        assert_eq!(promised.count(), with_order.count());
    }

    fn audit_redemption(&self, redemption: &Redemption) {
        let campaign = &self.rows.campaigns[&redemption.campaign];
        let Some(order) = redemption.order else {
            assert_eq!(campaign.gives, Gives::Credits);
            let lot = &self.rows.lots[&redemption.lot.unwrap()];
            assert_eq!(
                (&lot.customer, lot.granted),
                (&redemption.customer, redemption.credits)
            );
            assert_eq!(redemption.state, RedemptionState::Redeemed);
            return;
        };
        let order = self.order(order);
        let promotion = order.promotion.unwrap();
        assert_eq!(
            (
                promotion.redemption,
                promotion.campaign,
                promotion.discount,
                promotion.bonus
            ),
            (
                redemption.id,
                campaign.id,
                redemption.discount,
                redemption.credits
            )
        );
        assert!(order.amount.get() >= 1 && campaign.is_for(&order.product));
        let stands = match redemption.state {
            RedemptionState::Reserved => {
                order.state.is_open() || order.state == OrderState::Mismatched
            }
            RedemptionState::Redeemed => order.state == OrderState::Completed,
            RedemptionState::Returned => !order.state.is_open(),
        };
        assert!(stands, "{redemption:?} of {order:?}");
        let late =
            redemption.state == RedemptionState::Returned && order.state == OrderState::Completed;
        let given_at = order.closed_at.filter(|_| late);
        assert_eq!(
            redemption.overrun_at, given_at,
            "{redemption:?} of {order:?}"
        );
        let said = self.rows.events.iter().filter(|record| {
            matches!(&record.event, Event::CampaignRedeemed(body) if body.redemption_id == redemption.id)
        });
        let given = redemption.state == RedemptionState::Redeemed || late;
        assert_eq!(said.count(), usize::from(given), "{redemption:?}");
    }
}
