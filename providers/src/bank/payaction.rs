//! `PayAction` (페이액션) as the feed: it watches the bank account and posts each movement.
//!
//! Two documents come to one address. The movement (its bank-data plan) reports amount and name and is the snapshot.
//! The match notice reports neither, and its own matching may be partial or by hand, so it pays nothing. Nothing is
//! signed: the only proof is a static key in a header, the same on every call. So anybody who reads one call can
//! forge the next. Two facts limit a forger: money moves on the bank's side, and statements are compared later. Their
//! orders API is not used: matching is ours.

use domain::deposit::{Balance, Movement, Reporter, Source};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{Bank, ID, map, wire};
use crate::{
    provider::{Notice, RawWebhook, Says, Unverified, Verdict},
    signature::hex,
};

/// Carries the static key.
pub(super) const KEY_HEADER: &str = "x-webhook-key";

/// How `PayAction` proves its identity.
pub(super) struct PayAction {
    /// The static text it sends as `x-webhook-key`.
    pub(super) key: SecretString,
    /// The shop its `x-mall-id` must name; any, when left out.
    pub(super) mall_id: Option<String>,
}

pub(super) fn read(
    config: &PayAction,
    bank: &Bank,
    raw: &RawWebhook,
) -> Result<Notice, Unverified> {
    check_key(config, raw)?;
    let (name, says) = match trace(raw) {
        Ok(trace) => (trace, Says::of_proved(says(bank, trace, &raw.body))),
        Err(why) => ("", Says::Unreadable { why }),
    };
    Ok(Notice {
        event_key: format!("payaction:{name}:{}", hex(&raw.body)),
        verdict: Verdict::Signed,
        says,
    })
}

fn check_key(config: &PayAction, raw: &RawWebhook) -> Result<(), Unverified> {
    // Digests are of one length, so that not even the length of the key can be measured.
    let digest = |text: &str| Sha256::digest(text.as_bytes());
    let told = digest(raw.header(KEY_HEADER)?);
    if !bool::from(told.ct_eq(&digest(config.key.expose_secret()))) {
        return Err(Unverified::new(
            "bad_secret",
            "x-webhook-key is not the key of our shop",
        ));
    }
    match &config.mall_id {
        Some(mall) if raw.header("x-mall-id")? != mall.as_str() => Err(Unverified::new(
            "bad_secret",
            "x-mall-id names another shop",
        )),
        _ => Ok(()),
    }
}

/// Their name of the delivery, the same when it is sent again. A movement that reports its balance is identified by
/// its content, so a missing name does no harm.
fn trace(raw: &RawWebhook) -> Result<&str, Unverified> {
    match raw.header("x-trace-id") {
        Ok(id) if id.len() > map::KEY_BYTES_MAX || id.chars().any(char::is_control) => Err(
            map::malformed("x-trace-id is not a plain name of at most 100 bytes"),
        ),
        Err(missing) if missing.code == "missing_header" => Ok(""),
        known => known,
    }
}

fn says(bank: &Bank, trace: &str, body: &[u8]) -> Result<Says, Unverified> {
    let document: serde_json::Value = map::parse(body)?;
    let nothing = |why: &str| {
        Ok(Says::Nothing {
            why: why.to_owned(),
        })
    };
    match document.get("transaction_type") {
        Some(kind) if kind == "deposited" => {}
        Some(kind) if kind == "withdrawn" => return nothing("money went out: no deposit"),
        Some(_) => return nothing("the type of the movement is not followed"),
        None if document.get("order_number").is_some() => {
            return nothing("a match notice tells no amount: only the bank's movement pays");
        }
        None => return nothing("neither a movement nor a match notice"),
    }
    let moved: wire::Moved<'_> = map::parse(body)?;
    if digits(&moved.bank_account_number) != digits(&bank.account_number) {
        return nothing("the movement is on another account than ours");
    }
    movement(bank, trace, &moved).map(Says::Deposit)
}

fn movement(bank: &Bank, trace: &str, moved: &wire::Moved<'_>) -> Result<Movement, Unverified> {
    let amount = map::amount(moved.amount)
        .ok_or_else(|| map::malformed("amount is not a positive amount of won within range"))?;
    let at = chrono::DateTime::parse_from_rfc3339(&moved.transaction_date)
        .map_err(|_| map::malformed("transaction_date is not an instant with an offset"))?;
    Ok(Movement {
        provider: ID,
        key: key(trace, moved),
        source: Source::new(Reporter::PayAction, ""),
        account: bank.account.clone(),
        name: map::printed_name(&moved.transaction_name),
        amount,
        at: at.to_utc(),
        balance: balance(moved)
            .and_then(serde_json::Value::as_i64)
            .map(Balance),
    })
}

/// There is no bank transaction id, so the key is a hash of the document's content as it is written (bank-transfer
/// facts, section 2.1). The balance after the movement makes it nearly unique. Where it is missing, two equal
/// movements of a minute have the same content, so the delivery is part of the key: sent again it has the same name.
fn key(trace: &str, moved: &wire::Moved<'_>) -> String {
    let balance = balance(moved).map_or_else(|| trace.to_owned(), ToString::to_string);
    hex(format!(
        "{}|deposited|{}|{}|{}|{balance}",
        moved.bank_account_number, moved.transaction_date, moved.amount, moved.transaction_name,
    )
    .as_bytes())
}

fn balance<'a>(moved: &'a wire::Moved<'_>) -> Option<&'a serde_json::Value> {
    moved.balance.as_ref().filter(|balance| !balance.is_null())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
