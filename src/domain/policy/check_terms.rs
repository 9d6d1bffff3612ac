//! The rules for the terms of a policy document: validity, spending and refunds.

use super::{
    DAYS_MAX, MONTHS_MAX, NotRefundable, Policy, RefundRules, STATUTORY_DAYS_MIN, SpendingKey,
    Validity,
};
use crate::{
    calendar::{Period, Rollover},
    kind::Kind,
    product::QUANTITY_MAX,
};

impl Policy {
    pub(super) fn broken_validity(&self) -> Option<(String, String)> {
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
                return Some((format!("validity.{kind}.period"), rule));
            }
        }
        let field = || "validity.bulk.table".to_owned();
        if bulk.table.is_empty() {
            return Some((field(), "must have a row".to_owned()));
        }
        for row in &bulk.table {
            let sellable = (1..=QUANTITY_MAX).contains(&row.packages);
            if !sellable {
                let rule = format!(
                    "packages must be 1 to {QUANTITY_MAX}, {} is not",
                    row.packages
                );
                return Some((field(), rule));
            }
            if let Some(rule) = broken_period(Period::Months(row.months)) {
                return Some((field(), rule));
            }
        }
        let ascending = bulk
            .table
            .is_sorted_by(|one, next| one.packages < next.packages && one.months <= next.months);
        (!ascending).then(|| {
            let rule =
                "rows must ascend by packages, each once, and more packages must not live shorter";
            (field(), rule.to_owned())
        })
    }

    pub(super) fn broken_spending(&self) -> Option<(String, String)> {
        if self.spending.order != SpendingKey::ALL {
            let rule =
                "must be earliest_expiry, kind, earliest_acquired, id: the order that is kept";
            return Some(("spending.order".to_owned(), rule.to_owned()));
        }
        let stated = (0..)
            .zip(&self.spending.kinds)
            .flat_map(|(rank, kinds)| kinds.iter().map(move |kind| (*kind, rank)));
        let kept = Kind::ALL.iter().map(|kind| (*kind, kind.rank()));
        (!stated.eq(kept)).then(|| {
            let rule = "must be promotional, membership, then purchased and bulk alike: the order that is kept";
            ("spending.kinds".to_owned(), rule.to_owned())
        })
    }

    pub(super) fn broken_refund(&self) -> Option<(String, String)> {
        let RefundRules {
            by_right,
            through_support,
            never,
            ..
        } = &self.refund;
        for (name, window) in [("by_right", by_right), ("through_support", through_support)] {
            let field = |part: &str| format!("refund.{name}.{part}");
            if let Some(rule) = broken_period(window.period) {
                return Some((field("period"), rule));
            }
            if !reaches_statutory_minimum(window.period) {
                let rule = format!(
                    "{} is below {STATUTORY_DAYS_MIN} days, the statutory minimum (E-Commerce Act arts. 17(1), 35)",
                    window.period
                );
                return Some((field("period"), rule));
            }
            if window.rollover != Rollover::HolidaysAndSaturdays {
                let rule = "must be holidays_and_saturdays: a statutory window that ends on a day off goes on (Civil Act art. 161)";
                return Some((field("rollover"), rule.to_owned()));
            }
        }
        let same_unit = std::mem::discriminant(&by_right.period)
            == std::mem::discriminant(&through_support.period);
        let shorter = through_support.period.count() < by_right.period.count();
        if !same_unit || shorter {
            let rule = "must be counted in the unit of refund.by_right.period and not be shorter";
            return Some(("refund.through_support.period".to_owned(), rule.to_owned()));
        }
        let stated = |credits| never.iter().filter(|rule| rule.credits == credits).count() == 1;
        let missing = NotRefundable::ALL
            .iter()
            .find(|credits| !stated(**credits))?;
        let rule = format!("must have exactly one rule for {missing} credits");
        Some(("refund.never".to_owned(), rule))
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
