//! Seals: the heads of the journal's chains, signed with a key that is kept outside the database. An attacker who can
//! rewrite both rows and journal cannot rewrite the sealed part without `audit --seal` finding it.

use std::{
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use clap::Args;

use crate::{
    clock::{Clock as _, SystemClock},
    config::Database,
    flows::seals::Seal,
    signing::{NotAKey, SEAL, Secret, Use},
    store::{Db, audit::Sealed},
};

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
    let seal = Seal::make(&db, &key, SystemClock::new().now()).await?;
    write_new(&asked.out, 0o644, &seal.text()?)?;
    say!(
        "{} blocks of {} chains are sealed",
        seal.blocks(),
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
    let sealed = sealed.sealed(&key);
    sealed.with_context(|| {
        format!(
            "{} was not signed with this key, or was changed",
            seal.display()
        )
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
