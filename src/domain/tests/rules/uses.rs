//! What a document decides about holds and reversals, or leaves to the code.

use domain::{
    calendar::Period,
    policy::{HeldLotEnd, Policy},
};

use crate::{POLICY, policy::refused};

fn document(holds: &str, reversals: &str) -> String {
    format!("{POLICY}\n{holds}\n{reversals}")
}

const ENDS: &str = "[holds]\nlot_ended = \"ends_with_lot\"\nreason = \"r\"";
const STAYS: &str = "[holds]\nlot_ended = \"stays_usable\"\nreason = \"r\"";

fn grace(period: &str) -> String {
    format!("[reversals]\ngrace = {{ {period} }}\nreason = \"r\"")
}

#[test]
fn a_document_that_is_silent_keeps_holds_usable_and_gives_no_grace() {
    let silent = Policy::parse(POLICY).unwrap();
    assert_eq!(silent.holds.lot_ended, HeldLotEnd::StaysUsable);
    assert_eq!(silent.reversals.grace, Period::Days(0));
    assert!(!silent.holds.reason.is_empty() && !silent.reversals.reason.is_empty());
    let stated = Policy::parse(&document(ENDS, &grace("days = 10"))).unwrap();
    assert_eq!(stated.holds.lot_ended, HeldLotEnd::EndsWithLot);
    assert_eq!(stated.reversals.grace, Period::Days(10));
}

#[test]
fn a_grace_is_of_days_and_each_decision_has_its_reason() {
    for period in ["months = 1", "business_days = 3", "days = 36501"] {
        refused(&document("", &grace(period)), "reversals.grace", "days");
    }
    for period in ["days = 0", "days = 36500"] {
        Policy::parse(&document("", &grace(period))).unwrap();
    }
    let silent = ENDS.replace("\"r\"", "\" \"");
    refused(&document(&silent, ""), "holds.reason", "must say something");
    let silent = grace("days = 1").replace("\"r\"", "\"\"");
    refused(
        &document("", &silent),
        "reversals.reason",
        "must say something",
    );
}

#[test]
fn a_version_that_ends_holds_or_shortens_the_grace_cuts_terms() {
    let parse = |holds: &str, reversals: &str| Policy::parse(&document(holds, reversals)).unwrap();
    let (kind, hard) = (
        parse(STAYS, &grace("days = 3")),
        parse(ENDS, &grace("days = 2")),
    );
    let expected = [
        "reversals.grace from 3 days to 2 days",
        "holds.lot_ended from stays_usable to ends_with_lot",
    ];
    assert_eq!(hard.cuts(&kind), expected);
    assert!(kind.cuts(&hard).is_empty());
    let silent = Policy::parse(POLICY).unwrap();
    assert!(parse(STAYS, &grace("days = 0")).cuts(&silent).is_empty());
    assert_eq!(
        silent.cuts(&kind),
        ["reversals.grace from 3 days to 0 days"]
    );
}
