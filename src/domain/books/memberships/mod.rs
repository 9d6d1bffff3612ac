//! Subscriptions: begun, paused, resumed, ended and moved to another plan. Every change first settles the months that
//! are due (`months`), so that nothing depends on when a sweep ran.

mod change;
mod months;
mod paid;
mod settled;
mod start;
mod stop;

pub use change::ChangePlan;
pub use months::Distribute;
pub use paid::AskedMonth;
pub use start::StartSubscription;
pub use stop::{EndSubscription, PauseSubscription, ResumeSubscription};

use super::Books;
use crate::{
    calendar::monthly,
    canary,
    event::{Event, SubscriptionChanged},
    id::CustomerId,
    membership::{Subscription, SubscriptionState},
    product::Plan,
    refusal::Refusal,
};

impl Books<'_> {
    fn plan(&self, plan: &str) -> Result<Plan, Refusal> {
        let catalogue = &self.rules.catalogue;
        catalogue.plan(plan).cloned().ok_or_else(|| {
            let known = catalogue.plans().iter().map(|plan| plan.id.clone());
            Refusal::NoPlan {
                plan: plan.to_owned(),
                known: known.collect(),
            }
        })
    }

    /// A customer has at most one subscription to a plan that has not ended. A second one is likelier a request that
    /// was made twice.
    fn not_subscribed(&self, customer: &CustomerId, plan: &str) -> Result<(), Refusal> {
        let mut open = self.open_subscriptions(customer).into_iter();
        match open.find(|known| known.plan == plan) {
            None => Ok(()),
            Some(other) => Err(Refusal::AlreadySubscribed {
                plan: plan.to_owned(),
                other: other.id,
            }),
        }
    }

    /// Refuses while a month of this plan runs that was given to the customer: until the next monthly day of its
    /// subscription, which may have ended or have another plan by now.
    fn no_month_runs(&self, customer: &CustomerId, plan: &str) -> Result<(), Refusal> {
        for made in self.rows.distributions.of_customer(customer) {
            if made.plan != plan || made.lot.is_none() {
                continue;
            }
            let of = self.subscription(customer, made.subscription)?;
            let until = monthly(of.started_at, made.month + 1)?;
            if canary!(EachStartGivesAMonth, false, self.now < until) {
                return Err(Refusal::MonthRuns {
                    plan: plan.to_owned(),
                    subscription: of.id,
                    until,
                });
            }
        }
        Ok(())
    }

    /// The customer's loaded subscriptions that have not ended, by id.
    pub(super) fn open_subscriptions(&self, customer: &CustomerId) -> Vec<Subscription> {
        let all = self.rows.subscriptions.of_customer(customer);
        let open = all.filter(|known| known.state != SubscriptionState::Ended);
        let mut open: Vec<Subscription> = open.cloned().collect();
        open.sort_by_key(|known| known.id);
        open
    }
}

/// The body of an event about a subscription as it stands now.
fn changed(it: &Subscription) -> SubscriptionChanged {
    SubscriptionChanged {
        subscription_id: it.id,
        customer_id: it.customer.clone(),
        plan: it.plan.clone(),
        credits: it.credits,
        state: it.state,
        next_month: it.next_month,
        next_due_at: it.next_due_at,
        reason: it.reason.clone(),
        price: it.billed.map(|price| price.amount),
        tax_free: it.billed.map(|price| price.tax_free),
    }
}

impl Books<'_> {
    /// Saves a changed subscription, with its event.
    fn save_subscription(
        &mut self,
        it: Subscription,
        event: fn(SubscriptionChanged) -> Event,
    ) -> Subscription {
        self.event(event(changed(&it)));
        self.rows.subscriptions.save(it)
    }
}
