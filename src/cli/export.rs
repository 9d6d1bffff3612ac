//! Writes what customers have and used to a file. Everything is read in pages of one statement each, so memory does not
//! grow with what is written, and a gateway beside it is not held up.

mod file;

use std::{path::PathBuf, str::FromStr};

use anyhow::Context as _;
use chrono::{DateTime, FixedOffset, Utc};
use clap::{Args, ValueEnum};
use domain::{
    id::{CustomerId, LotId, SpendId},
    usage::UsageBy,
};

use super::{offline::instant, serve};
use crate::{
    config::Database,
    flows::{
        self,
        history::{self, ALL_SPENDS, EntryFilter, Span},
        page::{EntryCursor, Page, Paged, UsageCursor},
    },
    http::sheets::{self, Language, Sheet},
    store::{Db, reads},
};
use file::{Form, SheetFile};

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("whose").required(true).args(["customer", "all"]))]
pub(super) struct Export {
    /// Of this customer.
    #[arg(long, value_name = "ID")]
    customer: Option<CustomerId>,
    /// Of every customer, one after the other by id.
    #[arg(long, conflicts_with = "customer")]
    all: bool,
    #[arg(long, value_enum)]
    what: What,
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// The file to write, which must not exist. It has this name only when it is whole.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Only entries posted, lots acquired and spends made at or after this instant (RFC 3339).
    #[arg(long, value_parser = instant)]
    from: Option<DateTime<FixedOffset>>,
    /// Only those before this instant.
    #[arg(long, value_parser = instant)]
    until: Option<DateTime<FixedOffset>>,
    /// What use is summed by.
    #[arg(long, value_enum, default_value = "day")]
    by: By,
    /// Language of the headings in CSV.
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// The ledger, with the available credits before and after each entry.
    Entries,
    Lots,
    Spends,
    /// Sums of spends.
    Usage,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// UTF-8 with a byte order mark; a text that a spreadsheet could take for a formula begins with an apostrophe.
    Csv,
    /// One array.
    Json,
    /// One item on each line.
    Jsonl,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Day,
    Meter,
    Reference,
    /// The API key that asked.
    #[value(name = "api_key")]
    ApiKey,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    Ko,
    En,
}

/// Customers of one statement.
const CUSTOMERS_CHUNK: i64 = 1_000;

impl Export {
    fn span(&self) -> Span {
        let utc = |at: DateTime<FixedOffset>| at.with_timezone(&Utc);
        Span {
            from: self.from.map(utc),
            until: self.until.map(utc),
        }
    }

    fn form(&self) -> Form {
        match (self.format, self.lang) {
            (Format::Csv, Lang::Ko) => Form::Csv(Language::Korean),
            (Format::Csv, Lang::En) => Form::Csv(Language::English),
            (Format::Json, _) => Form::Json,
            (Format::Jsonl, _) => Form::Jsonl,
        }
    }
}

/// Fails without a file when anything goes wrong.
pub(super) async fn run(asked: &Export) -> anyhow::Result<()> {
    let db = Db::open_patient(&asked.database)
        .await
        .context("the database cannot be read")?;
    serve::ensure_migrated(&db).await?;
    let (rows, customers) = match asked.what {
        What::Entries => write(&db, asked, &sheets::ENTRIES, entries).await?,
        What::Lots => write(&db, asked, &sheets::LOTS, lots).await?,
        What::Spends => write(&db, asked, &sheets::SPENDS, spends).await?,
        What::Usage => write(&db, asked, &sheets::USAGE, usage).await?,
    };
    db.close().await;
    say!(
        "{rows} {} of {customers} customers are in {}",
        asked
            .what
            .to_possible_value()
            .unwrap_or_default()
            .get_name(),
        asked.out.display()
    );
    Ok(())
}

/// One customer's items, written to the file.
type Sink<T> = SheetFile<T>;

async fn write<T>(
    db: &Db,
    asked: &Export,
    sheet: &'static Sheet<T>,
    copy: impl AsyncFn(&Db, &Export, &CustomerId, &mut Sink<T>) -> anyhow::Result<()>,
) -> anyhow::Result<(u64, u64)> {
    let mut file = SheetFile::begin(&asked.out, sheet, asked.form())?;
    let mut customers = 0_u64;
    if let Some(customer) = &asked.customer {
        let known = reads::customer(db, customer).await?;
        known.with_context(|| format!("there is no customer {customer}"))?;
        copy(db, asked, customer, &mut file).await?;
        customers = 1;
    } else {
        let mut last = String::new();
        loop {
            let ids = reads::customers_after(db, &last, CUSTOMERS_CHUNK).await?;
            let Some(end) = ids.last() else { break };
            end.as_str().clone_into(&mut last);
            for customer in &ids {
                copy(db, asked, customer, &mut file).await?;
                customers = customers.saturating_add(1);
            }
        }
    }
    Ok((file.end()?, customers))
}

async fn entries(
    db: &Db,
    asked: &Export,
    customer: &CustomerId,
    file: &mut Sink<domain::ledger::BookedEntry>,
) -> anyhow::Result<()> {
    let filter = EntryFilter {
        span: asked.span(),
        ..EntryFilter::default()
    };
    every(file, async |page: Page<EntryCursor>| {
        history::entries(db, customer, &filter, page).await
    })
    .await
}

async fn lots(
    db: &Db,
    asked: &Export,
    customer: &CustomerId,
    file: &mut Sink<domain::lot::Lot>,
) -> anyhow::Result<()> {
    every(file, async |page: Page<LotId>| {
        history::lots(db, customer, asked.span(), page).await
    })
    .await
}

async fn spends(
    db: &Db,
    asked: &Export,
    customer: &CustomerId,
    file: &mut Sink<domain::spend::Spend>,
) -> anyhow::Result<()> {
    every(file, async |page: Page<SpendId>| {
        history::spends(db, customer, asked.span(), page).await
    })
    .await
}

async fn usage(
    db: &Db,
    asked: &Export,
    customer: &CustomerId,
    file: &mut Sink<domain::usage::Usage>,
) -> anyhow::Result<()> {
    let by = match asked.by {
        By::Day => UsageBy::Day,
        By::Meter => UsageBy::Meter,
        By::Reference => UsageBy::Reference,
        By::ApiKey => UsageBy::ApiKey,
    };
    every(file, async |page: Page<UsageCursor>| {
        history::usage(db, customer, by, asked.span(), ALL_SPENDS, page).await
    })
    .await
}

/// Every item of a list, page by page.
async fn every<T, C: FromStr>(
    file: &mut SheetFile<T>,
    read: impl AsyncFn(Page<C>) -> flows::Result<Paged<T>>,
) -> anyhow::Result<()> {
    let limit = file.sheet.chunk;
    let mut after = None;
    loop {
        let page = read(Page { limit, after }).await?;
        file.add(&page.items)?;
        let Some(next) = page.next else { return Ok(()) };
        let cursor = next.parse().ok();
        after = Some(cursor.context("a page names no next one that can be read")?);
    }
}
