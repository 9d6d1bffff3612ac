//! Maps the feed's documents to deposits. An error names a signed but malformed document, so that the feed's maker
//! can fix it; nothing of the content is repeated.

use chrono::Utc;
use domain::{
    deposit::{Balance, Movement, Reporter, Source},
    money::Won,
};
use serde::Deserialize;

use super::{ID, wire};
use crate::provider::{Says, Unverified};

/// Movement ids and account names are kept as keys.
pub(super) const KEY_BYTES_MAX: usize = 100;
/// Passbooks print some twenty characters; a hundred leaves room for company names.
pub(super) const NAME_CHARS_MAX: usize = 100;

/// `series` names the feed among several.
pub(super) fn says(body: &[u8], series: &str) -> Result<Says, Unverified> {
    let head: wire::Head<'_> = parse(body)?;
    match &*head.kind {
        "deposit.received" => {
            let received: wire::Event<wire::Deposit<'_>> = parse(body)?;
            movement(&received.data, series).map(Says::Deposit)
        }
        "deposit.reversed" => {
            let reversed: wire::Event<wire::Reversal<'_>> = parse(body)?;
            let key = key(&reversed.data.movement_id, "movement_id")?;
            Ok(Says::DepositReversed { key })
        }
        _ => Ok(Says::Nothing {
            why: "the type of the event is not followed".to_owned(),
        }),
    }
}

fn movement(deposit: &wire::Deposit<'_>, series: &str) -> Result<Movement, Unverified> {
    let amount = amount(deposit.amount)
        .ok_or_else(|| malformed("data.amount is not a positive amount of won within range"))?;
    let name = &*deposit.depositor_name;
    if name.is_empty()
        || name.chars().count() > NAME_CHARS_MAX
        || name.chars().any(char::is_control)
    {
        return Err(malformed(
            "data.depositor_name is not 1 to 100 printable characters",
        ));
    }
    Ok(Movement {
        provider: ID,
        key: key(&deposit.movement_id, "movement_id")?,
        source: Source::new(Reporter::Feed, series),
        account: key(&deposit.account, "account")?,
        name: name.to_owned(),
        amount,
        at: deposit.deposited_at.with_timezone(&Utc),
        balance: deposit.balance_after.map(Balance),
    })
}

/// Money that came in: more than nothing.
pub(super) fn amount(won: i64) -> Option<Won> {
    Won::new(won).ok().filter(|amount| !amount.is_zero())
}

/// A name as printed by a source that guarantees no form: without control characters, cut to the stored length, and
/// `-` where nothing is left. No order can be opened under that one.
pub(super) fn printed_name(text: &str) -> String {
    let bare: String = text.chars().filter(|c| !c.is_control()).collect();
    let cut: String = bare.trim().chars().take(NAME_CHARS_MAX).collect();
    if cut.is_empty() { "-".to_owned() } else { cut }
}

fn key(text: &str, field: &str) -> Result<String, Unverified> {
    if text.is_empty() || text.len() > KEY_BYTES_MAX || text.chars().any(char::is_control) {
        return Err(malformed(&format!(
            "data.{field} is not a plain name of at most 100 bytes"
        )));
    }
    Ok(text.to_owned())
}

pub(super) fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, Unverified> {
    // The library's own text may quote a value, so only the position is reported.
    serde_json::from_slice(body).map_err(|error| {
        malformed(&format!(
            "not a document of the feed ({:?} error)",
            error.classify()
        ))
    })
}

pub(super) fn malformed(detail: &str) -> Unverified {
    Unverified::new("malformed", detail)
}
