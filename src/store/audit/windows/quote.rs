//! A quote and the windows of the policy in which its request may have lain.

use chrono::DateTime;
use serde_json::Value;

use crate::store::{
    StoreError,
    audit::{
        calendar::{DaysOff, Ends},
        int,
        terms::Version,
        text,
    },
    row::Row,
};

/// A quote with the data it is judged by. Instants are microseconds.
pub(super) struct Quote {
    basis: String,
    policy: (String, String),
    pub(super) quoted_at: i64,
    asked_at: i64,
    /// What it says about the lot that was bought: the word, and until when the deciding window was open.
    line: Option<(String, Option<i64>)>,
    /// The later of paid and granted.
    from: i64,
    expires_at: i64,
}

impl Quote {
    pub(super) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            basis: text(row, 1)?.to_owned(),
            policy: (text(row, 2)?.to_owned(), text(row, 3)?.to_owned()),
            quoted_at: int(row, 4)?,
            asked_at: int(row, 5)?,
            line: line(text(row, 6)?, text(row, 10)?),
            from: int(row, 9)?.max(int(row, 11)?),
            expires_at: int(row, 12)?,
        })
    }

    /// The fault of the quote when `current` was in force.
    pub(super) fn fault(
        &self,
        pinned: &Version,
        current: &Version,
        off: &DaysOff,
    ) -> Option<&'static str> {
        let Some((word, until)) = &self.line else {
            return Some("its lines say nothing of the lot that was bought");
        };
        let window = |name| Window::of(name, self.from, pinned, current, off);
        let (Some(by_right), Some(through_support)) =
            (window("by_right"), window("through_support"))
        else {
            return Some("the policy has no windows that can be counted");
        };
        // The amount an earlier refund did not bring is due whatever window has closed. The check of refunds verifies
        // the amount.
        if (self.basis.as_str(), word.as_str()) == ("by_right", "given_short") {
            let other = until.is_some() || !pinned.is(&self.policy);
            return other.then_some(
                "no window decides what is due, and it names one or not the pinned policy",
            );
        }
        if (word == "expired") != (self.quoted_at >= self.expires_at) {
            return Some("says otherwise than the lot whether that had expired");
        }
        let (window, inside) = match (self.basis.as_str(), word.as_str()) {
            ("refused", "expired" | "nothing_unused" | "nothing_left_to_pay") => {
                let other = until.is_some() || !pinned.is(&self.policy);
                return other
                    .then_some("no window decided, and it names one or not the pinned policy");
            }
            ("by_right", "unused_by_right") => (&by_right, true),
            ("through_support", "unused_through_support") => (&through_support, true),
            ("refused", "window_closed")
            | ("seller_fault", "unused_seller_fault")
            | ("goodwill", "unused_goodwill") => (&through_support, false),
            _ => return Some("its basis is not what its line says"),
        };
        let Some(until) = until.filter(|until| window.may_end(*until, &self.policy)) else {
            return Some("tells of another window than its policy has");
        };
        if (self.asked_at < until) != inside {
            return Some("was asked for on the other side of the end of its window");
        }
        let right = word == "unused_through_support" && by_right.is_open(self.asked_at);
        right.then_some("was asked for while it was a right")
    }
}

/// The word of the line about a lot, and the window's end in microseconds.
fn line(lines: &str, lot: &str) -> Option<(String, Option<i64>)> {
    let lines: Value = serde_json::from_str(lines).ok()?;
    let line = lines.as_array()?.iter().find(|line| line["lot"] == lot)?;
    let until = line["window_until"]
        .as_str()
        .and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    let until = until.map(|until| until.timestamp_micros());
    Some((line["code"].as_str()?.to_owned(), until))
}

/// A window of refund under two policies. The one that ends later counts; where both end alike, the pinned one.
struct Window<'v> {
    pinned: (Ends, &'v Version),
    current: (Ends, &'v Version),
}

impl<'v> Window<'v> {
    fn of(
        name: &str,
        from: i64,
        pinned: &'v Version,
        current: &'v Version,
        off: &DaysOff,
    ) -> Option<Self> {
        let ends = |policy: &Version| {
            let rule = policy.says(&format!("/refund/{name}"));
            let rolls = rule["rollover"] == "holidays_and_saturdays";
            Ends::of(from, &rule["period"], rolls, off)
        };
        Some(Self {
            pinned: (ends(pinned)?, pinned),
            current: (ends(current)?, current),
        })
    }

    /// Whether it may have ended then, under the text of this policy.
    fn may_end(&self, until: i64, policy: &(String, String)) -> bool {
        let (pinned, current) = (&self.pinned, &self.current);
        if pinned.1.is(policy) {
            pinned.0.may_be(until) && current.0.over_at() <= Some(until)
        } else {
            current.1.is(policy) && current.0.may_be(until) && pinned.0.over_at() < Some(until)
        }
    }

    /// Whether it was open then, whatever days were off.
    fn is_open(&self, at: i64) -> bool {
        let over_at = self.pinned.0.over_at().max(self.current.0.over_at());
        Some(at) < over_at
    }
}
