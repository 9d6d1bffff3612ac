//! Months that orders pay for. Such a month waits from the day on which it is due, and its payment gives it, once. What
//! nobody paid before the next month was due, or before the subscription stopped, is skipped as unpaid: nothing is owed, and
//! no money is taken for it any more.

use super::{Model, Month, orders::Offer};
use crate::{
    calendar::show,
    rules::{PLANS, current},
};

/// A month that was asked for, at the price that its plan had then.
#[derive(Debug, Clone)]
pub(crate) struct DueMonth {
    pub who: usize,
    pub subscription: usize,
    pub number: i64,
    pub plan: usize,
    pub credits: i64,
    pub won: i64,
    pub due_at: i64,
    pub made_at: i64,
}

impl Model {
    /// A month is due: its payment is asked for.
    pub(super) fn ask_for_month(&mut self, at: usize, won: i64) {
        let it = &self.subscriptions[at];
        self.due_months.push(DueMonth {
            who: it.who,
            subscription: at,
            number: it.next,
            plan: it.plan,
            credits: it.credits,
            won,
            due_at: it.due_at.expect("it is due"),
            made_at: self.now,
        });
        self.subscriptions[at].waiting = Some(self.due_months.len() - 1);
        self.next_month(at);
    }

    /// What the month that waits costs. Months that are due by now begin to wait first.
    pub(super) fn month_offer(
        &mut self,
        who: usize,
        (at, number): (usize, Option<i64>),
        quantity: i64,
    ) -> Result<Offer, String> {
        if self.subscriptions[at].who != who {
            return Err("NoSubscription".to_owned());
        }
        self.settle_months(at);
        let it = &self.subscriptions[at];
        let Some(due_at) = it.due_at else {
            return Err("SubscriptionIs".to_owned());
        };
        let meant =
            |due: &usize| number.is_none_or(|number| self.due_months[*due].number == number);
        let Some(month) = it.waiting.filter(meant) else {
            return Err(if number.is_some_and(|number| number < it.next) {
                "MonthSettled".to_owned()
            } else if PLANS[it.plan].won.is_none() {
                "MonthsNotSold".to_owned()
            } else {
                format!("MonthNotDue: month {} at {}", it.next, show(due_at))
            });
        };
        if quantity != 1 {
            return Err("NotForSale".to_owned());
        }
        let due = &self.due_months[month];
        Ok(Offer {
            won: due.won,
            credits: due.credits,
            bonus: 0,
            kind: "membership",
            policy: current(self.now),
            month: Some(month),
            until: Some(due_at),
        })
    }

    /// Until when the month of an order can be paid: until the next one is due. One that does not wait any more, until now.
    pub(crate) fn month_waits_until(&self, order: usize) -> Option<i64> {
        let month = self.orders[order].month?;
        let it = &self.subscriptions[self.due_months[month].subscription];
        let until = it.due_at.filter(|_| it.waiting == Some(month));
        Some(until.filter(|until| self.now < *until).unwrap_or(self.now))
    }

    /// An order of a product can always be paid, one of a month while it waits, whether or not a sweep has run.
    pub(crate) fn payable(&self, order: usize) -> Result<(), String> {
        match self.month_waits_until(order) {
            Some(until) if until <= self.now => Err("MonthSettled".to_owned()),
            _ => Ok(()),
        }
    }

    pub(super) fn give_paid_month(&mut self, order: usize, lot: usize) {
        let Some(month) = self.orders[order].month else {
            return;
        };
        self.subscriptions[self.due_months[month].subscription].waiting = None;
        self.settled(month, Some(lot));
        self.happened.push("a month is paid");
    }

    pub(super) fn skip_unpaid(&mut self, at: usize) {
        if let Some(month) = self.subscriptions[at].waiting.take() {
            self.settled(month, None);
            self.happened.push("a month that nobody paid is skipped");
        }
    }

    fn settled(&mut self, month: usize, lot: Option<usize>) {
        let due = &self.due_months[month];
        let settled = Month {
            who: due.who,
            subscription: due.subscription,
            number: due.number,
            plan: due.plan,
            credits: due.credits,
            due_at: due.due_at,
            made_at: self.now,
            lot,
            how: if lot.is_some() { "given" } else { "unpaid" },
        };
        self.months.push(settled);
    }

    pub(super) fn due_month_lines(&self, lines: &mut Vec<String>) {
        for (at, it) in self.due_months.iter().enumerate() {
            lines.push(format!(
                "due month {at}: of {}, subscription {:?}, number {} of {}, {} credits, {} won, due {}, made {}",
                it.who,
                Some(it.subscription),
                it.number,
                PLANS[it.plan].id,
                it.credits,
                it.won,
                it.due_at,
                it.made_at
            ));
        }
    }
}
