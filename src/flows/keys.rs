//! API keys: made once, shown once, stored as a hash, compared in constant time, forgotten within seconds of their
//! revocation.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use domain::{
    hash::sha256,
    id::{Entropy, KeyId},
};
use subtle::ConstantTimeEq as _;

use super::{FlowError, Result};
use crate::{
    access::{Caller, Role},
    store::{db::Db, keys},
};

/// How long a key that was read from the database is believed without reading it again. This is the longest time that a
/// revoked key may still work on another gateway.
const BELIEVED: Duration = Duration::from_secs(2);
/// Keys kept in memory. More than any seller has; a flood of unknown keys is not kept at all.
const KEPT_MAX: usize = 1000;

/// The keys this process has seen lately.
#[derive(Debug, Default)]
pub struct Seen(RwLock<HashMap<KeyId, (Instant, Stored)>>);

#[derive(Debug, Clone)]
struct Stored {
    role: Role,
    hash: String,
}

/// A fresh key: `cgk_{role}_{id}_{secret}`. The secret is 256 random bits; only its hash is kept.
#[derive(Debug)]
pub struct Made {
    pub id: KeyId,
    /// Shown once, to the caller.
    pub key: String,
}

/// Makes a key of a role.
pub async fn make(
    db: &Db,
    role: Role,
    name: &str,
    now: DateTime<Utc>,
    entropy: &mut dyn Entropy,
) -> Result<Made> {
    let (row, key) = fresh(role, name, now, entropy);
    keys::add(db, &row, None).await?;
    Ok(Made { id: row.id, key })
}

/// A new key as it is stored, and as its client has it.
pub(super) fn fresh(
    role: Role,
    name: &str,
    now: DateTime<Utc>,
    entropy: &mut dyn Entropy,
) -> (keys::ApiKey, String) {
    let id = KeyId::new(now, entropy);
    let secret = format!("{:032x}{:032x}", entropy.bits(), entropy.bits());
    let text = id.to_string();
    let bare = text.trim_start_matches("key_");
    let row = keys::ApiKey {
        id,
        role: role.as_str().to_owned(),
        hash: hash(&secret),
        name: name.to_owned(),
        created_at: now,
        revoked_at: None,
    };
    (row, format!("cgk_{role}_{bare}_{secret}"))
}

/// The caller who presents this key. `None` when the key is not known.
pub async fn authenticate(db: &Db, seen: &Seen, presented: &str) -> Result<Option<Caller>> {
    let Some((role, id, secret)) = parse(presented) else {
        return Ok(None);
    };
    let Some(stored) = stored(db, seen, id).await? else {
        return Ok(None);
    };
    let same = bool::from(stored.hash.as_bytes().ct_eq(hash(secret).as_bytes()));
    Ok((same && stored.role == role).then_some(Caller {
        key: id,
        role,
        idempotency_key: None,
    }))
}

/// Whether the database knows this key. For tools that store keys between starts.
pub async fn is_known(db: &Db, presented: &str) -> Result<bool> {
    let Some((_, id, secret)) = parse(presented) else {
        return Ok(false);
    };
    let row = keys::by_id(db, id).await?;
    Ok(row.is_some_and(|row| row.revoked_at.is_none() && row.hash == hash(secret)))
}

async fn stored(db: &Db, lately: &Seen, id: KeyId) -> Result<Option<Stored>> {
    if let Some((read_at, stored)) = lately
        .0
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(&id)
        && read_at.elapsed() < BELIEVED
    {
        return Ok(Some(stored.clone()));
    }
    let row = keys::by_id(db, id)
        .await?
        .filter(|row| row.revoked_at.is_none());
    let mut seen = lately.0.write().unwrap_or_else(PoisonError::into_inner);
    let Some(row) = row else {
        seen.remove(&id);
        return Ok(None);
    };
    let role = row.role.parse().map_err(FlowError::Failed)?;
    let stored = Stored {
        role,
        hash: row.hash,
    };
    if seen.len() >= KEPT_MAX {
        seen.clear();
    }
    seen.insert(id, (Instant::now(), stored.clone()));
    Ok(Some(stored))
}

fn parse(presented: &str) -> Option<(Role, KeyId, &str)> {
    let (role, rest) = presented.strip_prefix("cgk_")?.split_once('_')?;
    let (id, secret) = rest.split_once('_')?;
    Some((
        role.parse().ok()?,
        format!("key_{id}").parse().ok()?,
        secret,
    ))
}

fn hash(secret: &str) -> String {
    sha256(secret.as_bytes())
}
