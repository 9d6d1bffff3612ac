//! Toss's reports for reconciliation: its movements and its payouts. No buyer waits for them, so nothing here is
//! time-critical.

use std::{collections::BTreeSet, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    calendar::seoul,
    money::{SignedWon, Won},
};
use serde::de::DeserializeOwned;
use tracing::{Instrument as _, field, info_span};
use url::Url;

use super::{Toss, call::exchange, codes, map, wire};
use crate::{
    error::ProviderError,
    http::safe_text,
    provider::{Movements, Settlement, SettlementKind, Settlements, Transaction, TransactionKind},
    values::instant,
};

/// Toss takes up to 60 s for a report, as long as any wait here. This much is added, so that its answer is still
/// received.
pub(super) const SLACK: Duration = Duration::from_secs(15);
/// Rows of a page, of at most 5,000: a row is about half a kilobyte, and an answer may have a megabyte.
const TRANSACTIONS_PER_PAGE: usize = 1000;
/// Rows of a page, of at most 5,000: a row is about a kilobyte.
const SETTLEMENTS_PER_PAGE: usize = 500;
/// Pages of one report. A caller that has more requests fewer days: a report is held in memory as a whole.
const PAGES_MAX: usize = 200;
/// The only currency of this gateway. Rows in others belong to other systems.
const CURRENCY: &str = "KRW";

#[async_trait]
impl Movements for Toss {
    async fn transactions(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Transaction>, ProviderError> {
        let span = info_span!(
            "provider.toss.transactions",
            http.status = field::Empty,
            toss.trace = field::Empty
        );
        self.all_transactions(from, until).instrument(span).await
    }
}

#[async_trait]
impl Settlements for Toss {
    async fn settlements(
        &self,
        sold_on_from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Settlement>, ProviderError> {
        let span = info_span!(
            "provider.toss.settlements",
            http.status = field::Empty,
            toss.trace = field::Empty
        );
        self.all_settlements(sold_on_from, to)
            .instrument(span)
            .await
    }
}

impl Toss {
    async fn all_transactions(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Transaction>, ProviderError> {
        let mut known = BTreeSet::new();
        let mut found = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let mut url = self.url(&["transactions"]);
            url.query_pairs_mut()
                .append_pair("startDate", &second(from))
                // Whether Toss includes the last second is not documented: it is requested, and left out below.
                .append_pair("endDate", &second(until + TimeDelta::seconds(1)))
                .append_pair("limit", &TRANSACTIONS_PER_PAGE.to_string());
            if let Some(key) = &after {
                url.query_pairs_mut().append_pair("startingAfter", key);
            }
            let page: Vec<wire::Transaction> = self.report(url).await?;
            let full = page.len() >= TRANSACTIONS_PER_PAGE;
            after = page.last().map(|row| row.transaction_key.clone());
            let before = known.len();
            for row in page {
                // An account's deposit may have the key of its issue: the status distinguishes them.
                let is_new = known.insert((row.transaction_key.clone(), row.status.clone()));
                if is_new && row.currency == CURRENCY {
                    let row = transaction(row)?;
                    found.extend((from <= row.at && row.at < until).then_some(row));
                }
            }
            if !full {
                return Ok(found);
            }
            if known.len() == before {
                return Err(repeats());
            }
        }
        Err(too_long())
    }

    async fn all_settlements(
        &self,
        sold_on_from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Settlement>, ProviderError> {
        let mut known = BTreeSet::new();
        let mut found = Vec::new();
        for number in 1..=PAGES_MAX {
            let mut url = self.url(&["settlements"]);
            url.query_pairs_mut()
                .append_pair("startDate", &sold_on_from.to_string())
                .append_pair("endDate", &to.to_string())
                .append_pair("dateType", "soldDate")
                .append_pair("page", &number.to_string())
                .append_pair("size", &SETTLEMENTS_PER_PAGE.to_string());
            let page: Vec<wire::Settlement> = self.report(url).await?;
            let full = page.len() >= SETTLEMENTS_PER_PAGE;
            let before = known.len();
            for row in page {
                // A row that came in meanwhile moves the others onto the next page once more.
                let is_new = known.insert((row.transaction_key.clone(), row.cancel.is_some()));
                if is_new && row.currency == CURRENCY {
                    found.push(settlement(row)?);
                }
            }
            if !full {
                return Ok(found);
            }
            if known.len() == before {
                return Err(repeats());
            }
        }
        Err(too_long())
    }

    async fn report<T: DeserializeOwned>(&self, url: Url) -> Result<T, ProviderError> {
        let answered = exchange(self.get(url).timeout(self.report_wait)).await?;
        answered.said(codes::on_report).map(|rows| *rows)
    }
}

/// A report with a row that cannot be read proves nothing about the others: none of it is used.
fn not_understood(what: &str) -> ProviderError {
    ProviderError::InDoubt(format!("toss reports a row whose {what} cannot be understood").into())
}

fn repeats() -> ProviderError {
    ProviderError::InDoubt("toss reports the same page again and again".into())
}

fn too_long() -> ProviderError {
    let why = format!("toss reports more than {PAGES_MAX} pages: ask for a shorter time");
    ProviderError::InDoubt(why.into())
}

/// In Toss's form: Seoul's time without an offset, which would be an `INVALID_DATE`.
fn second(at: DateTime<Utc>) -> String {
    seoul(at).format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn transaction(row: wire::Transaction) -> Result<Transaction, ProviderError> {
    let amount = wire::signed(&row.amount)
        .and_then(i64::checked_abs)
        .and_then(|amount| Won::new(amount).ok());
    Ok(Transaction {
        method: map::method_named(row.method.as_deref()),
        kind: match row.status.as_str() {
            "DONE" => TransactionKind::Paid,
            "CANCELED" | "PARTIAL_CANCELED" => TransactionKind::Cancelled,
            "WAITING_FOR_DEPOSIT" => TransactionKind::AwaitingDeposit,
            word => TransactionKind::Other {
                word: safe_text(word),
            },
        },
        amount: amount.ok_or_else(|| not_understood("amount"))?,
        at: instant(&row.transaction_at).ok_or_else(|| not_understood("time"))?,
        key: row.transaction_key,
        payment_key: row.payment_key,
        order_ref: row.order_id,
    })
}

fn settlement(row: wire::Settlement) -> Result<Settlement, ProviderError> {
    let amount = won(&row.amount)?;
    let cancels = row.cancel.is_some() || amount.is_negative();
    let fees = row.fees.unwrap_or_default().into_iter();
    Ok(Settlement {
        method: map::method_named(row.method.as_deref()),
        kind: if cancels {
            SettlementKind::Cancel
        } else {
            SettlementKind::Sale
        },
        amount,
        fee: won(&row.fee)?,
        fee_supply: won(&row.supply_amount)?,
        fee_vat: won(&row.vat)?,
        fees: fees
            .map(|fee| Ok((fee.kind.unwrap_or_default(), won(&fee.fee)?)))
            .collect::<Result<_, ProviderError>>()?,
        interest_fee: row
            .interest_fee
            .as_ref()
            .map_or(Ok(SignedWon::default()), won)?,
        paid_out: won(&row.pay_out_amount)?,
        approved_at: row.approved_at.as_deref().and_then(instant),
        sold_on: row.sold_date,
        paid_out_on: row.paid_out_date,
        transaction_key: row.transaction_key,
        payment_key: row.payment_key,
        order_ref: row.order_id,
    })
}

fn won(value: &serde_json::Value) -> Result<SignedWon, ProviderError> {
    wire::signed(value)
        .and_then(|amount| SignedWon::new(amount).ok())
        .ok_or_else(|| not_understood("amount"))
}
