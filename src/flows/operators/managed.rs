//! Operators as an admin manages them at the desk. Each act is a line of the audit log in the admin's name.

use chrono::TimeDelta;
use domain::{actor::Actor, effects::AuditAct, id::KeyId};
use secrecy::SecretString;

use super::{
    By, NewOperator, Operator, add, check_name, given_password, passwords, replace_password,
    sessions, store_factor,
    totp::{self, Factor},
};
use crate::{
    access::{Caller, Desk},
    app::{App, locked},
    flows::{
        FlowError, Result,
        page::{Page, Paged},
    },
    store::{operators as stored, reads},
};

/// How long an operator that was added is taken for what the same form was sent for again: a second press comes within
/// seconds, and nobody adds the same name anew on purpose.
const SENT_TWICE_WITHIN: TimeDelta = TimeDelta::minutes(1);

/// An operator, and in how many places it is signed in.
#[derive(Debug, Clone)]
pub struct Standing {
    pub operator: Operator,
    pub places: i64,
}

/// The line of an admin's act.
fn by(app: &App, caller: &Caller) -> By {
    sessions::by(app, Actor::Key(caller.key))
}

/// Operators, newest first, disabled ones included.
pub async fn list(app: &App, page: Page<KeyId>) -> Result<Paged<Standing>> {
    let found = stored::list(&app.db, &page.and_one()).await?;
    let Paged { items, next } = page.cut(found, |known| known.id);
    let mut standings = Vec::with_capacity(items.len());
    for known in items {
        standings.push(standing(app, known).await?);
    }
    Ok(Paged {
        items: standings,
        next,
    })
}

/// One operator.
///
/// # Errors
/// [`FlowError::NotFound`] where there is none.
pub async fn find(app: &App, id: KeyId) -> Result<Standing> {
    let found = stored::by_id(&app.db, id).await?;
    standing(app, found.ok_or(FlowError::NotFound("operator"))?).await
}

async fn standing(app: &App, known: stored::Operator) -> Result<Standing> {
    let operator = Operator::of(known)?;
    let places = sessions::places(app, operator.id).await?;
    // The sessions of one who is disabled let nobody in.
    let places = if operator.disabled_at.is_some() {
        0
    } else {
        places
    };
    Ok(Standing { operator, places })
}

/// One that is not disabled.
async fn active(app: &App, id: KeyId) -> Result<Operator> {
    let known = find(app, id).await?.operator;
    if known.disabled_at.is_some() {
        return Err(FlowError::invalid("operator", "is disabled"));
    }
    Ok(known)
}

/// What came of adding an operator.
#[derive(Debug)]
pub enum Made {
    /// With the password that it replaces at its first sign-in, to be shown once.
    Now(KeyId, SecretString),
    /// The same person did so a moment ago: the form was sent twice.
    Before(KeyId),
}

/// Adds an operator.
pub async fn make(app: &App, caller: &Caller, name: &str, desk: Desk) -> Result<Made> {
    check_name(name)?;
    if let Some(known) = made_before(app, caller, name, desk).await? {
        return Ok(Made::Before(known));
    }
    let (id, by) = (app.id(KeyId::new), by(app, caller));
    let (password, hash) = fresh(app).await?;
    let new = NewOperator {
        name: name.to_owned(),
        desk,
        password: password.clone(),
        once: true,
    };
    let db = app.db.clone();
    let added = app.detached(async move { add(&db, id, &new, &hash, by).await });
    let Err(error) = added.await else {
        return Ok(Made::Now(id, password));
    };
    // Both forms may have come at once.
    let before = made_before(app, caller, name, desk).await?;
    before.map(Made::Before).ok_or(error)
}

/// The operator of this name and role, where the same person added it a moment ago.
async fn made_before(app: &App, caller: &Caller, name: &str, desk: Desk) -> Result<Option<KeyId>> {
    let Some(known) = stored::by_name(&app.db, name).await? else {
        return Ok(None);
    };
    let (id, maker) = (known.id, Actor::Key(caller.key));
    let made = reads::let_in(&app.db, id, &maker, app.now() - SENT_TWICE_WITHIN).await?;
    let made = made.is_some_and(|made| made.act == AuditAct::OperatorAdd);
    Ok((made && Operator::of(known)?.desk == desk).then_some(id))
}

/// A password for somebody else, and its hash.
async fn fresh(app: &App) -> Result<(SecretString, String)> {
    let (password, salt) = {
        let mut entropy = locked(&app.entropy);
        let entropy = entropy.as_mut();
        (given_password(entropy), passwords::salt(entropy))
    };
    let hash = app.door.hashing.hash(&app.tasks, password.clone(), salt);
    Ok((password, hash.await?))
}

/// Ends an operator for good. One that was ended before stays as it is.
///
/// # Errors
/// Where no admin would be left.
pub async fn disable(app: &App, caller: &Caller, id: KeyId) -> Result<()> {
    let (known, by) = (find(app, id).await?.operator, by(app, caller));
    let db = app.db.clone();
    app.detached(async move {
        super::disable(&db, &known, by).await?;
        Ok(())
    })
    .await
}

/// Gives an operator another password, to be shown once. It is signed out everywhere, and its second factor is taken away.
pub async fn reset(app: &App, caller: &Caller, id: KeyId) -> Result<SecretString> {
    let (known, by) = (active(app, id).await?, by(app, caller));
    let (password, hash) = fresh(app).await?;
    let db = app.db.clone();
    app.detached(async move { replace_password(&db, &known, &hash, true, by).await })
        .await?;
    Ok(password)
}

/// Gives an operator a second factor, to be shown once, and signs it out everywhere. It waits for its first code.
pub async fn give_factor(app: &App, caller: &Caller, id: KeyId) -> Result<Factor> {
    let (known, by) = (active(app, id).await?, by(app, caller));
    let salt = totp::salt(locked(&app.entropy).as_mut());
    let factor = app.door.factors.factor(&known.name, &salt);
    let db = app.db.clone();
    app.detached(async move { store_factor(&db, &known, &salt, by).await })
        .await?;
    Ok(factor)
}

/// Signs an operator out everywhere.
pub async fn sign_out(app: &App, caller: &Caller, id: KeyId) -> Result<()> {
    let known = find(app, id).await?.operator;
    sessions::end_everywhere(app, known.id, by(app, caller)).await
}
