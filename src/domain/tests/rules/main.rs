//! The rules a buyer relies on: calendar, policy, products and the terms built from them. Tested through the public
//! names only, with the published documents.
#![expect(clippy::unwrap_used, reason = "what cannot be set up fails the test")]

mod calendar;
mod campaign;
mod contract;
mod diff;
mod drafts;
mod due;
mod fixed_holidays;
mod holidays;
mod monthly;
mod notice;
mod plan;
mod policies;
mod policy;
mod policy_rules;
mod product;
mod published;
mod publishing;
mod retention;
mod statement;
mod terms;
mod uses;
mod vectors;

use chrono::{DateTime, Utc};
use domain::rulebook::Rulebook;

const POLICY: &str = include_str!("../../../../policies/2025-07-17.toml");
const CATALOGUE: &str = include_str!("../../../../policies/catalogue.toml");
const HOLIDAYS: &str = include_str!("../../../../policies/kr-holidays.csv");

fn published() -> Rulebook {
    Rulebook::parse(&[POLICY], CATALOGUE, HOLIDAYS).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect(text).to_utc()
}
