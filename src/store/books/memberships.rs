//! Loading what belongs to memberships: subscriptions, their months, and those that wait for their payment.

use std::collections::BTreeSet;

use domain::{
    id::{DueMonthId, SubscriptionId},
    membership::{Distribution, DueMonth, Subscription},
    order::Order,
};

use super::{
    DISTRIBUTIONS, DUE_MONTHS, SUBSCRIPTIONS, SUBSCRIPTIONS_OF, SUBSCRIPTIONS_OPEN, load::Load,
};
use crate::store::StoreError;

impl Load<'_> {
    /// Those that are named, and those of a customer that have not ended.
    pub(super) async fn subscriptions(&mut self) -> Result<(), StoreError> {
        let needs = self.needs;
        self.find::<Subscription>(&SUBSCRIPTIONS, &needs.subscriptions)
            .await?;
        self.find::<Subscription>(&SUBSCRIPTIONS_OF, &needs.months_of)
            .await?;
        let of = needs.subscriptions_of.union(&needs.everything_of);
        self.find::<Subscription>(&SUBSCRIPTIONS_OPEN, &of.collect())
            .await
    }

    /// The months of all subscriptions of a customer.
    pub(super) async fn months(&mut self) -> Result<Vec<Distribution>, StoreError> {
        let of = &self.needs.months_of;
        let all = self.found.subscriptions.values();
        let all = all.filter(|known| of.contains(&known.customer));
        let ids: BTreeSet<SubscriptionId> = all.map(|known| known.id).collect();
        self.by_set(&DISTRIBUTIONS, &ids).await
    }

    /// The months that the orders found so far pay for, with their subscriptions, and those that the subscriptions found
    /// so far wait for. A batch without either asks nothing.
    pub(super) async fn due_months(&mut self) -> Result<Vec<DueMonth>, StoreError> {
        let orders = self.found.orders.values();
        let named: BTreeSet<DueMonthId> = orders.filter_map(Order::month).collect();
        let mut found: Vec<DueMonth> = self.by_set(&DUE_MONTHS, &named).await?;
        let known = &self.found.subscriptions;
        let of = found.iter().map(|due| due.subscription);
        let of: BTreeSet<SubscriptionId> = of.filter(|id| !known.contains_key(id)).collect();
        self.find::<Subscription>(&SUBSCRIPTIONS, &of).await?;
        let waiting = self.found.subscriptions.values();
        let waiting = waiting.filter_map(|known| known.waiting);
        let waiting: BTreeSet<DueMonthId> = waiting.filter(|id| !named.contains(id)).collect();
        found.extend(self.by_set::<DueMonth>(&DUE_MONTHS, &waiting).await?);
        Ok(found)
    }
}
