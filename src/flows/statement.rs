//! Statements of a customer's credits for a period. They are worked out from the ledger, whose entries never change, and
//! written piece by piece, so that one may have any length.

use chrono::{DateTime, Utc};
use domain::{
    hash::NO_HASH,
    id::CustomerId,
    ledger::Entry,
    statement::{
        Lang, Link,
        anchor::{PLACES, block_of, chain_of},
        signed_text,
        standing::Standing,
        write::{Opening, Writer},
    },
};

use super::{FlowError, Result};
use crate::{
    app::App,
    signing::{STATEMENT, Secret},
    store::{
        Db, PAGE_MAX, Timeline,
        journal::Head,
        reads::{
            self,
            statement::{self as stored, Ledger},
        },
    },
};

/// Most entries of a statement that is asked for by HTTP: some megabytes, read in well under the time of a request.
pub const ENTRIES_MAX: i64 = 10_000;
/// Most entries since the beginning of its period: the opening balance is worked out backwards from the present.
pub const SINCE_MAX: i64 = 1_000_000;
/// How longer ones are made.
const LONGER: &str = "make longer ones with `credit-gateway statement make`";

/// What a statement is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub customer: CustomerId,
    pub from: DateTime<Utc>,
    /// Exclusive.
    pub until: DateTime<Utc>,
    pub lang: Lang,
}

/// How it is made.
#[derive(Debug, Clone, Copy)]
pub struct Making<'a> {
    pub at: DateTime<Utc>,
    /// Signs it.
    pub key: Option<&'a Secret>,
    /// The heads of a seal, with which the ledger is connected.
    pub sealed: Option<&'a [Head]>,
    /// The most entries of the period, and since its beginning.
    pub limits: Option<(i64, i64)>,
}

/// The key that signs statements.
///
/// # Errors
/// A text that is no such key.
pub fn key(text: &str) -> Result<Secret, crate::signing::NotAKey> {
    STATEMENT.secret(text)
}

/// A statement as a text.
///
/// # Errors
/// [`FlowError::Invalid`] for a period that has no end, or is not over, or is too long.
pub async fn statement(app: &App, asked: &Asked) -> Result<String> {
    let making = Making {
        at: app.now(),
        key: app.statement_key.as_ref(),
        sealed: None,
        limits: Some((ENTRIES_MAX, SINCE_MAX)),
    };
    let mut text = String::new();
    write(&app.db, asked, making, &mut |piece| {
        text += &piece;
        Ok(())
    })
    .await?;
    Ok(text)
}

/// Writes a statement piece by piece. One whose customer nobody has met is empty.
///
/// # Errors
/// As [`statement`], and those of `out`.
pub async fn write(
    db: &Db,
    asked: &Asked,
    making: Making<'_>,
    out: &mut impl FnMut(String) -> Result<()>,
) -> Result<()> {
    check(asked, making.at)?;
    let customer = &asked.customer;
    let found = stored::ledger(db, customer).await?;
    let ledger = found.unwrap_or_else(|| Ledger {
        seq: 0,
        standing: Standing::default(),
        lots: Vec::new(),
    });
    let first = stored::first_from(db, customer, ledger.seq, asked.from).await?;
    let last = stored::first_from(db, customer, ledger.seq, asked.until).await? - 1;
    check_length(making, (first, last), ledger.seq)?;
    let before = first - 1;
    let ledger = ledger.back_to(db, customer, before).await?;
    let hash = stored::entry_hash(db, customer, before).await?;
    let anchor = match making.sealed {
        Some(heads) => stored::sealed_entry(db, customer, (first, last), heads).await?,
        None => None,
    };
    let (mut writer, head) = Writer::begin(Opening {
        customer: customer.clone(),
        from: asked.from,
        until: asked.until,
        made_at: making.at,
        lang: asked.lang,
        before: Link {
            seq: before,
            hash: hash.unwrap_or(NO_HASH),
        },
        debt: ledger.standing.change.debt,
        lots: ledger.lots,
        anchor: anchor.map(|(seq, _)| seq),
    });
    out(head)?;
    postings(db, customer, (before, last), &mut writer, out).await?;
    out(writer.close())?;
    match (anchor, making.sealed) {
        (Some(place), Some(heads)) => journal(db, place, heads, &mut writer, out).await?,
        _ => out(writer.no_journal())?,
    }
    let signed = making.key.map(|key| {
        let signature = key.sign(&signed_text(&writer.digest()));
        (key.public(), signature)
    });
    out(writer.sign(signed))
}

fn check(asked: &Asked, now: DateTime<Utc>) -> Result<()> {
    if asked.from >= asked.until {
        return Err(FlowError::invalid("until", "is after `from`"));
    }
    if asked.until > now {
        let rule = "is not in the future: what may still happen cannot be stated";
        return Err(FlowError::invalid("until", rule));
    }
    Ok(())
}

fn check_length(making: Making<'_>, (first, last): (i64, i64), latest: i64) -> Result<()> {
    let Some((entries_max, since_max)) = making.limits else {
        return Ok(());
    };
    let (entries, since) = (last - first + 1, latest - first + 1);
    if entries > entries_max {
        let rule = format!(
            "the period has {entries} entries, and a statement by this way has at most {entries_max}: {LONGER}"
        );
        return Err(FlowError::invalid("until", rule));
    }
    if since > since_max {
        let rule = format!(
            "{since} entries have come since, and by this way there are at most {since_max}: {LONGER}"
        );
        return Err(FlowError::invalid("from", rule));
    }
    Ok(())
}

/// Writes the postings of the entries after `before` up to `last`.
async fn postings(
    db: &Db,
    customer: &CustomerId,
    (mut before, last): (i64, i64),
    writer: &mut Writer,
    out: &mut impl FnMut(String) -> Result<()>,
) -> Result<()> {
    let mut waiting: Vec<Entry> = Vec::new();
    while before < last {
        let limit = PAGE_MAX.min(last - before);
        let page = Timeline {
            after: before,
            limit,
        };
        waiting.extend(reads::entries_of(db, customer, page).await?);
        let read = waiting.last().map_or(before, |entry| entry.seq);
        if read == before {
            let gap = format!("the ledger of {customer} has no entry {}", before + 1);
            return Err(FlowError::Failed(gap));
        }
        before = read;
        // The last posting may go on in the next page.
        let open = if before == last {
            None
        } else {
            waiting.last().map(|entry| entry.posting)
        };
        let end = waiting.iter().position(|entry| Some(entry.posting) == open);
        let rest = waiting.split_off(end.unwrap_or(waiting.len()));
        let references = waiting.iter().map(|entry| entry.reference.as_str());
        let used = stored::used(db, references).await?;
        for posting in waiting.chunk_by(|one, two| one.posting == two.posting) {
            let used = posting.first().and_then(|entry| used.get(&entry.reference));
            out(writer.posting(posting, used.cloned()))?;
        }
        waiting = rest;
    }
    Ok(())
}

/// Writes the blocks from the one that recorded the entry up to the one that the seal names.
async fn journal(
    db: &Db,
    (seq, place): (i64, i64),
    heads: &[Head],
    writer: &mut Writer,
    out: &mut impl FnMut(String) -> Result<()>,
) -> Result<()> {
    let (chain, nth) = chain_of(place);
    let mut next = block_of(place);
    let sealed = heads.iter().find(|head| head.chain == chain);
    let last = sealed.map_or(next, |head| next + (head.blocks - nth) * PLACES);
    let mut hash = NO_HASH;
    if nth > 1 {
        let before = stored::blocks(db, next - PLACES, next - PLACES).await?;
        hash = before
            .into_iter()
            .next()
            .map_or(NO_HASH, |block| block.hash);
    }
    out(writer.anchor(seq, place, hash))?;
    while next <= last {
        let blocks = stored::blocks(db, next, last).await?;
        let Some(end) = blocks.last() else {
            let gap = format!("the journal has no block {next}, which was sealed");
            return Err(FlowError::Failed(gap));
        };
        next = end.id + PLACES;
        for block in blocks {
            out(writer.block(block.id, block.at, block.content))?;
        }
    }
    out(writer.end_journal())
}
