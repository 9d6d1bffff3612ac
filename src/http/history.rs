//! A customer's balance in its parts, and the customer's lists: JSON page by page, or CSV, of a page or of all.

use std::str::FromStr;

use domain::{
    id::{CustomerId, InvalidId, KeyId, LotId, PostingId},
    kind::Kind,
    ledger::{Account, Act, BookedEntry, Unit},
    money::Credits,
    usage::{Usage, UsageBy},
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    customers::LotView,
    error::{INVALID_FIELD, Problem},
    listed::{Listed, listed},
    request::ApiRequest,
    response::{Answered, ok},
    sheets,
    spends::SpendView,
    view::{At, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        history::{self, ByEnd, EntryFilter, Span, USAGE_SPENDS_MAX},
        page::{EntryCursor, Page, UsageCursor},
        views,
    },
};

view! {
    /// Credits of one kind that end together.
    #[derive(Debug)]
    pub(super) struct PartOfBalanceView("PartOfBalance") of (part: ByEnd) {
        kind: Kind,
        /// Exclusive: at this instant they can no longer be spent.
        expires_at: At = At(part.expires_at),
        /// Spendable.
        available: Credits,
        /// Set aside by holds, which may use them past their end.
        held: Credits,
    }
}

/// A customer's credits at one instant, by kind and by end. The sums are those of `balance` at the same instant.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "BalanceBreakdown")]
pub(super) struct BreakdownView {
    customer_id: CustomerId,
    /// The sum of what is spendable.
    available: Credits,
    /// The sum of what holds set aside.
    held: Credits,
    /// Credits that were used although others took their payment back.
    debt: Credits,
    at: At,
    /// Those that end first stand first; of the same end in the order of use.
    parts: Vec<PartOfBalanceView>,
}

pub(super) async fn breakdown(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let customer_id: CustomerId = ask.id("id")?;
    let at = ask.instant("at")?;
    let asked_at = app.now();
    let found = history::breakdown(&app, &customer_id, at).await?;
    let sum = |of: fn(&ByEnd) -> Credits| {
        let parts = found.parts.iter().map(of);
        parts.fold(Credits::ZERO, |sum, part| sum.plus(part).unwrap_or(sum))
    };
    let (available, held) = (sum(|part| part.available), sum(|part| part.held));
    let response = ok(&BreakdownView {
        customer_id: customer_id.clone(),
        available,
        held,
        debt: found.debt,
        at: At(at.unwrap_or(asked_at)),
        parts: found.parts.into_iter().map(PartOfBalanceView::of).collect(),
    });
    match at {
        None => Ok(response.balance(Some(available))),
        Some(_) => response.about(&app, &customer_id).await,
    }
}

view! {
    /// One line of the append-only ledger: an amount that moves from one account to another.
    pub(super) struct EntryView("Entry") of (booked: BookedEntry; entry = booked.entry) {
        /// 1, 2, 3 … without a gap, per customer.
        seq: i64 = entry.seq,
        /// What one act moved has one posting.
        posting: PostingId = entry.posting,
        act: Act = entry.act,
        from: Account = entry.from,
        to: Account = entry.to,
        unit: Unit = entry.unit,
        /// Credits or won, above zero.
        amount: i64 = entry.amount,
        lot: Option<LotId> = entry.lot,
        /// What it belongs to: an order, payment, spend, hold or refund.
        reference: String = entry.reference,
        at: At = At(entry.at),
        /// The customer's available credits by the ledger before this entry. Credits past their end leave by the entry
        /// that writes them off (`expire`), which may be posted after the end: until then they count here, and no
        /// longer in `balance`.
        available_before: Credits,
        /// The same after this entry.
        available_after: Credits,
        /// SHA-256 over this entry and the hash before it.
        hash: String = entry.hash,
    }
}

view! {
    /// The spends of one day, meter, reference or API key. A captured hold counts as the spend that it became.
    pub(super) struct UsageView("Usage") of (usage: Usage) {
        /// The meter or the reference; a day of the Korean calendar as `2026-04-08`; the id of an API key, or `none` for
        /// spends that have none on record.
        name: String = usage.of,
        /// Spends that stand.
        spends: i64 = usage.used.spends,
        /// Their credits.
        credits: Credits = usage.used.credits,
        /// Spends that were reversed since, whenever that was. They are not among `spends`.
        reversed_spends: i64 = usage.reversed.spends,
        /// The credits of those.
        reversed_credits: Credits = usage.reversed.credits,
    }
}

/// `from` and `until` of a query.
fn span(ask: &ApiRequest) -> Result<Span, Problem> {
    Ok(Span {
        from: ask.instant("from")?,
        until: ask.instant("until")?,
    })
}

/// An id in a query.
fn named<T: FromStr<Err = InvalidId>>(
    ask: &ApiRequest,
    field: &'static str,
) -> Result<Option<T>, Problem> {
    let id = ask.query(field).map(str::parse).transpose();
    id.map_err(|error: InvalidId| Problem::field(&INVALID_FIELD, field, error.to_string()))
}

fn filter(ask: &ApiRequest) -> Result<EntryFilter, Problem> {
    Ok(EntryFilter {
        act: ask.word("act", Act::ALL, Act::as_str)?,
        lot: named(ask, "lot")?,
        unit: ask.word("unit", Unit::ALL, Unit::as_str)?,
        span: span(ask)?,
    })
}

pub(super) async fn lots(app: Shared, _: Caller, ask: ApiRequest) -> Listed {
    let customer: CustomerId = ask.id("id")?;
    let ending = ask.instant("expiring_before")?;
    let (of, all) = (customer.clone(), app.clone());
    let read = move |page: Page<LotId>| {
        let (app, customer) = (all.clone(), of.clone());
        async move { views::lots(&app, &customer, ending, page).await }
    };
    listed(
        &app,
        Some(&customer),
        &ask,
        &sheets::LOTS,
        LotView::of,
        read,
    )
    .await
}

pub(super) async fn entries(app: Shared, _: Caller, ask: ApiRequest) -> Listed {
    let customer: CustomerId = ask.id("id")?;
    let filter = filter(&ask)?;
    let (of, all) = (customer.clone(), app.clone());
    let read = move |page: Page<EntryCursor>| {
        let (app, customer) = (all.clone(), of.clone());
        async move { history::entries(&app.db, &customer, &filter, page).await }
    };
    listed(
        &app,
        Some(&customer),
        &ask,
        &sheets::ENTRIES,
        EntryView::of,
        read,
    )
    .await
}

pub(super) async fn spends(app: Shared, _: Caller, ask: ApiRequest) -> Listed {
    let customer: CustomerId = ask.id("id")?;
    let reference = ask.query("reference").map(str::to_owned);
    let key: Option<KeyId> = named(&ask, "api_key")?;
    let (of, all) = (customer.clone(), app.clone());
    let read = move |page| {
        let (app, customer, reference) = (all.clone(), of.clone(), reference.clone());
        async move {
            let reference = reference.as_deref();
            match key {
                None => views::spends(&app, &customer, reference, page).await,
                Some(key) => {
                    history::spends_by_key(&app.db, &customer, (key, reference), page).await
                }
            }
        }
    };
    let view = |spend| SpendView::of(spend, None);
    listed(&app, Some(&customer), &ask, &sheets::SPENDS, view, read).await
}

pub(super) async fn usage(app: Shared, _: Caller, ask: ApiRequest) -> Listed {
    let customer: CustomerId = ask.id("id")?;
    let by = ask.word("by", UsageBy::ALL, UsageBy::as_str)?;
    let by = by.unwrap_or(UsageBy::Day);
    let span = span(&ask)?;
    let (of, all) = (customer.clone(), app.clone());
    let read = move |page: Page<UsageCursor>| {
        let (app, customer) = (all.clone(), of.clone());
        async move { history::usage(&app.db, &customer, by, span, USAGE_SPENDS_MAX, page).await }
    };
    listed(
        &app,
        Some(&customer),
        &ask,
        &sheets::USAGE,
        UsageView::of,
        read,
    )
    .await
}
