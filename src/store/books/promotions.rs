//! Loading what belongs to promotions: campaigns, locked, and redemptions. And contracts.
//!
//! Campaigns are locked in sorted order after the customers and the deposits of a batch, before anything is written. All
//! gateways keep this order, so none waits for another that waits for it.

use std::collections::BTreeSet;

use domain::{
    books::Facts,
    campaign::{Audience, Campaign, Redemption, RedemptionState},
    contract::Contract,
    id::{ContractId, CustomerId, RedemptionId},
};

use super::{
    CAMPAIGNS_BY_CODE, CAMPAIGNS_FOR, CONTRACTS, CONTRACTS_OF, REDEMPTIONS,
    REDEMPTIONS_BY_CAMPAIGN,
    load::{Load, text_of},
};
use crate::store::{StoreError, query::Arg};

impl Load<'_> {
    /// The campaigns that the batch names, those that greet its new customers, and those whose redemptions with the orders
    /// found so far are not given. Of each the redemptions that count for the batch, and all of the orders.
    pub(super) async fn promotions(&mut self, facts: &mut Facts) -> Result<(), StoreError> {
        let needs = self.needs;
        let mut asked: BTreeSet<String> = BTreeSet::new();
        if !needs.codes.is_empty() {
            let codes = needs
                .codes
                .iter()
                .map(domain::campaign::PromotionCode::as_str);
            let args = vec![Arg::Set(self.tx.set(codes))];
            for row in self.tx.conn().all(&CAMPAIGNS_BY_CODE, args).await? {
                asked.insert(text_of(&row, 0)?.to_owned());
            }
        }
        let mut customers = facts.customers.iter();
        let new = |id: &CustomerId| needs.newcomers.contains(id);
        if customers.any(|row| row.granted.is_zero() && new(&row.id)) {
            let audience = self.tx.set([Audience::NewCustomer]);
            let now = Arg::Int(self.now.timestamp_micros());
            let args = vec![Arg::Set(audience), now];
            for row in self.tx.conn().all(&CAMPAIGNS_FOR, args).await? {
                asked.insert(text_of(&row, 0)?.to_owned());
            }
        }
        let orders = self.found.orders.values();
        let promised = orders.filter_map(|order| order.promotion);
        let promised: BTreeSet<RedemptionId> = promised.map(|known| known.redemption).collect();
        let of_orders: Vec<Redemption> = self.by_set(&REDEMPTIONS, &promised).await?;
        // Of an order that ended unpaid the campaign may have to give once more, within its customer's share.
        let returned = |known: &&Redemption| {
            known.state == RedemptionState::Returned && known.overrun_at.is_none()
        };
        let campaign = |known: &Redemption| known.campaign.to_string();
        asked.extend(of_orders.iter().filter(returned).map(campaign));
        if !asked.is_empty() {
            let customers = Arg::Set(self.tx.set(&needs.customers));
            let args = vec![customers, Arg::Set(self.tx.set(&asked))];
            let own: Vec<Redemption> = self.all(&REDEMPTIONS_BY_CAMPAIGN, args).await?;
            let other = |known: &Redemption| !promised.contains(&known.id);
            facts.redemptions = own.into_iter().filter(other).collect();
        }
        // One that was given never changes again, so the budget is left alone. The row of its customer is locked.
        let reserved = |known: &&Redemption| known.state == RedemptionState::Reserved;
        asked.extend(of_orders.iter().filter(reserved).map(campaign));
        asked.extend(needs.campaigns.iter().map(ToString::to_string));
        let campaigns = self.reading.campaigns();
        facts.campaigns = self.by_set::<Campaign>(campaigns, &asked).await?;
        facts.redemptions.extend(of_orders);
        Ok(())
    }

    /// Contracts by id, all of some customers, and those of the payments and lots found so far: what comes back to a lot
    /// that has ended goes by its terms. A contract never changes, so it is not locked.
    pub(super) async fn contracts(&mut self) -> Result<Vec<Contract>, StoreError> {
        let needs = self.needs;
        let (payments, lots) = (self.found.payments.values(), self.found.lots.values());
        let terms = payments.map(|payment| &payment.policy);
        let terms = terms.chain(lots.map(|lot| &lot.policy));
        // A version of a policy has not the form of a contract's id.
        let agreed = terms.filter_map(|version| version.parse::<ContractId>().ok());
        let mut ids: BTreeSet<ContractId> = agreed.chain(needs.contracts.iter().copied()).collect();
        let mut found: Vec<Contract> = self.by_set(&CONTRACTS_OF, &needs.contracts_of).await?;
        for contract in &found {
            ids.remove(&contract.id);
        }
        found.extend(self.by_set::<Contract>(&CONTRACTS, &ids).await?);
        Ok(found)
    }
}
