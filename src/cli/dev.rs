//! The gateway for a laptop: one process with simulated providers, sample catalogue and demo keys.

use std::{
    collections::BTreeMap,
    io::Write as _,
    net::SocketAddr,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use clap::Args;
use domain::id::Entropy as _;
use providers::{
    bank::BankConfig,
    kakaopay::KakaoPayConfig,
    naverpay::{NaverPayConfig, PARTNER_ID},
    settings::ProviderSettings,
    toss::TossConfig,
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

use super::{
    dev_clock::{self, KeptClock},
    say, serve,
};
use crate::{
    access::Role,
    clock::{Clock, SystemClock},
    compose::{self, Parts},
    config::{Database, Documents, EdgeSettings, REQUESTS_PER_SECOND, Settings, Tuning},
    entropy::SystemEntropy,
    flows, http,
    store::{self, Db},
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
/// Likewise for the simulated bank feed: 24 bytes, as the specification asks.
const SANDBOX_BANK_SECRET: &str = "whsec_c2FuZGJveC1iYW5rLWZlZWQtc2VjcmV0";
/// Likewise for PayAction, which watches the same account.
const SANDBOX_PAYACTION_KEY: &str = "sandbox-payaction-webhook-key";
const SANDBOX_PAYACTION_MALL: &str = "sandbox-payaction-mall";
const SANDBOX_ACCOUNT_NUMBER: &str = "00000000000000";

#[derive(Debug, Args)]
pub(super) struct Dev {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    documents: Documents,
    /// A loopback address: the simulators believe anybody who can reach them.
    #[arg(long, env = "CREDIT_GATEWAY_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where the demo keys are kept between starts, as shell variables.
    #[arg(long, default_value = "data/dev.env")]
    keys_file: PathBuf,
    /// Simulated providers that run elsewhere (`credit-gateway sandbox`), instead of in this process.
    #[arg(long)]
    sandbox_url: Option<Url>,
    /// Opens Toss's window by its script from a page of ours, as a client key does in production.
    #[arg(long)]
    toss_sdk: bool,
    /// Likewise Naver Pay's, as the address of its script does in production.
    #[arg(long)]
    naverpay_sdk: bool,
    /// What the deposit feed signs with, comma-separated while one replaces the other. The simulated feed of this process
    /// signs with the first.
    #[arg(long, value_delimiter = ',', default_value = SANDBOX_BANK_SECRET)]
    bank_webhook_secrets: Vec<SecretString>,
    #[command(flatten)]
    tuning: Tuning,
}

pub(super) async fn run(dev: Dev) -> anyhow::Result<()> {
    anyhow::ensure!(
        dev.listen.ip().is_loopback(),
        "dev listens on a loopback address only, not on {}",
        dev.listen
    );
    make_folder_of(&dev.database.database_url, &dev.keys_file)?;
    let db = Db::open(&dev.database).await?;
    db.migrate().await?;
    refuse_others(&db, &dev.keys_file).await?;
    let listener = TcpListener::bind(dev.listen)
        .await
        .with_context(|| format!("cannot listen on {}", dev.listen))?;
    let base = format!("http://{}", listener.local_addr()?);
    let keys = demo_keys(&db, &dev.keys_file).await?;
    let sandbox_url = dev
        .sandbox_url
        .as_ref()
        .map_or_else(|| format!("{base}/sandbox"), |url| trimmed(url.as_str()));
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let kept = Arc::new(KeptClock::read(dev.keys_file.with_extension("clock"))?);
    let parts = Parts {
        db,
        clock: kept.clock.clone(),
        entropy: || Box::new(SystemEntropy::new()),
        tasks: tasks.clone(),
        stop: stop.clone(),
    };
    let app = compose::gateway(settings(&dev, &base, &sandbox_url, &keys)?, parts).await?;
    let mut router = http::router(&app);
    if dev.sandbox_url.is_none() {
        let file = books_file(&dev.database.database_url, &dev.keys_file);
        let signs = dev.bank_webhook_secrets.first();
        let signs = signs.context("the deposit feed signs with something")?;
        let simulators = simulators(&base, &base, signs, kept.clock.clone());
        router = router
            .merge(sandbox::kept_router(simulators, tasks, stop, file)?)
            .merge(dev_clock::router(kept, app.clone()));
    }
    announce(&base, &sandbox_url, &dev, &keys);
    serve::serve(&app, listener, router).await;
    Ok(())
}

/// A database that was not made by `dev` may hold a seller's real orders, and the simulators must never answer for
/// them. Its keys show who made it. `dev` made it if there are no keys yet, or if `dev` made them all. Others may have
/// been added by `key create`. Then `dev` made the database if a key of the keys file is in it, because only `dev`
/// writes a key into both. A name alone proves nothing beside other keys, because anybody may name a key demo. A
/// revoked key proves nothing at all.
async fn refuse_others(db: &Db, keys_file: &Path) -> anyhow::Result<()> {
    let keys = store::keys::list(db, &store::Page::first(store::PAGE_MAX)).await?;
    if keys.iter().all(|key| key.name == DEMO) {
        return Ok(());
    }
    let kept = read_keys(keys_file);
    for key in Role::ALL
        .into_iter()
        .filter_map(|role| kept.get(&variable(role)))
    {
        if flows::keys::is_known(db, key).await? {
            return Ok(());
        }
    }
    anyhow::bail!(
        "this database has API keys that dev did not make, and none of {} is among its keys: it is not for simulated providers",
        keys_file.display()
    )
}

/// The variable name of a role's key in the keys file.
fn variable(role: Role) -> String {
    format!("{}_KEY", role.as_str().to_uppercase())
}

/// The file of the simulators' books: beside the database, or beside the keys where the database is elsewhere.
fn books_file(database_url: &str, keys_file: &Path) -> PathBuf {
    let beside = sqlite_file(database_url).unwrap_or_else(|| keys_file.to_owned());
    let mut name = beside.into_os_string();
    name.push(".simulators.json");
    PathBuf::from(name)
}

/// The file of a SQLite database.
fn sqlite_file(database_url: &str) -> Option<PathBuf> {
    let path = database_url.strip_prefix("sqlite:")?;
    let path = path.trim_start_matches("//");
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

/// The name of demo keys.
const DEMO: &str = "demo";

fn make_folder_of(database_url: &str, keys_file: &Path) -> anyhow::Result<()> {
    let database = sqlite_file(database_url);
    for file in database.iter().map(PathBuf::as_path).chain([keys_file]) {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
    }
    Ok(())
}

fn settings(
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
            ..EdgeSettings::default()
        },
        tuning: dev.tuning.clone(),
    })
}

fn simulators(
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

const SIGNING_KEY: &str = "SIGNING_KEY";
/// The owner reads and writes, and nobody else does anything.
const PRIVATE: u32 = 0o600;

/// The demo keys: those of the file where it has them and the database still knows them, else new ones.
async fn demo_keys(db: &Db, file: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut kept = read_keys(file);
    let mut entropy = SystemEntropy::new();
    let mut changed = false;
    if !kept.contains_key(SIGNING_KEY) {
        kept.insert(
            SIGNING_KEY.to_owned(),
            format!("{:032x}{:032x}", entropy.bits(), entropy.bits()),
        );
        changed = true;
    }
    for role in Role::ALL {
        let name = variable(role);
        let known = match kept.get(&name) {
            Some(key) => flows::keys::is_known(db, key).await?,
            None => false,
        };
        if !known {
            let made =
                flows::keys::make(db, role, DEMO, SystemClock::new().now(), &mut entropy).await?;
            kept.insert(name, made.key);
            changed = true;
        }
    }
    if changed {
        let lines: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("{name}={value}\n"))
            .collect();
        write_private(file, &lines.concat())
    } else {
        make_private(file)
    }
    .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(kept)
}

/// Nobody but the owner may read the keys. A file that is there already is made private before anything secret is in
/// it.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    let mut open = options.mode(PRIVATE).open(file)?;
    make_private(file)?;
    open.write_all(text.as_bytes())
}

fn make_private(file: &Path) -> std::io::Result<()> {
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(PRIVATE))
}

fn read_keys(file: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn announce(base: &str, sandbox_url: &str, dev: &Dev, keys: &BTreeMap<String, String>) {
    say(format_args!(
        "credit-gateway for development. Providers are SIMULATED; no money moves."
    ));
    say(format_args!(
        "  API            {base}/v1        documented at {base}/docs"
    ));
    say(format_args!(
        "  simulators     {sandbox_url}/toss, {sandbox_url}/bank/deposits, {sandbox_url}/books"
    ));
    say(format_args!(
        "  demo keys      in {} (load them: source {})",
        dev.keys_file.display(),
        dev.keys_file.display()
    ));
    for role in Role::ALL {
        let name = variable(role);
        say(format_args!(
            "    {name:13}{}",
            keys.get(&name).map_or("", String::as_str)
        ));
    }
    say("Stop with Ctrl-C.");
}

#[derive(Debug, Args)]
pub(super) struct SandboxAlone {
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

pub(super) async fn sandbox_alone(asked: SandboxAlone) -> anyhow::Result<()> {
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
    say(format_args!(
        "simulated providers at {base}/sandbox, webhooks go to {}",
        asked.gateway
    ));
    // Webhooks that are being sent are in the books file, and go out after the next start.
    let served = axum::serve(listener, router).with_graceful_shutdown(serve::told_to_stop());
    served.await?;
    stop.cancel();
    tasks.close();
    tasks.wait().await;
    Ok(())
}

fn trimmed(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}
