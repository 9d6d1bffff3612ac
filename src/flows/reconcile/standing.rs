//! How the last days stand: what part of them is explained, and which were never compared or not to the end.

use chrono::{Days, NaiveDate};
use domain::{
    calendar::seoul,
    kind::ProviderId,
    reconcile::{Source, Tally},
};
use providers::provider::Provider;

use super::{is_compared, today};
use crate::{
    app::App,
    flows::{FlowError, Result},
    store::{
        reads::facts,
        reconciliations::{self, LastOfDay},
    },
};

/// Days that are looked back on where nothing is said: a month.
pub const DAYS_DEFAULT: u64 = 30;
/// Most days that are looked back on: a quarter, some hundred rows for each provider.
pub const DAYS_MAX: u64 = 93;

/// How the comparisons of one provider with one source stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub provider: ProviderId,
    pub source: Source,
    /// The sum over the last comparison of each day that finished.
    pub tally: Tally,
    /// Days with such a comparison.
    pub compared: u64,
    /// Days whose last comparison failed. An earlier one may have finished.
    pub failed: Vec<NaiveDate>,
    /// Days without any that is over. Known of what gateways compare by themselves, and from the first order on.
    pub missing: Vec<NaiveDate>,
}

/// How all of them stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standings {
    /// The first day that is looked at.
    pub from: NaiveDate,
    /// The last day: yesterday in Seoul.
    pub to: NaiveDate,
    pub of: Vec<Standing>,
}

/// How the last so many days that are over stand, by provider and source.
///
/// # Errors
/// These are no days, or more than [`DAYS_MAX`], or the books cannot be read.
pub async fn standings(app: &App, days: u64) -> Result<Standings> {
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(FlowError::invalid("days", "is a whole number of 1 to 93"));
    }
    let (from, to) = (today(app) - Days::new(days), today(app) - Days::new(1));
    let all: Vec<_> = app.registry.all().collect();
    let ids: Vec<ProviderId> = all.iter().map(|provider| provider.id()).collect();
    let known = reconciliations::last_of_days(&app.db, &ids, (from, to)).await?;
    let first = facts::first_order_at(&app.db).await?;
    let sold = first.map(|at| seoul(at).date_naive().max(from));
    let mut of = Vec::new();
    for provider in all {
        for source in Source::ALL {
            let id = provider.id();
            let here = |it: &&LastOfDay| it.provider == id && it.source == *source;
            let known: Vec<&LastOfDay> = known.iter().filter(here).collect();
            let asked = is_asked(provider.as_ref(), *source);
            if asked || !known.is_empty() {
                let sold = sold.filter(|_| asked);
                of.push(standing(&id, *source, &known, sold.map(|sold| (sold, to))));
            }
        }
    }
    Ok(Standings { from, to, of })
}

/// Whether gateways compare it by themselves. Where a provider reports nothing, a person brings the file.
fn is_asked(provider: &dyn Provider, source: Source) -> bool {
    match source {
        Source::Movements => is_compared(provider),
        Source::Settlements => provider.settlements().is_some(),
        Source::Statement => false,
    }
}

/// `wanted` are the first and the last day that should have been compared.
fn standing(
    provider: &ProviderId,
    source: Source,
    known: &[&LastOfDay],
    wanted: Option<(NaiveDate, NaiveDate)>,
) -> Standing {
    let finished = known.iter().filter_map(|it| it.finished);
    let over = |day: &NaiveDate| {
        let mut known = known.iter();
        known.any(|it| it.day == *day && (it.failed || it.finished.is_some()))
    };
    let failed = known.iter().filter(|it| it.failed).map(|it| it.day);
    let mut failed: Vec<NaiveDate> = failed.collect();
    failed.sort_unstable();
    let missing = wanted.map(|(first, last)| {
        let each = first.iter_days().take_while(|day| *day <= last);
        each.filter(|day| !over(day)).collect()
    });
    Standing {
        provider: provider.clone(),
        source,
        compared: u64::try_from(finished.clone().count()).unwrap_or(u64::MAX),
        tally: finished.fold(Tally::default(), Tally::plus),
        failed,
        missing: missing.unwrap_or_default(),
    }
}
