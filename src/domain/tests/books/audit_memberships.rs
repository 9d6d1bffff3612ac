//! The invariants of subscriptions and their months, by their definitions.

use std::collections::BTreeSet;

use chrono::{DateTime, Months, NaiveTime, TimeDelta, Utc};
use domain::{
    kind::Kind,
    membership::{Distribution, Skipped, Subscription, SubscriptionState},
    order::OrderState,
};

use crate::world::{Rows, World};

/// When a month is due, counted again.
fn due(start: DateTime<Utc>, month: i64) -> DateTime<Utc> {
    if month == 0 {
        return start;
    }
    let ahead = TimeDelta::hours(9);
    let first = (start + ahead).date_naive();
    let day = first + Months::new(u32::try_from(month).unwrap());
    day.and_time(NaiveTime::MIN).and_utc() - ahead
}

impl World {
    pub(crate) fn audit_memberships(&self, before: &Rows) {
        for (id, made) in &before.distributions {
            assert_eq!(
                self.rows.distributions.get(id),
                Some(made),
                "a month changed"
            );
        }
        let mut open = BTreeSet::new();
        for known in self.rows.subscriptions.values() {
            self.audit_subscription(known);
            if known.state != SubscriptionState::Ended {
                let alone = open.insert((&known.customer, &known.plan));
                assert!(alone, "two subscriptions to one plan: {known:?}");
            }
        }
        self.audit_due_months(before);
        let lots: BTreeSet<_> = self
            .rows
            .distributions
            .values()
            .filter_map(|made| made.lot)
            .collect();
        for made in self.rows.distributions.values() {
            self.audit_month(made);
        }
        let given = self
            .rows
            .distributions
            .values()
            .filter(|made| made.lot.is_some());
        assert_eq!(lots.len(), given.count(), "two months with one lot");
    }

    fn audit_subscription(&self, known: &Subscription) {
        let months: Vec<i64> = self
            .months(known.id)
            .iter()
            .map(|made| made.month)
            .collect();
        // The last month may wait for its payment.
        let waits = i64::from(known.waiting.is_some());
        let expected: Vec<i64> = (0..known.next_month - waits).collect();
        assert_eq!(months, expected, "the months of {known:?}");
        let waiting = known.waiting.map(|id| &self.rows.due_months[&id]);
        let waiting = waiting.map(|due| (due.subscription, due.month));
        assert!(
            waiting.is_none_or(|waiting| waiting == (known.id, known.next_month - 1)),
            "{known:?}"
        );
        assert!(waits == 0 || known.state == SubscriptionState::Active);
        let next = (known.state != SubscriptionState::Ended)
            .then(|| due(known.started_at, known.next_month));
        assert_eq!(known.next_due_at, next, "{known:?}");
        assert_eq!(
            known.ended_at.is_some(),
            known.state == SubscriptionState::Ended
        );
        assert_eq!(
            known.paused_at.is_some(),
            known.state == SubscriptionState::Paused
        );
    }

    fn audit_month(&self, made: &Distribution) {
        let of = &self.rows.subscriptions[&made.subscription];
        assert_eq!(made.due_at, due(of.started_at, made.month), "{made:?}");
        assert!(
            made.made_at >= made.due_at,
            "given before it was due: {made:?}"
        );
        assert_eq!(made.lot.is_none(), made.skipped.is_some(), "{made:?}");
        let Some(lot) = made.lot else { return };
        let lot = &self.rows.lots[&lot];
        assert_eq!((lot.kind, &lot.customer), (Kind::Membership, &of.customer));
        assert_eq!((lot.granted, lot.acquired_at), (made.credits, made.made_at));
    }
    /// A month that an order pays for is given by one payment of its price and the won that went for months are those of
    /// the months that were given. All other money for it waits for a person, or went back.
    fn audit_due_months(&self, before: &Rows) {
        for (id, due) in &before.due_months {
            assert_eq!(self.rows.due_months.get(id), Some(due), "a month changed");
        }
        for due in self.rows.due_months.values() {
            let orders = self.rows.orders.values();
            let paid = orders.filter(|order| order.month() == Some(due.id));
            let paid = paid.filter(|order| order.state == OrderState::Completed);
            let paid: Vec<_> = paid.filter_map(|order| order.payment).collect();
            assert!(paid.len() <= 1, "sold twice: {due:?}");
            let months = self.months(due.subscription);
            let made = months.iter().find(|made| made.month == due.month);
            let of = &self.rows.subscriptions[&due.subscription];
            assert_eq!(made.is_none(), of.waiting == Some(due.id), "{due:?}");
            let given = made
                .and_then(|made| made.lot)
                .map(|lot| &self.rows.lots[&lot]);
            assert_eq!(given.and_then(|lot| lot.payment), paid.first().copied());
            if let Some(made) = made.filter(|made| made.lot.is_none()) {
                assert_eq!(made.skipped, Some(Skipped::Unpaid));
            }
        }
        for lot in self.rows.lots.values() {
            let order = lot.payment.map(|id| self.order(self.payment(id).order));
            let of_month = order.is_some_and(|order| order.month().is_some());
            let bought = order.is_some() && lot.kind == Kind::Membership;
            assert_eq!(bought, of_month, "{lot:?}");
        }
    }
}
