//! The terms of one purchase: until when its credits live and its money can go back, with the rule behind each instant.
//! The terms shown to a buyer before paying and the terms kept afterwards both come from here.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{
        Counted, Holidays, OutOfCalendar, Period, Rollover, count, serialize_seoul, truncate,
    },
    canary,
    kind::Kind,
    money::{Credits, Won},
    policy::{NotRefundable, Policy, Window},
    product::Offer,
};

/// Until when what. Every `…_until` and `expires_at` is exclusive: at that instant it is too late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Terms {
    pub product: String,
    pub quantity: i64,
    pub credits: Credits,
    /// VAT included.
    pub amount: Won,
    pub kind: Kind,
    /// Version of the policy.
    pub policy: String,
    /// SHA-256 of its document, in lower-case hex.
    pub policy_hash: String,
    /// The instant from which everything is counted.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub from: DateTime<Utc>,
    /// Exclusive: from here on the credits cannot be used.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub expires_at: DateTime<Utc>,
    /// Exclusive: before this a refund of the unused part needs no reason. `from` where there is none: for the month of a
    /// membership.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub refund_by_right_until: DateTime<Utc>,
    /// Exclusive: before this support grants a refund of the unused part. `from` where there is none.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub refund_through_support_until: DateTime<Utc>,
    pub why: Why,
}

/// One sentence for each instant of [`Terms`], naming rule, law and section of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Why {
    pub from: String,
    pub expires_at: String,
    pub refund_by_right_until: String,
    pub refund_through_support_until: String,
}

/// The terms of `offer` when it is bought, and its credits granted, at `at`.
pub fn terms(
    offer: &Offer,
    policy: &Policy,
    holidays: &Holidays,
    at: DateTime<Utc>,
) -> Result<Terms, OutOfCalendar> {
    let from = truncate(at);
    // Not moved by holidays: the exact instant is agreed with the buyer (Civil Act art. 155).
    let life = count(from, offer.validity, Rollover::None, holidays)?;
    let by_right = window(&policy.refund.by_right, holidays, from)?;
    let through_support = window(&policy.refund.through_support, holidays, from)?;
    let terms = Terms {
        product: offer.product.clone(),
        quantity: offer.quantity,
        credits: offer.credits,
        amount: offer.amount,
        kind: offer.kind,
        policy: policy.version.clone(),
        policy_hash: policy.hash.clone(),
        from,
        expires_at: life.ends_at,
        refund_by_right_until: by_right.ends_at,
        refund_through_support_until: through_support.ends_at,
        why: Why {
            from: why_from(life.event),
            expires_at: why_expires(offer, policy, &life),
            refund_by_right_until: why_refund(
                "By right, no reason needed",
                "E-Commerce Act art. 17(1)",
                &policy.refund.by_right,
                policy,
                &by_right,
                holidays,
            ),
            refund_through_support_until: why_refund(
                "Through support, with a reason",
                "Terms Regulation Act art. 5(2)",
                &policy.refund.through_support,
                policy,
                &through_support,
                holidays,
            ),
        },
    };
    Ok(match offer.kind {
        Kind::Membership => never_refunded(terms, policy),
        Kind::Promotional | Kind::Purchased | Kind::Bulk => terms,
    })
}

/// The windows of a membership's month: they end as they begin.
fn never_refunded(mut terms: Terms, policy: &Policy) -> Terms {
    let rule = policy.never(NotRefundable::Unpaid);
    let why = format!(
        "Credits of a membership's month are not refundable ({}, {})",
        policy.called(),
        place(&rule.section)
    );
    terms.refund_by_right_until = terms.from;
    terms.refund_through_support_until = terms.from;
    terms.why.refund_by_right_until.clone_from(&why);
    terms.why.refund_through_support_until = why;
    terms
}

/// Until when a payment can be refunded in `window`, exclusive. `from` is the later of payment completed and
/// credits granted (E-Commerce Act art. 17(1): from the supply, when that is later).
pub fn refund_window(
    rule: &Window,
    holidays: &Holidays,
    from: DateTime<Utc>,
) -> Result<DateTime<Utc>, OutOfCalendar> {
    Ok(window(rule, holidays, truncate(from))?.ends_at)
}

pub(super) fn window(
    window: &Window,
    holidays: &Holidays,
    from: DateTime<Utc>,
) -> Result<Counted, OutOfCalendar> {
    let period = canary!(WindowDayShort, window.period.shortened(), window.period);
    count(from, period, window.rollover, holidays)
}

fn why_from(event: NaiveDate) -> String {
    format!(
        "Counted from the later of payment completed and credits granted, taken to be {event} in \
         Korea, a day that is itself not counted (Civil Act art. 157; E-Commerce Act art. 17(1))"
    )
}

fn why_expires(offer: &Offer, policy: &Policy, life: &Counted) -> String {
    let validity = &policy.validity;
    let (what, section) = match offer.kind {
        Kind::Promotional => (
            "Promotional credits".to_owned(),
            &validity.promotional.section,
        ),
        Kind::Membership => (
            "Membership credits".to_owned(),
            &validity.membership.section,
        ),
        Kind::Purchased => ("Purchased credits".to_owned(), &validity.purchased.section),
        Kind::Bulk => (
            format!("All credits of packages bought {} at once", offer.quantity),
            &validity.bulk.section,
        ),
    };
    format!(
        "{what} live {} ({}, {}); {}; holidays do not move it, because the \
         exact instant is told beforehand (Civil Act art. 155)",
        offer.validity,
        policy.called(),
        place(section),
        last_day(offer.validity, life),
    )
}

fn why_refund(
    how: &str,
    law: &str,
    window: &Window,
    policy: &Policy,
    counted: &Counted,
    holidays: &Holidays,
) -> String {
    let moved = holidays
        .name(counted.plain_last)
        .filter(|_| counted.last != counted.plain_last)
        .map(|name| {
            format!(
                ", a day off ({name}), so the window goes on to the end of {} (Civil Act art. 161)",
                counted.last
            )
        })
        .unwrap_or_default();
    let unknown = if holidays.covers(counted.last) {
        ""
    } else {
        "; of that year's public holidays only those of fixed date were looked at, because lunar ones, elections and \
         temporary holidays are not known yet"
    };
    format!(
        "{how}, for {} ({}, {}; {law}); {}{moved}{unknown}",
        window.period,
        policy.called(),
        place(&window.section),
        last_day(window.period, counted),
    )
}

/// A section as a sentence names it. Sections have numbers, the FAQ has none.
pub fn place(section: &str) -> String {
    if section.starts_with(|first: char| first.is_ascii_digit()) {
        format!("section {section}")
    } else {
        section.to_owned()
    }
}

fn last_day(period: Period, counted: &Counted) -> String {
    let article = match period {
        Period::Days(_) | Period::BusinessDays(_) => "159",
        Period::Months(_) => "160",
    };
    format!(
        "the last day by Civil Act art. {article} is {}",
        counted.plain_last
    )
}
