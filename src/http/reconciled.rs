//! How the comparisons of the last days stand, by provider and source.

use chrono::NaiveDate;
use domain::{kind::ProviderId, reconcile::Source};

use super::{
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
    response::{Answered, ok},
    view::view,
};
use crate::{
    access::Caller,
    app::Shared,
    flows::reconcile::{self, DAYS_DEFAULT, Standing, Standings},
};

view! {
    /// What part of the last days of one provider is explained, over the last comparison of each day that finished.
    pub(super) struct StandingView("ReconciliationStanding")
    of (
        it: Standing; tally = it.tally; parts = tally.explained_parts(); won_parts = tally.explained_won_parts();
        unexplained = tally.unexplained_won()
    ) {
        provider: ProviderId,
        /// What was compared.
        source: Source,
        /// Days of which a comparison finished.
        days_compared: u64 = it.compared,
        /// Days whose last comparison failed; an earlier one may have finished.
        days_failed: Vec<NaiveDate> = it.failed,
        /// Days without a comparison that is over, from the first order on. Empty for what a person brings as a file.
        days_missing: Vec<NaiveDate> = it.missing,
        /// Rows of the provider's, and rows of ours that it does not list.
        rows: u64 = tally.rows,
        explained: u64 = tally.explained,
        /// `explained` of `rows` in parts of 100,000, rounded down: 100000 is all of them.
        explained_parts: u64 = parts,
        /// Won of the rows, without signs.
        won: u64 = tally.won,
        explained_won: u64 = tally.explained_won,
        /// `explained_won` of `won` in parts of 100,000, rounded down.
        explained_won_parts: u64 = won_parts,
        /// `won` less `explained_won`, whether or not a person closed the differences.
        unexplained_won: u64 = unexplained,
    }
}

view! {
    /// How the comparisons of the last days stand.
    pub(super) struct SummaryView("ReconciliationSummary") of (all: Standings) {
        /// The first day of Seoul that is looked at.
        from: NaiveDate,
        /// The last day: yesterday.
        to: NaiveDate,
        /// By provider and source.
        items: Vec<StandingView> = all.of.into_iter().map(StandingView::of).collect(),
    }
}

pub(super) async fn summary(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let days = ask.query("days").map_or(Ok(DAYS_DEFAULT), str::parse);
    let wrong = |_| Problem::field(&INVALID_FIELD, "days", "is a whole number of 1 to 93");
    let standings = reconcile::standings(&app, days.map_err(wrong)?).await?;
    Ok(ok(&SummaryView::of(standings)))
}
