//! What went back of a booked payment and no row names: refunds of ours, what others took back, disputes, and refunds under way.

use super::{Booked, By, Listed, UnderWay};
use crate::{
    id::{DisputeId, RefundId},
    money::Won,
};

/// It is drawn on row by row, so that no won explains two of them.
pub(super) struct Pool<'a> {
    refunds: Vec<(RefundId, Won)>,
    /// What disputes took, each in one row.
    disputes: Vec<(DisputeId, Won)>,
    outside: Won,
    under_way: Vec<&'a UnderWay>,
}

impl<'a> Pool<'a> {
    /// Without the refunds that a row names with their amount.
    pub(super) fn of(booked: &'a Booked, rows: &[&Listed]) -> Self {
        let named = |row: &&Listed, key: Option<&str>, amount| {
            key == Some(row.key.as_str()) && row.amount == amount
        };
        let refunds = booked.refunds.iter().filter(|refund| {
            let key = refund.key.as_deref();
            !rows.iter().any(|row| named(row, key, refund.amount))
        });
        Self {
            refunds: refunds.map(|refund| (refund.id, refund.amount)).collect(),
            disputes: booked
                .charged_back
                .iter()
                .map(|it| (it.id, it.amount))
                .collect(),
            outside: booked.outside,
            under_way: booked.under_way.iter().collect(),
        }
    }

    /// Takes an amount, where there is so much: a refund or a dispute of exactly it before what others took back, and parts of refunds last,
    /// because a provider may carry one out in several cancels.
    pub(super) fn take(&mut self, amount: Won) -> Option<By> {
        if let Some(exact) = self.refunds.iter().position(|(_, left)| *left == amount) {
            let (id, _) = self.refunds.swap_remove(exact);
            return Some(By::Refund(id));
        }
        if let Some(exact) = self.disputes.iter().position(|(_, taken)| *taken == amount) {
            let (id, _) = self.disputes.swap_remove(exact);
            return Some(By::Dispute(id));
        }
        if let Some(left) = self.outside.minus(amount) {
            self.outside = left;
            return Some(By::Outside);
        }
        let parts = self.refunds.iter().map(|(_, left)| *left);
        let all = parts.fold(self.outside, |sum, part| sum.plus(part).unwrap_or(Won::MAX));
        all.minus(amount)?;
        let first = self.refunds.iter().find(|(_, left)| !left.is_zero());
        let by = first.map_or(By::Outside, |(id, _)| By::Refund(*id));
        let mut due = amount;
        let lefts = self.refunds.iter_mut().map(|(_, left)| left);
        for left in lefts.chain([&mut self.outside]) {
            let part = due.min(*left);
            *left = left.minus_or_zero(part);
            due = due.minus_or_zero(part);
        }
        Some(by)
    }

    /// Takes the refund under way of exactly the row's amount, sent before it or around the same midnight.
    pub(super) fn take_under_way(&mut self, row: &Listed) -> Option<By> {
        let latest = row.day.succ_opt().unwrap_or(row.day);
        let is = |it: &&UnderWay| it.amount == row.amount && it.since <= latest;
        let at = self.under_way.iter().position(is)?;
        Some(By::RefundUnderWay(self.under_way.remove(at).id))
    }
}
