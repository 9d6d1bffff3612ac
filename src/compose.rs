//! Assembles a gateway from its settings.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Utc};
use domain::{calendar::Holidays, id::Entropy};
use providers::{
    provider::Provider,
    receivers::{ReceiverSecrets, Receivers},
    registry::Registry,
    signature::ReturnUrls,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    app::{App, Numbers, Shared},
    clock::{Clock, SystemClock},
    config::{Documents, Settings, Tuning},
    entropy::SystemEntropy,
    flows::{self, measured::Measured, outgoing::Outgoing, pace::Pace},
    rules::Rules,
    store::{
        audit::DaysOff,
        db::Db,
        writer::{self, Writer},
    },
    telemetry::Metrics,
};

/// The parts of a gateway besides its settings. Tests bring their own.
pub struct Parts {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    /// Makes one source of random bits for each part that needs one.
    pub entropy: fn() -> Box<dyn Entropy>,
    pub tasks: TaskTracker,
    pub stop: CancellationToken,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

/// The providers that the settings switch on. None at all is an error: nothing could be sold.
///
/// # Errors
/// All faults in the settings, one line each.
pub fn registry(settings: &Settings) -> Result<Registry, Vec<String>> {
    let urls = return_urls(settings);
    let made = settings.providers.providers(urls.as_ref().ok());
    let mut wrong: Vec<String> = urls
        .err()
        .map(|error| error.to_string())
        .into_iter()
        .collect();
    wrong.extend(settings.faults());
    let providers = made.unwrap_or_else(|faults| {
        wrong.extend(faults);
        Vec::new()
    });
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let measured = |provider| Arc::new(Measured(provider)) as Arc<dyn Provider>;
    Registry::new(providers.into_iter().map(measured)).map_err(|error| vec![error.to_string()])
}

fn return_urls(settings: &Settings) -> anyhow::Result<ReturnUrls> {
    Ok(ReturnUrls::new(
        settings.public_url.clone(),
        &settings.signing_key,
    )?)
}

fn outgoing(settings: &Settings) -> anyhow::Result<Outgoing> {
    let receivers = Receivers::new(settings.edge.webhook_loopback)?;
    let secrets = ReceiverSecrets::new(&settings.signing_key);
    Ok(Outgoing::new(receivers, secrets))
}

fn warn_if_holidays_end_soon(holidays: &Holidays, now: DateTime<Utc>) {
    if holidays.ends_soon(now) {
        tracing::warn!(
            "Refund windows may come out too short, because of the public holidays {}",
            holidays.end_in_words()
        );
    }
}

/// The parts with a database that has the keys of accounts, in a process that is armed.
fn keyed(settings: &Settings, parts: Parts) -> anyhow::Result<Parts> {
    arm(&settings.tuning)?;
    let keys = settings.accounts.keys().map_err(anyhow::Error::msg)?;
    if keys.ids().next().is_none() {
        tracing::warn!("No account for a refund can be stored, because account_keys is not set");
    }
    let db = parts.db.with_keys(keys);
    Ok(Parts { db, ..parts })
}

/// What tests seed in a process: a point to die at, and a mistake.
fn arm(tuning: &Tuning) -> anyhow::Result<()> {
    if let Some(spec) = &tuning.crash_at {
        crate::crash::arm(spec)?;
    }
    if let Some(name) = &tuning.canary {
        anyhow::ensure!(domain::canary::arm(name), "no mistake {name} can be seeded");
        tracing::warn!("This gateway makes the mistake {name} on purpose");
    }
    Ok(())
}

/// A writer without a gateway, for changes that no rule of the policy judges.
pub fn writer_alone(db: &Db, tracker: &TaskTracker) -> anyhow::Result<Writer> {
    let rules = Rules::new(Documents::default().rulebook()?);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let entropy = || Box::new(SystemEntropy::new()) as Box<dyn Entropy>;
    let pace = writer::Settings::of(db.engine());
    Ok(Writer::start(db, &rules, &clock, entropy, pace, tracker))
}

fn writer_settings(db: &Db, tuning: &Tuning) -> writer::Settings {
    let mut settings = writer::Settings::of(db.engine());
    if let Some(most) = tuning.batch_max {
        settings.batch_max = most;
    }
    settings
}

/// The numbers of this process. The counters begin once there is something that counts.
fn numbers(settings: &Settings, registry: &Registry) -> Numbers {
    let of_process = Metrics::of_process();
    flows::series::begin(registry.all().map(|provider| provider.id()));
    Numbers {
        of_process,
        elsewhere: settings.edge.metrics_listen.is_some(),
        key: settings.edge.metrics_key.clone(),
    }
}

/// The auditor beside the gateway.
fn auditing(settings: &Settings) -> anyhow::Result<flows::auditor::Auditing> {
    let off = DaysOff::parse(&settings.documents.holidays.text()?).map_err(anyhow::Error::msg)?;
    let pace = settings.audit.audit_rows_per_second;
    Ok(flows::auditor::Auditing::new(off, pace))
}

/// A gateway, with its writer running. Policies that are new to the database are stored first, so that nothing is sold
/// under terms that are not stored.
pub async fn gateway(settings: Settings, parts: Parts) -> anyhow::Result<Shared> {
    let parts = keyed(&settings, parts)?;
    let registry = registry(&settings).map_err(|wrong| anyhow::anyhow!("{}", wrong.join("; ")))?;
    let mut rules = flows::policies::publish(
        &parts.db,
        settings.documents.rulebook()?,
        settings.documents.is_built_in(),
        settings.documents.policy_notice_days,
        parts.clock.now(),
        (parts.entropy)().as_mut(),
    )
    .await?;
    warn_if_holidays_end_soon(&rules.holidays, parts.clock.now());
    let asking =
        |provider: &Arc<dyn Provider>| (provider.id(), provider.capabilities().asked_again);
    rules.asking = registry.all().map(asking).collect();
    let account = |it: &Arc<dyn Provider>| it.capabilities().deposit_account.clone();
    let bank_account = registry.all().find_map(account);
    let rules = Rules::new(rules);
    let writers = TaskTracker::new();
    let writer = Writer::start(
        &parts.db,
        &rules,
        &parts.clock,
        parts.entropy,
        writer_settings(&parts.db, &settings.tuning),
        &writers,
    );
    let sealing = settings.audit.sealing()?;
    let auditing = auditing(&settings)?;
    let outgoing = outgoing(&settings)?;
    let metrics = numbers(&settings, &registry);
    let pace = Pace::new(settings.edge.requests_per_second, parts.clock.clone());
    Ok(Arc::new(App {
        frame_ancestors: settings.edge.framed_by(),
        writer,
        writers,
        known: rules,
        policy_notice_days: settings.documents.policy_notice_days,
        policy_second_person: settings.edge.policy_second_person,
        policy_notices: flows::walks::Walks::new(settings.documents.policy_notices),
        notices: flows::looks::Looks::new(settings.documents.expiry_notices.clone()),
        reconcile: settings.reconcile.reconcile.clone(),
        fees: settings.reconcile.fees.clone(),
        auditing,
        sealing,
        simulating: tokio::sync::Semaphore::new(1),
        registry,
        urls: return_urls(&settings)?,
        clock: parts.clock,
        entropy: Mutex::new((parts.entropy)()),
        metrics,
        pace,
        limits: settings.edge.limits,
        keys: crate::flows::keys::Seen::default(),
        door: crate::flows::operators::Door::new(&settings.signing_key),
        statement_key: settings.statement.key()?,
        found_ready: tokio::sync::Mutex::default(),
        figures: crate::flows::figures::kept::Kept::default(),
        bank_account,
        return_origins: settings.return_origins,
        seller: settings.seller,
        busy: Mutex::new(HashSet::new()),
        unsigned: Mutex::default(),
        outgoing,
        db: parts.db,
        tasks: parts.tasks,
        stop: parts.stop,
    }))
}
