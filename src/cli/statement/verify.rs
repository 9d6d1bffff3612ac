//! `statement verify`: what a statement proves, and what it does not.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use chrono::DateTime;
use clap::Args;
use domain::{
    calendar::rfc3339_seoul,
    statement::{
        signed_text,
        verify::{Verified, Verifier},
    },
};

use super::super::{
    exit,
    seal::{self, key_of},
};
use crate::{signing::STATEMENT, store::audit::Sealed};

/// A line that says what is proved, or what does not agree.
type Found = Result<String, String>;

/// Longest line that is read. A posting over ten thousand lots is a tenth of it.
const LINE_BYTES_MAX: u64 = 32 * 1024 * 1024;

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The statement.
    file: PathBuf,
    /// The public key of who makes statements: its text, or a file with it.
    #[arg(long, value_name = "PUBLIC")]
    key: Option<String>,
    /// A seal that the statement is connected with.
    #[arg(long, value_name = "FILE", requires = "seal_public_key")]
    seal: Option<PathBuf>,
    /// File of the public key of who makes seals.
    #[arg(long, value_name = "FILE", requires = "seal")]
    seal_public_key: Option<PathBuf>,
}

pub(super) fn run(asked: &Verify) -> anyhow::Result<ExitCode> {
    let sealed = match asked.seal.as_ref().zip(asked.seal_public_key.as_ref()) {
        Some((file, key)) => Some(seal::read(file, key)?),
        None => None,
    };
    let verified = match read(&asked.file)? {
        Ok(verified) => verified,
        Err(wrong) => {
            say!("WRONG  {wrong}");
            return Ok(exit(false));
        }
    };
    agrees(&verified);
    let signature = signature(&verified, asked.key.as_deref())?;
    let found = [signature, seal_of(&verified, sealed.as_ref())];
    let mut good = true;
    for line in found {
        match line {
            Ok(line) => say!("{line}"),
            Err(wrong) => {
                good = false;
                say!("WRONG  {wrong}");
            }
        }
    }
    Ok(exit(good))
}

/// Reads the file line by line, and gives what does not agree.
fn read(file: &Path) -> anyhow::Result<Result<Verified, String>> {
    let opened = File::open(file).with_context(|| format!("{}", file.display()))?;
    let mut reader = BufReader::new(opened);
    let mut verifier = Verifier::default();
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = (&mut reader).take(LINE_BYTES_MAX);
        if limited.read_until(b'\n', &mut line)? == 0 {
            return Ok(verifier.end().map_err(|fault| fault.in_words()));
        }
        if let Err(fault) = verifier.line(&line) {
            return Ok(Err(fault.in_words()));
        }
    }
}

fn agrees(verified: &Verified) {
    let (head, foot) = (&verified.head, &verified.foot);
    say!(
        "ok     {} from {} until {}: {} entries, each chained to the one before it",
        head.customer_id,
        rfc3339_seoul(head.from),
        rfc3339_seoul(head.until),
        verified.entries
    );
    let (opening, closing) = (&head.opening, &foot.closing);
    say!(
        "ok     available {} at the beginning and {} at the end, held {} and {}, owed {} and {}: as the entries and totals say",
        opening.available,
        closing.available,
        opening.held,
        closing.held,
        opening.debt,
        closing.debt
    );
    if head.before.seq == 0 {
        say!("ok     it begins with the first entry of the ledger");
    } else {
        say!(
            "note   the opening balance and entry {} before it rest on who signed",
            head.before.seq
        );
    }
    if (head.made_at - head.until).num_minutes() < SETTLED_MINUTES {
        say!(
            "note   it was made so soon after its end that entries of the last minutes may be missing"
        );
    }
}

/// How long after its end a period is surely whole: more than gateways' clocks differ, and than a commit takes.
const SETTLED_MINUTES: i64 = 10;

/// What the signature proves.
///
/// # Errors
/// A key that cannot be read.
fn signature(verified: &Verified, key: Option<&str>) -> anyhow::Result<Found> {
    let signed = &verified.signed;
    let (named, signature) = match (&signed.key, &signed.signature, key) {
        (Some(named), Some(signature), _) => (named, signature),
        (None, None, None) => {
            let what = "not signed: it agrees with itself, and anybody could have written it";
            return Ok(Ok(format!("note   {what}")));
        }
        (None, None, Some(_)) => {
            return Ok(Err(
                "signature: there is none, and a key was given".to_owned()
            ));
        }
        (..) => {
            return Ok(Err(
                "signature: stands with its key, or neither does".to_owned()
            ));
        }
    };
    let own = STATEMENT.public(named).ok();
    let own = own.filter(|own| own.text() == *named);
    let text = signed_text(&signed.digest);
    if !own.is_some_and(|own| own.agrees(&text, signature)) {
        return Ok(Err(
            "signature: is not by the key that is named beside it".to_owned()
        ));
    }
    let Some(key) = key else {
        let what = "give --key to say whether that is the seller's";
        return Ok(Ok(format!("note   signed by {named}; {what}")));
    };
    let known = match STATEMENT.public(key) {
        Ok(known) => known,
        Err(_) => key_of(Path::new(key), |text| STATEMENT.public(text))?,
    };
    Ok(if known.text() == *named {
        Ok("ok     signed by the owner of the key".to_owned())
    } else {
        Err("signature: is not by the owner of this key".to_owned())
    })
}

/// What a seal proves of it.
fn seal_of(verified: &Verified, seal: Option<&Sealed>) -> Found {
    let anchor = verified.head.anchor;
    let Some((chain, blocks, hash)) = &verified.sealed else {
        return if seal.is_some() {
            Err(
                "journal: the statement is not connected with a seal: make it with --seal"
                    .to_owned(),
            )
        } else {
            Ok(
                "note   not connected with a seal: when the ledger was written rests on who signed"
                    .to_owned(),
            )
        };
    };
    let entry = anchor.unwrap_or_default();
    let Some(seal) = seal else {
        return Ok(format!(
            "note   entry {entry} is connected with block {} of chain {chain}; give --seal to say whether that was sealed",
            blocks - 1
        ));
    };
    let head = seal.heads.iter().find(|head| head.chain == *chain);
    match head {
        Some(head) if head.blocks == *blocks && head.hash == *hash => {
            let at = DateTime::from_timestamp_micros(seal.at).map(rfc3339_seoul);
            let at = at.unwrap_or_default();
            Ok(format!(
                "ok     entry {entry}, and all before it, were in the journal when it was sealed at {at}"
            ))
        }
        Some(_) => Err("journal: its blocks do not lead to what was sealed".to_owned()),
        None => Err(format!("journal: the seal has no chain {chain}")),
    }
}

#[cfg(test)]
#[path = "verify_tests.rs"]
mod tests;
