//! Whether a gateway could run with these settings. Everything that is wrong is named, not only the first fault.

use std::{io, net::SocketAddr, process::ExitCode, time::Duration};

use domain::{
    calendar::{Holidays, gaps},
    notice::PolicyNotices,
};
use providers::settings::Configured as _;
use tokio::{
    net::{TcpListener, TcpStream},
    time::timeout,
};
use url::Url;

use super::exit;
use crate::{
    access::Limits,
    clock::{Clock as _, SystemClock},
    compose,
    config::{Findings, Settings},
    flows::{account_keys, policies},
    store::Db,
    web::banks,
};

/// The name of the command.
pub(super) const NAME: &str = "check";
/// How long a host may take to accept a connection: as long as for a provider call.
const REACHED_WITHIN: Duration = Duration::from_secs(3);

/// Runs one check after another. `findings` come from reading the settings.
pub(super) async fn run(settings: &Settings, findings: Findings) -> anyhow::Result<ExitCode> {
    let mut wrong: Vec<String> = documents(settings).into_iter().collect();
    wrong.extend(providers(settings));
    wrong.extend(settings.unfit_for_sale());
    wrong.extend(bank_code(settings));
    wrong.extend(free("listen", settings.listen).await);
    if let Some(address) = settings.edge.metrics_listen {
        wrong.extend(free("metrics_listen", address).await);
    }
    for (setting, url) in settings.called() {
        wrong.extend(reach(setting, address(url)).await);
    }
    wrong.extend(database(settings).await);
    // A stand-in for a setting that could not be read was not set by anybody, so its faults are dropped.
    wrong.retain(|line| {
        line.split_once(':')
            .is_none_or(|(name, _)| findings.is_read(name))
    });
    if settings.edge.limits == Limits::NONE {
        say!("note   limits: none is set, so one key may grant and refund any amount");
    } else {
        say!("ok     limits: {}", settings.edge.limits);
    }
    if settings.documents.policy_notices == PolicyNotices::Off {
        say!(
            "note   policy_notices: is off, so nobody is told of a major change of the policy by the gateway"
        );
    }
    if !settings.edge.policy_second_person {
        say!(
            "note   policy_second_person: is not set, so one admin key may publish a version of the policy"
        );
    }
    if settings.accounts.account_keys.is_empty() {
        say!("note   account_keys: is not set, so accounts for refunds are refused");
    }
    if settings.statement.statement_key.is_none() {
        say!("note   statement_key: is not set, so statements are not signed");
    }
    if settings.audit.audit_rows_per_second == 0 {
        say!(
            "note   audit_rows_per_second: is 0, so this gateway does not audit the books while it runs"
        );
    }
    if settings.audit.seal_key.is_none() {
        say!(
            "note   seal_key: is not set, so the journal is sealed by `credit-gateway seal` alone"
        );
    }
    if settings.allow_test_keys {
        say!("note   allow_test_keys: is set, so credits may be sold here for which nobody pays");
    }
    let wrong: Vec<String> = findings.wrong.into_iter().chain(wrong).collect();
    for line in &wrong {
        say!("WRONG  {line}");
    }
    Ok(exit(wrong.is_empty()))
}

fn documents(settings: &Settings) -> Option<String> {
    let rules = match settings.documents.rulebook() {
        Ok(rules) => rules,
        Err(error) => return Some(format!("documents: {error}")),
    };
    let years = rules.holidays.years();
    say!(
        "ok     documents: {} policies, {} products, holidays {years:?}",
        rules.policies.all().len(),
        rules.catalogue.products().len()
    );
    holidays(&rules.holidays)
}

/// Where the file of holidays ends, and what it seems to leave out.
fn holidays(holidays: &Holidays) -> Option<String> {
    for gap in gaps(holidays) {
        say!("note   holidays: {gap}");
    }
    let end = holidays.end_in_words();
    if holidays.ends_soon(SystemClock::new().now()) {
        return Some(format!(
            "holidays: {end}: refund windows after it may come out too short"
        ));
    }
    say!("note   holidays: {end}");
    None
}

fn providers(settings: &Settings) -> Vec<String> {
    match compose::registry(settings) {
        Ok(registry) => {
            let names: Vec<String> = registry.all().map(|p| p.id().to_string()).collect();
            say!("ok     providers: {}", names.join(", "));
            Vec::new()
        }
        Err(wrong) => wrong,
    }
}

fn bank_code(settings: &Settings) -> Option<String> {
    let bank = &settings.providers.bank;
    let code = &bank.bank_code;
    (bank.is_on() && !banks::knows(code)).then(|| {
        format!(
            "bank_code: {code} is no bank that is known, so buyers would be shown the bare number"
        )
    })
}

/// Whether the gateway could listen there.
async fn free(setting: &str, address: SocketAddr) -> Option<String> {
    match TcpListener::bind(address).await {
        Ok(_) => {
            say!("ok     {setting}: {address} is free");
            None
        }
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Some(format!(
            "{setting}: {address} is taken by another program, or by a gateway that runs already"
        )),
        Err(error) => Some(format!("{setting}: {address}: {error}")),
    }
}

/// The host and port of an address. The configured text is a URL with a host.
fn address(url: &Url) -> (String, u16) {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    (
        host.to_owned(),
        url.port_or_known_default().unwrap_or_default(),
    )
}

/// Whether a host accepts a connection. Nothing is sent to it.
async fn reach(setting: &str, (host, port): (String, u16)) -> Option<String> {
    let connecting = TcpStream::connect((host.as_str(), port));
    let why = match timeout(REACHED_WITHIN, connecting).await {
        Ok(Ok(_)) => {
            say!("ok     {setting}: {host}:{port} answers");
            return None;
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => format!("no answer within {} s", REACHED_WITHIN.as_secs()),
    };
    Some(format!("{setting}: {host}:{port} cannot be reached: {why}"))
}

async fn database(settings: &Settings) -> Vec<String> {
    let url = &settings.database.database_url;
    let unreached = match Db::host(url) {
        Ok(Some(host)) => reach("database_url", host).await,
        Ok(None) => None,
        Err(error) => Some(format!("database_url: {error}")),
    };
    if let Some(unreached) = unreached {
        return vec![unreached];
    }
    let db = match Db::open_read_only(&settings.database).await {
        Ok(db) => db,
        Err(error) => return vec![format!("database_url: {error}")],
    };
    let mut wrong = Vec::new();
    match db.careless().await {
        Ok(off) => wrong.extend(off.into_iter().map(|setting| {
            format!("database_url: PostgreSQL has {setting} = off: a power cut would lose money")
        })),
        Err(error) => wrong.push(format!("database_url: {error}")),
    }
    match db.migrations_missing().await {
        Ok(0) => {
            say!("ok     database: reachable, at this version");
            wrong.extend(published(settings, &db).await);
            wrong.extend(accounts(settings, db).await);
        }
        Ok(missing) => wrong.push(format!(
            "database_url: {missing} migrations behind: run `credit-gateway migrate`"
        )),
        Err(error) => wrong.push(format!("database_url: {error}")),
    }
    wrong
}

/// Why the configured policies do not agree with the published ones. Documents that cannot be read are reported
/// elsewhere.
async fn published(settings: &Settings, db: &Db) -> Option<String> {
    let rules = settings.documents.rulebook().ok()?;
    let notice_days = settings.documents.policy_notice_days;
    match policies::look(db, rules, settings.documents.is_built_in(), notice_days).await {
        Ok(known) => {
            let count = known.policies.all().len();
            say!("ok     published policies: {count} versions known");
            None
        }
        Err(error) => Some(format!("policies: {error}")),
    }
}

/// Keys that are missing for accounts in the database.
async fn accounts(settings: &Settings, db: Db) -> Vec<String> {
    // A list that cannot be read is named elsewhere.
    let Ok(keys) = settings.accounts.keys() else {
        return Vec::new();
    };
    let db = db.with_keys(keys);
    let counts = match account_keys::count(&db).await {
        Ok(counts) => counts,
        Err(error) => return vec![format!("account_keys: {error}")],
    };
    if let Some(first) = db.keys().ids().next() {
        say!("ok     accounts: are encrypted under key {first}");
    }
    if counts.in_clear > 0 {
        say!(
            "note   accounts: {} are in clear text: run `credit-gateway accounts rotate`",
            counts.in_clear
        );
    }
    let missing = counts.missing(&db).into_iter();
    missing
        .map(|(key, count)| {
            format!(
                "account_keys: key {key} is missing, under which {count} accounts are encrypted"
            )
        })
        .collect()
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
