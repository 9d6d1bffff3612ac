//! Look-ups in Naver Pay's list: one payment by its number, or an order's payment in its whole period.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{calendar::seoul, id::OrderId, money::Won, payment::Snapshot};
use serde::de::DeserializeOwned;

use super::{
    NaverPay,
    call::exchange,
    codes,
    map::{self, PaymentDetail, doubt},
    wire,
};
use crate::{
    error::{ProviderError, declined, misconfigured},
    provider::PaymentRef,
};

/// The maximum of rows in one page.
const ROWS_MAX: i64 = 100;
/// Ten thousand rows: far above the approvals of one shop in [`RANGE_MINUTES`], and an end to the requests.
const PAGES_MAX: i64 = 100;
/// Our clock and Naver's need not agree.
const CLOCKS_APART_MINUTES: i64 = 10;
/// An order's last session begins within the hour and lasts seventy minutes at most; nothing of it is approved later.
/// Far below the 31 days that Naver Pay accepts.
const RANGE_MINUTES: i64 = 180;

impl NaverPay {
    pub(super) async fn look(&self, payment: &PaymentRef) -> Result<Snapshot, ProviderError> {
        let named = payment.payment_key.as_deref();
        match named.or_else(|| payment_id(&payment.callback)) {
            Some(id) => self.ask(payment.order, id, payment.amount).await,
            None => {
                self.find(payment.order, payment.amount, payment.since)
                    .await
            }
        }
    }

    /// The rows of payment `id`; `None` when it was not approved, or is not listed yet.
    pub(super) async fn listed(&self, id: &str) -> Result<Option<PaymentDetail>, ProviderError> {
        if !is_payment_id(id) {
            return Err(misconfigured("PAYMENT_ID_MALFORMED", "not a payment id"));
        }
        let path = ["v2.2", "list", "history", id];
        let rows = self.pages::<wire::Row>(&Asked::all(&path)).await?;
        map::asked(id, &rows)
    }

    /// The state of payment `id`, assumed to belong to `order`. An empty list is not a failure: Naver Pay lists only
    /// approved payments, and does not document how soon.
    pub(super) async fn ask(
        &self,
        order: OrderId,
        id: &str,
        amount: Won,
    ) -> Result<Snapshot, ProviderError> {
        let asked = self.listed(id).await?;
        Ok(asked.map_or_else(
            || map::unapproved(order.to_string(), id, amount),
            |asked| asked.snapshot,
        ))
    }

    /// The payment approved for an order whose number at Naver Pay never reached us.
    pub(super) async fn find(
        &self,
        order: OrderId,
        amount: Won,
        since: DateTime<Utc>,
    ) -> Result<Snapshot, ProviderError> {
        let start = since - TimeDelta::minutes(CLOCKS_APART_MINUTES);
        let range = (start, since + TimeDelta::minutes(RANGE_MINUTES));
        let path = ["v2.2", "list", "history"];
        let asked = Asked {
            approval_type: "APPROVAL",
            range: Some(range),
            ..Asked::all(&path)
        };
        let rows = self.pages::<wire::Found>(&asked).await?;
        let key = order.to_string();
        let ours = rows.iter().filter(|row| {
            row.merchant_pay_key.as_ref() == Some(&key)
                && row.admission_type_code.as_deref() == Some(map::APPROVAL)
        });
        let mut found: Vec<_> = ours
            .filter_map(|row| {
                let approved = row.admission_state.as_deref() == Some("SUCCESS");
                let id = row.payment_id.as_deref()?;
                // Approved ones first, the earliest of them.
                Some((!approved, row.admission_ymdt.as_deref(), id))
            })
            .collect();
        found.sort_unstable();
        found.dedup_by_key(|(.., id)| *id);
        let approved = found.iter().filter(|(not_approved, ..)| !not_approved);
        if approved.count() > 1 {
            tracing::warn!(order.id = %order, "Naver Pay lists more than one approved payment for order {order}");
        }
        match found.first() {
            Some((.., id)) => self.ask(order, id, amount).await,
            // Without a payment number nothing was ever applied for, and only applying moves money.
            None => Err(declined(
                codes::NOT_FOUND,
                "naverpay lists no payment for this order",
            )),
        }
    }

    /// All rows, page by page.
    pub(super) async fn pages<T: DeserializeOwned>(
        &self,
        asked: &Asked<'_>,
    ) -> Result<Vec<T>, ProviderError> {
        let mut rows = Vec::new();
        for page_number in 1..=asked.pages_max {
            let ask = wire::HistoryQuery {
                start_time: asked.range.map(|(start, _)| compact(start)),
                end_time: asked.range.map(|(_, end)| compact(end)),
                approval_type: asked.approval_type,
                page_number,
                rows_per_page: ROWS_MAX,
            };
            if page_number > 1 {
                tokio::time::sleep(asked.apart).await;
            }
            let request = self.post(asked.path).timeout(self.reads).json(&ask);
            let said = exchange(request).await?.said(codes::on_history)?;
            let page: wire::Page<T> = said.read()?;
            let full = i64::try_from(page.list.len()).is_ok_and(|length| length >= ROWS_MAX);
            rows.extend(page.list);
            if page
                .total_page_count
                .map_or(!full, |pages| page_number >= pages)
            {
                let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
                let whole = page.total_count.is_none_or(|total| count >= total);
                return if whole {
                    Ok(rows)
                } else {
                    Err(doubt("fewer rows than it counts"))
                };
            }
        }
        Err(doubt("more pages than can be read"))
    }
}

/// What is asked of the list.
pub(super) struct Asked<'a> {
    pub(super) path: &'a [&'a str],
    /// `ALL`, `APPROVAL`, `CANCEL` or `CANCEL_FAIL`.
    pub(super) approval_type: &'static str,
    /// Of a range at most 31 days, both ends included; `None` for one payment.
    pub(super) range: Option<(DateTime<Utc>, DateTime<Utc>)>,
    pub(super) pages_max: i64,
    /// The pause between two pages.
    pub(super) apart: Duration,
}

impl<'a> Asked<'a> {
    /// Every row, at once: somebody may be waiting.
    const fn all(path: &'a [&'a str]) -> Self {
        Self {
            path,
            approval_type: "ALL",
            range: None,
            pages_max: PAGES_MAX,
            apart: Duration::ZERO,
        }
    }
}

/// `20170201151722` in Seoul.
fn compact(at: DateTime<Utc>) -> String {
    seoul(at).format("%Y%m%d%H%M%S").to_string()
}

/// `20260729NP1214535063` in all that were seen, documented as at most 50 characters. Accepted are characters that
/// need no escaping in a path. With the prefix of a key it must fit into 64.
pub(super) fn is_payment_id(id: &str) -> bool {
    (1..=50).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The payment that a callback names.
pub(super) fn payment_id(query: &BTreeMap<String, String>) -> Option<&str> {
    let id = query.get("paymentId").map(String::as_str);
    id.filter(|id| is_payment_id(id))
}
