//! The request for a deposit, from a test or a person.

use chrono::{DateTime, Utc};

use super::super::state::App;
use crate::shared::fields::{Checked, Fields, bad};

/// Longer than any passbook text; banks cut at 10 to 20 characters.
const DEPOSITOR_NAME_MAX: usize = 100;
/// Times, account numbers and order numbers.
const TEXT_MAX: usize = 64;

/// The fields of `POST /sandbox/bank/payaction/deposits`.
pub(super) struct Asked {
    pub(super) depositor_name: String,
    pub(super) amount: i64,
    pub(super) at: DateTime<Utc>,
    pub(super) account_number: Option<String>,
    pub(super) order_number: Option<String>,
    /// Only webhook A is sent, as on the plan without bank data.
    pub(super) match_only: bool,
    /// Money goes out instead.
    pub(super) withdrawn: bool,
}

pub(super) fn parse(app: &App, body: &[u8]) -> Checked<Asked> {
    let fields = Fields::parse(body)?;
    fields.only(&[
        "depositor_name",
        "amount",
        "deposited_at",
        "account_number",
        "order_number",
        "match_only",
        "withdrawn",
    ])?;
    let at = match fields.text("deposited_at", TEXT_MAX)? {
        None => app.now(),
        Some(text) => match DateTime::parse_from_rfc3339(&text) {
            Ok(at) => at.with_timezone(&Utc),
            Err(_) => {
                return bad(
                    "deposited_at",
                    "must be RFC 3339, such as 2026-01-02T09:30:00+09:00",
                );
            }
        },
    };
    let order_number = fields.text("order_number", TEXT_MAX)?;
    let match_only = fields.flag("match_only")?.unwrap_or(false);
    if match_only && order_number.is_none() {
        return bad("order_number", "is what a match is told of");
    }
    Ok(Asked {
        depositor_name: fields.required_text("depositor_name", DEPOSITOR_NAME_MAX)?,
        amount: fields.required_won("amount")?,
        at,
        account_number: fields.text("account_number", TEXT_MAX)?,
        order_number,
        match_only,
        withdrawn: fields.flag("withdrawn")?.unwrap_or(false),
    })
}
