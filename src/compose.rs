//! Assembles a gateway from its settings.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use domain::id::Entropy;
use providers::{
    bank::{Bank, BankConfig, PayActionConfig},
    kakaopay::{KakaoPay, KakaoPayConfig},
    naverpay::{NaverPay, NaverPayConfig},
    provider::Provider,
    registry::Registry,
    signature::ReturnUrls,
    toss::{ScriptConfig, Toss, TossConfig},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    app::{App, Numbers, Shared},
    clock::Clock,
    config::{Settings, TossSettings},
    flows::{self, measured::Measured, pace::Pace},
    store::{
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
/// All faults in the settings of any of them, one line each.
pub fn registry(settings: &Settings) -> Result<Registry, Vec<String>> {
    let mut wrong = Vec::new();
    let urls = return_urls(settings).map_err(|error| wrong.push(error.to_string()));
    let made = [
        toss(settings, urls.as_ref().ok()),
        kakaopay(settings, urls.as_ref().ok()),
        naverpay(settings, urls.as_ref().ok()),
        bank(settings),
    ];
    let off = made.iter().all(|made| matches!(made, Ok(None)));
    let mut providers = Vec::new();
    for made in made {
        match made {
            Ok(provider) => providers.extend(provider.map(measured)),
            Err(faults) => wrong.extend(faults),
        }
    }
    wrong.extend(settings.faults());
    if off {
        wrong.push(
            "no provider is switched on: set toss_secret_key, kakaopay_secret_key, naverpay_client_secret or bank_account_number"
                .to_owned(),
        );
    }
    if wrong.is_empty() {
        Registry::new(providers).map_err(|error| vec![error.to_string()])
    } else {
        Err(wrong)
    }
}

/// A provider whose calls are counted and timed.
fn measured(provider: Arc<dyn Provider>) -> Arc<dyn Provider> {
    Arc::new(Measured(provider))
}

/// A provider, if it is on, or all faults in its settings.
type Made = Result<Option<Arc<dyn Provider>>, Vec<String>>;

/// Makes a provider whose settings have no `faults`. Without return URLs, which are reported elsewhere, there is none.
fn made<P: Provider + 'static, E: ToString>(
    faults: &[E],
    urls: Option<&ReturnUrls>,
    make: impl FnOnce(ReturnUrls) -> Result<P, E>,
) -> Made {
    if !faults.is_empty() {
        return Err(faults.iter().map(E::to_string).collect());
    }
    let Some(urls) = urls else {
        return Err(Vec::new());
    };
    match make(urls.clone()) {
        Ok(provider) => Ok(Some(Arc::new(provider))),
        Err(error) => Err(vec![error.to_string()]),
    }
}

fn missing(setting: &str) -> Vec<String> {
    vec![format!("{setting}: is missing")]
}

fn toss(settings: &Settings, urls: Option<&ReturnUrls>) -> Made {
    let Some(secret_key) = &settings.toss.toss_secret_key else {
        return Ok(None);
    };
    let base_url = settings.toss.toss_url.clone();
    let config = TossConfig {
        secret_key: secret_key.clone(),
        base_url: base_url.ok_or_else(|| missing("toss_url"))?,
        virtual_account_hours: settings.toss.toss_virtual_account_hours,
        test_code: None,
        script: toss_script(&settings.toss)?,
    };
    made(&providers::toss::faults(&config), urls, |urls| {
        Toss::new(&config, urls)
    })
}

/// Whether Toss's script opens the window: only with a client key.
fn toss_script(toss: &TossSettings) -> Result<Option<ScriptConfig>, Vec<String>> {
    let Some(client_key) = toss.toss_client_key.clone() else {
        return Ok(None);
    };
    let url = toss.toss_sdk_url.clone();
    let url = url.ok_or_else(|| missing("toss_sdk_url"))?;
    Ok(Some(ScriptConfig { client_key, url }))
}

fn kakaopay(settings: &Settings, urls: Option<&ReturnUrls>) -> Made {
    let Some(secret_key) = &settings.kakaopay.kakaopay_secret_key else {
        return Ok(None);
    };
    let base_url = settings.kakaopay.kakaopay_url.clone();
    let config = KakaoPayConfig {
        secret_key: secret_key.clone(),
        cid: settings.kakaopay.kakaopay_cid.clone(),
        base_url: base_url.ok_or_else(|| missing("kakaopay_url"))?,
    };
    made(&providers::kakaopay::faults(&config), urls, |urls| {
        KakaoPay::new(&config, urls)
    })
}

fn naverpay(settings: &Settings, urls: Option<&ReturnUrls>) -> Made {
    let Some(client_secret) = &settings.naverpay.naverpay_client_secret else {
        return Ok(None);
    };
    let naverpay = settings.naverpay.clone();
    let config = NaverPayConfig {
        client_id: naverpay.naverpay_client_id,
        client_secret: client_secret.clone(),
        chain_id: naverpay.naverpay_chain_id,
        partner_id: naverpay.naverpay_partner_id,
        api_url: naverpay
            .naverpay_url
            .ok_or_else(|| missing("naverpay_url"))?,
        window_url: naverpay
            .naverpay_window_url
            .ok_or_else(|| missing("naverpay_window_url"))?,
        script_url: naverpay.naverpay_sdk_url,
    };
    made(&providers::naverpay::faults(&config), urls, |urls| {
        NaverPay::new(&config, urls)
    })
}

fn bank(settings: &Settings) -> Made {
    let bank = settings.bank.clone();
    let Some(account_number) = bank.bank_account_number else {
        return Ok(None);
    };
    let mall_id = bank.bank_payaction_mall_id;
    let config = BankConfig {
        account: bank.bank_account,
        bank: bank.bank_code,
        account_number,
        holder: bank.bank_holder,
        secrets: bank.bank_webhook_secrets,
        payaction: bank
            .bank_payaction_key
            .map(|key| PayActionConfig { key, mall_id }),
        statements_only: bank.bank_statements_only,
        order_hours: bank.bank_order_hours,
    };
    let faults = providers::bank::faults(&config);
    if !faults.is_empty() {
        return Err(faults.iter().map(ToString::to_string).collect());
    }
    match Bank::new(&config) {
        Ok(bank) => Ok(Some(Arc::new(bank))),
        Err(error) => Err(vec![error.to_string()]),
    }
}

fn return_urls(settings: &Settings) -> anyhow::Result<ReturnUrls> {
    Ok(ReturnUrls::new(
        settings.public_url.clone(),
        &settings.signing_key,
    )?)
}

/// A gateway, with its writer running. Policies that are new to the database are stored first, so that nothing is sold
/// under terms that are not stored.
pub async fn gateway(settings: Settings, parts: Parts) -> anyhow::Result<Shared> {
    if let Some(spec) = &settings.tuning.crash_at {
        crate::crash::arm(spec)?;
    }
    if let Some(name) = &settings.tuning.canary {
        anyhow::ensure!(domain::canary::arm(name), "no mistake {name} can be seeded");
        tracing::warn!("This gateway makes the mistake {name} on purpose");
    }
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
    rules.asking = registry
        .all()
        .map(|provider| (provider.id(), provider.terms().asked_again))
        .collect();
    let rules = Arc::new(rules);
    let writers = TaskTracker::new();
    let mut pace = writer::Settings::of(parts.db.engine());
    if let Some(most) = settings.tuning.batch_max {
        pace.batch_max = most;
    }
    let writer = Writer::start(
        &parts.db,
        &rules,
        &parts.clock,
        parts.entropy,
        pace,
        &writers,
    );
    let pace = Pace::new(settings.edge.requests_per_second, parts.clock.clone());
    Ok(Arc::new(App {
        writer,
        writers,
        rules,
        registry,
        urls: return_urls(&settings)?,
        clock: parts.clock,
        entropy: Mutex::new((parts.entropy)()),
        metrics: Numbers {
            of_process: Metrics::of_process(),
            elsewhere: settings.edge.metrics_listen.is_some(),
            key: settings.edge.metrics_key,
        },
        pace,
        limits: settings.edge.limits,
        keys: crate::flows::keys::Seen::default(),
        found_ready: crate::flows::ready::Found::default(),
        bank_account: settings
            .bank
            .bank_account_number
            .is_some()
            .then(|| settings.bank.bank_account.clone()),
        return_origins: settings.return_origins,
        busy: Mutex::new(HashSet::new()),
        unsigned: Mutex::default(),
        db: parts.db,
        tasks: parts.tasks,
        stop: parts.stop,
    }))
}
