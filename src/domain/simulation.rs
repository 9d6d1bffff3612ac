//! What a draft of the policy would change, for whom and by how much, before it is published. Every payment is judged
//! twice at one instant, by the rules without the draft and with it, by the same code as a quote ([`Books::foresee`]).
//! So the sums are those that quotes would give on a copy on which the draft was published. Reading the database is
//! deliberately not here.

mod purchases;
mod report;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    books::{
        Books, Facts,
        quotes::{Foreseen, Foresight},
    },
    id::{CustomerId, Unkept},
    money::Credits,
    policy::{Diff, Named, PoliciesError, Policy, PolicyEffect, PublishedError},
    refusal::Refusal,
    rulebook::Rulebook,
};
pub use purchases::{Offered, PurchaseTerms};
pub use report::{Judged, Report, Row, Standing, Sums, Touched};

/// Payments that a report shows in detail. More are for a table of all of them.
pub const ROWS_SHOWN_MAX: usize = 100;

/// The rules that can touch a payment that was made: its windows of refund.
const BY_RIGHT: &str = "refund.by_right";
const THROUGH_SUPPORT: &str = "refund.through_support";

/// Why a draft cannot be simulated.
#[derive(Debug, thiserror::Error)]
pub enum NotSimulated {
    #[error(transparent)]
    Published(#[from] PublishedError),
    #[error("policy {0} is the only one, so there is nothing to compare it with")]
    Alone(String),
    #[error("at: must be {0} or later: when the draft takes effect, and not in the past")]
    TooEarly(String),
}

/// A simulation under way. Its memory does not grow with the number of customers.
#[derive(Debug)]
pub struct Simulation {
    without: Rulebook,
    with: Rulebook,
    at: DateTime<Utc>,
    ids: Unkept,
    diff: Diff,
    sums: Sums,
    touched: BTreeMap<&'static str, Touched>,
    rows: Vec<Row>,
    rows_touched: u64,
}

impl Simulation {
    /// A simulation of `draft` beside the versions of `rules`, at an instant: when it takes effect, or now where that is
    /// later, when none is given. A draft that is among the versions is compared with the rules without it.
    ///
    /// # Errors
    /// When the draft does not go with the versions, or is not in force at that instant.
    pub fn new(
        rules: &Rulebook,
        draft: &Policy,
        at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
        notice_days: i64,
    ) -> Result<Self, NotSimulated> {
        let (version, effective_at) = (draft.version.clone(), draft.effective_at);
        let earliest = effective_at.max(now);
        let at = at.unwrap_or(earliest);
        if at < earliest {
            let earliest = crate::calendar::rfc3339_seoul(earliest);
            return Err(NotSimulated::TooEarly(earliest));
        }
        let with = rules.policies.with(draft.clone())?;
        let without = with.without(&version).map_err(|error| match error {
            PoliciesError::Empty => NotSimulated::Alone(version),
            other => PublishedError::from(other).into(),
        })?;
        let old = with.before(&draft.version);
        let diff = Diff::between(
            old.unwrap_or_else(|| without.current(at)),
            draft,
            notice_days,
        );
        let rules_of = |policies| Rulebook {
            policies,
            ..rules.clone()
        };
        Ok(Self {
            without: rules_of(without),
            with: rules_of(with),
            at,
            ids: Unkept::default(),
            diff,
            sums: Sums::default(),
            touched: BTreeMap::new(),
            rows: Vec::new(),
            rows_touched: 0,
        })
    }

    /// Adds a customer, whose rows are all in `facts`. Returns a row for each payment.
    ///
    /// # Errors
    /// When the terms of a payment are not known.
    pub fn add(&mut self, customer: &CustomerId, facts: Facts) -> Result<Vec<Row>, Refusal> {
        let (at, ids) = (self.at, &mut self.ids);
        let before = Books::new(&self.without, facts.clone(), at, ids).foresee(customer)?;
        let after = Books::new(&self.with, facts, at, ids).foresee(customer)?;
        Ok(self.compare(customer, &before, &after))
    }

    fn compare(
        &mut self,
        customer: &CustomerId,
        before: &Foresight,
        after: &Foresight,
    ) -> Vec<Row> {
        self.sums.customers += 1;
        self.sums.live_lots += before.live_lots;
        self.sums.live_credits = self.sums.live_credits.saturating_add(before.live_credits);
        let pairs = before.payments.iter().zip(&after.payments);
        let rows: Vec<Row> = pairs
            .map(|(before, after)| self.row(customer, before, after))
            .collect();
        for row in &rows {
            self.sums.add(row);
            for rule in &row.rules {
                self.touched.entry(rule).or_default().add(row);
            }
        }
        for rule in [BY_RIGHT, THROUGH_SUPPORT] {
            if rows.iter().any(|row| row.rules.contains(&rule)) {
                self.touched.entry(rule).or_default().customers += 1;
            }
        }
        let touched = rows.iter().filter(|row| !row.rules.is_empty());
        self.sums.customers_touched += u64::from(touched.clone().next().is_some());
        let room = ROWS_SHOWN_MAX.saturating_sub(self.rows.len());
        self.rows.extend(touched.clone().take(room).cloned());
        self.rows_touched += u64::try_from(touched.count()).unwrap_or(u64::MAX);
        rows
    }

    fn row(&self, customer: &CustomerId, before: &Foreseen, after: &Foreseen) -> Row {
        // An end that lies in the past either way changes nothing, nor does one of credits that are not there.
        let moved = |was: DateTime<Utc>, is: DateTime<Utc>| {
            was != is && was.max(is) > self.at && before.unused > Credits::ZERO
        };
        let ends = [
            (BY_RIGHT, moved(before.by_right_until, after.by_right_until)),
            (
                THROUGH_SUPPORT,
                moved(before.through_support_until, after.through_support_until),
            ),
        ];
        let rules = ends.into_iter().filter(|(_, moved)| *moved);
        Row {
            customer_id: customer.clone(),
            payment_id: before.payment,
            lot_id: before.lot,
            kind: before.kind,
            paid: before.paid,
            unused: before.unused,
            before: Judged::of(before),
            after: Judged::of(after),
            rules: rules.map(|(rule, _)| rule).collect(),
        }
    }

    /// The instant at which everything is judged.
    pub const fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The result, once every customer was added.
    pub fn report(mut self) -> Report {
        let (old, new) = (self.without.policies.current(self.at), &self.diff.new);
        let draft = self.with.policies.get(&new.version);
        let purchases = draft.map_or_else(Vec::new, |draft| {
            purchases::compared(&self.without, old, draft, self.at)
        });
        let changes = std::mem::take(&mut self.diff.changes);
        let terms = changes
            .into_iter()
            .filter(|change| change.effect != PolicyEffect::Words);
        let changes = terms.map(|change| {
            let touched = self.touched.remove(change.rule.as_str());
            Standing {
                touched: touched.unwrap_or_default(),
                rule: change.rule,
                was: change.was,
                is: change.is,
                effect: change.effect,
            }
        });
        let changes: Vec<Standing> = changes.collect();
        let shown = u64::try_from(self.rows.len()).unwrap_or(u64::MAX);
        Report {
            at: self.at,
            without: Named::of(old),
            draft: new.clone(),
            major: self.diff.major,
            cuts: self.diff.cuts,
            notice_days: self.diff.notice_days,
            changes,
            sums: self.sums,
            purchases,
            rows_left_out: self.rows_touched.saturating_sub(shown),
            rows: self.rows,
        }
    }
}
