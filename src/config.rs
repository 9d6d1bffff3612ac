//! Settings: by flag, by environment, or from a file, in this order of precedence. The only reader
//! of the environment.

mod file;
mod reading;
mod rules;
mod seller;
mod traces;

pub use reading::{Findings, GivenSettings};
pub use seller::SellerSettings;
pub use traces::TraceSettings;

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use domain::{
    notice::{NoticeDays, PolicyNotices},
    reconcile::SweepSchedule,
    settlement::AgreedFees,
};
use providers::settings::ProviderSettings;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::{
    access::Limits,
    sealing::Keyring,
    signing,
    store::{Address, Pooler},
};

/// The published policy, the sample catalogue and the public holidays, for operators without documents of their own.
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
    /// `transaction` when a pooler before PostgreSQL gives each transaction another connection of the server (`PgBouncer`
    /// with `pool_mode = transaction`).
    #[arg(
        long,
        env = "CREDIT_GATEWAY_DATABASE_POOLER",
        value_enum,
        default_value_t = Pooler::Session
    )]
    pub database_pooler: Pooler,
}

impl<'a> From<&'a Database> for Address<'a> {
    fn from(database: &'a Database) -> Self {
        Self {
            url: &database.database_url,
            pooler: database.database_pooler,
        }
    }
}

/// Notice of a major change, in days: the notice that the standard terms of Korean platforms promise for changes to the
/// buyer's disadvantage.
pub const POLICY_NOTICE_DAYS: i64 = 30;
/// More than a year of notice is a typing error.
pub const POLICY_NOTICE_DAYS_MAX: i64 = 366;

/// The days off by which some periods are counted.
#[derive(Debug, Clone, Default, Args)]
pub struct Holidays {
    /// Public holidays (CSV `date,name`); 2024–2031 are built in. Other years have those of fixed date.
    #[arg(long, env = "CREDIT_GATEWAY_HOLIDAYS")]
    pub holidays: Option<PathBuf>,
}

impl Holidays {
    /// The file's text, the built-in one where none is named.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn text(&self) -> Result<String, DocumentError> {
        self.holidays
            .as_ref()
            .map_or_else(|| Ok(HOLIDAYS.to_owned()), read)
    }
}

/// The documents that make the rules.
#[derive(Debug, Clone, Default, Args)]
pub struct Documents {
    /// Policy documents (TOML), comma-separated; the published one is built in.
    #[arg(long, env = "CREDIT_GATEWAY_POLICIES", value_delimiter = ',')]
    pub policies: Vec<PathBuf>,
    /// Catalogue of products (TOML); a sample is built in.
    #[arg(long, env = "CREDIT_GATEWAY_CATALOGUE")]
    pub catalogue: Option<PathBuf>,
    #[command(flatten)]
    pub holidays: Holidays,
    /// Days between publication and effect of a major change: one that calls itself so, or that cuts any term.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_POLICY_NOTICE_DAYS",
        default_value_t = POLICY_NOTICE_DAYS,
        value_parser = clap::value_parser!(i64).range(0..=POLICY_NOTICE_DAYS_MAX)
    )]
    pub policy_notice_days: i64,
    /// Whether each customer who holds credits is sent `policy.notice` when a major change is announced.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_POLICY_NOTICES",
        default_value_t = PolicyNotices::On
    )]
    pub policy_notices: PolicyNotices,
    /// Days before the end of credits on which `credits.expiring` is sent: at most 8, each 1 to 365, descending; empty for none.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_EXPIRY_NOTICES",
        default_value_t = NoticeDays::default()
    )]
    pub expiry_notices: NoticeDays,
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
    pub providers: ProviderSettings,
    /// Takes keys with which no money moves although buyers could reach this gateway from outside: for a staging
    /// address that only testers know. Credits bought there cost nothing.
    #[arg(long, env = "CREDIT_GATEWAY_ALLOW_TEST_KEYS")]
    pub allow_test_keys: bool,
    #[command(flatten)]
    pub edge: EdgeSettings,
    #[command(flatten)]
    pub statement: StatementSettings,
    #[command(flatten)]
    pub seller: SellerSettings,
    #[command(flatten)]
    pub accounts: AccountSettings,
    #[command(flatten)]
    pub reconcile: ReconcileSettings,
    #[command(flatten)]
    pub audit: AuditSettings,
    #[command(flatten)]
    pub tuning: Tuning,
}

/// Rows that the auditor beside the gateways reads in a second, of one database. That is about a fiftieth of one core, and a
/// shop of a million lots is through in an hour.
pub const AUDIT_ROWS_PER_SECOND: u32 = 2_000;

/// The auditor beside the gateway, and seals of the journal.
#[derive(Debug, Clone, Default, Args)]
pub struct AuditSettings {
    /// Rows that the auditor reads in a second beside the gateways on one database; 0: it does not run here.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_AUDIT_ROWS_PER_SECOND",
        default_value_t = AUDIT_ROWS_PER_SECOND
    )]
    pub audit_rows_per_second: u32,
    /// Secret key that seals the journal each day, from `credit-gateway seal-key`. Without one the gateway makes no seals.
    #[arg(long, env = "CREDIT_GATEWAY_SEAL_KEY", hide_env_values = true)]
    pub seal_key: Option<SecretString>,
    /// Folder that the daily seals are written to, as files that are never changed. It must be there.
    #[arg(long, env = "CREDIT_GATEWAY_SEAL_FOLDER")]
    pub seal_folder: Option<PathBuf>,
}

impl AuditSettings {
    /// What seals are made with, and where they are written.
    ///
    /// # Errors
    /// A text that is no such key, or a folder that is not there.
    pub fn sealing(&self) -> Result<signing::Sealing, NoSealing> {
        let text = self.seal_key.as_ref().map(SecretString::expose_secret);
        let key = text.map(|text| signing::SEAL.secret(text)).transpose();
        if let Some(folder) = self.seal_folder.as_ref().filter(|folder| !folder.is_dir()) {
            return Err(NoSealing::Folder(folder.clone()));
        }
        Ok(signing::Sealing {
            key: key.map_err(NoSealing::Key)?,
            folder: self.seal_folder.clone(),
        })
    }
}

/// The settings of seals cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum NoSealing {
    #[error("seal_key: {0}")]
    Key(signing::NotAKey),
    #[error("seal_folder: {0} is not a folder")]
    Folder(PathBuf),
}

/// When providers' lists are compared with the books.
#[derive(Debug, Clone, Default, Args)]
pub struct ReconcileSettings {
    /// After how many days a day of a provider is compared, ascending: at most 8, each 1 to 400. `;PROVIDER=…` gives a provider its
    /// own; empty for never.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_RECONCILE",
        default_value_t = SweepSchedule::default()
    )]
    pub reconcile: SweepSchedule,
    /// The most that a provider keeps of a payment by contract, before VAT: percent, and won beside them. A settlement with a higher fee
    /// is a difference; of a provider that is not named the sums alone are checked.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_FEES",
        value_name = "PROVIDER=PERCENT[+WON];…",
        default_value_t = AgreedFees::default()
    )]
    pub fees: AgreedFees,
}

/// What the accounts that refunds go to are encrypted with.
#[derive(Debug, Clone, Default, Args)]
pub struct AccountSettings {
    /// Keys from `credit-gateway accounts key`, comma-separated, the same on every gateway. The first encrypts, all
    /// decrypt.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_ACCOUNT_KEYS",
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub account_keys: Vec<SecretString>,
}

impl AccountSettings {
    /// The keys.
    ///
    /// # Errors
    /// Which of them is none, by its number.
    pub fn keys(&self) -> Result<Keyring, String> {
        Keyring::of(&self.account_keys).map_err(|fault| format!("account_keys: {fault}"))
    }
}

/// Who answers for statements.
#[derive(Debug, Clone, Default, Args)]
pub struct StatementSettings {
    /// Secret key that signs statements, from `credit-gateway statement key`. Without one they are not signed.
    #[arg(long, env = "CREDIT_GATEWAY_STATEMENT_KEY", hide_env_values = true)]
    pub statement_key: Option<SecretString>,
}

impl StatementSettings {
    /// The key, where there is one.
    ///
    /// # Errors
    /// A text that is no such key.
    pub fn key(&self) -> Result<Option<signing::Secret>, NoStatementKey> {
        let text = self.statement_key.as_ref().map(SecretString::expose_secret);
        let key = text.map(|text| signing::STATEMENT.secret(text)).transpose();
        key.map_err(NoStatementKey)
    }
}

/// The setting of that name is no key.
#[derive(Debug, thiserror::Error)]
#[error("statement_key: {0}")]
pub struct NoStatementKey(signing::NotAKey);

/// Requests of one key in a second. A large seller's services together make some hundreds. A client in an endless loop
/// makes several thousand.
pub const REQUESTS_PER_SECOND: u32 = 5_000;

/// How the gateway is reached by its clients and watched.
#[derive(Debug, Clone, Default, Args)]
pub struct EdgeSettings {
    /// Requests that one API key may make in a second at one gateway; 0: as many as it likes.
    #[arg(
        long,
        env = "CREDIT_GATEWAY_REQUESTS_PER_SECOND",
        default_value_t = REQUESTS_PER_SECOND
    )]
    pub requests_per_second: u32,
    /// The most that a key of a role may do without a second person, comma-separated `ROLE.ACT=AMOUNT`. Acts: `grant` (in
    /// credits), `refund` (of all money that goes back, wherever to), `deposit_match` and `contradiction_accept` (in won).
    /// What is not named has no limit.
    #[arg(long, env = "CREDIT_GATEWAY_LIMITS", default_value = "")]
    pub limits: Limits,
    /// A version of the policy that an admin key sends waits until another admin key approves it.
    #[arg(long, env = "CREDIT_GATEWAY_POLICY_SECOND_PERSON")]
    pub policy_second_person: bool,
    /// An address for `/metrics` alone, which others than clients reach. Then it is nowhere else.
    #[arg(long, env = "CREDIT_GATEWAY_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// What whoever reads `/metrics` presents as `Authorization: Bearer`.
    #[arg(long, env = "CREDIT_GATEWAY_METRICS_KEY", hide_env_values = true)]
    pub metrics_key: Option<SecretString>,
    /// Lets events be sent to this machine's own addresses, by http as well: for development, where the receiver runs
    /// beside the gateway.
    #[arg(long, env = "CREDIT_GATEWAY_WEBHOOK_LOOPBACK")]
    pub webhook_loopback: bool,
    /// Origins whose pages may show a customer's own page in a frame, comma-separated, e.g. `https://shop.example.com`.
    /// Without one no page may.
    #[arg(long, env = "CREDIT_GATEWAY_FRAME_ANCESTORS", value_delimiter = ',')]
    pub frame_ancestors: Vec<String>,
}

impl EdgeSettings {
    /// Who may show a customer's page in a frame, in the words of a content security policy.
    pub fn framed_by(&self) -> String {
        match self.frame_ancestors.as_slice() {
            [] => "'none'".to_owned(),
            origins => origins.join(" "),
        }
    }
}

/// What seldom needs to be touched.
#[derive(Debug, Clone, Default, Args)]
pub struct Tuning {
    /// Commands that share one commit, at most. 1 is for measuring what sharing brings.
    #[arg(long, env = "CREDIT_GATEWAY_BATCH_MAX", hide = true)]
    pub batch_max: Option<usize>,
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
    /// Whether no policy is named, so that the built-in one is used.
    pub const fn is_built_in(&self) -> bool {
        self.policies.is_empty()
    }

    /// Reads the documents. Where none is named, the built-in ones are used.
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
        let holidays = self.holidays.text()?;
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

/// The settings given to this process by its command line, its environment and the file that one of them names.
///
/// # Errors
/// A settings file that cannot be read at all.
pub fn given(command: clap::Command) -> Result<GivenSettings, String> {
    GivenSettings::new(command, std::env::args_os().collect(), std::env::vars_os())
}
