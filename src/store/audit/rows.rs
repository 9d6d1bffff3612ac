//! Every row of the recorded tables against what the journal has of it.
//!
//! A row names the place of its fixed part (`journal_place`); the first version of its changing part is
//! recorded right after it, the last, if there was another, at `journal_revision`. A digest is the first
//! 128 bits of the SHA-256 over the columns in their order, each its length in bytes, a colon and its
//! text, or `-` when it is missing; that of the changing part begins with the key.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{
    Check, Look, int,
    journal::{CLOCKS_DIFFER, Sums},
    text,
};
use crate::store::{
    StoreError,
    query::{Arg, Row},
    sql::Sql,
};

/// A recorded table.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) name: &'static str,
    /// Of its elements in the journal; in capitals for what changes.
    pub(super) letter: char,
    /// Whether rows older than the days for which answers are remembered may go.
    pub(super) pruned: bool,
    /// Whether its rows are paged through by a text and a number.
    numbered: bool,
    fixed: &'static [&'static str],
    changing: usize,
    page: Sql,
}

/// Columns that say when a row was written, of tables whose rows are written at the instant they tell of.
const WRITTEN_AT: [&str; 3] = ["acted_at", "happened_at", "posted_at"];

/// Columns before those of the row.
const AHEAD: usize = 7;

/// Where the last version of the changing part is; nowhere when nothing changes.
macro_rules! revision {
    () => {
        "CAST(NULL AS BIGINT)"
    };
    ($($column:ident),+) => {
        "COALESCE(t.journal_revision, t.journal_place + 1)"
    };
}

/// `name letter by "key", "number", "rows after $1 (and $2)": fixed [columns] changing [the key and columns];`
macro_rules! recorded {
    ($($name:ident $letter:literal by $key:literal, $number:literal, $after:literal:
        fixed [$($fixed:ident),+] $(changing [$($changing:ident),+])?;)+) => {
        [$(Recorded {
            name: stringify!($name),
            letter: $letter,
            pruned: $letter == 'c',
            numbered: $letter == 'e',
            fixed: &[$(stringify!($fixed)),+],
            changing: 0 $(+ [$(stringify!($changing)),+].len())?,
            page: Sql::new(concat!(
                "SELECT t.", $key, ", ", $number, ", t.journal_place, ", revision!($($($changing),+)?), ", j.made_at, \
                 SUBSTR(j.content, CAST(t.journal_place % 128 * 23 + 1 AS INTEGER), 23), \
                 SUBSTR(r.content, CAST(", revision!($($($changing),+)?), " % 128 * 23 + 1 AS INTEGER), 23)",
                $(", CAST(t.", stringify!($fixed), " AS TEXT)",)+
                $($(", CAST(t.", stringify!($changing), " AS TEXT)",)+)?
                " FROM (SELECT * FROM ", stringify!($name), " WHERE ", $after, " LIMIT 500) AS t \
                 LEFT JOIN journal AS j ON j.id = t.journal_place - t.journal_place % 128 \
                 LEFT JOIN journal AS r ON r.id = ", revision!($($($changing),+)?), " - ",
                revision!($($($changing),+)?), " % 128 \
                 ORDER BY 1, 2"
            )),
        }),+]
    };
}

/// Most are paged through by `id`.
macro_rules! tables {
    ($($name:ident $letter:literal: fixed $fixed:tt $(changing $changing:tt)?;)+) => {
        recorded! {
            claims 'c' by "key", "CAST(0 AS BIGINT)", "key > $1 ORDER BY key":
                fixed [scope, client_key, fingerprint, reply, claimed_at, key];
            entries 'e' by "customer_id", "t.seq",
                "(customer_id, seq) > ($1, $2) AND journal_place IS NOT NULL ORDER BY customer_id, seq":
                fixed [customer_id, seq, posting_id, act, from_account, to_account, unit, amount, lot_id, reference, posted_at, hash];
            policies 't' by "version", "CAST(0 AS BIGINT)", "version > $1 ORDER BY version":
                fixed [version, hash, document, published_at, effective_at, stored_at];
            $($name $letter by "id", "CAST(0 AS BIGINT)", "id > $1 ORDER BY id":
                fixed $fixed $(changing $changing)?;)+
        }
    };
}

pub(super) static TABLES: [Recorded; 17] = tables! {
    acts 'a': fixed [id, actor, act, subject, detail, acted_at];
    api_keys 'k': fixed [id, role, hash, name, created_at] changing [id, revoked_at];
    approvals 'n':
        fixed [id, customer_id, act, subject, amount, asked_by, asked_at, expires_at]
        changing [id, request, state, decided_by, decided_at, reason, outcome];
    contradictions 'x':
        fixed [id, customer_id, order_id, provider, payment_key, kind, opened_at]
        changing [id, state, note, amount, cancelled, settled_at, decided_by, reason, refund_id, account, refused];
    deposits 'd':
        fixed [id, provider, movement_key, account, name, amount, moved_at, received_at, key, source, balance]
        changing [id, state, reason, order_id, settled_at, repeat_of];
    events 'v': fixed [id, kind, customer_id, subject, body, happened_at];
    holds 'h':
        fixed [id, customer_id, credits, meter, reference, opened_at, expires_at]
        changing [id, captured, state, parts, spend_id, closed_at];
    inbox 'i':
        fixed [id, provider, event_key, verdict, note, headers, body_form, body, received_at, key]
        changing [id, effect, settled_at];
    lots 'l': fixed [id, customer_id, kind, payment_id, reason, policy, policy_hash, granted, acquired_at, expires_at,
        bonus_of];
    orders 'o':
        fixed [id, customer_id, product, title, quantity, amount, tax_free, credits, kind, policy, policy_hash, depositor,
            depositor_key, return_url, opened_at]
        changing [id, validity, provider, method, session, state, note, payment_id, expires_at, closed_at,
            hinted_at, bonus, metadata];
    payments 'y':
        fixed [id, order_id, customer_id, provider, payment_key, method, amount, policy, policy_hash, paid_at]
        changing [id, tax, debt, debt_waived, facts, outside_at];
    quotes 'q':
        fixed [id, payment_id, customer_id, amount, credits, basis, lines, policy, policy_hash, quoted_at, expires_at,
            asked_at, wanted, beyond];
    refunds 'r':
        fixed [id, payment_id, customer_id, quote_id, lot_id, amount, credits, basis, reason, expected_balance,
            requested_by, requested_at, due_at]
        changing [id, provider, tax_free, vat, account, state, note, cancel_key, sent_at, settled_at, settled_amount];
    spends 's': fixed [id, customer_id, credits, meter, reference, hold_id, spent_at];
};

/// Compares the rows, and takes what they name out of `sums`.
pub(super) async fn run(
    look: &mut Look<'_>,
    sums: &mut Sums,
    pruned_before: i64,
) -> Result<Check, StoreError> {
    let mut check = Check::new(
        "rows_recorded",
        "every row is as the journal recorded it: what never changes, and the last version of the rest",
    );
    for table in &TABLES {
        let (mut key, mut number) = (String::new(), 0);
        loop {
            let mut after = vec![Arg::Text(&key)];
            if table.numbered {
                after.push(Arg::Int(number));
            }
            let page = look.rows(&table.page, after).await?;
            let Some(last) = page.last() else { break };
            (key, number) = (text(last, 0)?.to_owned(), int(last, 1)?);
            for row in &page {
                compare(table, row, sums, pruned_before, &mut check)?;
            }
        }
    }
    Ok(check)
}

fn compare(
    table: &Recorded,
    row: &Row,
    sums: &mut Sums,
    pruned_before: i64,
    check: &mut Check,
) -> Result<(), StoreError> {
    let mut name = format!("{} {}", table.name, text(row, 0)?);
    if table.numbered {
        name = format!("{name}/{}", int(row, 1)?);
    }
    let (Some(place), Some(made_at)) = (row.int(2)?, row.int(4)?) else {
        check.add(name, "the journal has not recorded it");
        return Ok(());
    };
    if !table.pruned || made_at >= pruned_before {
        sums.there(table.letter, place);
    }
    let fixed = AHEAD..AHEAD + table.fixed.len();
    if !is_of(row, 5, table.letter, fixed.clone())? {
        check.add(name.clone(), "what never changes is not as it was recorded");
    }
    let written = |column: &&str| WRITTEN_AT.contains(column);
    if let Some(column) = table.fixed.iter().position(written) {
        let at: Option<i64> = text(row, AHEAD + column)?.parse().ok();
        if at.is_none_or(|at| at.abs_diff(made_at) > CLOCKS_DIFFER.unsigned_abs()) {
            let detail = "it is not dated when the journal recorded it";
            check.add(name.clone(), detail);
        }
    }
    if table.changing == 0 {
        return Ok(());
    }
    let large = table.letter.to_ascii_uppercase();
    if let Some(revision) = row.int(3)? {
        sums.there(large, revision);
    }
    if !is_of(row, 6, large, fixed.end..fixed.end + table.changing)? {
        check.add(name, "it is not in the version that was recorded last");
    }
    Ok(())
}

/// Whether the element in column `at` is the digest of these columns.
fn is_of(
    row: &Row,
    at: usize,
    letter: char,
    columns: std::ops::Range<usize>,
) -> Result<bool, StoreError> {
    let mut digest = Sha256::new();
    for column in columns {
        match row.text(column)? {
            Some(value) => digest.update(format!("{}:{value}", value.len())),
            None => digest.update("-"),
        }
    }
    let digest = URL_SAFE_NO_PAD.encode(&digest.finalize()[..16]);
    Ok(text(row, at)? == format!("{letter}{digest}"))
}
