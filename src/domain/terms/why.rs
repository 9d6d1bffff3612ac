//! The sentences that explain the terms of a purchase.

use chrono::NaiveDate;

use crate::{
    calendar::{Counted, Holidays, Period},
    kind::Kind,
    policy::{Policy, Window},
    product::Offer,
};

pub(super) fn why_from(event: NaiveDate) -> String {
    format!(
        "Counted from the later of payment completed and credits granted, taken to be {event} in \
         Korea, a day that is itself not counted (Civil Act art. 157; E-Commerce Act art. 17(1))"
    )
}

pub(super) fn why_expires(offer: &Offer, policy: &Policy, life: &Counted) -> String {
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
        "{what} live {} (policy {}, {}); {}; holidays do not move it, because the \
         exact instant is told beforehand (Civil Act art. 155)",
        offer.validity,
        policy.version,
        place(section),
        last_day(offer.validity, life),
    )
}

pub(super) fn why_refund(
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
        "; public holidays of that year are not known yet, only weekends were looked at"
    };
    format!(
        "{how}, for {} (policy {}, {}; {law}); {}{moved}{unknown}",
        window.period,
        policy.version,
        place(&window.section),
        last_day(window.period, counted),
    )
}

/// A section as a sentence names it. Sections have numbers, the FAQ has none.
pub(crate) fn place(section: &str) -> String {
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
