//! The days that a command is asked to compare.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use clap::Args;

/// Most days of one command: a quarter. Each is compared by itself, and a provider is asked for the whole list of each.
pub(super) const DAYS_MAX: usize = 93;

/// One day, or the days from one to another.
#[derive(Debug, Args)]
pub(super) struct Span {
    /// A day of Seoul that is over: 2026-04-08. Of settlements it is the day of the sales.
    #[arg(long, value_parser = day)]
    date: NaiveDate,
    /// The last day, where it is more than one: at most 93 days.
    #[arg(long, value_parser = day)]
    to: Option<NaiveDate>,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    let day = text.parse();
    day.map_err(|error| format!("is a day like 2026-04-08: {error}"))
}

impl Span {
    /// Each of its days. `today` is the day in Seoul.
    ///
    /// # Errors
    /// It ends before it begins, has more than [`DAYS_MAX`] days, or is not over. Nothing of it should be compared then: who
    /// asked for these days would believe that all were.
    pub(super) fn days(&self, today: NaiveDate) -> anyhow::Result<BTreeSet<NaiveDate>> {
        let (first, last) = (self.date, self.to.unwrap_or(self.date));
        anyhow::ensure!(first <= last, "--to {last} is before --date {first}");
        let each = std::iter::successors(Some(first), |day| day.checked_add_days(Days::new(1)));
        let each = each.take_while(|day| *day <= last).take(DAYS_MAX + 1);
        let days: BTreeSet<NaiveDate> = each.collect();
        check_number(&days)?;
        anyhow::ensure!(last < today, "{last} is not over yet in Seoul");
        Ok(days)
    }
}

/// # Errors
/// They are more than [`DAYS_MAX`].
pub(super) fn check_number(days: &BTreeSet<NaiveDate>) -> anyhow::Result<()> {
    let most = DAYS_MAX;
    anyhow::ensure!(
        days.len() <= most,
        "more than {most} days at once: compare them in parts"
    );
    Ok(())
}
