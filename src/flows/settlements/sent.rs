//! The one way in of files, whoever brings them: the command line, the API, the desk.

use bytes::Bytes;
use domain::{actor::Actor, kind::ProviderId};
use providers::{
    bank::statement::{self, Row as StatementRow},
    settlements::{self as files, File, Form},
};
use tokio::sync::Semaphore;

use super::imported::{self, Imported};
use crate::{
    app::Shared,
    flows::{FlowError, Result, check_text},
};

/// Longest name of a file, and of the person who vouches for it: as long as file systems have them, nearly.
pub const FILE_NAME_MAX: usize = 200;
/// Files of the network that are read at one time: a spreadsheet may take some hundred megabytes until its rows are known.
const READ_AT_ONCE: usize = 1;

static READING: Semaphore = Semaphore::const_new(READ_AT_ONCE);

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// What a provider pays out, row by row.
    Settlement,
    /// The statement of the seller's account.
    Statement,
}

/// Which way a file came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By a person at this machine.
    Machine,
    /// By whoever has a key, or is signed in at the desk.
    Network,
}

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    pub what: What,
    pub way: Way,
    /// Whose payouts it is about.
    pub provider: ProviderId,
    /// What the file is called; kept with the import.
    pub name: String,
    pub bytes: Bytes,
    /// Which heading means what, where it is not the built-in form of the provider.
    pub form: Option<Form>,
}

/// What was read of a file.
enum Content {
    Settlement(File),
    Statement(Vec<StatementRow>, String),
}

/// Takes a file in, under the name of whoever brings it. The same content a second time changes nothing, and neither does a row that
/// is known. A row that cannot be read keeps no other from being taken in.
///
/// # Errors
/// The provider is not configured or has no form, a name is no plain text, the file is neither a settlement nor a statement, or its
/// rows cannot be written.
pub async fn take_in(app: &Shared, by: &Actor, sent: Sent) -> Result<Imported> {
    app.provider(&sent.provider)?;
    check_text("file", &sent.name, FILE_NAME_MAX)?;
    if let Actor::Import(name) = by {
        check_text("by", name, FILE_NAME_MAX)?;
    }
    let form = sent.form.or_else(|| Form::of(&sent.provider));
    let form = form.ok_or_else(|| {
        let rule = "has no built-in form of files: give one at the command line with --form";
        FlowError::invalid("provider", rule)
    })?;
    let content = read(app, (sent.what, sent.way), sent.bytes, form.clone()).await?;
    let names = (sent.name.as_str(), by);
    match content {
        Content::Settlement(file) => imported::file(app, &sent.provider, file, names).await,
        Content::Statement(rows, hash) => {
            let content = (rows.as_slice(), hash);
            imported::statement(app, &sent.provider, content, &form, names).await
        }
    }
}

/// Reads a file on a thread that may block.
async fn read(app: &Shared, (what, way): (What, Way), bytes: Bytes, form: Form) -> Result<Content> {
    let turn = READING.acquire().await;
    let turn = turn.map_err(|_| FlowError::Stopping)?;
    let work = move || {
        // It is held until the work ends, whether or not anybody still waits for it.
        let _turn = turn;
        content((what, way), &bytes, &form)
    };
    let done = app.tasks.spawn_blocking(work).await;
    done.map_err(|broken| FlowError::Failed(format!("reading a file broke: {broken}")))?
}

fn content((what, way): (What, Way), bytes: &[u8], form: &Form) -> Result<Content> {
    let wrong = |error: &dyn std::fmt::Display| FlowError::invalid("file", error.to_string());
    match what {
        What::Settlement => {
            let file = match way {
                Way::Machine => files::read(bytes, form),
                Way::Network => files::read_sent(bytes, form),
            };
            Ok(Content::Settlement(file.map_err(|error| wrong(&error))?))
        }
        What::Statement => {
            let rows = statement::read(bytes, None).map_err(|error| wrong(&error))?;
            Ok(Content::Statement(rows, files::hash(bytes)))
        }
    }
}
