//! The simulators, the settings under which the gateway uses them, and the command that runs them on an address of their
//! own.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use clap::Args;
use providers::{
    bank::BankConfig,
    kakaopay::KakaoPayConfig,
    naverpay::{NaverPayConfig, PARTNER_ID},
    portone::{PortOneConfig, WINDOW_HOSTS},
    settings::ProviderSettings,
    toss::TossConfig,
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Dev, PathBuf, TcpListener, Url,
    keys::{ACCOUNT_KEY, SIGNING_KEY},
};
use crate::{
    cli::{dev_clock::KeptClock, serve},
    clock::{Clock, SystemClock},
    config::{
        AUDIT_ROWS_PER_SECOND, AccountSettings, AuditSettings, EdgeSettings, REQUESTS_PER_SECOND,
        ReconcileSettings, SellerSettings, Settings, StatementSettings,
    },
};

/// A key that only the simulator knows. It has the form of a test key, so that no adapter takes it for a live one.
const SANDBOX_TOSS_KEY: &str = "test_sk_sandbox000000000000000000";
/// The public half of the pair.
const SANDBOX_TOSS_CLIENT_KEY: &str = "test_ck_sandbox000000000000000000";
/// Likewise for Kakao Pay, with the documented test CID.
const SANDBOX_KAKAOPAY_KEY: &str = "DEVSANDBOX000000000000000000000000000000";
const SANDBOX_KAKAOPAY_CID: &str = "TC0ONETIME";
/// Likewise for Naver Pay.
const SANDBOX_NAVERPAY_CLIENT: &str = "sandbox-naverpay-client";
const SANDBOX_NAVERPAY_SECRET: &str = "sandbox-naverpay-secret";
const SANDBOX_NAVERPAY_CHAIN: &str = "sandbox-naverpay-chain";
/// Likewise for PortOne.
const SANDBOX_PORTONE_SECRET: &str = "sandbox-portone-api-secret";
const SANDBOX_PORTONE_STORE: &str = "store-sandbox";
const SANDBOX_PORTONE_CHANNEL: &str = "channel-key-sandbox";
const SANDBOX_PORTONE_WEBHOOKS: &str = "whsec_c2FuZGJveC1wb3J0b25lLXNlY3JldC0x";
/// The methods that the simulated channel is offered for.
const SANDBOX_PORTONE_METHODS: [&str; 5] = [
    "card",
    "easy_pay",
    "account_transfer",
    "virtual_account",
    "mobile",
];
/// Likewise for the simulated bank feed: 24 bytes, as the specification asks.
pub(super) const SANDBOX_BANK_SECRET: &str = "whsec_c2FuZGJveC1iYW5rLWZlZWQtc2VjcmV0";
/// Likewise for PayAction, which watches the same account.
const SANDBOX_PAYACTION_KEY: &str = "sandbox-payaction-webhook-key";
const SANDBOX_PAYACTION_MALL: &str = "sandbox-payaction-mall";
const SANDBOX_ACCOUNT_NUMBER: &str = "00000000000000";

pub(super) fn settings(
    dev: &Dev,
    base: &str,
    sandbox_url: &str,
    keys: &BTreeMap<String, String>,
) -> anyhow::Result<Settings> {
    Ok(Settings {
        database: dev.database.clone(),
        documents: dev.documents.clone(),
        listen: dev.listen,
        public_url: base.parse()?,
        signing_key: SecretString::from(keys[SIGNING_KEY].clone()),
        return_origins: Vec::new(),
        allow_test_keys: false,
        providers: ProviderSettings {
            toss: TossConfig {
                toss_secret_key: Some(SecretString::from(SANDBOX_TOSS_KEY)),
                toss_url: format!("{sandbox_url}/toss").parse()?,
                toss_client_key: dev.toss_sdk.then(|| SANDBOX_TOSS_CLIENT_KEY.to_owned()),
                toss_sdk_url: format!("{sandbox_url}/toss/v2/standard").parse()?,
                toss_virtual_account_hours: 168,
                toss_test_code: None,
            },
            kakaopay: KakaoPayConfig {
                kakaopay_secret_key: Some(SecretString::from(SANDBOX_KAKAOPAY_KEY)),
                kakaopay_cid: SANDBOX_KAKAOPAY_CID.to_owned(),
                kakaopay_url: format!("{sandbox_url}/kakaopay").parse()?,
            },
            naverpay: NaverPayConfig {
                naverpay_client_id: SANDBOX_NAVERPAY_CLIENT.to_owned(),
                naverpay_client_secret: Some(SecretString::from(SANDBOX_NAVERPAY_SECRET)),
                naverpay_chain_id: SANDBOX_NAVERPAY_CHAIN.to_owned(),
                naverpay_partner_id: PARTNER_ID.to_owned(),
                naverpay_url: format!("{sandbox_url}/naverpay").parse()?,
                naverpay_window_url: format!("{sandbox_url}/naverpay").parse()?,
                naverpay_sdk_url: dev
                    .naverpay_sdk
                    .then(|| format!("{sandbox_url}/naverpay/sdk/js/naverpay.min.js").parse())
                    .transpose()?,
            },
            portone: portone(dev, sandbox_url)?,
            bank: BankConfig {
                bank_account: "main".to_owned(),
                bank_code: "004".to_owned(),
                bank_account_number: Some(SANDBOX_ACCOUNT_NUMBER.to_owned()),
                bank_holder: "크레딧게이트웨이(모의)".to_owned(),
                bank_webhook_secrets: dev.bank_webhook_secrets.clone(),
                bank_payaction_key: Some(SecretString::from(SANDBOX_PAYACTION_KEY)),
                bank_payaction_mall_id: Some(SANDBOX_PAYACTION_MALL.to_owned()),
                bank_statements_only: false,
                bank_order_hours: 24,
            },
        },
        edge: EdgeSettings {
            requests_per_second: REQUESTS_PER_SECOND,
            limits: dev.limits.clone(),
            webhook_loopback: true,
            ..EdgeSettings::default()
        },
        statement: StatementSettings::default(),
        seller: sample_seller(),
        accounts: AccountSettings {
            account_keys: keys[ACCOUNT_KEY]
                .split(',')
                .map(SecretString::from)
                .collect(),
        },
        reconcile: ReconcileSettings::default(),
        audit: AuditSettings {
            audit_rows_per_second: AUDIT_ROWS_PER_SECOND,
            ..AuditSettings::default()
        },
        tuning: dev.tuning.clone(),
    })
}

/// PortOne is on where it is asked for: it takes what Toss Payments takes, so a page with both shows each way to pay twice.
fn portone(dev: &Dev, sandbox_url: &str) -> anyhow::Result<PortOneConfig> {
    let channel = |method: &&str| format!("{method}={SANDBOX_PORTONE_CHANNEL}");
    Ok(PortOneConfig {
        portone_api_secret: dev
            .portone
            .then(|| SecretString::from(SANDBOX_PORTONE_SECRET)),
        portone_store_id: SANDBOX_PORTONE_STORE.to_owned(),
        portone_channels: SANDBOX_PORTONE_METHODS.iter().map(channel).collect(),
        portone_webhook_secrets: vec![SecretString::from(SANDBOX_PORTONE_WEBHOOKS)],
        portone_test: true,
        portone_url: format!("{sandbox_url}/portone").parse()?,
        portone_sdk_url: format!("{sandbox_url}/portone/v2/browser-sdk.js").parse()?,
        portone_window_hosts: WINDOW_HOSTS.to_owned(),
        portone_virtual_account_hours: 168,
    })
}

/// A seller that does not exist. Its business number has ten digits that check each other and a district that no tax office has.
fn sample_seller() -> SellerSettings {
    let some = |text: &str| Some(text.to_owned());
    SellerSettings {
        seller_name: some("모의상점 (Sample Shop)"),
        seller_representative: some("홍길동"),
        seller_business_number: some("000-00-00000"),
        seller_mail_order_number: some("제0000-모의-00000호"),
        seller_address: some("서울특별시 모의구 모의로 1"),
        seller_phone: some("02-0000-0000"),
        seller_email: some("support@shop.example"),
        seller_policy_url: some("https://shop.example/policies/credits"),
    }
}

pub(super) fn simulators(
    base: &str,
    gateway: &str,
    feed_signs_with: &SecretString,
    clock: Arc<dyn Clock>,
) -> sandbox::Settings {
    sandbox::Settings {
        public_base: format!("{base}/sandbox"),
        gateway_base: gateway.to_owned(),
        toss_secret_key: SANDBOX_TOSS_KEY.to_owned(),
        toss_client_key: SANDBOX_TOSS_CLIENT_KEY.to_owned(),
        naverpay_client_id: SANDBOX_NAVERPAY_CLIENT.to_owned(),
        naverpay_client_secret: SANDBOX_NAVERPAY_SECRET.to_owned(),
        naverpay_chain_id: SANDBOX_NAVERPAY_CHAIN.to_owned(),
        kakaopay_secret_key: SANDBOX_KAKAOPAY_KEY.to_owned(),
        kakaopay_cid: SANDBOX_KAKAOPAY_CID.to_owned(),
        portone_api_secret: SANDBOX_PORTONE_SECRET.to_owned(),
        portone_store_id: SANDBOX_PORTONE_STORE.to_owned(),
        portone_channel_key: SANDBOX_PORTONE_CHANNEL.to_owned(),
        portone_webhook_secret: SANDBOX_PORTONE_WEBHOOKS.to_owned(),
        bank_webhook_secret: feed_signs_with.expose_secret().to_owned(),
        payaction_webhook_key: SANDBOX_PAYACTION_KEY.to_owned(),
        payaction_mall_id: SANDBOX_PAYACTION_MALL.to_owned(),
        bank_account_number: SANDBOX_ACCOUNT_NUMBER.to_owned(),
        bank_account: "main".to_owned(),
        seed: 1,
        webhook_minute: Duration::from_secs(1),
        now: Arc::new(move || -> DateTime<Utc> { clock.now() }),
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct SandboxAlone {
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
    /// The gateway whose webhook addresses are called.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    gateway: Url,
    /// Listen on an address others can reach. The simulators believe anybody.
    #[arg(long)]
    allow_remote: bool,
    /// A file that keeps the simulators' books between starts. Without it they are gone with the process.
    #[arg(long)]
    books: Option<PathBuf>,
    /// The file in which `dev` keeps how far its clock is ahead, `dev.clock` beside its keys: the simulators' clock is as
    /// far ahead from their start on.
    #[arg(long)]
    clock: Option<PathBuf>,
    /// What the simulated deposit feed signs with.
    #[arg(long, default_value = SANDBOX_BANK_SECRET)]
    bank_webhook_secret: SecretString,
}

pub(in crate::cli) async fn sandbox_alone(asked: SandboxAlone) -> anyhow::Result<()> {
    let local = asked.listen.ip().is_loopback() || asked.allow_remote;
    anyhow::ensure!(
        local,
        "the simulators listen on a loopback address only, unless --allow-remote is given"
    );
    let listener = TcpListener::bind(asked.listen).await?;
    let base = format!("http://{}", listener.local_addr()?);
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let clock: Arc<dyn Clock> = match asked.clock {
        Some(file) => KeptClock::read(file)?.clock,
        None => Arc::new(SystemClock::new()),
    };
    let (gateway, signs) = (trimmed(asked.gateway.as_str()), &asked.bank_webhook_secret);
    let settings = simulators(&base, &gateway, signs, clock);
    let router = match asked.books {
        Some(file) => sandbox::kept_router(settings, tasks.clone(), stop.clone(), file)?,
        None => sandbox::router(settings, tasks.clone(), stop.clone()),
    };
    say!(
        "simulated providers at {base}/sandbox, webhooks go to {}",
        asked.gateway
    );
    // Webhooks that are being sent are in the books file, and go out after the next start.
    let served = axum::serve(listener, router).with_graceful_shutdown(serve::told_to_stop());
    served.await?;
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    Ok(())
}

pub(super) fn trimmed(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}
