//! Quotes judged again: in which window of the policy a request lay, and until when it was open.

use chrono::DateTime;
use serde_json::Value;

use super::{
    Check, Look,
    calendar::{Ends, seoul},
    check::{Set, sets},
    days_off::DaysOff,
    int,
    terms::{Version, Versions},
    text,
};
use crate::store::{StoreError, engine::Row, sql::Sql};

pub(super) static SETS: [Set; 2] = sets! {
    quotes_reasoned "who dated a request back or gave back beyond the windows has an act that says so; goodwill is an admin's" = "\
        SELECT q.id, 'asked for before it was quoted, and no act says what shows that' AS detail \
        FROM quotes q LEFT JOIN audit_log a ON a.subject = q.id AND a.act = 'refund.date_back' AND a.acted_at = q.quoted_at \
        WHERE q.asked_at <> q.quoted_at AND a.id IS NULL \
        UNION ALL SELECT q.id, q.basis || ', and no act says who did that' \
        FROM quotes q LEFT JOIN audit_log a ON a.subject = q.id AND a.act = 'refund.beyond' AND a.acted_at = q.quoted_at \
            AND a.detail = q.basis || ', ' || q.amount || ' won for ' || q.credits || ' credits' \
        WHERE q.basis IN ('seller_fault', 'goodwill') AND a.id IS NULL \
        UNION ALL SELECT q.id, 'goodwill of a key of role ' || k.role \
        FROM quotes q JOIN audit_log a ON a.subject = q.id AND a.act = 'refund.beyond' JOIN api_keys k ON k.id = a.actor \
        WHERE q.basis = 'goodwill' AND k.role <> 'admin'";

    refunds_in_time "a quote holds for at most 15 minutes, and a refund is requested while it does or an approval of it waited" = "\
        SELECT id, 'quoted at ' || quoted_at || ', holds until ' || expires_at AS detail FROM quotes \
        WHERE expires_at > quoted_at + 900000000 \
        UNION ALL SELECT r.id, 'requested at ' || r.requested_at || '; quote ' || q.id || ' holds from ' || q.quoted_at \
            || ' until ' || q.expires_at \
        FROM refunds r JOIN quotes q ON q.id = r.quote_id \
        LEFT JOIN approvals a ON a.outcome = r.id AND a.act = 'refund' AND a.state = 'approved' \
        WHERE r.requested_at < q.quoted_at - 300000000 OR (r.requested_at >= q.expires_at AND a.id IS NULL)";
};

static QUOTES: Sql = Sql::new(
    "SELECT t.id, t.basis, t.policy, t.policy_hash, t.quoted_at, t.asked_at, t.lines, \
        p.policy, p.policy_hash, p.paid_at, l.id, l.acquired_at, l.expires_at, l.kind \
     FROM (SELECT * FROM quotes WHERE id > $1 ORDER BY id LIMIT 500) AS t \
     JOIN payments AS p ON p.id = t.payment_id JOIN lots AS l ON l.payment_id = p.id ORDER BY t.id",
);
static DATED_BACK: Sql = Sql::new(
    "SELECT t.id, t.detail, q.id, q.asked_at \
     FROM (SELECT * FROM audit_log WHERE id > $1 AND act = 'refund.date_back' ORDER BY id LIMIT 500) AS t \
     LEFT JOIN quotes AS q ON q.id = t.subject ORDER BY t.id",
);

pub(super) async fn quotes(
    look: &mut Look<'_>,
    versions: &Versions,
    off: &DaysOff,
) -> Result<Check, StoreError> {
    let check = Check::new(
        "windows_as_published",
        "a quote rests on the window in which it was asked for, the pinned policy's or the one then in force if that ends \
         later, and tells when it ends",
    );
    let fault = |row: &Row| {
        // Another check reports what is not stored.
        let Some(pinned) = versions.pinned(text(row, 7)?, text(row, 8)?) else {
            return Ok(None);
        };
        let quote = Quote::read(row)?;
        let mut why = Some("no stored policy was in force");
        for current in versions.in_force(quote.quoted_at) {
            why = quote.fault(pinned, current, off);
            if why.is_none() {
                break;
            }
        }
        Ok(why)
    };
    look.every_row(check, &QUOTES, fault).await
}

pub(super) async fn dated_back(look: &mut Look<'_>) -> Result<Check, StoreError> {
    let check = Check::new(
        "requests_dated_back",
        "an act of dating a request back tells to when its quote was dated, and what shows that",
    );
    let fault = |row: &Row| {
        let since = seoul(int(row, 3)?).map(|at| format!("to {at}: "));
        let evidence = since
            .as_deref()
            .and_then(|since| row.text(1).ok()??.strip_prefix(since));
        let shown = evidence.is_some_and(|evidence| !evidence.trim().is_empty());
        let right = row.text(2)?.is_some() && shown;
        Ok((!right).then_some("not what its quote says, or without what shows it"))
    };
    look.every_row(check, &DATED_BACK, fault).await
}

/// A quote with the data it is judged by. Instants are microseconds.
struct Quote {
    basis: String,
    policy: (String, String),
    quoted_at: i64,
    asked_at: i64,
    /// What it says about the lot that was bought: the word, and until when the deciding window was open.
    line: Option<(String, Option<i64>)>,
    /// The later of paid and granted.
    from: i64,
    expires_at: i64,
    /// Whether the lot is of a membership's month, for which no window is open.
    of_month: bool,
}

impl Quote {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            basis: text(row, 1)?.to_owned(),
            policy: (text(row, 2)?.to_owned(), text(row, 3)?.to_owned()),
            quoted_at: int(row, 4)?,
            asked_at: int(row, 5)?,
            line: line(text(row, 6)?, text(row, 10)?),
            from: int(row, 9)?.max(int(row, 11)?),
            expires_at: int(row, 12)?,
            of_month: text(row, 13)? == "membership",
        })
    }

    /// The fault of the quote when `current` was in force.
    fn fault(&self, pinned: &Version, current: &Version, off: &DaysOff) -> Option<&'static str> {
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
        if self.of_month {
            return self.fault_of_month(word, *until, pinned);
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

impl Quote {
    /// The fault of a quote of a month's credits.
    fn fault_of_month(
        &self,
        word: &str,
        until: Option<i64>,
        pinned: &Version,
    ) -> Option<&'static str> {
        if until.is_some() || !pinned.is(&self.policy) {
            return Some("tells of a window for a membership's month, or of another policy");
        }
        let right = matches!(
            (self.basis.as_str(), word),
            (
                "refused",
                "membership" | "expired" | "nothing_unused" | "nothing_left_to_pay"
            ) | ("seller_fault", "unused_seller_fault")
                | ("goodwill", "unused_goodwill")
        );
        (!right).then_some("gives back credits of a membership's month as if they were bought")
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
