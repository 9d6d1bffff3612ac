//! What a version takes away from buyers, compared with the one before.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Policy, published::PublishedError};
use crate::calendar::{Period, rfc3339_seoul};

impl Policy {
    /// The terms of `before` that get worse for buyers: the fields, with the old and the new value. The order of
    /// spending is not among them, because a document cannot state another order than the fixed one.
    pub fn cuts(&self, before: &Self) -> Vec<String> {
        let (was, is) = (&before.validity, &self.validity);
        let (had, has) = (&before.refund, &self.refund);
        let mut periods = vec![
            (
                "validity.promotional",
                was.promotional.period,
                is.promotional.period,
            ),
            (
                "validity.membership",
                was.membership.period,
                is.membership.period,
            ),
            (
                "validity.purchased",
                was.purchased.period,
                is.purchased.period,
            ),
            ("refund.by_right", had.by_right.period, has.by_right.period),
            (
                "refund.through_support",
                had.through_support.period,
                has.through_support.period,
            ),
        ];
        let rows = was.bulk.table.iter().filter_map(|row| {
            let now = self.bulk_validity(row.packages)?;
            Some(("validity.bulk.table", Period::Months(row.months), now))
        });
        periods.extend(rows);
        periods
            .into_iter()
            .filter(|(_, was, is)| is_cut(*was, *is))
            .map(|(field, was, is)| format!("{field} from {was} to {is}"))
            .collect()
    }

    pub(super) fn given_notice(&self, days: i64, cuts: &[String]) -> Result<(), PublishedError> {
        let earliest: DateTime<Utc> = self.published_at + TimeDelta::days(days);
        if self.effective_at >= earliest {
            return Ok(());
        }
        Err(PublishedError::ShortNotice {
            version: self.version.clone(),
            days,
            earliest: rfc3339_seoul(earliest),
            cuts: cuts.to_vec(),
        })
    }
}

/// A period counted in another unit may be shorter on some day of the year. So it counts as cut.
fn is_cut(was: Period, is: Period) -> bool {
    std::mem::discriminant(&was) != std::mem::discriminant(&is) || is.count() < was.count()
}
