//! Deposits from a bank statement that an operator imports.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use domain::calendar::rfc3339_seoul;
use providers::bank::statement::{self, BYTES_MAX, Encoding, Row, RowSays};

use super::{exit, serve};
use crate::{
    config::Settings,
    flows::import::{self, Became, Mode, Source},
    store::Db,
};

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The statement as the bank exports it: CSV with a header row in Korean or English.
    #[arg(long, value_name = "CSV")]
    file: PathBuf,
    /// How its text is written; found out when left out.
    #[arg(long, value_enum)]
    encoding: Option<TextEncoding>,
    /// Shows what would be taken in, and changes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Who vouches for the file; kept with every row.
    #[arg(long, env = "USER", default_value = "operator")]
    by: String,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum TextEncoding {
    #[value(name = "utf-8")]
    Utf8,
    /// Also called UHC, Windows-949 or EUC-KR.
    Cp949,
}

/// Exit code 1 when a row could not be taken in, although all others were.
pub(super) async fn run(asked: Import) -> anyhow::Result<ExitCode> {
    let encoding = asked.encoding.map(|encoding| match encoding {
        TextEncoding::Utf8 => Encoding::Utf8,
        TextEncoding::Cp949 => Encoding::Cp949,
    });
    let file = || asked.file.display().to_string();
    let bytes = read(&asked.file).with_context(file)?;
    let rows = statement::read(&bytes, encoding).with_context(file)?;
    let db = Db::open_beside(&asked.settings.database).await?;
    serve::ensure_migrated(&db).await?;
    let app = serve::compose(asked.settings, db).await?;
    let name = asked.file.file_name().unwrap_or_default().to_string_lossy();
    let source = Source {
        by: asked.by,
        file: name.into_owned(),
    };
    let mode = if asked.dry_run {
        Mode::Look
    } else {
        Mode::Write
    };
    let became = import::statement(&app, &rows, &source, mode).await;
    app.end(serve::STOP_WITHIN).await;
    Ok(summary(&rows, &became?))
}

/// One byte more than the limit, so that the parser sees that it is too much.
fn read(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(BYTES_MAX)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    std::fs::File::open(file)?
        .take(limit)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A line for each row. It names the line of the file, not the depositor.
fn summary(rows: &[Row], became: &[Became]) -> ExitCode {
    let (mut taken, mut known, mut other, mut failed) = (0_u64, 0_u64, 0_u64, 0_u64);
    say!(
        "{:>6}  {:25}  {:>14}  what became of it",
        "line",
        "time",
        "won"
    );
    for (row, became) in rows.iter().zip(became) {
        let (time, won) = match &row.says {
            RowSays::Deposit(deposit) => (rfc3339_seoul(deposit.at.at), deposit.amount.to_string()),
            RowSays::NoDeposit(_) | RowSays::Unreadable(_) => (String::new(), String::new()),
        };
        let (count, text) = match became {
            Became::Taken(deposit) => (
                &mut taken,
                format!("{}: {} ({})", deposit.state, deposit.reason, deposit.id),
            ),
            Became::New => (&mut taken, "would be taken in".to_owned()),
            Became::Known(deposit) => (
                &mut known,
                format!("known: {} is {}", deposit.id, deposit.state),
            ),
            Became::NoDeposit(why) => (&mut other, format!("no deposit: {why}")),
            Became::Unreadable(why) => (&mut failed, format!("UNREADABLE: {why}")),
            Became::Refused(refusal) => (&mut failed, format!("REFUSED: {refusal}")),
        };
        *count = count.saturating_add(1);
        say!("{:>6}  {time:25}  {won:>14}  {text}", row.line);
    }
    say!("{taken} new, {known} known, {other} no deposits, {failed} not taken in");
    exit(failed == 0)
}
