//! Drafts of the credits policy: checked, compared, simulated and published.

use chrono::{DateTime, Utc};
use domain::{
    calendar::truncate,
    policy::{DOCUMENT_BYTES_MAX, Diff, Fault, Policy},
};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    policy_drafts::{PolicyDraftView, Shown},
    products::Listed,
    request::ApiRequest,
    response::{Answered, accepted, created, ok},
    view::view,
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        FlowError,
        policies::{self, Sent},
    },
};

/// A document of the policy.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PolicyDraft")]
pub(super) struct Draft {
    /// TOML.
    #[schemars(length(min = 1, max = DOCUMENT_BYTES_MAX))]
    document: String,
}

view! {
    /// Whether a draft could be published now.
    pub(super) struct Checked("CheckedPolicy") of (policy: Option<Policy>, faults: Vec<Fault>) {
        valid: bool = faults.is_empty(),
        /// Everything that keeps it from being published.
        faults: Vec<Fault> = faults,
        version: Option<String> = policy.as_ref().map(|policy| policy.version.clone()),
        /// SHA-256 of the document, in lower-case hex.
        hash: Option<String> = policy.map(|policy| policy.hash),
    }
}

pub(super) async fn check(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let Draft { document } = ask.json()?;
    let (days, now) = (app.policy_notice_days, app.now());
    let found = policies::check(&app.db, &document, days, now).await;
    let found = found.map_err(FlowError::from)?;
    Ok(ok(&match found {
        Ok(policy) => Checked::of(Some(policy), Vec::new()),
        Err(faults) => Checked::of(None, faults),
    }))
}

pub(super) async fn publish(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let Draft { document } = ask.json()?;
    let published = match policies::send(&app, caller, document).await? {
        Sent::Published(published) => published,
        Sent::Waits(known, waited) => {
            let view = PolicyDraftView::of(*known, &app, Shown::Alone);
            return Ok(accepted(&view).replayed(waited));
        }
    };
    let (rules, now) = (app.rules(), app.now());
    let listed = Listed::of(&published.policy, &rules.policies, now);
    Ok(created(&listed).replayed(published.new.is_none()))
}

/// Two versions, each a document (TOML) or the name of a published one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PolicyComparison")]
pub(super) struct Compared {
    #[schemars(length(min = 1, max = DOCUMENT_BYTES_MAX))]
    old: String,
    #[schemars(length(min = 1, max = DOCUMENT_BYTES_MAX))]
    new: String,
}

pub(super) async fn diff(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let Compared { old, new } = ask.json()?;
    let rules = app.rules();
    let old = policies::find(&rules.policies, "old", &old)?;
    let new = policies::find(&rules.policies, "new", &new)?;
    Ok(ok(&Diff::between(&old, &new, app.policy_notice_days)))
}

/// A draft, and when its effects are looked at.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "PolicySimulationOf")]
pub(super) struct Simulated {
    /// TOML.
    #[schemars(length(min = 1, max = DOCUMENT_BYTES_MAX))]
    document: String,
    /// RFC 3339; when the draft takes effect, or now where that is later, when left out.
    #[serde(default)]
    at: Option<DateTime<Utc>>,
}

pub(super) async fn simulate(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let Simulated { document, at } = ask.json()?;
    let report = policies::simulate_within(&app, &document, at.map(truncate)).await?;
    Ok(ok(&report))
}
