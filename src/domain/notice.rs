//! Notices that credits end soon: on which days before the end a seller wants them, and which are due.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Duration, Utc};

use crate::{
    id::{CustomerId, LotId, NoticeId, PolicyNoticeId},
    kind::vocabulary,
    lot::Lot,
};

/// Most notices of one lot. Whoever is written to more often stops reading.
pub const NOTICES_MAX: usize = 8;
/// The earliest notice, in days before the end: no lot of the published policy lives longer (credits policy, section 2).
pub const NOTICE_DAYS_MAX: i64 = 365;

/// The days before a lot's end on which its notices are sent, descending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeDays(Vec<i64>);

impl Default for NoticeDays {
    /// A month, a week and a day before the end.
    fn default() -> Self {
        Self(vec![30, 7, 1])
    }
}

impl NoticeDays {
    /// The days, the earliest notice first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = i64> {
        self.0.iter().copied()
    }
}

impl fmt::Display for NoticeDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<String> = self.0.iter().map(i64::to_string).collect();
        f.write_str(&days.join(","))
    }
}

impl FromStr for NoticeDays {
    type Err = String;

    /// Reads `30,7,1`. Nothing at all is no notice.
    ///
    /// # Errors
    /// The rule that the text breaks.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let mut days: Vec<i64> = Vec::new();
        for part in parts {
            let day = part.parse().ok();
            let day = day.filter(|day| (1..=NOTICE_DAYS_MAX).contains(day));
            let day = day.ok_or_else(|| {
                format!("`{part}` is not a number of days, 1 to {NOTICE_DAYS_MAX}")
            })?;
            if days.last().is_some_and(|last| *last <= day) {
                return Err(format!("`{text}` is not descending, each day once"));
            }
            days.push(day);
        }
        if days.len() > NOTICES_MAX {
            return Err(format!("`{text}` has more than {NOTICES_MAX} days"));
        }
        Ok(Self(days))
    }
}

vocabulary!(
    /// What became of a notice that was due.
    NoticeOutcome, "outcome of a notice" {
        Sent = "sent",
        /// One nearer to the end was due at the same time, or was sent before.
        Overtaken = "overtaken",
    }
);

/// A lot's notice of so many days before its end: settled once, and never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpiryNotice {
    pub id: NoticeId,
    pub lot: LotId,
    pub customer: CustomerId,
    /// Before the lot's end.
    pub days: i64,
    pub outcome: NoticeOutcome,
    pub at: DateTime<Utc>,
}

vocabulary!(
    /// Whether customers are told of a version of the policy that takes something away.
    #[derive(Default)]
    PolicyNotices, "setting of notices" {
        #[default]
        On = "on",
        /// The seller tells them otherwise.
        Off = "off",
    }
);

/// A customer's notice of a version of the policy: sent once, and never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyNotice {
    pub id: PolicyNoticeId,
    pub customer: CustomerId,
    pub version: String,
    /// SHA-256 of the version's document in lower-case hex.
    pub hash: String,
    pub at: DateTime<Utc>,
}

/// When the notice of so many days before `expires_at` is due. A Korean day always has 24 hours (`calendar::YEARS`), so it is the
/// same time of day so many Korean days earlier: for an end at 24:00, the beginning of a day.
pub fn notice_at(expires_at: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    expires_at - Duration::days(days)
}

/// The notices of a lot that are due at `now`, with what becomes of each. `settled` are the days of those that were settled.
///
/// None is due of a lot without credits, or that has ended. A notice whose instant lies at or before the lot's
/// acquisition never is: nobody wants to read at the purchase that it ends. Of several that are due, only the one nearest
/// to the end is sent.
pub fn due(
    lot: &Lot,
    settled: &[i64],
    days: &NoticeDays,
    now: DateTime<Utc>,
) -> Vec<(i64, NoticeOutcome)> {
    if !lot.is_live(now) || lot.remaining.is_zero() {
        return Vec::new();
    }
    let passed = days.iter().filter(|days| {
        let at = notice_at(lot.expires_at, *days);
        lot.acquired_at < at && at <= now && !settled.contains(days)
    });
    let passed: Vec<i64> = passed.collect();
    let nearest = passed.iter().chain(settled).min().copied();
    let outcome = |days: i64| match nearest {
        Some(nearest) if nearest < days => NoticeOutcome::Overtaken,
        Some(_) | None => NoticeOutcome::Sent,
    };
    passed
        .into_iter()
        .map(|days| (days, outcome(days)))
        .collect()
}
