//! Bank statements that a person brings in, for sellers without a feed and for what a feed missed. The rows
//! take the path of a feed's notices; what proves them is who imports them, and that stands in the inbox.
//!
//! A row that a feed told of already is not taken in again, although the feed gave it another key: it is
//! recognised by amount, name and time. That the same movement pays twice is worse than that one of two equal
//! ones waits for a person.

use std::collections::HashMap;

use chrono::TimeDelta;
use domain::{
    calendar::rfc3339_seoul,
    command::{Answer, Change, Command, Then},
    deposit::{Deposit, Movement, normalised_name},
    id::InboxId,
    inbox::{Body, Received, Verdict},
    money::Won,
    refusal::Refusal,
};
use providers::bank::{
    self,
    statement::{Deposit as Told, Row, RowSays},
};
use serde_json::json;

use super::{FlowError, credits::check_text, unexpected};
use crate::{app::App, store::reads};

/// Longest names of a person and of a file that are kept.
const SOURCE_MAX: usize = 200;

/// Where rows come from.
#[derive(Debug, Clone)]
pub struct Source {
    /// The person who vouches for the file.
    pub by: String,
    /// The file's name, without its folders.
    pub file: String,
}

/// Whether rows are written or only looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Write,
    Look,
}

/// What became of a row.
#[derive(Debug, Clone)]
pub enum Became {
    /// Taken in; the deposit as it stands.
    Taken(Box<Deposit>),
    /// Would be taken in.
    New,
    /// Here before, by an earlier import or by a feed.
    Known(Box<Deposit>),
    NoDeposit(&'static str),
    Unreadable(&'static str),
    /// The books refuse it; nothing was stored.
    Refused(Refusal),
}

/// Takes in the rows of a statement, one commit each, so that what was told stays true when it is cut short.
/// Importing again goes on where it stopped. The answers stand in the order of the rows.
///
/// # Errors
/// Bank transfers are off, `source` is not plain text, or the books cannot be reached.
pub async fn statement(
    app: &App,
    rows: &[Row],
    source: &Source,
    mode: Mode,
) -> Result<Vec<Became>, FlowError> {
    check_text("by", &source.by, SOURCE_MAX)?;
    check_text("file", &source.file, SOURCE_MAX)?;
    let no_bank = || FlowError::NoProvider(bank::ID);
    let account = app.bank_account.as_deref().ok_or_else(no_bank)?;
    let mut known = Known::load(app, account, rows).await?;
    let mut became = Vec::with_capacity(rows.len());
    for row in rows {
        became.push(match &row.says {
            RowSays::NoDeposit(why) => Became::NoDeposit(why),
            RowSays::Unreadable(why) => Became::Unreadable(why),
            RowSays::Deposit(told) => match (known.take(told), mode) {
                (Some(deposit), _) => Became::Known(Box::new(deposit)),
                (None, Mode::Look) => Became::New,
                (None, Mode::Write) => {
                    take_in(app, told.movement(account), row.line, source).await?
                }
            },
        });
    }
    Ok(became)
}

async fn take_in(
    app: &App,
    movement: Movement,
    line: u64,
    source: &Source,
) -> Result<Became, FlowError> {
    let (provider, key) = (movement.provider.clone(), movement.key.clone());
    let received = Received {
        id: app.id(InboxId::new),
        provider: provider.clone(),
        event_key: key.clone(),
        // A person with access to the books vouches for it, as a signature does elsewhere.
        verdict: Verdict::Signed,
        note: format!(
            "imported by {} from {}, line {line}",
            source.by, source.file
        ),
        headers: "{}".to_owned(),
        body: Body::of(document(&movement).as_bytes()),
        effect: String::new(),
        received_at: app.now(),
    };
    let then = Then::Deposit(movement);
    let by = format!("import:{}", source.by);
    let submitted = app
        .submit(Command::new(Change::Receive { received, then }, by))
        .await;
    match submitted.map(|reply| reply.answer) {
        Ok(Answer::Received {
            duplicate: false,
            deposit: Some(deposit),
            ..
        }) => Ok(Became::Taken(deposit)),
        // Somebody imports the same file at the same time.
        Ok(Answer::Received { .. }) => reads::deposit_by_key(&app.db, &provider, &key)
            .await?
            .map(|deposit| Became::Known(Box::new(deposit)))
            .ok_or(FlowError::NotFound("deposit")),
        Ok(other) => Err(unexpected(&other)),
        Err(FlowError::Refused(refusal)) => Ok(Became::Refused(refusal)),
        Err(error) => Err(error),
    }
}

/// The row in the words of the signed feed, so that whoever reads the inbox, and the audit, knows one form.
fn document(movement: &Movement) -> String {
    let at = rfc3339_seoul(movement.at);
    json!({"type": "deposit.received", "timestamp": at, "data": {
        "movement_id": movement.key, "account": movement.account, "depositor_name": movement.name,
        "amount": movement.amount, "deposited_at": at,
    }})
    .to_string()
}

/// Deposits of the statement's time that are in the queue.
struct Known {
    by_key: HashMap<String, Deposit>,
    /// Those whose key no row of the file has. Each stands for one row at most.
    others: HashMap<(Won, String), Vec<Deposit>>,
}

impl Known {
    async fn load(app: &App, account: &str, rows: &[Row]) -> Result<Self, FlowError> {
        let told = || {
            rows.iter().filter_map(|row| match &row.says {
                RowSays::Deposit(told) => Some(told),
                RowSays::NoDeposit(_) | RowSays::Unreadable(_) => None,
            })
        };
        let mut known = Self {
            by_key: HashMap::new(),
            others: HashMap::new(),
        };
        let times = || told().map(|told| told.at.at);
        let Some((first, last)) = times().min().zip(times().max()) else {
            return Ok(known);
        };
        // Where only days are known, the other report may stand anywhere in the day.
        let (from, until) = (first - TimeDelta::days(1), last + TimeDelta::days(1));
        let keys: std::collections::HashSet<&str> = told().map(|told| told.key.as_str()).collect();
        for deposit in reads::deposits_between(&app.db, &bank::ID, account, from, until).await? {
            let movement = &deposit.movement;
            if keys.contains(movement.key.as_str()) {
                known.by_key.insert(movement.key.clone(), deposit);
            } else {
                let said = (movement.amount, normalised_name(&movement.name));
                known.others.entry(said).or_default().push(deposit);
            }
        }
        Ok(known)
    }

    /// The deposit that a row tells of, if it is here.
    fn take(&mut self, told: &Told) -> Option<Deposit> {
        if let Some(deposit) = self.by_key.get(&told.key) {
            return Some(deposit.clone());
        }
        let others = self
            .others
            .get_mut(&(told.amount, normalised_name(&told.name)))?;
        let at = others
            .iter()
            .position(|other| told.at.may_be(other.movement.at))?;
        Some(others.remove(at))
    }
}
