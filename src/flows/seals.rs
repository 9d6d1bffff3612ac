//! Seals: the heads of the journal's chains, signed with a key that is kept outside the database. Whoever can rewrite both
//! rows and journal cannot rewrite the sealed part without `audit --seal` finding it.
//!
//! With a key in its settings a gateway makes one each day, sends it as an event, and writes it to a folder.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::Path,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    calendar::seoul,
    event::{Event, EventRecord, SealMade},
    id::EventId,
};
use serde::{Deserialize, Serialize};

use super::{FlowError, Result};
use crate::{
    app::{App, Shared},
    signing::{Public, Sealing, Secret},
    store::{
        Db, StoreError,
        audit::Sealed,
        journal::{self, Head},
        reads::facts,
        seals::{self, Kept},
    },
};

/// A prefix of the signed text, so that a signature can never be valid for another kind of text.
const PURPOSE: &str = "credit-gateway seal 1";
/// Days of which missing files are written: a folder that was away for a while is made up for.
const WRITTEN_DAYS: i64 = 31;

/// The content of a seal's file.
#[derive(Debug, Serialize, Deserialize)]
pub struct Seal {
    made_at: DateTime<Utc>,
    pub chains: Vec<Head>,
    /// Ed25519, in base 64, over the text of [`Seal::signed`].
    signature: String,
}

impl Seal {
    /// Signs the heads of all chains as they are now.
    pub async fn make(db: &Db, key: &Secret, now: DateTime<Utc>) -> Result<Self, StoreError> {
        // `now` was read before the heads. A block that they do not have may be dated later, never earlier.
        let mut seal = Self {
            made_at: now,
            chains: journal::heads(db).await?,
            signature: String::new(),
        };
        seal.signature = key.sign(&seal.signed());
        Ok(seal)
    }

    /// The text of its file.
    ///
    /// # Errors
    /// None that is known: all of it can be written as JSON.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        Ok(format!("{}\n", serde_json::to_string_pretty(self)?))
    }

    pub fn blocks(&self) -> i64 {
        self.chains.iter().map(|head| head.blocks).sum()
    }

    /// What was sealed, when the owner of the public key signed it.
    pub fn sealed(self, key: &Public) -> Option<Sealed> {
        key.agrees(&self.signed(), &self.signature).then(|| Sealed {
            at: self.made_at.timestamp_micros(),
            heads: self.chains,
        })
    }

    /// The purpose, the instant in microseconds, and a line for each chain.
    fn signed(&self) -> String {
        let mut text = format!("{PURPOSE}\n{}\n", self.made_at.timestamp_micros());
        for Head {
            chain,
            blocks,
            hash,
        } in &self.chains
        {
            let _infallible = writeln!(text, "{chain} {blocks} {hash}");
        }
        text
    }
}

/// Makes the seal of the day of Seoul, unless there is one, and writes the files that are missing.
pub async fn daily(app: &Shared, sealing: &Sealing) -> Result<()> {
    let (here, sealing) = (app.clone(), sealing.clone());
    app.detached(async move { Box::pin(sealed(&here, &sealing)).await })
        .await
}

/// Since when nothing is sealed: since the newest seal, or since the first order where there is none. `None` at a gateway without the
/// key, which cannot mend it, and before anything is sold.
///
/// # Errors
/// The database does not answer.
pub async fn unsealed_since(app: &App) -> Result<Option<DateTime<Utc>>> {
    if app.sealing.key.is_none() {
        return Ok(None);
    }
    match seals::newest(&app.db).await? {
        Some(at) => Ok(Some(at)),
        None => Ok(facts::first_order_at(&app.db).await?),
    }
}

async fn sealed(app: &App, sealing: &Sealing) -> Result<()> {
    let now = app.now();
    let today = seoul(now).date_naive();
    if let Some(key) = &sealing.key
        && !seals::has(&app.db, today).await?
    {
        let seal = Seal::make(&app.db, key, now).await?;
        let document = seal
            .text()
            .map_err(|error| FlowError::Failed(format!("a seal cannot be written: {error}")))?;
        let kept = Kept {
            day: today,
            made_at: now,
            blocks: seal.blocks(),
            document,
        };
        let event = EventRecord {
            id: app.id(EventId::new),
            event: Event::SealMade(SealMade {
                name: name(&kept),
                made_at: now,
                blocks: kept.blocks,
                document: kept.document.clone(),
            }),
            at: now,
        };
        if seals::keep(&app.db, &kept, &event).await? {
            tracing::info!(blocks = kept.blocks, "The journal is sealed for {today}");
        }
    }
    let Some(folder) = &sealing.folder else {
        return Ok(());
    };
    for kept in seals::since(&app.db, today - TimeDelta::days(WRITTEN_DAYS)).await? {
        write(&folder.join(name(&kept)), &kept.document).map_err(|error| {
            FlowError::Failed(format!(
                "seal of {} in {}: {error}",
                kept.day,
                folder.display()
            ))
        })?;
    }
    Ok(())
}

fn name(kept: &Kept) -> String {
    format!("seal-{}.json", kept.day)
}

/// Writes a file whole or not at all, and never over another.
fn write(file: &Path, text: &str) -> io::Result<()> {
    if file.exists() {
        return Ok(());
    }
    // Two gateways may have one folder.
    let beside = file.with_extension(format!("{}.part", std::process::id()));
    let mut opened = std::fs::File::create(&beside)?;
    opened.write_all(text.as_bytes())?;
    opened.sync_all()?;
    // A link fails where the name is taken; a rename would replace what is there.
    let linked = std::fs::hard_link(&beside, file);
    std::fs::remove_file(&beside)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn a_seal_is_never_written_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("seal-2026-04-08.json");
        write(&file, "first").unwrap();
        write(&file, "second").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "first");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
