//! A gateway put together from its settings.

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
use secrecy::{ExposeSecret as _, SecretString};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    app::{App, Shared},
    clock::Clock,
    config::{Settings, TossSettings},
    flows,
    store::{
        db::Db,
        writer::{self, Writer},
    },
    telemetry::Metrics,
};

/// What a gateway is given besides settings: the parts that tests bring themselves.
pub struct Parts {
    pub db: Db,
    pub clock: Arc<dyn Clock>,
    /// Makes one source of random bits for each who needs one.
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
pub fn registry(settings: &Settings) -> anyhow::Result<Registry> {
    let mut providers: Vec<Arc<dyn Provider>> = Vec::new();
    if let Some(secret_key) = &settings.toss.toss_secret_key {
        let base_url = settings.toss.toss_url.clone();
        let config = TossConfig {
            secret_key: secret_key.clone(),
            base_url: base_url.ok_or_else(|| anyhow::anyhow!("toss_url: is missing"))?,
            virtual_account_hours: settings.toss.toss_virtual_account_hours,
            test_code: None,
            script: toss_script(&settings.toss)?,
        };
        providers.push(Arc::new(Toss::new(&config, return_urls(settings)?)?));
    }
    if let Some(secret_key) = &settings.kakaopay.kakaopay_secret_key {
        let base_url = settings.kakaopay.kakaopay_url.clone();
        let config = KakaoPayConfig {
            secret_key: secret_key.clone(),
            cid: settings.kakaopay.kakaopay_cid.clone(),
            base_url: base_url.ok_or_else(|| anyhow::anyhow!("kakaopay_url: is missing"))?,
        };
        providers.push(Arc::new(KakaoPay::new(&config, return_urls(settings)?)?));
    }
    if let Some(client_secret) = &settings.naverpay.naverpay_client_secret {
        let naverpay = settings.naverpay.clone();
        let missing = |name: &'static str| anyhow::anyhow!("{name}: is missing");
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
        };
        providers.push(Arc::new(NaverPay::new(&config, return_urls(settings)?)?));
    }
    if let Some(account_number) = &settings.bank.bank_account_number {
        providers.push(Arc::new(Bank::new(&BankConfig {
            account: settings.bank.bank_account.clone(),
            bank: settings.bank.bank_code.clone(),
            account_number: account_number.clone(),
            holder: settings.bank.bank_holder.clone(),
            secrets: settings.bank.bank_webhook_secrets.clone(),
            payaction: settings
                .bank
                .bank_payaction_key
                .clone()
                .map(|key| PayActionConfig {
                    key,
                    mall_id: settings.bank.bank_payaction_mall_id.clone(),
                }),
            statements_only: settings.bank.bank_statements_only,
            order_hours: settings.bank.bank_order_hours,
        })?));
    }
    refuse_play_money(settings)?;
    anyhow::ensure!(
        !providers.is_empty(),
        "no provider is switched on: set toss_secret_key or bank_account_number"
    );
    Ok(Registry::new(providers)?)
}

/// Whether Toss's script opens the window: only with a client key.
fn toss_script(toss: &TossSettings) -> anyhow::Result<Option<ScriptConfig>> {
    let Some(client_key) = toss.toss_client_key.clone() else {
        return Ok(None);
    };
    let url = toss.toss_sdk_url.clone();
    let url = url.ok_or_else(|| anyhow::anyhow!("toss_sdk_url: is missing"))?;
    Ok(Some(ScriptConfig { client_key, url }))
}

/// Real credits must not be sold for play money: test keys go with a gateway that only this machine can reach.
fn refuse_play_money(settings: &Settings) -> anyhow::Result<()> {
    let local = matches!(
        settings.public_url.host_str(),
        Some("localhost" | "127.0.0.1" | "[::1]")
    );
    let is_test = |key: &Option<SecretString>, prefix: &str| {
        key.as_ref()
            .is_some_and(|key| key.expose_secret().starts_with(prefix))
    };
    let toss = is_test(&settings.toss.toss_secret_key, "test_");
    let kakaopay = is_test(&settings.kakaopay.kakaopay_secret_key, "DEV");
    anyhow::ensure!(
        local || settings.tuning.allow_test_keys || !(toss || kakaopay),
        "{}: is a test key, and public_url can be reached from outside",
        if toss {
            "toss_secret_key"
        } else {
            "kakaopay_secret_key"
        }
    );
    Ok(())
}

fn return_urls(settings: &Settings) -> anyhow::Result<ReturnUrls> {
    Ok(ReturnUrls::new(
        settings.public_url.clone(),
        &settings.signing_key,
    )?)
}

/// A gateway, with its writer running. Policies that are new to the database are stored first, so that nothing is sold
/// under terms that are not.
pub async fn gateway(settings: Settings, parts: Parts) -> anyhow::Result<Shared> {
    if let Some(spec) = &settings.tuning.crash_at {
        crate::crash::arm(spec)?;
    }
    if let Some(name) = &settings.tuning.canary {
        let canary = domain::canary::arm(name)?;
        tracing::warn!("This gateway is wrong on purpose: {}", canary.mistake());
    }
    let registry = registry(&settings)?;
    let mut rules = flows::policies::publish(
        &parts.db,
        settings.documents.rulebook()?,
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
    Ok(Arc::new(App {
        writer,
        writers,
        rules,
        registry,
        urls: return_urls(&settings)?,
        clock: parts.clock,
        entropy: Mutex::new((parts.entropy)()),
        metrics: Metrics::of_process(),
        keys: crate::flows::keys::Seen::default(),
        found_ready: crate::flows::ready::Found::default(),
        bank_account: settings
            .bank
            .bank_account_number
            .is_some()
            .then(|| settings.bank.bank_account.clone()),
        return_origins: settings.return_origins,
        busy: Mutex::new(HashSet::new()),
        rejected: Mutex::default(),
        db: parts.db,
        tasks: parts.tasks,
        stop: parts.stop,
    }))
}
