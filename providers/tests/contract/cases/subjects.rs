//! The providers on the list. A new one is added here.

mod bank;
mod kakaopay;
mod naverpay;
mod portone;
mod toss;

use std::time::Duration;

use providers::http::Limits;

use super::Subject;
use crate::made_up;

const LIMITS: Limits = Limits {
    total: Duration::from_millis(500),
};

const JSON: (&str, &str) = ("Content-Type", "application/json");

pub(super) fn subjects() -> Vec<Subject> {
    vec![
        toss::toss(),
        kakaopay::kakaopay(),
        naverpay::naverpay(),
        portone::portone(),
        bank::bank(),
        made_up::subject(),
    ]
}

fn owned<const N: usize>(pairs: [(&'static str, &str); N]) -> Vec<(&'static str, String)> {
    pairs.map(|(name, value)| (name, value.to_owned())).to_vec()
}
