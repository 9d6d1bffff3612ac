//! Operators as an admin manages them at the desk. Each act is a line of the audit log in the admin's name.

use domain::{actor::Actor, id::KeyId};
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
    store::operators as stored,
};

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

/// Adds an operator. Returns the password that it replaces at its first sign-in, to be shown once.
pub async fn make(
    app: &App,
    caller: &Caller,
    name: &str,
    desk: Desk,
) -> Result<(KeyId, SecretString)> {
    check_name(name)?;
    let (id, by) = (app.id(KeyId::new), by(app, caller));
    let (password, hash) = fresh(app).await?;
    let new = NewOperator {
        name: name.to_owned(),
        desk,
        password: password.clone(),
        once: true,
    };
    let db = app.db.clone();
    app.detached(async move { add(&db, id, &new, &hash, by).await })
        .await?;
    Ok((id, password))
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

/// Gives an operator a second factor, to be shown once, and signs it out everywhere.
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
