//! The months of a subscription, each given or skipped once. The row's own number decides which month is next, never a
//! caller or a clock, so that sweeps of any number of gateways, repeated or with clocks that were set back, give no month
//! twice.

use chrono::{DateTime, Utc};

use super::settled::{month_of, settled};
use crate::{
    actor::Actor,
    books::Books,
    calendar::monthly,
    canary,
    command::{Change, of_customer},
    customer::CustomerState,
    id::{CustomerId, DistributionId, SubscriptionId},
    kind::Kind,
    lot::Lot,
    membership::{Distribution, Skipped, Subscription, SubscriptionState},
    refusal::Refusal,
};

/// Settles one month of a subscription that is due: gives it, or skips it while the subscription is paused. A month that
/// was settled before, or of a subscription that has ended, changes nothing.
#[derive(Debug, Clone)]
pub struct Distribute {
    pub customer: CustomerId,
    pub subscription: SubscriptionId,
    /// Counted from 0.
    pub month: i64,
}

impl Change for Distribute {
    type Answer = Subscription;

    of_customer!(subscriptions: subscription);

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Subscription, Refusal> {
        let known = books.subscription(&self.customer, self.subscription)?;
        let Some(due_at) = known.next_due_at else {
            return Ok(known);
        };
        if canary!(MonthGivenTwice, false, self.month < known.next_month) {
            return Ok(known);
        }
        let ahead = self.month > known.next_month || due_at > books.now;
        if canary!(MonthGivenTwice, false, ahead) {
            return Err(Refusal::MonthNotDue {
                subscription: known.id,
                month: self.month,
                next: known.next_month,
                due_at,
            });
        }
        books.settle_month(known)
    }
}

impl Books<'_> {
    /// Settles every month that is due by now, in their order: at most one for each month since the start.
    pub(in crate::books) fn settle_months(
        &mut self,
        mut it: Subscription,
    ) -> Result<Subscription, Refusal> {
        while it.next_due_at.is_some_and(|due_at| due_at <= self.now) {
            it = self.settle_month(it)?;
        }
        Ok(it)
    }

    /// Settles what is due of all the customer's loaded subscriptions. Whoever freezes an account or opens it again does
    /// so first, so that a month is skipped for a freeze exactly when it became due during one.
    pub(in crate::books) fn settle_months_of(
        &mut self,
        customer: &CustomerId,
    ) -> Result<(), Refusal> {
        for known in self.open_subscriptions(customer) {
            self.settle_months(known)?;
        }
        Ok(())
    }

    /// Settles the next month. A month that could not be given without passing the largest amount is skipped, because a
    /// refusal would keep the subscription from ever ending. A month of a frozen customer is skipped, not given later:
    /// months that wait would stand before all others that are due. One that an order pays for waits from here on, and
    /// the one before it no longer does.
    fn settle_month(&mut self, it: Subscription) -> Result<Subscription, Refusal> {
        let mut it = self.skip_unpaid(it);
        let (month, due_at) = (it.next_month, it.next_due_at.unwrap_or(self.now));
        let skipped = match it.state {
            SubscriptionState::Ended => return Ok(it),
            SubscriptionState::Paused if canary!(PausedIsGivenMonths, false, true) => {
                Some(Skipped::Paused)
            }
            SubscriptionState::Active if self.gives_nothing(&it.customer) => Some(Skipped::Frozen),
            SubscriptionState::Active | SubscriptionState::Paused => {
                let granted = self.granted_with(&it.customer, it.credits);
                granted.is_err().then_some(Skipped::TooManyCredits)
            }
        };
        if let (None, Some(price)) = (skipped, it.billed) {
            let it = self.ask_for_month(it, price);
            let it = self.next_month(it, due_at)?;
            self.month_asked(&it);
            return Ok(it);
        }
        let lot = match skipped {
            None => Some(self.give_month(&it)?),
            Some(_) => None,
        };
        let made = Distribution {
            id: DistributionId::new(self.now, self.entropy),
            customer: it.customer.clone(),
            subscription: it.id,
            month,
            plan: it.plan.clone(),
            credits: it.credits,
            due_at,
            made_at: self.now,
            lot: lot.as_ref().map(|lot| lot.id),
            skipped,
        };
        it = self.next_month(it, due_at)?;
        self.rows.distributions.put(made.clone());
        self.event(settled(made, lot));
        Ok(it)
    }

    fn next_month(
        &mut self,
        mut it: Subscription,
        due_at: DateTime<Utc>,
    ) -> Result<Subscription, Refusal> {
        it.next_month += 1;
        it.next_due_at = Some(canary!(
            MonthDayDrifts,
            monthly(due_at, 1),
            monthly(it.started_at, it.next_month)
        )?);
        Ok(self.rows.subscriptions.save(it))
    }

    fn gives_nothing(&self, customer: &CustomerId) -> bool {
        let frozen = self.customer(customer).state == CustomerState::Frozen;
        canary!(FrozenIsGivenMonths, false, frozen)
    }

    /// A lot of the month's credits, which live as long as the policy in force gives to membership credits from now on
    /// (credits policy, section 2: 30 days from distribution). Its reason names the subscription and the month, because
    /// those who read a lot do not see its distribution.
    fn give_month(&mut self, it: &Subscription) -> Result<Lot, Refusal> {
        let policy = self.rules.policies.current(self.now);
        let validity = policy.validity.membership.period;
        let policy = (policy.version.as_str(), policy.hash.as_str());
        let lot = Lot {
            reason: Some(month_of(it.next_month, it.id)),
            ..self.new_lot(&it.customer, Kind::Membership, it.credits, validity, policy)?
        };
        self.grant(lot.clone())?;
        self.pay_debt_from(&it.customer, &[(lot.id, lot.remaining)]);
        Ok(lot)
    }
}
