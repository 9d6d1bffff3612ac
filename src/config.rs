//! Settings: by flag, by environment, or from a file, in this order of precedence. The only reader
//! of the environment.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use secrecy::SecretString;
use url::Url;

/// The policy that is published, the sample catalogue and the public holidays, for whoever brings no
/// documents of their own.
const PUBLISHED_POLICY: &str = include_str!("../policies/2025-07-17.toml");
const SAMPLE_CATALOGUE: &str = include_str!("../policies/catalogue.toml");
const HOLIDAYS: &str = include_str!("../policies/kr-holidays.csv");

/// Where the database is.
#[derive(Debug, Clone, Args)]
pub struct Database {
    /// `sqlite:FILE` or `postgres://USER@HOST/NAME`.
    #[arg(
        long,
        env = "DATABASE_URL",
        default_value = "sqlite:data/gateway.db",
        hide_env_values = true
    )]
    pub database_url: String,
}

/// Notice of a major change, in days: what the standard terms of Korean platforms promise for changes to the buyer's
/// disadvantage.
pub const POLICY_NOTICE_DAYS: i64 = 30;
/// More than a year of notice is a typing error.
pub const POLICY_NOTICE_DAYS_MAX: i64 = 366;

/// The documents that make the rules.
#[derive(Debug, Clone, Default, Args)]
pub struct Documents {
    /// Policy documents (TOML), comma-separated; the published one is built in.
    #[arg(long, env = "CREDIT_GATEWAY_POLICIES", value_delimiter = ',')]
    pub policies: Vec<PathBuf>,
    /// Catalogue of products (TOML); a sample is built in.
    #[arg(long, env = "CREDIT_GATEWAY_CATALOGUE")]
    pub catalogue: Option<PathBuf>,
    /// Public holidays (CSV `date,name`); 2024–2031 are built in. Temporary holidays are announced late.
    #[arg(long, env = "CREDIT_GATEWAY_HOLIDAYS")]
    pub holidays: Option<PathBuf>,
    /// Days between publication and effect of a major change: one that calls itself so, or that cuts any term.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_POLICY_NOTICE_DAYS",
        default_value_t = POLICY_NOTICE_DAYS,
        value_parser = clap::value_parser!(i64).range(0..=POLICY_NOTICE_DAYS_MAX)
    )]
    pub policy_notice_days: i64,
}

/// Everything `serve` needs.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    #[command(flatten)]
    pub database: Database,
    #[command(flatten)]
    pub documents: Documents,
    /// Address to listen on. TLS ends at a proxy in front.
    #[arg(long, env = "CREDIT_GATEWAY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where buyers and providers reach this gateway, e.g. `https://pay.example.com`.
    #[arg(long, env = "CREDIT_GATEWAY_PUBLIC_URL")]
    pub public_url: Url,
    /// Secret that signs return URLs: at least 32 bytes of text, the same on every gateway.
    #[arg(long, env = "CREDIT_GATEWAY_SIGNING_KEY", hide_env_values = true)]
    pub signing_key: SecretString,
    /// Origins a buyer may be sent back to, comma-separated, e.g. `https://shop.example.com`.
    #[arg(long, env = "CREDIT_GATEWAY_RETURN_ORIGINS", value_delimiter = ',')]
    pub return_origins: Vec<String>,
    #[command(flatten)]
    pub toss: TossSettings,
    #[command(flatten)]
    pub kakaopay: KakaoPaySettings,
    #[command(flatten)]
    pub naverpay: NaverPaySettings,
    #[command(flatten)]
    pub bank: BankSettings,
    #[command(flatten)]
    pub tuning: Tuning,
}

/// Toss Payments; switched on by its secret key.
#[derive(Debug, Clone, Default, Args)]
pub struct TossSettings {
    /// `test_sk_…` or `live_sk_…`. Without it Toss Payments is off.
    #[arg(long, env = "CREDIT_GATEWAY_TOSS_SECRET_KEY", hide_env_values = true)]
    pub toss_secret_key: Option<SecretString>,
    #[arg(
        long,
        env = "CREDIT_GATEWAY_TOSS_URL",
        default_value = "https://api.tosspayments.com"
    )]
    pub toss_url: Option<Url>,
    /// `test_ck_…` or `live_ck_…`, of one pair with the secret key. With it Toss's own script opens the
    /// payment window from a page of ours, for shops that may not create payments from the server.
    #[arg(long, env = "CREDIT_GATEWAY_TOSS_CLIENT_KEY")]
    pub toss_client_key: Option<String>,
    /// Toss's script.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_TOSS_SDK_URL",
        default_value = "https://js.tosspayments.com/v2/standard"
    )]
    pub toss_sdk_url: Option<Url>,
    /// How long a virtual account waits for its deposit, in hours.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_TOSS_VIRTUAL_ACCOUNT_HOURS",
        default_value_t = 168
    )]
    pub toss_virtual_account_hours: i64,
}

/// Kakao Pay one-time payments; switched on by its secret key.
#[derive(Debug, Clone, Default, Args)]
pub struct KakaoPaySettings {
    /// `DEV…` or `PRD…`. Without it Kakao Pay is off.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_KAKAOPAY_SECRET_KEY",
        hide_env_values = true
    )]
    pub kakaopay_secret_key: Option<SecretString>,
    /// The contract's CID; a test key goes with the test CID only.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_KAKAOPAY_CID",
        default_value = "TC0ONETIME"
    )]
    pub kakaopay_cid: String,
    #[arg(
        long,
        env = "CREDIT_GATEWAY_KAKAOPAY_URL",
        default_value = "https://open-api.kakaopay.com"
    )]
    pub kakaopay_url: Option<Url>,
}

/// Naver Pay, payment type; switched on by its client secret.
#[derive(Debug, Clone, Default, Args)]
pub struct NaverPaySettings {
    #[arg(long, env = "CREDIT_GATEWAY_NAVERPAY_CLIENT_ID", default_value = "")]
    pub naverpay_client_id: String,
    /// Without it Naver Pay is off.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_NAVERPAY_CLIENT_SECRET",
        hide_env_values = true
    )]
    pub naverpay_client_secret: Option<SecretString>,
    /// Names the shop.
    #[arg(long, env = "CREDIT_GATEWAY_NAVERPAY_CHAIN_ID", default_value = "")]
    pub naverpay_chain_id: String,
    #[arg(long, env = "CREDIT_GATEWAY_NAVERPAY_PARTNER_ID", default_value = providers::naverpay::PARTNER_ID)]
    pub naverpay_partner_id: String,
    #[arg(
        long,
        env = "CREDIT_GATEWAY_NAVERPAY_URL",
        default_value = "https://pay.paygate.naver.com"
    )]
    pub naverpay_url: Option<Url>,
    /// Where buyers pay.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_NAVERPAY_WINDOW_URL",
        default_value = "https://m.pay.naver.com"
    )]
    pub naverpay_window_url: Option<Url>,
}

/// Deposits to the seller's own account, told by a feed or by imported statements; switched on by the
/// account number.
#[derive(Debug, Clone, Default, Args)]
pub struct BankSettings {
    /// The feed's name for the account.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_ACCOUNT", default_value = "main")]
    pub bank_account: String,
    /// KFTC three-digit code of the bank.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_CODE", default_value = "004")]
    pub bank_code: String,
    /// Without it bank transfers are off.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_BANK_ACCOUNT_NUMBER",
        hide_env_values = true
    )]
    pub bank_account_number: Option<String>,
    #[arg(long, env = "CREDIT_GATEWAY_BANK_HOLDER", default_value = "")]
    pub bank_holder: String,
    /// Standard Webhooks secrets of the feed (`whsec_…`), comma-separated while one replaces the other.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_BANK_WEBHOOK_SECRETS",
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub bank_webhook_secrets: Vec<SecretString>,
    /// What PayAction sends as `x-webhook-key`. Without it PayAction is not believed.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_BANK_PAYACTION_KEY",
        hide_env_values = true
    )]
    pub bank_payaction_key: Option<SecretString>,
    /// The shop that PayAction's `x-mall-id` must name; any, when left out.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_PAYACTION_MALL_ID")]
    pub bank_payaction_mall_id: Option<String>,
    /// No feed tells of deposits: they are known from imported statements alone.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_STATEMENTS_ONLY")]
    pub bank_statements_only: bool,
    /// How long an order waits for its deposit, in hours.
    #[arg(long, env = "CREDIT_GATEWAY_BANK_ORDER_HOURS", default_value_t = 24)]
    pub bank_order_hours: i64,
}

/// What seldom needs to be touched.
#[derive(Debug, Clone, Default, Args)]
pub struct Tuning {
    /// Commands that share one commit, at most. 1 is for measuring what sharing brings.
    #[arg(long, env = "CREDIT_GATEWAY_BATCH_MAX", hide = true)]
    pub batch_max: Option<usize>,
    /// Takes a provider's test keys although buyers could reach this gateway from outside.
    #[arg(long, env = "CREDIT_GATEWAY_ALLOW_TEST_KEYS", hide = true)]
    pub allow_test_keys: bool,
    /// Dies at a named point, for tests of recovery: `NAME` or `NAME:HIT`.
    #[arg(long, env = "CREDIT_GATEWAY_CRASH_AT", hide = true)]
    pub crash_at: Option<String>,
    /// Makes a named mistake, for tests of the tests: see `domain::canary`.
    #[arg(long, env = "CREDIT_GATEWAY_CANARY", hide = true)]
    pub canary: Option<String>,
}

/// A document that cannot be used, by its name.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("{path}: {error}")]
    Unreadable { path: String, error: std::io::Error },
    #[error(transparent)]
    Invalid(#[from] domain::rulebook::InvalidRulebook),
}

impl Documents {
    /// Reads the documents, built-in where none is named.
    pub fn rulebook(&self) -> Result<domain::rulebook::Rulebook, DocumentError> {
        let mut policies = Vec::new();
        for path in &self.policies {
            policies.push(read(path)?);
        }
        if policies.is_empty() {
            policies.push(PUBLISHED_POLICY.to_owned());
        }
        let catalogue = self
            .catalogue
            .as_ref()
            .map_or_else(|| Ok(SAMPLE_CATALOGUE.to_owned()), read)?;
        let holidays = self
            .holidays
            .as_ref()
            .map_or_else(|| Ok(HOLIDAYS.to_owned()), read)?;
        let policies: Vec<&str> = policies.iter().map(String::as_str).collect();
        Ok(domain::rulebook::Rulebook::parse(
            &policies, &catalogue, &holidays,
        )?)
    }
}

fn read(path: &PathBuf) -> Result<String, DocumentError> {
    std::fs::read_to_string(path).map_err(|error| DocumentError::Unreadable {
        path: path.display().to_string(),
        error,
    })
}

/// Gives the settings of a file to the arguments they are named after, as their defaults: flags and
/// environment stand above it. The file is TOML, one key per flag, words joined by `_`.
pub fn with_file(command: clap::Command) -> anyhow::Result<clap::Command> {
    let args: Vec<String> = std::env::args().collect();
    let joined = args
        .iter()
        .find_map(|arg| arg.strip_prefix("--config=").map(str::to_owned));
    let named = joined.or_else(|| {
        args.iter()
            .skip_while(|arg| *arg != "--config")
            .nth(1)
            .cloned()
    });
    let Some(path) = named.or_else(|| env("CREDIT_GATEWAY_CONFIG")) else {
        return Ok(command);
    };
    let text =
        std::fs::read_to_string(&path).map_err(|error| anyhow::anyhow!("{path}: {error}"))?;
    let table: toml::Table = text
        .parse()
        .map_err(|error| anyhow::anyhow!("{path}: {error}"))?;
    let mut values = std::collections::BTreeMap::new();
    for (key, value) in table {
        values.insert(
            key.clone(),
            plain(&value).ok_or_else(|| {
                anyhow::anyhow!("{path}: {key}: is a text, a number or a list of texts")
            })?,
        );
    }
    let known: std::collections::BTreeSet<String> = command
        .get_subcommands()
        .flat_map(clap::Command::get_arguments)
        .map(|arg| arg.get_id().to_string())
        .collect();
    if let Some(key) = values.keys().find(|key| !known.contains(*key)) {
        anyhow::bail!("{path}: {key}: is not a setting");
    }
    Ok(command.mut_subcommands(move |sub| {
        let values = values.clone();
        sub.mut_args(move |arg| match values.get(arg.get_id().as_str()) {
            Some(value) => arg
                .default_value(value.clone())
                .hide_default_value(true)
                .required(false),
            None => arg,
        })
    }))
}

fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Array(items) => items
            .iter()
            .map(plain)
            .collect::<Option<Vec<_>>>()
            .map(|items| items.join(",")),
        toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_)
        | toml::Value::Table(_) => None,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the reader of the environment"
)]
fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// How much is logged: `RUST_LOG`, in tracing's own form.
pub fn log_filter() -> String {
    env("RUST_LOG").unwrap_or_else(|| "info".to_owned())
}
