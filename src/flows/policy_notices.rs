//! Notices to customers of a version of the policy that takes something away. Who gets one is a rule of the domain; here
//! every customer is looked at, at a constant pace.

use chrono::{DateTime, Duration, TimeDelta, Utc};
use domain::{books::policy_notices::NotifyPolicy, notice::PolicyNotices};

use super::{Result, expiry::written, walks::Walk};
use crate::{
    app::{App, locked},
    store::reads,
};

/// Customers looked at in one sweep: what they are sent is some ten commits, and a million customers are told within three
/// hours of the thirty days that a major change is announced before.
const TAKEN_MAX: i64 = 500;
/// After how many minutes the walk over all customers begins again, for those who bought since.
const AGAIN_AFTER_MINUTES: i64 = 60;
/// How long the link in a notice opens the customer's page, in days. A mail is read within a week, and whoever has it reads
/// the page: so not until the version takes effect. The seller's own link to the page shows the same at any time.
pub const LINK_DAYS: i64 = 7;

/// Sends the notices of the next customers. Safe to run on any number of gateways at once.
pub async fn sweep(app: &App) -> Result<()> {
    if app.policy_notices.notices == PolicyNotices::Off {
        return Ok(());
    }
    let (rules, now) = (app.rules(), app.now());
    let announced = rules.policies.to_announce(now).into_iter();
    let announced: Vec<&str> = announced.map(|it| it.policy.version.as_str()).collect();
    locked(&app.policy_notices.of).retain(|version, _| announced.contains(&version.as_str()));
    for version in announced {
        walk(app, version, now).await?;
    }
    Ok(())
}

async fn walk(app: &App, version: &str, now: DateTime<Utc>) -> Result<()> {
    let walk = locked(&app.policy_notices.of).get(version).cloned();
    let mut walk = walk.unwrap_or_default();
    if walk.again_at.is_some_and(|at| now < at) {
        return Ok(());
    }
    let after = walk.after.as_str();
    let found = reads::policy_notices_due(&app.db, after, now, version, TAKEN_MAX).await?;
    // A link names whole seconds.
    let until = (now + Duration::days(LINK_DAYS)).timestamp();
    let until = DateTime::from_timestamp(until, 0).unwrap_or(now);
    let changes = found.due.into_iter().map(|customer| NotifyPolicy {
        page_url: app.urls.customer_page(&customer, until).into(),
        page_until: until,
        version: version.to_owned(),
        customer,
    });
    written(app, changes).await?;
    walk = match found.last {
        Some(last) => Walk {
            after: last.to_string(),
            again_at: None,
        },
        None => Walk {
            after: String::new(),
            again_at: Some(now + TimeDelta::minutes(AGAIN_AFTER_MINUTES)),
        },
    };
    locked(&app.policy_notices.of).insert(version.to_owned(), walk);
    Ok(())
}
