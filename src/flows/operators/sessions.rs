//! Signing in at the desk, and staying signed in. The browser has a random token; the database has its digest.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    actor::Actor,
    effects::AuditAct,
    hash::sha256,
    id::{ActId, KeyId},
};
use secrecy::{ExposeSecret as _, SecretString};

use super::{By, desk, passwords, throttle::Slowed};
use crate::{
    access::Desk,
    app::{App, Shared, locked},
    flows::{FlowError, Result},
    store::{
        audit_log,
        operators::{self as stored, NewPassword, Second},
    },
};

/// What the audit log names in the place of an operator where a name is nobody's. What was typed stands nowhere: it may be
/// a password.
const NOBODY: &str = "desk";
/// A session ends so long after its last use, and so long after its start: NIST SP 800-63B, AAL2 (30 minutes, 12 hours).
pub const IDLE: TimeDelta = TimeDelta::minutes(30);
pub const LASTS: TimeDelta = TimeDelta::hours(12);
/// Its use is written down at most this often, so that reading pages is nearly never a write.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Who tries to sign in.
#[derive(Debug)]
pub struct Attempt {
    pub name: String,
    pub password: SecretString,
    /// Of the second factor; empty where none was written.
    pub code: String,
    /// The address it comes from, as far as it is known.
    pub from: Option<IpAddr>,
    /// The session that the browser has from before; it ends.
    pub before: Option<SecretString>,
}

/// What comes of it.
#[derive(Debug)]
pub enum SignIn {
    /// Signed in; the token is the browser's.
    In(SecretString),
    /// Name, password or code is wrong. Which one is not said.
    Wrong,
    /// Too many were wrong: so many seconds until the next try.
    Wait(u64),
}

/// An operator who is signed in.
#[derive(Debug, Clone)]
pub struct Signed {
    pub id: KeyId,
    pub name: String,
    pub desk: Desk,
    /// Whether the password has to be replaced before anything else.
    pub must_change: bool,
    /// Of the session's token.
    pub digest: String,
    pub started_at: DateTime<Utc>,
}

/// Who does something now.
pub(super) fn by(app: &App, actor: Actor) -> By {
    By::of(actor, app.id(ActId::new), app.now())
}

/// Signs an operator in, under a new token.
pub async fn sign_in(app: &Shared, attempt: Attempt) -> Result<SignIn> {
    let (name, from) = (attempt.name, attempt.from);
    {
        let mut throttle = locked(&app.door.throttle);
        let now = app.clock.ticks();
        if let Some(wait) = throttle.wait(&name, from, now) {
            return Ok(SignIn::Wait(wait.as_secs().saturating_add(1)));
        }
        throttle.tried(&name, from, now);
    }
    let known = stored::by_name(&app.db, &name).await?;
    let known = known.filter(|known| known.revoked_at.is_none());
    let tried = known.as_ref().map(|known| known.id);
    let hash = known.as_ref().map(|known| known.password.clone());
    let hashing = &app.door.hashing;
    let right = hashing.is_right(&app.tasks, hash, attempt.password).await?;
    let before = attempt.before.map(|before| digest_of(&before));
    let token = match known.filter(|_| right) {
        Some(known) => enter(app, known, &attempt.code, before).await?,
        None => None,
    };
    let Some(token) = token else {
        tracing::warn!("A sign-in at the desk was refused");
        let slowed = locked(&app.door.throttle).slowed(&name, from, app.clock.ticks());
        if let Some(slowed) = slowed {
            write_down(app, tried, slowed).await?;
        }
        return Ok(SignIn::Wrong);
    };
    locked(&app.door.throttle).was_right(&name, from);
    Ok(SignIn::In(token))
}

/// Begins a session of one whose password was right; none where the code is wrong or was used, or where what was verified is
/// not in force any more.
async fn enter(
    app: &Shared,
    known: stored::Operator,
    code: &str,
    before: Option<String>,
) -> Result<Option<SecretString>> {
    let id = known.id;
    let Some((second, how)) = second(app, &known, code) else {
        return Ok(None);
    };
    let act = by(app, Actor::Key(id)).line(AuditAct::OperatorSignIn, &id.to_string(), how);
    let token = token(app);
    let (db, digest) = (app.db.clone(), digest_of(&token));
    let entered = app.detached(async move {
        let verified = (&known, second);
        Ok(stored::add_session(&db, &digest, before.as_deref(), verified, &act).await?)
    });
    if !entered.await? {
        return Ok(None);
    }
    tracing::info!(operator.id = %id, "An operator signed in at the desk");
    Ok(Some(token))
}

/// Writes down that wrong passwords for an operator, or for nobody, make somebody wait.
async fn write_down(app: &App, tried: Option<KeyId>, slowed: Slowed) -> Result<()> {
    let subject = tried.map_or_else(|| NOBODY.to_owned(), |id| id.to_string());
    let by = by(app, Actor::Gateway);
    let act = by.line(AuditAct::OperatorSlowed, &subject, slowed.to_string());
    let db = app.db.clone();
    app.detached(async move { Ok(audit_log::add(&db, &act).await?) })
        .await
}

/// Whose code this is, and how the audit log says so. `None` where a code is needed and this is none. A factor whose first
/// code has not come is not asked for.
fn second(app: &App, known: &stored::Operator, code: &str) -> Option<(Second, &'static str)> {
    let step = |salt: &Option<String>| {
        let salt = salt.as_ref()?;
        app.door.factors.step(salt, code, app.now())
    };
    if let Some(step) = step(&known.totp_secret) {
        return Some((Second::InForce(step), "with a second factor"));
    }
    if let Some(step) = step(&known.totp_pending) {
        return Some((
            Second::Pending(step),
            "with the first code of a second factor",
        ));
    }
    let alone = (Second::None, "with the password alone");
    known.totp_secret.is_none().then_some(alone)
}

/// The operator whose browser has this token, if the session has not ended. Its use by a person is
/// written down; a page that looks again by itself keeps no session alive.
pub async fn signed_in(app: &App, token: &SecretString, used: bool) -> Result<Option<Signed>> {
    let digest = digest_of(token);
    let Some(session) = stored::session(&app.db, &digest).await? else {
        return Ok(None);
    };
    let now = app.now();
    if now >= session.started_at + LASTS || now >= session.seen_at + IDLE {
        return Ok(None);
    }
    if used && now >= session.seen_at + SEEN_EVERY {
        let (db, digest) = (app.db.clone(), session.digest.clone());
        app.detached(async move { Ok(stored::seen(&db, &digest, now).await?) })
            .await?;
    }
    Ok(Some(Signed {
        id: session.operator,
        desk: desk(&session.mark)?,
        name: session.name,
        must_change: session.password_once,
        digest: session.digest,
        started_at: session.started_at,
    }))
}

/// In how many places an operator is signed in.
pub async fn places(app: &App, id: KeyId) -> Result<i64> {
    let now = app.now();
    Ok(stored::places(&app.db, id, [now - LASTS, now - IDLE]).await?)
}

pub async fn sign_out(app: &App, signed: &Signed) -> Result<()> {
    let (db, digest) = (app.db.clone(), signed.digest.clone());
    app.detached(async move { Ok(stored::end(&db, &digest).await?) })
        .await
}

/// Signs out everywhere, in this place too.
pub async fn sign_out_everywhere(app: &App, signed: &Signed) -> Result<()> {
    end_everywhere(app, signed.id, by(app, Actor::Key(signed.id))).await
}

pub(super) async fn end_everywhere(app: &App, id: KeyId, by: By) -> Result<()> {
    let act = by.line(AuditAct::OperatorSignOut, &id.to_string(), "");
    let db = app.db.clone();
    app.detached(async move { Ok(stored::end_everywhere(&db, id, &act).await?) })
        .await
}

/// Replaces an operator's own password, and signs it out everywhere else. The present password is asked for, because a
/// screen may be left open.
///
/// # Errors
/// A present password that is wrong, or a new one that breaks a rule.
pub async fn change_password(
    app: &App,
    signed: &Signed,
    present: SecretString,
    new: SecretString,
) -> Result<()> {
    let known = stored::by_name(&app.db, &signed.name).await?;
    let verified = known.map(|known| known.password);
    let hashing = &app.door.hashing;
    let same = new.expose_secret() == present.expose_secret();
    let wrong = || FlowError::invalid("present", "is not your present password");
    if !hashing
        .is_right(&app.tasks, verified.clone(), present)
        .await?
    {
        return Err(wrong());
    }
    passwords::check(&new, &signed.name)?;
    if same {
        return Err(FlowError::invalid("password", "is the present one"));
    }
    let salt = passwords::salt(locked(&app.entropy).as_mut());
    let hash = hashing.hash(&app.tasks, new, salt).await?;
    let (db, id, kept) = (app.db.clone(), signed.id, signed.digest.clone());
    let by = by(app, Actor::Key(id));
    let act = by.line(AuditAct::OperatorPassword, &id.to_string(), "");
    let changed = app.detached(async move {
        let new = NewPassword {
            hash: &hash,
            replaces: verified.as_deref(),
            once: false,
            ends_factor: false,
            kept: &kept,
        };
        Ok(stored::set_password(&db, id, &new, &act).await?)
    });
    changed.await?.then_some(()).ok_or_else(wrong)
}

/// What the forms of a session repeat, so that no other site can make the browser send one. It follows from the token,
/// which no other site can read.
pub fn form_token(token: &SecretString) -> String {
    sha256(format!("form {}", token.expose_secret()).as_bytes())
}

/// 256 random bits.
fn token(app: &App) -> SecretString {
    let mut entropy = locked(&app.entropy);
    let bits = [entropy.bits(), entropy.bits()];
    SecretString::from(format!("{:032x}{:032x}", bits[0], bits[1]))
}

fn digest_of(token: &SecretString) -> String {
    sha256(token.expose_secret().as_bytes())
}
