//! The demo keys and the demo operator, kept in files that only their owner reads.

use std::{
    collections::BTreeMap,
    io::Write as _,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use domain::id::Entropy as _;
use secrecy::{ExposeSecret as _, SecretString};

use super::variable;
use crate::{
    access::{Desk, Role},
    entropy::SystemEntropy,
    flows::{
        self,
        operators::{self, By, NewOperator},
    },
    sealing::key_text,
    store::Db,
};

/// The name of demo keys.
pub(super) const DEMO: &str = "demo";

/// The demo keys: those of the file where it has them and the database still knows them, else new ones.
pub(super) async fn demo_keys(
    db: &Db,
    file: &Path,
    now: DateTime<Utc>,
) -> anyhow::Result<BTreeMap<String, String>> {
    let mut kept = read_keys(file);
    let mut entropy = SystemEntropy::new();
    let mut changed = false;
    if !kept.contains_key(SIGNING_KEY) {
        kept.insert(
            SIGNING_KEY.to_owned(),
            format!("{:032x}{:032x}", entropy.bits(), entropy.bits()),
        );
        changed = true;
    }
    if !kept.contains_key(ACCOUNT_KEY) {
        let mut bits = [0; 32];
        bits[..16].copy_from_slice(&entropy.bits().to_be_bytes());
        bits[16..].copy_from_slice(&entropy.bits().to_be_bytes());
        kept.insert(ACCOUNT_KEY.to_owned(), key_text(bits));
        changed = true;
    }
    if let Some(password) = demo_operator(db, kept.get(DESK_PASSWORD), now, &mut entropy).await? {
        kept.insert(DESK_PASSWORD.to_owned(), password);
        changed = true;
    }
    for role in Role::ALL {
        let name = variable(role);
        let known = match kept.get(&name) {
            Some(key) => flows::keys::is_known(db, key).await?,
            None => false,
        };
        if !known {
            let made = flows::keys::make(db, role, DEMO, now, &mut entropy).await?;
            kept.insert(name, made.key);
            changed = true;
        }
    }
    if changed {
        let lines: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("{name}={value}\n"))
            .collect();
        write_private(file, &lines.concat())
    } else {
        make_private(file)
    }
    .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(kept)
}

/// The operator of the desk, an admin: made where there is none, and given another password where the file has none of
/// it. Returns the password where it is another.
async fn demo_operator(
    db: &Db,
    kept: Option<&String>,
    now: DateTime<Utc>,
    entropy: &mut SystemEntropy,
) -> anyhow::Result<Option<String>> {
    let known = operators::list(db).await?;
    let known = known.into_iter().find(|operator| operator.name == DEMO);
    let password = match (&known, kept) {
        (Some(_), Some(_)) => return Ok(None),
        (None, Some(kept)) => SecretString::from(kept.clone()),
        (_, None) => operators::given_password(entropy),
    };
    let by = By::machine(now, entropy);
    if let Some(known) = known {
        operators::reset(db, &known, &password, false, (by, entropy)).await?;
    } else {
        let new = NewOperator {
            name: DEMO.to_owned(),
            desk: Desk::Admin,
            password: password.clone(),
            once: false,
        };
        operators::make(db, new, by, entropy).await?;
    }
    Ok(Some(password.expose_secret().to_owned()))
}

/// The password of the demo operator.
pub(super) const DESK_PASSWORD: &str = "DESK_PASSWORD";
pub(super) const SIGNING_KEY: &str = "SIGNING_KEY";
pub(super) const ACCOUNT_KEY: &str = "ACCOUNT_KEY";
/// The owner reads and writes, and nobody else does anything.
const PRIVATE: u32 = 0o600;

/// Nobody but the owner may read the keys. A file that is there already is made private before anything secret is in
/// it.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    let mut open = options.mode(PRIVATE).open(file)?;
    make_private(file)?;
    open.write_all(text.as_bytes())
}

fn make_private(file: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(PRIVATE))
}

pub(super) fn read_keys(file: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
