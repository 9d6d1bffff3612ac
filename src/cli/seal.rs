//! Seals: the heads of the journal's chains, signed with a key that is kept outside the database. An attacker who can
//! rewrite both rows and journal cannot rewrite the sealed part without `audit --seal` finding it.

use std::{
    fmt::Write as _,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::{
    clock::{Clock as _, SystemClock},
    config::Database,
    signing::{NotAKey, SEAL, Secret, Use},
    store::{
        Db,
        audit::Sealed,
        journal::{self, Head},
    },
};

/// A prefix of the signed text, so that a signature can never be valid for another kind of text.
const PURPOSE: &str = "credit-gateway seal 1";

#[derive(Debug, Args)]
pub(super) struct SealKey {
    /// File for the secret key, which must not exist. The public key is written beside it, with `.pub` at the end.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct MakeSeal {
    /// File of the secret key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// File for the seal, which must not exist. Keep it where nobody who has the database can write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    database: Database,
}

/// The content of a seal's file.
#[derive(Debug, Serialize, Deserialize)]
struct Seal {
    made_at: DateTime<Utc>,
    chains: Vec<Head>,
    /// Ed25519, in base 64, over the text of [`Seal::signed`].
    signature: String,
}

impl Seal {
    /// The purpose, the instant in microseconds, and a line for each chain.
    fn signed(&self) -> String {
        let mut text = format!("{PURPOSE}\n{}\n", self.made_at.timestamp_micros());
        for Head {
            chain,
            blocks,
            hash,
        } in &self.chains
        {
            let _ = writeln!(text, "{chain} {blocks} {hash}");
        }
        text
    }
}

/// Makes a key.
pub(super) fn make_key(asked: &SealKey) -> anyhow::Result<()> {
    new_pair(SEAL, &asked.out)
}

/// Writes a new secret key to a file and its public key beside it.
pub(super) fn new_pair(of: Use, out: &Path) -> anyhow::Result<()> {
    let mut bits = [0; 32];
    getrandom::fill(&mut bits).map_err(|error| anyhow::anyhow!("no random bits: {error}"))?;
    let text = of.text(bits);
    let public = of.secret(&text)?.public();
    write_new(out, 0o600, &format!("{text}\n"))?;
    let mut beside = out.to_owned().into_os_string();
    beside.push(".pub");
    write_new(Path::new(&beside), 0o644, &format!("{public}\n"))?;
    say!("{}", public);
    Ok(())
}

/// Signs the heads of all chains as they are now.
pub(super) async fn make(asked: &MakeSeal) -> anyhow::Result<()> {
    let key: Secret = key_of(&asked.key, |text| SEAL.secret(text))?;
    let db = Db::open_read_only(&asked.database)
        .await
        .context("the database cannot be read")?;
    // This is read before the heads. A block that they do not have may be dated later, never earlier.
    let made_at = SystemClock::new().now();
    let mut seal = Seal {
        made_at,
        chains: journal::heads(&db).await?,
        signature: String::new(),
    };
    seal.signature = key.sign(&seal.signed());
    let text = serde_json::to_string_pretty(&seal)?;
    write_new(&asked.out, 0o644, &format!("{text}\n"))?;
    say!(
        "{} blocks of {} chains are sealed",
        seal.chains.iter().map(|head| head.blocks).sum::<i64>(),
        seal.chains.len()
    );
    Ok(())
}

/// Reads a seal and accepts it only when it is signed by the owner of the public key in this file.
pub(super) fn read(seal: &Path, public_key: &Path) -> anyhow::Result<Sealed> {
    let text = std::fs::read_to_string(seal).with_context(|| format!("{}", seal.display()))?;
    let sealed: Seal =
        serde_json::from_str(&text).with_context(|| format!("{} is no seal", seal.display()))?;
    let key = key_of(public_key, |text| SEAL.public(text))?;
    anyhow::ensure!(
        key.agrees(&sealed.signed(), &sealed.signature),
        "{} was not signed with this key, or was changed",
        seal.display()
    );
    Ok(Sealed {
        at: sealed.made_at.timestamp_micros(),
        heads: sealed.chains,
    })
}

/// The key in a file.
pub(super) fn key_of<K>(
    file: &Path,
    read: impl FnOnce(&str) -> Result<K, NotAKey>,
) -> anyhow::Result<K> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
    read(&text).map_err(|error| anyhow::anyhow!("{} {error}", file.display()))
}

pub(super) fn write_new(file: &Path, mode: u32, text: &str) -> anyhow::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(mode);
    let mut opened = options
        .open(file)
        .with_context(|| format!("{} cannot be made", file.display()))?;
    opened.write_all(text.as_bytes())?;
    opened.sync_all()?;
    Ok(())
}
