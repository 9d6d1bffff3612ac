//! The meaning of Kakao Pay's codes for us, and the texts for people. Two tables: the gateway's own codes, and those
//! of the card company or the wallet, which are in `extras` of `-780` and `-781`.
//!
//! The codes marked `NothingMoved` are the only allow-list of refusals that are believed. A cancel refused by one of
//! them, or by one marked `Settled`, is believed only after a look-up.

mod rows;
#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;

use Meaning::{InDoubt, Misconfigured, NothingMoved, RetryLater, Settled, TooLate};

use self::rows::{ENDS, GATEWAY, INSTRUMENT};
use super::call::Rejection;
use crate::codes::{Meaning, Row, find};

/// The row of a code in the form of an error or a failed payment: `-723`, `-780/LACK_BALANCE` or `QUIT_PAYMENT`.
/// `None` when it is not documented.
pub fn documented(code: &str) -> Option<&'static Row> {
    let (gateway, detail) = match code.split_once('/') {
        Some((gateway, detail)) => (gateway, Some(detail)),
        None => (code, None),
    };
    row(gateway, detail).or_else(|| find(ENDS, gateway))
}

/// The deciding row. Only a failed approval or cancel is explained by the instrument's own code. An unknown
/// instrument code leaves the meaning of the gateway's code.
fn row(gateway: &str, detail: Option<&str>) -> Option<&'static Row> {
    let explained = matches!(gateway, "-780" | "-781");
    let detail = detail.filter(|_| explained);
    detail
        .and_then(|code| find(INSTRUMENT, code))
        .or_else(|| find(GATEWAY, gateway))
}

fn row_of(refusal: &Rejection) -> Option<&'static Row> {
    row(&refusal.gateway, refusal.detail.as_deref())
}

pub(super) fn on_approve(refusal: &Rejection) -> Meaning {
    row_of(refusal).map_or(InDoubt, |row| row.confirm)
}

pub(super) fn on_cancel(refusal: &Rejection) -> Meaning {
    row_of(refusal).map_or(InDoubt, |row| row.cancel)
}

/// For ready, which cannot move money: a fault of Kakao Pay is a reason to start again.
pub(super) fn on_ready(refusal: &Rejection) -> Meaning {
    match refusal.gateway.as_str() {
        "-1" | "-7" | "-500" | "-503" | "-9798" => RetryLater,
        _ => on_approve(refusal),
    }
}

/// For a look-up, which changes nothing. Kakao Pay itself named the payment we hold. So an unknown payment means
/// another key or CID, never a payment that was not made.
pub(super) fn on_order(refusal: &Rejection) -> Meaning {
    match (refusal.gateway.as_str(), on_approve(refusal)) {
        (_, Misconfigured) => Misconfigured,
        ("-429" | "-10", RetryLater) => RetryLater,
        (_, NothingMoved | TooLate | InDoubt | RetryLater | Settled) => InDoubt,
    }
}
