//! The meaning of Naver Pay's codes for us, and the texts for people. The codes marked `NothingMoved` are the only
//! allow-list of refusals that are believed. A code that is not here is in doubt.
//!
//! Naver's inspection requires that a refused buyer reads Naver's own message, unaltered. So the Korean sentence of a
//! refused payment is Naver's where it sent one (`Capabilities::shows_message`). The sentences here replace it where it sent
//! none, and accompany it in English.

mod rows;
#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;

use Meaning::{InDoubt, Misconfigured, RetryLater};

use self::rows::{CODES, ENDS};
use crate::codes::{Meaning, Row};

pub(super) const USER_CANCEL: &str = "UserCancel";
pub(super) const PAYMENT_ID_MISSING: &str = "PAYMENT_ID_MISSING";
pub(super) const NOT_FOUND: &str = "PAYMENT_NOT_FOUND";

/// Naver's own servers were not seen to vary the case of a code; old integrations were.
fn find(table: &'static [Row], code: &str) -> Option<&'static Row> {
    table.iter().find(|row| row.code.eq_ignore_ascii_case(code))
}

/// The table's spelling of a code, for comparing.
pub(super) fn known(code: &str) -> &str {
    find(CODES, code).map_or(code, |row| row.code)
}

/// For a reservation, whose content is all ours and which moves no money.
pub(super) fn on_reserve(code: &str) -> Meaning {
    match known(code) {
        "InvalidParameter" => Misconfigured,
        code => on_apply(code),
    }
}

pub(super) fn on_apply(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.confirm)
}

pub(super) fn on_cancel(code: &str) -> Meaning {
    find(CODES, code).map_or(InDoubt, |row| row.cancel)
}

/// For a look-up, which changes nothing: a refusal says nothing about the payment.
pub(super) fn on_history(code: &str) -> Meaning {
    match known(code) {
        "RequireCondition" | "RequireParameter" | "InvalidParameter" | "InvalidMerchant" => {
            Misconfigured
        }
        "MaintenanceOngoing" | "FaultCheckOngoing" => RetryLater,
        _ => InDoubt,
    }
}

/// The row of a code of this provider's errors or of its window's return. `None` when it is not documented.
pub fn documented(code: &str) -> Option<&'static Row> {
    find(CODES, code).or_else(|| find(ENDS, code))
}
