//! Operators: people who sign in at the desk. An operator is an API key with a password in the place of a secret, so that
//! roles, limits, second persons and the audit log know people as they know keys.

mod by;
pub mod managed;
pub mod passwords;
pub mod sessions;
pub mod throttle;
pub mod totp;

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use domain::{
    effects::AuditAct,
    id::{Entropy, KeyId},
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{FlowError, Result};
use crate::{
    access::Desk,
    store::{
        Db, PAGE_MAX, Page,
        keys::ApiKey,
        operators::{self as stored, Disabled, NewPassword},
    },
};
pub use by::By;
use passwords::Hashing;
use throttle::Throttle;
use totp::{Factor, Factors};

/// Longest name of an operator: an address of mail fits.
pub const NAME_MAX: usize = 60;
/// What stands before the role in the place of an operator's key's hash. No hash of a secret begins so, so that no secret
/// is that of an operator. The journal records it with the key.
const MARK: &str = "desk:";
/// Random characters of a password that somebody else gives: 64 bits, in the words of an id.
const GIVEN_CHARS: usize = 16;

/// What a process knows of sign-ins.
#[derive(Debug)]
pub struct Door {
    pub throttle: Mutex<Throttle>,
    pub hashing: Hashing,
    pub factors: Factors,
}

impl Door {
    pub fn new(signing_key: &SecretString) -> Self {
        Self {
            throttle: Mutex::default(),
            hashing: Hashing::default(),
            factors: Factors::new(signing_key),
        }
    }
}

/// An operator, without what lets it sign in.
#[derive(Debug, Clone)]
pub struct Operator {
    pub id: KeyId,
    pub name: String,
    pub desk: Desk,
    pub created_at: DateTime<Utc>,
    pub disabled_at: Option<DateTime<Utc>>,
    pub last_sign_in_at: Option<DateTime<Utc>>,
    pub second_factor: SecondFactor,
}

/// How the second factor of an operator stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactor {
    Off,
    /// It was given, and is asked for once its first code came.
    Pending,
    On,
    /// Another one was given, and the one before is in force until the first code of the other came.
    Replaced,
}

impl SecondFactor {
    const fn of(known: &stored::Operator) -> Self {
        match (known.totp_secret.is_some(), known.totp_pending.is_some()) {
            (false, false) => Self::Off,
            (false, true) => Self::Pending,
            (true, false) => Self::On,
            (true, true) => Self::Replaced,
        }
    }
}

impl Operator {
    fn of(known: stored::Operator) -> Result<Self> {
        Ok(Self {
            second_factor: SecondFactor::of(&known),
            desk: desk(&known.mark)?,
            id: known.id,
            name: known.name,
            created_at: known.created_at,
            disabled_at: known.revoked_at,
            last_sign_in_at: known.last_sign_in_at,
        })
    }
}

/// The role that the mark of an operator's key names. `None` for the hash of a secret.
pub fn marked(hash: &str) -> Option<Desk> {
    hash.strip_prefix(MARK)?.parse().ok()
}

fn desk(mark: &str) -> Result<Desk> {
    marked(mark).ok_or_else(|| FlowError::Failed("an operator's key has no role".to_owned()))
}

/// A password for somebody else, to be replaced at the first sign-in: four groups of four.
pub fn given_password(entropy: &mut dyn Entropy) -> SecretString {
    const LETTERS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
    let (mut bits, mut text) = (entropy.bits(), String::new());
    for place in 0..GIVEN_CHARS {
        if place > 0 && place.is_multiple_of(4) {
            text.push('-');
        }
        // The upper bits are those that every source of bits fills.
        let letter = usize::try_from(bits >> 123).unwrap_or_default();
        text.push(char::from(LETTERS[letter]));
        bits <<= 5;
    }
    SecretString::from(text)
}

/// What a new operator is made of.
#[derive(Debug)]
pub struct NewOperator {
    pub name: String,
    pub desk: Desk,
    pub password: SecretString,
    /// Whether the password has to be replaced at the first sign-in.
    pub once: bool,
}

/// Makes an operator. A name is never given twice.
///
/// # Errors
/// A name or a password that breaks a rule. For tasks that are never cancelled.
pub async fn make(db: &Db, new: NewOperator, by: By, entropy: &mut dyn Entropy) -> Result<KeyId> {
    check_name(&new.name)?;
    passwords::check(&new.password, &new.name)?;
    let id = KeyId::new(by.at, entropy);
    let hash = passwords::hash(new.password.expose_secret(), passwords::salt(entropy))?;
    add(db, id, &new, &hash, by).await?;
    Ok(id)
}

/// Stores an operator whose name and password keep the rules.
async fn add(db: &Db, id: KeyId, new: &NewOperator, hash: &str, by: By) -> Result<()> {
    let key = ApiKey {
        id,
        role: new.desk.role().as_str().to_owned(),
        hash: format!("{MARK}{}", new.desk),
        name: new.name.clone(),
        created_at: by.at,
        revoked_at: None,
    };
    let detail = format!("{}: {}", new.desk, new.name);
    let act = by.line(AuditAct::OperatorAdd, &id.to_string(), detail);
    if !stored::add(db, &key, hash, new.once, &act).await? {
        let rule = "was given before; names are not given again";
        return Err(FlowError::invalid("name", rule));
    }
    Ok(())
}

/// Operators, newest first, as many as a page of the store holds.
pub async fn list(db: &Db) -> Result<Vec<Operator>> {
    let found = stored::list(db, &Page::first(PAGE_MAX)).await?;
    found.into_iter().map(Operator::of).collect()
}

/// The operator of this name, disabled or not.
pub async fn named(db: &Db, name: &str) -> Result<Operator> {
    let found = stored::by_name(db, name).await?;
    Operator::of(found.ok_or(FlowError::NotFound("operator"))?)
}

/// Ends an operator for good: its key is revoked, and it is signed out everywhere. Returns `false` when it was before.
/// For tasks that are never cancelled.
///
/// # Errors
/// Where no admin would be left: nobody could add one at the desk.
pub async fn disable(db: &Db, operator: &Operator, by: By) -> Result<bool> {
    let admin = format!("{MARK}{}", Desk::Admin);
    let kept = (operator.desk == Desk::Admin).then_some(admin.as_str());
    let id = operator.id.to_string();
    let act = by.line(AuditAct::OperatorDisable, &id, operator.name.clone());
    match stored::disable(db, operator.id, kept, &act).await? {
        Disabled::Now => Ok(true),
        Disabled::Before => Ok(false),
        Disabled::Last => {
            let rule = "is the last admin; add another one first";
            Err(FlowError::invalid("operator", rule))
        }
    }
}

/// Gives an operator another password, which has to be replaced at the next sign-in where it is for `once`, takes its
/// second factor away, and signs it out everywhere. For tasks that are never cancelled.
pub async fn reset(
    db: &Db,
    operator: &Operator,
    password: &SecretString,
    once: bool,
    (by, entropy): (By, &mut dyn Entropy),
) -> Result<()> {
    passwords::check(password, &operator.name)?;
    let hash = passwords::hash(password.expose_secret(), passwords::salt(entropy))?;
    replace_password(db, operator, &hash, once, by).await
}

async fn replace_password(
    db: &Db,
    operator: &Operator,
    hash: &str,
    once: bool,
    by: By,
) -> Result<()> {
    let id = operator.id.to_string();
    let act = by.line(AuditAct::OperatorReset, &id, operator.name.clone());
    let new = NewPassword {
        hash,
        replaces: None,
        once,
        ends_factor: true,
        kept: "",
    };
    if stored::set_password(db, operator.id, &new, &act).await? {
        return Ok(());
    }
    Err(FlowError::NotFound("operator"))
}

/// Gives an operator a second factor, and signs it out everywhere. It is in force, in the place of the one before, once its
/// first code came at a sign-in. Returns what its authenticator app is given. For tasks that are never cancelled.
pub async fn set_second_factor(
    db: &Db,
    operator: &Operator,
    factors: &Factors,
    (by, entropy): (By, &mut dyn Entropy),
) -> Result<Factor> {
    let salt = totp::salt(entropy);
    store_factor(db, operator, &salt, by).await?;
    Ok(factors.factor(&operator.name, &salt))
}

async fn store_factor(db: &Db, operator: &Operator, salt: &str, by: By) -> Result<()> {
    let id = operator.id.to_string();
    let act = by.line(AuditAct::OperatorSecondFactor, &id, operator.name.clone());
    Ok(stored::set_pending(db, operator.id, salt, &act).await?)
}

fn check_name(name: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-@+".contains(c);
    if (1..=NAME_MAX).contains(&name.len()) && name.chars().all(plain) {
        return Ok(());
    }
    let rule =
        format!("is 1 to {NAME_MAX} characters of a to z in lower case, digits, . _ - @ and +");
    Err(FlowError::invalid("name", rule))
}

#[cfg(test)]
#[path = "../operators_tests.rs"]
mod tests;
