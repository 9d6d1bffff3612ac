//! Months that an order pays for. Such a month waits from the day it is due. Its payment gives it, once. What nobody paid
//! before the next month is due, or before the subscription stops, is skipped as unpaid, and from then on takes no money.

use chrono::{DateTime, Utc};

use super::settled::{month_of, settled};
use crate::{
    books::Books,
    calendar::seoul,
    canary,
    event::{Event, SubscriptionMonthDue},
    id::{CustomerId, DistributionId, DueMonthId, SubscriptionId},
    kind::Kind,
    lot::Lot,
    membership::{Distribution, DueMonth, MonthPrice, Skipped, Subscription, SubscriptionState},
    order::Order,
    product::{NotForSale, Offer, month_title},
    refusal::Refusal,
};

/// The month that an order is asked to pay for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedMonth {
    pub subscription: SubscriptionId,
    /// Counted from 0; the one that waits when left out.
    pub month: Option<i64>,
}

impl Books<'_> {
    /// What a month that waits costs and brings, and until when it waits (exclusive). Months that are due by now begin to
    /// wait first, so that nothing depends on when a sweep ran.
    pub(in crate::books) fn month_offer(
        &mut self,
        customer: &CustomerId,
        asked: AskedMonth,
        quantity: i64,
    ) -> Result<(Offer, DateTime<Utc>), Refusal> {
        let known = self.subscription(customer, asked.subscription)?;
        let it = self.settle_months(known)?;
        let due = self.asked_month(&it, asked.month)?;
        let product = due.id.to_string();
        if quantity != 1 {
            let max = 1;
            return Err(NotForSale::QuantityRange {
                product,
                quantity,
                max,
            }
            .into());
        }
        let name = match self.rules.catalogue.plan(&due.plan) {
            Some(plan) => plan.name.clone(),
            None => due.plan.clone(),
        };
        let offer = Offer {
            product,
            title: month_title(&name, seoul(due.due_at).date_naive()),
            quantity,
            credits: due.credits,
            amount: due.amount,
            tax_free: due.tax_free,
            kind: Kind::Membership,
            validity: self
                .rules
                .policies
                .current(self.now)
                .validity
                .membership
                .period,
            bonus: None,
        };
        Ok((offer, it.next_due_at.unwrap_or(self.now)))
    }

    /// The month that waits, if it is the one that is asked for.
    fn asked_month(&self, it: &Subscription, month: Option<i64>) -> Result<DueMonth, Refusal> {
        let waiting = it.waiting.map(|id| self.rows.due_months.known(&id));
        let meant = waiting.filter(|due| month.is_none_or(|month| month == due.month));
        if let Some(due) = meant {
            return Ok(due);
        }
        let subscription = it.id;
        match (it.next_due_at, month) {
            (None, _) => Err(Refusal::SubscriptionIs {
                subscription,
                state: SubscriptionState::Ended,
            }),
            (_, Some(month)) if month < it.next_month => Err(Refusal::MonthSettled {
                subscription,
                month,
            }),
            _ if it.billed.is_none() => Err(Refusal::MonthsNotSold(subscription)),
            (Some(due_at), _) => Err(Refusal::MonthNotDue {
                subscription,
                month: month.unwrap_or(it.next_month),
                next: it.next_month,
                due_at,
            }),
        }
    }

    /// Whether an order pays for nothing that was given or skipped meanwhile. An order of a product always does.
    pub(in crate::books) fn is_payable(&self, order: &Order) -> Result<(), Refusal> {
        let payable = order.month().map(|due| self.waits(&order.customer, due));
        payable.map_or(Ok(()), |waits| waits.map(|_| ()))
    }

    /// The exclusive instant until which the month that an order pays for can be paid. `None` for an order of a product.
    /// A month that waits no more has none to come: it can be paid until now.
    pub(in crate::books) fn month_waits_until(&self, order: &Order) -> Option<DateTime<Utc>> {
        let waits = self.waits(&order.customer, order.month()?);
        let until = waits.ok().and_then(|(_, of)| of.next_due_at);
        Some(until.unwrap_or(self.now))
    }

    /// A month that waits, with its subscription. Once the next month is due it waits no more, whether or not a sweep has
    /// run.
    fn waits(
        &self,
        customer: &CustomerId,
        id: DueMonthId,
    ) -> Result<(DueMonth, Subscription), Refusal> {
        let due = self.due_month(customer, id)?;
        let of = self.subscription(customer, due.subscription)?;
        let waits = of.waiting == Some(id) && of.next_due_at.is_some_and(|next| self.now < next);
        if canary!(MonthSoldTwice, true, waits) {
            return Ok((due, of));
        }
        Err(Refusal::MonthSettled {
            subscription: due.subscription,
            month: due.month,
        })
    }

    /// Gives the month that an order paid for. `lot` is that of the payment.
    pub(in crate::books) fn give_paid_month(
        &mut self,
        order: &Order,
        lot: &Lot,
    ) -> Result<(), Refusal> {
        let Some(id) = order.month() else {
            return Ok(());
        };
        let (due, of) = self.waits(&order.customer, id)?;
        self.distributed(&due, Some(lot), None);
        let given = Subscription {
            waiting: None,
            ..of
        };
        self.rows.subscriptions.put(given);
        Ok(())
    }

    /// Why the lot of an order is there, where it is not simply bought.
    pub(in crate::books) fn month_in_words(&self, order: &Order) -> Option<String> {
        let due = self.rows.due_months.get(&order.month()?)?;
        Some(month_of(due.month, due.subscription))
    }

    /// A month that nobody paid is skipped by that name.
    pub(in crate::books) fn skip_unpaid(&mut self, mut it: Subscription) -> Subscription {
        if let Some(id) = it.waiting.take() {
            let due = self.rows.due_months.known(&id);
            self.distributed(&due, None, Some(Skipped::Unpaid));
            self.rows.subscriptions.put(it.clone());
        }
        it
    }

    /// The next month of a subscription is due: its payment is asked for.
    pub(super) fn ask_for_month(
        &mut self,
        mut it: Subscription,
        price: MonthPrice,
    ) -> Subscription {
        let due = DueMonth {
            id: DueMonthId::new(self.now, self.entropy),
            customer: it.customer.clone(),
            subscription: it.id,
            month: it.next_month,
            plan: it.plan.clone(),
            credits: it.credits,
            amount: price.amount,
            tax_free: price.tax_free,
            due_at: it.next_due_at.unwrap_or(self.now),
            made_at: self.now,
        };
        it.waiting = Some(due.id);
        self.rows.due_months.put(due);
        it
    }

    /// Reports the month that a subscription waits for, with the end of waiting.
    pub(super) fn month_asked(&mut self, it: &Subscription) {
        let (Some(id), Some(pay_before)) = (it.waiting, it.next_due_at) else {
            return;
        };
        let due = self.rows.due_months.known(&id);
        self.event(Event::SubscriptionMonthDue(SubscriptionMonthDue {
            subscription_id: due.subscription,
            customer_id: due.customer,
            plan: due.plan,
            month: due.month,
            due_at: due.due_at,
            credits: due.credits,
            amount: due.amount,
            pay_before,
        }));
    }

    fn distributed(&mut self, due: &DueMonth, lot: Option<&Lot>, skipped: Option<Skipped>) {
        let made = Distribution {
            id: DistributionId::new(self.now, self.entropy),
            customer: due.customer.clone(),
            subscription: due.subscription,
            month: due.month,
            plan: due.plan.clone(),
            credits: due.credits,
            due_at: due.due_at,
            made_at: self.now,
            lot: lot.map(|lot| lot.id),
            skipped,
        };
        self.rows.distributions.put(made.clone());
        self.event(settled(made, lot.cloned()));
    }
}
