//! The rules for a policy document beyond its form, field by field.

use super::{
    Change, DAYS_MAX, Decision, MONTHS_MAX, Never, NotRefundable, Policy, RefundRules,
    STATUTORY_DAYS_MIN, SpendingKey, VERSION_CHARS_MAX, Validity,
};
use crate::{
    calendar::{Period, Rollover},
    kind::Kind,
    product::QUANTITY_MAX,
};

impl Policy {
    /// The first field that breaks a rule, and the rule.
    pub(super) fn broken_rule(&self) -> Option<(String, String)> {
        self.broken_heading()
            .or_else(|| self.broken_validity())
            .or_else(|| self.broken_spending())
            .or_else(|| self.broken_refund())
            .or_else(|| self.broken_text())
    }

    fn broken_heading(&self) -> Option<(String, String)> {
        let plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
        if !(1..=VERSION_CHARS_MAX).contains(&self.version.len())
            || !self.version.bytes().all(plain)
        {
            let rule = format!("must be 1 to {VERSION_CHARS_MAX} of a-z 0-9 . -");
            return Some(("version".to_owned(), rule));
        }
        if !self.hash.is_empty() {
            let rule = "is computed from the document and cannot stand in it";
            return Some(("hash".to_owned(), rule.to_owned()));
        }
        let late = match self.change {
            Change::First | Change::Minor => self.effective_at < self.published_at,
            Change::Major => self.effective_at <= self.published_at,
        };
        let rule = match self.change {
            Change::First | Change::Minor => "must not lie before published_at",
            Change::Major => {
                "must lie after published_at: a major change needs notice (section 11)"
            }
        };
        late.then(|| ("effective_at".to_owned(), rule.to_owned()))
    }

    fn broken_validity(&self) -> Option<(String, String)> {
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

    fn broken_spending(&self) -> Option<(String, String)> {
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

    fn broken_refund(&self) -> Option<(String, String)> {
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

    /// Checks that every rule names a section that the document has, and that no text for people is empty.
    fn broken_text(&self) -> Option<(String, String)> {
        let empty = |text: &str| text.trim().is_empty();
        for (field, section, says) in self.references() {
            if !self.sections.iter().any(|known| known.section == section) {
                let rule = format!("names section `{section}`, which [[sections]] does not have");
                return Some((field, rule));
            }
            if empty(says) {
                return Some((field, "must say something".to_owned()));
            }
        }
        if empty(&self.title) || empty(&self.source) {
            let rule = "must not be empty";
            return Some(("title, source".to_owned(), rule.to_owned()));
        }
        for (number, decision) in (1..).zip(&self.decisions) {
            let Decision {
                question,
                decision,
                reason,
                source,
            } = decision;
            if [question, decision, reason, source]
                .into_iter()
                .any(|text| empty(text))
            {
                let rule = "question, decision, reason and source must not be empty";
                return Some((format!("decisions, number {number}"), rule.to_owned()));
            }
        }
        None
    }

    /// Every rule: its field, the section it rests on, its words.
    fn references(&self) -> Vec<(String, &str, &str)> {
        let Validity {
            promotional,
            membership,
            purchased,
            bulk,
        } = &self.validity;
        let RefundRules {
            by_right,
            through_support,
            never,
            ..
        } = &self.refund;
        let rules = [
            (
                "validity.promotional",
                &promotional.section,
                &promotional.from,
            ),
            ("validity.membership", &membership.section, &membership.from),
            ("validity.purchased", &purchased.section, &purchased.from),
            ("validity.bulk", &bulk.section, &bulk.says),
            ("spending", &self.spending.section, &self.spending.says),
            ("refund.by_right", &by_right.section, &by_right.says),
            (
                "refund.through_support",
                &through_support.section,
                &through_support.says,
            ),
            ("closure", &self.closure.section, &self.closure.says),
            ("transfers", &self.transfers.section, &self.transfers.says),
            (
                "enterprise",
                &self.enterprise.section,
                &self.enterprise.says,
            ),
            ("updates", &self.updates.section, &self.updates.says),
        ];
        let rules =
            rules.map(|(field, section, says)| (field.to_owned(), section.as_str(), says.as_str()));
        let never = (1..).zip(never).map(|(number, rule): (usize, &Never)| {
            (
                format!("refund.never, number {number}"),
                rule.section.as_str(),
                rule.says.as_str(),
            )
        });
        rules.into_iter().chain(never).collect()
    }
}

fn broken_period(period: Period) -> Option<String> {
    let max = match period {
        Period::Days(_) | Period::BusinessDays(_) => DAYS_MAX,
        Period::Months(_) => MONTHS_MAX,
    };
    let fits = (1..=max).contains(&period.count());
    (!fits).then(|| format!("{period} is outside 1 to {max}"))
}

/// Seven business days last longer than seven days, and the shortest month has 28.
const fn reaches_statutory_minimum(period: Period) -> bool {
    match period {
        Period::Days(days) | Period::BusinessDays(days) => days >= STATUTORY_DAYS_MIN,
        Period::Months(months) => months >= 1,
    }
}
