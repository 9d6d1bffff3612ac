//! The request for a deposit, from a test or a person.

use chrono::{DateTime, Utc};

use super::super::state::App;
use super::super::state::Deposit;
use crate::shared::fields::{Checked, Fields, bad};

/// Longer than any passbook text; banks cut at 10 to 20 characters.
const DEPOSITOR_NAME_MAX: usize = 100;
/// Names of accounts and movements.
const NAME_MAX: usize = 64;

pub(super) fn parse(app: &App, body: &[u8]) -> Checked<(Option<String>, Deposit)> {
    let fields = Fields::parse(body)?;
    fields.only(&[
        "depositor_name",
        "amount",
        "account",
        "deposited_at",
        "movement_id",
    ])?;
    let deposited_at = match fields.text("deposited_at", NAME_MAX)? {
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
    let movement_id = fields.text("movement_id", NAME_MAX)?;
    let deposit = Deposit {
        account: fields
            .text("account", NAME_MAX)?
            .unwrap_or_else(|| app.settings.account.clone()),
        depositor_name: fields.required_text("depositor_name", DEPOSITOR_NAME_MAX)?,
        amount: fields.required_won("amount")?,
        deposited_at,
        reversed: false,
    };
    Ok((movement_id, deposit))
}
