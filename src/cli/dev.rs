//! The gateway for a laptop: one process with simulated providers, sample catalogue and demo keys.

mod demo;
mod keys;
mod simulators;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use clap::Args;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use url::Url;

use super::{
    dev_clock::{self, KeptClock},
    serve,
};
use crate::{
    access::{Limits, Role},
    clock::{Clock as _, SystemClock},
    compose::{self, Parts},
    config::{Database, Documents, Tuning},
    entropy::SystemEntropy,
    flows, http,
    store::{self, Db},
};
use keys::{DEMO, demo_keys, read_keys};
use simulators::{SANDBOX_BANK_SECRET, settings, simulators, trimmed};
pub(super) use simulators::{SandboxAlone, sandbox_alone};

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
    /// Fills a new database with a shop: a month of purchases, refunds and bad days of 300 customers, or of as many as are
    /// named. A database that has customers stays as it is.
    #[arg(long, value_name = "CUSTOMERS", num_args = 0..=1, require_equals = true,
        default_missing_value = demo::CUSTOMERS, conflicts_with = "sandbox_url")]
    demo: Option<demo::Customers>,
    /// Opens Toss's window by its script from a page of ours, as a client key does in production.
    #[arg(long)]
    toss_sdk: bool,
    /// Likewise Naver Pay's, as the address of its script does in production.
    #[arg(long)]
    naverpay_sdk: bool,
    /// Sells through PortOne as well, whose script opens its window.
    #[arg(long)]
    portone: bool,
    /// What the deposit feed signs with, comma-separated while one replaces the other. The simulated feed of this process
    /// signs with the first.
    #[arg(long, value_delimiter = ',', default_value = SANDBOX_BANK_SECRET)]
    bank_webhook_secrets: Vec<SecretString>,
    /// The most that a key or an operator of a role may do without a second person, as for `serve`.
    #[arg(long, env = "CREDIT_GATEWAY_LIMITS", default_value = "")]
    limits: Limits,
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
    let mut db = opened(&dev).await?;
    let mut listener = TcpListener::bind(dev.listen)
        .await
        .with_context(|| format!("cannot listen on {}", dev.listen))?;
    let base = format!("http://{}", listener.local_addr()?);
    let kept = Arc::new(KeptClock::read(dev.keys_file.with_extension("clock"))?);
    if let Some(customers) = dev.demo {
        if demo::is_fresh(&db).await? {
            listener = Box::pin(fill(&dev, customers, db, &kept, listener, &base)).await?;
            db = opened(&dev).await?;
        } else {
            say!(
                "This database has customers already, so no shop is made: remove it, or name another, for a new one."
            );
        }
    }
    let keys = demo_keys(&db, &dev.keys_file, SystemClock::new().now()).await?;
    let sandbox_url = dev
        .sandbox_url
        .as_ref()
        .map_or_else(|| format!("{base}/sandbox"), |url| trimmed(url.as_str()));
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
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

async fn opened(dev: &Dev) -> anyhow::Result<Db> {
    let db = Db::open(&dev.database).await?;
    db.migrate().await?;
    refuse_others(&db, &dev.keys_file).await?;
    Ok(db)
}

/// Makes the shop that `--demo` asks for. The simulators are reached at the address at which everything is served
/// afterwards, because it stands in orders.
async fn fill(
    dev: &Dev,
    customers: demo::Customers,
    db: Db,
    kept: &KeptClock,
    listener: TcpListener,
    base: &str,
) -> anyhow::Result<TcpListener> {
    let now = kept.clock.now();
    let keys = demo_keys(&db, &dev.keys_file, demo::beginning(now)).await?;
    let signs = dev.bank_webhook_secrets.first();
    let signs = signs.context("the deposit feed signs with something")?;
    let sandbox_url = format!("{base}/sandbox");
    let listener = listener.into_std()?;
    let making = demo::Making {
        customers,
        db,
        settings: settings(dev, base, &sandbox_url, &keys)?,
        sandbox: simulators(base, base, signs, kept.clock.clone()),
        books: books_file(&dev.database.database_url, &dev.keys_file),
        keys,
        now,
        listener: TcpListener::from_std(listener.try_clone()?)?,
    };
    Box::pin(demo::fill(making)).await?;
    Ok(TcpListener::from_std(listener)?)
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

fn announce(base: &str, sandbox_url: &str, dev: &Dev, kept: &BTreeMap<String, String>) {
    say!("credit-gateway for development. Providers are SIMULATED; no money moves.");
    say!("  API            {base}/v1        documented at {base}/docs");
    say!("  desk           {base}/console   sign in as {DEMO} with the password");
    say!(
        "                 {}",
        kept.get(keys::DESK_PASSWORD).map_or("", String::as_str)
    );
    say!("  simulators     {sandbox_url}/toss, {sandbox_url}/bank/deposits, {sandbox_url}/books");
    say!(
        "  demo keys      in {} (load them: source {})",
        dev.keys_file.display(),
        dev.keys_file.display()
    );
    for role in Role::ALL {
        let name = variable(role);
        say!(
            "    {name:14}{}",
            kept.get(&name).map_or("", String::as_str)
        );
    }
    say!("Stop with Ctrl-C.");
}
