//! Published versions come to be known to a running gateway.

use std::time::Duration;

use domain::{canary, policy::LEAD_SECONDS, rulebook::Rulebook};

use super::PublishError;
use crate::{
    app::App,
    store::{StoreError, policies},
};

/// How often a running gateway asks which versions are published: one short statement.
pub const TAKEN_UP_EVERY: Duration = Duration::from_secs(5);

const _: () = assert!(
    TAKEN_UP_EVERY.as_secs() * 6 <= LEAD_SECONDS.unsigned_abs(),
    "a version is asked for several times before it can take effect"
);

/// Takes up the versions that were published since. What goes on with the rules before ends with them. A version that
/// cannot be taken up is noted, and the gateway is not ready meanwhile.
///
/// # Errors
/// When the published versions cannot be read.
pub async fn take_up(app: &App) -> Result<(), StoreError> {
    let found = look(app).await;
    let trouble = match &found {
        Ok(()) | Err(PublishError::Store(_)) => None,
        Err(PublishError::Published(error)) => Some(error.to_string()),
    };
    if let Some(why) = &trouble {
        tracing::error!("A published policy cannot be taken up: {why}");
    }
    match found {
        Err(PublishError::Store(error)) => Err(error),
        Ok(()) | Err(PublishError::Published(_)) => {
            app.known.note(trouble);
            Ok(())
        }
    }
}

async fn look(app: &App) -> Result<(), PublishError> {
    let names = policies::names(&app.db).await?;
    let rules = app.rules();
    let known = |(version, hash): &(String, String)| rules.policies.pinned(version, hash).is_some();
    if canary!(RulesReadOnce, true, names.iter().all(known)) {
        return Ok(());
    }
    let stored = policies::all(&app.db).await?;
    let policies = rules.policies.clone().with_published(&stored)?;
    let new = policies.all().iter();
    let new = new.filter(|policy| rules.policies.get(&policy.version).is_none());
    for policy in new {
        tracing::info!(
            policy.version,
            policy.hash,
            "Took up policy {}, in force from {}",
            policy.version,
            domain::calendar::rfc3339_seoul(policy.effective_at)
        );
    }
    app.known.replace(Rulebook {
        policies,
        ..rules.as_ref().clone()
    });
    Ok(())
}
