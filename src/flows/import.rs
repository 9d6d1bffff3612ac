//! Imports of bank statements by a person, for sellers without a feed and for movements that a feed missed. The rows
//! take the path of a feed's notices. Their proof is the person who imports them, and the inbox names that person.
//!
//! The movement of a row may be in the books already, by a feed, by another statement or by the same. The books find
//! out which when they take the row in (`domain::deposit::identify`).

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    books::deposits::{ReceiveWebhook, Then},
    calendar::rfc3339_seoul,
    command::{Command, Receipt},
    deposit::{Deposit, DepositState, Identity, Movement, identify},
    id::{DepositId, InboxId},
    inbox::{Body, Received, Verdict},
    refusal::Refusal,
};
use providers::bank::{
    self,
    statement::{Row, RowSays},
};
use serde_json::json;

use super::{FlowError, Result, check_text};
use crate::{app::App, store::reads};

/// Longest names of a person and of a file that are stored.
const SOURCE_MAX: usize = 200;

/// The origin of the rows.
#[derive(Debug, Clone)]
pub struct Source {
    /// The person who vouches for the file.
    pub by: String,
    /// The file's name, without its folders.
    pub file: String,
}

/// How far around a statement's time deposits are compared with it: as far as the books search.
const AROUND: TimeDelta = TimeDelta::days(3);

/// Whether rows are written or only examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Write,
    Look,
}

/// The outcome of a row.
#[derive(Debug, Clone)]
pub enum Became {
    /// Taken in, with the deposit as it stands.
    Taken(Box<Deposit>),
    /// Would be taken in.
    New,
    /// Known before, by an earlier import or by a feed.
    Known(Box<Deposit>),
    NoDeposit(&'static str),
    Unreadable(&'static str),
    /// The books refuse it, and nothing was stored.
    Refused(Refusal),
}

/// Takes in the rows of a statement, one commit each, so that the reported rows stay taken in when it is cut short.
/// Importing again continues where it stopped. The answers are in the order of the rows.
///
/// # Errors
/// Bank transfers are off, `source` is not plain text, or the books cannot be reached.
pub async fn statement(
    app: &App,
    rows: &[Row],
    source: &Source,
    mode: Mode,
) -> Result<Vec<Became>> {
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
            RowSays::Deposit(deposit) => {
                let movement = deposit.movement(account);
                match (known.by_key(&movement.key), mode) {
                    (Some(deposit), _) => Became::Known(Box::new(deposit.clone())),
                    (None, Mode::Look) => known.look(app, movement),
                    (None, Mode::Write) => take_in(app, movement, row.line, source).await?,
                }
            }
        });
    }
    Ok(became)
}

async fn take_in(app: &App, movement: Movement, line: u64, source: &Source) -> Result<Became> {
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
        settled_at: None,
    };
    let then = Then::Deposit(movement);
    let by = Actor::Import(source.by.clone());
    let submitted = app
        .submit(Command::new(ReceiveWebhook { received, then }, by))
        .await;
    match submitted.map(|reply| reply.answer) {
        Ok(Receipt {
            duplicate: false,
            deposit: Some(deposit),
            ..
        }) => match deposit
            .repeat_of
            .filter(|_| deposit.state == DepositState::Repeated)
        {
            Some(of) => known(reads::deposit(&app.db, of).await?),
            None => Ok(Became::Taken(Box::new(deposit))),
        },
        // Somebody imports the same file at the same time.
        Ok(Receipt { .. }) => known(reads::deposit_by_key(&app.db, &provider, &key).await?),
        Err(FlowError::Refused(refusal)) => Ok(Became::Refused(refusal)),
        Err(error) => Err(error),
    }
}

fn known(deposit: Option<Deposit>) -> Result<Became> {
    deposit
        .map(|deposit| Became::Known(Box::new(deposit)))
        .ok_or(FlowError::NotFound("deposit"))
}

/// The row in the form of the signed feed, so that readers of the inbox, and the audit, know only one form.
fn document(movement: &Movement) -> String {
    let at = rfc3339_seoul(movement.at);
    json!({"type": "deposit.received", "timestamp": at, "data": {
        "movement_id": movement.key, "account": movement.account, "depositor_name": movement.name,
        "amount": movement.amount, "deposited_at": at, "balance_after": movement.balance, "source": movement.source.to_string(),
    }})
    .to_string()
}

/// Deposits of the statement's time that are in the books. While nothing is written, also those that would be.
struct Known {
    deposits: Vec<Deposit>,
    keys: HashSet<String>,
}

impl Known {
    async fn load(app: &App, account: &str, rows: &[Row]) -> Result<Self> {
        let times = || {
            rows.iter().filter_map(|row| match &row.says {
                RowSays::Deposit(deposit) => Some(deposit.at.at),
                RowSays::NoDeposit(_) | RowSays::Unreadable(_) => None,
            })
        };
        let deposits = match times().min().zip(times().max()) {
            Some((first, last)) => {
                let (from, until) = (first - AROUND, last + AROUND);
                reads::deposits_between(&app.db, &bank::ID, account, from, until).await?
            }
            None => Vec::new(),
        };
        let keys = deposits.iter().map(|deposit| deposit.movement.key.clone());
        Ok(Self {
            keys: keys.collect(),
            deposits,
        })
    }

    fn by_key(&self, key: &str) -> Option<&Deposit> {
        if !self.keys.contains(key) {
            return None;
        }
        self.deposits
            .iter()
            .find(|deposit| deposit.movement.key == key)
    }

    /// The outcome that a row would have. The deposit that it would become is remembered for the next row.
    fn look(&mut self, app: &App, movement: Movement) -> Became {
        let identity = identify(&movement, self.deposits.iter());
        let (state, repeat_of) = match identity {
            Identity::New => (DepositState::Unmatched, None),
            Identity::Same(of) => (DepositState::Repeated, Some(of)),
            Identity::Doubtful(of) => (DepositState::PossibleRepeat, Some(of)),
        };
        self.keys.insert(movement.key.clone());
        self.deposits.push(Deposit {
            id: app.id(DepositId::new),
            movement,
            state,
            reason: String::new(),
            order: None,
            repeat_of,
            received_at: app.now(),
            settled_at: None,
        });
        let of = repeat_of.filter(|_| state == DepositState::Repeated);
        match of.and_then(|of| self.deposits.iter().find(|deposit| deposit.id == of)) {
            Some(deposit) => Became::Known(Box::new(deposit.clone())),
            None => Became::New,
        }
    }
}
