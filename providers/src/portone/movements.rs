//! PortOne's list of payments, as movements for comparing with our books: every payment and every cancel that was carried out. No buyer
//! waits for it.
//!
//! The list has payments, not movements, and knows when a payment last changed. Every movement is such a change, so the
//! payments that changed since a day began have all movements of that day, however often they changed since. They are
//! asked for in the order in which they were requested: a payment that changes meanwhile joins the list and none leaves
//! it, so that no page misses one.

use std::{collections::BTreeSet, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, SecondsFormat, Utc};
use tracing::{Instrument as _, field, info_span};

use super::{PortOne, call::exchange, codes, map, wire};
use crate::{
    error::ProviderError,
    provider::{Movements, Transaction, TransactionKind},
    values::instant,
};

/// A payment holds its PG's whole answer, so that a page stays far below the largest answer that is read.
const ROWS_MAX: usize = 50;
/// PortOne lists 60,000 payments at most; a caller that has more asks for a shorter time.
const PAGES_MAX: usize = 60_000 / ROWS_MAX;
/// PortOne documents no limit of requests. Ten in a second leave it to others.
const PAGES_APART: Duration = Duration::from_millis(100);
/// How much longer than any other answer a page may take: the time of a slow query.
pub(super) const SLACK: Duration = Duration::from_secs(30);

#[async_trait]
impl Movements for PortOne {
    async fn transactions(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Transaction>, ProviderError> {
        let span = info_span!("provider.portone.transactions", http.status = field::Empty);
        self.all_movements(from, until).instrument(span).await
    }
}

impl PortOne {
    async fn all_movements(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Transaction>, ProviderError> {
        let mut known = BTreeSet::new();
        let mut found = Vec::new();
        for number in 0..PAGES_MAX {
            if number > 0 {
                tokio::time::sleep(PAGES_APART).await;
            }
            let items = self.page(from, number).await?;
            let full = items.len() >= ROWS_MAX;
            for payment in items {
                for row in rows(&payment)? {
                    let within = from <= row.at && row.at < until;
                    if within && known.insert(row.key.clone()) {
                        found.push(row);
                    }
                }
            }
            if !full {
                return Ok(found);
            }
        }
        Err(map::doubt("more pages than can be read"))
    }

    async fn page(
        &self,
        from: DateTime<Utc>,
        number: usize,
    ) -> Result<Vec<wire::Payment>, ProviderError> {
        let asked = wire::List {
            page: wire::Page {
                number,
                size: ROWS_MAX,
            },
            filter: wire::Filter {
                store_id: &self.store_id,
                timestamp_type: "STATUS_CHANGED_AT",
                // Without an end: now.
                from: from.to_rfc3339_opts(SecondsFormat::Secs, true),
                status: &["PAID", "PARTIAL_CANCELLED", "CANCELLED"],
                sort_by: "REQUESTED_AT",
                sort_order: "ASC",
                version: "V2",
            },
        };
        let asked = serde_json::to_string(&asked)
            .map_err(|error| ProviderError::InDoubt(format!("the request: {error}").into()))?;
        let mut url = self.url(&["payments"]);
        url.query_pairs_mut().append_pair("requestBody", &asked);
        let request = self.get(url).timeout(self.list_wait);
        let listed = exchange::<wire::Listed>(request).await?;
        Ok(listed.said(codes::on_lookup)?.items)
    }
}

/// The movements of a payment. A list with a payment that cannot be read proves nothing about the others: none of it is
/// used.
fn rows(payment: &wire::Payment) -> Result<Vec<Transaction>, ProviderError> {
    let method = map::method(payment.method.as_ref());
    let at = |text: Option<&String>, what: &str| {
        let at = text.and_then(|text| instant(text));
        at.ok_or_else(|| map::doubt(what))
    };
    let row = |key: String, kind, amount, at| Transaction {
        key,
        payment_key: payment.id.clone(),
        order_ref: payment.id.clone(),
        method,
        kind,
        amount,
        at,
    };
    let mut rows = Vec::new();
    // An account that was closed before anything was paid moved nothing.
    if payment.paid_at.is_some() || payment.status == "PAID" {
        let key = payment.transaction_id.clone();
        let key = key.ok_or_else(|| map::doubt("a payment without an attempt"))?;
        let at = at(payment.paid_at.as_ref(), "a payment without a time")?;
        rows.push(row(key, TransactionKind::Paid, payment.amount.total, at));
    }
    for cancel in payment.cancellations.iter().flatten() {
        if cancel.status != "SUCCEEDED" || payment.paid_at.is_none() {
            continue;
        }
        let when = cancel
            .cancelled_at
            .as_ref()
            .or(cancel.requested_at.as_ref());
        let at = at(when, "a cancel without a time")?;
        let kind = TransactionKind::Cancelled;
        rows.push(row(cancel.id.clone(), kind, cancel.total_amount, at));
    }
    Ok(rows)
}
