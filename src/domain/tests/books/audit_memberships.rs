//! The invariants of subscriptions and their months, by their definitions.

use std::collections::BTreeSet;

use chrono::{DateTime, Months, NaiveTime, TimeDelta, Utc};
use domain::{
    kind::Kind,
    membership::{Distribution, Subscription, SubscriptionState},
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
        let expected: Vec<i64> = (0..known.next_month).collect();
        assert_eq!(months, expected, "the months of {known:?}");
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
}
