//! The rules for the terms of a policy document: validity, spending and refunds.

use super::{
    DAYS_MAX, Fault, MONTHS_MAX, NotRefundable, Policy, RefundRules, STATUTORY_DAYS_MIN,
    SpendingKey, Validity,
};
use crate::{
    calendar::{Period, Rollover},
    kind::Kind,
    product::QUANTITY_MAX,
};

impl Policy {
    pub(super) fn broken_validity(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let Validity {
            promotional,
            membership,
            purchased,
            bulk,
        } = &self.validity;
        let lifetimes = [
            ("promotional", promotional),
            ("membership", membership),
            ("purchased", purchased),
        ];
        for (kind, lifetime) in lifetimes {
            if let Some(rule) = broken_period(lifetime.period) {
                faults.push(Fault::new(format!("validity.{kind}.period"), rule));
            }
        }
        let table = |rule: String| Fault::new("validity.bulk.table", rule);
        if bulk.table.is_empty() {
            faults.push(table("must have a row".to_owned()));
        }
        for row in &bulk.table {
            let sellable = (1..=QUANTITY_MAX).contains(&row.packages);
            if !sellable {
                let rule = format!(
                    "packages must be 1 to {QUANTITY_MAX}, {} is not",
                    row.packages
                );
                faults.push(table(rule));
            }
            let rule = broken_period(Period::Months(row.months));
            faults.extend(rule.map(table));
        }
        let ascending = bulk
            .table
            .is_sorted_by(|one, next| one.packages < next.packages && one.months <= next.months);
        if !ascending {
            let rule =
                "rows must ascend by packages, each once, and more packages must not live shorter";
            faults.push(table(rule.to_owned()));
        }
        faults
    }

    pub(super) fn broken_spending(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.spending.order != SpendingKey::ALL {
            let rule =
                "must be earliest_expiry, kind, earliest_acquired, id: the order that is kept";
            faults.push(Fault::new("spending.order", rule));
        }
        let stated = (0..)
            .zip(&self.spending.kinds)
            .flat_map(|(rank, kinds)| kinds.iter().map(move |kind| (*kind, rank)));
        let kept = Kind::ALL.iter().map(|kind| (*kind, kind.rank()));
        if !stated.eq(kept) {
            let rule = "must be promotional, membership, then purchased and bulk alike: the order that is kept";
            faults.push(Fault::new("spending.kinds", rule));
        }
        faults
    }

    pub(super) fn broken_refund(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let RefundRules {
            by_right,
            through_support,
            never,
            ..
        } = &self.refund;
        for (name, window) in [("by_right", by_right), ("through_support", through_support)] {
            let field = |part: &str| format!("refund.{name}.{part}");
            if let Some(rule) = broken_period(window.period) {
                faults.push(Fault::new(field("period"), rule));
            } else if !reaches_statutory_minimum(window.period) {
                let rule = format!(
                    "{} is below {STATUTORY_DAYS_MIN} days, the statutory minimum (E-Commerce Act arts. 17(1), 35)",
                    window.period
                );
                faults.push(Fault::new(field("period"), rule));
            }
            if window.rollover != Rollover::HolidaysAndSaturdays {
                let rule = "must be holidays_and_saturdays: a statutory window that ends on a day off goes on (Civil Act art. 161)";
                faults.push(Fault::new(field("rollover"), rule));
            }
        }
        let same_unit = std::mem::discriminant(&by_right.period)
            == std::mem::discriminant(&through_support.period);
        let shorter = through_support.period.count() < by_right.period.count();
        if !same_unit || shorter {
            let rule = "must be counted in the unit of refund.by_right.period and not be shorter";
            faults.push(Fault::new("refund.through_support.period", rule));
        }
        let stated = |credits| never.iter().filter(|rule| rule.credits == credits).count() == 1;
        let missing = NotRefundable::ALL
            .iter()
            .filter(|credits| !stated(**credits));
        faults.extend(missing.map(|missing| {
            let rule = format!("must have exactly one rule for {missing} credits");
            Fault::new("refund.never", rule)
        }));
        faults
    }
}

impl Policy {
    /// The rules of holds and reversals, about which the published text is silent.
    pub(super) fn broken_uses(&self) -> Vec<Fault> {
        let reasons = [
            ("holds.reason", &self.holds.reason),
            ("reversals.reason", &self.reversals.reason),
        ];
        let silent = reasons
            .iter()
            .filter(|(_, reason)| reason.trim().is_empty());
        let mut faults: Vec<Fault> = silent
            .map(|(field, _)| Fault::new(*field, "must say something"))
            .collect();
        if !matches!(self.reversals.grace, Period::Days(0..=DAYS_MAX)) {
            let rule = format!("must be 0 to {DAYS_MAX} days");
            faults.push(Fault::new("reversals.grace", rule));
        }
        faults
    }
}

pub(crate) fn broken_period(period: Period) -> Option<String> {
    let max = match period {
        Period::Days(_) | Period::BusinessDays(_) => DAYS_MAX,
        Period::Months(_) => MONTHS_MAX,
    };
    let fits = (1..=max).contains(&period.count());
    (!fits).then(|| format!("{period} is outside 1 to {max}"))
}

/// Seven business days last longer than seven days, and the shortest month has 28.
pub(crate) const fn reaches_statutory_minimum(period: Period) -> bool {
    match period {
        Period::Days(days) | Period::BusinessDays(days) => days >= STATUTORY_DAYS_MIN,
        Period::Months(months) => months >= 1,
    }
}
