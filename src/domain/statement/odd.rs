//! Finds which part of a line was changed, so that it can be named.

use super::{Change, lines::digest_of};
use crate::{
    hash::Hash,
    ledger::{Account, Act, Entry, Unit, hash},
};

/// Bytes that a changed byte may have been: those of printable ASCII.
const PRINTABLE: std::ops::RangeInclusive<u8> = b' '..=b'~';

/// Longest line in which a changed byte is sought: a full block of the journal. The work grows with the square of it; this
/// is some seconds.
const SOUGHT_BYTES_MAX: usize = 2_500;

/// The place of the one byte by which a line differs from the one that its digest is of: replaced, left out or added.
pub(super) fn changed_byte(bare: &str, stated: &str) -> Option<usize> {
    let is_it =
        |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(|text| digest_of(text) == stated);
    let all = bare.as_bytes();
    if all.len() > SOUGHT_BYTES_MAX {
        return None;
    }
    for at in 0..all.len() {
        let (before, after) = (&all[..at], &all[at.saturating_add(1)..]);
        if is_it(&[before, after].concat()) {
            return Some(at);
        }
        for byte in PRINTABLE {
            if is_it(&[before, &[byte], after].concat())
                || is_it(&[before, &[byte], &all[at..]].concat())
            {
                return Some(at);
            }
        }
    }
    None
}

/// The member of a line at a byte, and the number of the entry that it is in.
pub(super) fn member_at(text: &str, at: usize) -> (Option<i64>, Option<String>) {
    let before = text.get(..at).unwrap_or(text);
    let seq = before.rfind("{\"seq\":").map(|start| {
        let digits = &text[start.saturating_add("{\"seq\":".len())..];
        let end = digits.find(|c: char| !c.is_ascii_digit());
        digits[..end.unwrap_or(digits.len())].parse().ok()
    });
    let closed = before.rfind(']') > before.rfind("{\"seq\":");
    // The byte may be the last of a name, whose end comes after it.
    let names = text.match_indices("\":").filter_map(|(end, _)| {
        let start = text[..end].rfind('"')?;
        let name = &text[start.saturating_add(1)..end];
        let plain = name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        (plain && !name.is_empty() && start <= at).then_some(name)
    });
    let of_posting = text.starts_with("{\"posting\":");
    let seq = seq.flatten().filter(|_| of_posting && !closed);
    (seq, names.last().map(str::to_owned))
}

/// The member of an entry that was changed, where it can be worked out: another value of it has the hash that is stated.
/// `missing` is what the posting says that it changes, less what its entries change.
pub(super) fn member(
    before: &str,
    entry: &Entry,
    stated: &Hash,
    missing: Change,
) -> Option<&'static str> {
    let one = Change::of(&Entry {
        amount: 1,
        ..entry.clone()
    });
    let mut others = Vec::new();
    for (sign, more) in [
        (one.available, missing.available),
        (one.held, missing.held),
        (one.debt, missing.debt),
        (one.won, missing.won),
    ] {
        let amount = entry.amount.saturating_add(sign.saturating_mul(more));
        others.push((
            "amount",
            Entry {
                amount,
                ..entry.clone()
            },
        ));
    }
    for act in Act::ALL {
        others.push((
            "act",
            Entry {
                act: *act,
                ..entry.clone()
            },
        ));
    }
    for account in Account::ALL {
        others.push((
            "from",
            Entry {
                from: *account,
                ..entry.clone()
            },
        ));
        others.push((
            "to",
            Entry {
                to: *account,
                ..entry.clone()
            },
        ));
    }
    for unit in Unit::ALL {
        others.push((
            "unit",
            Entry {
                unit: *unit,
                ..entry.clone()
            },
        ));
    }
    let found = others
        .into_iter()
        .find(|(_, other)| hash(before, other) == *stated);
    found.map(|(member, _)| member)
}
