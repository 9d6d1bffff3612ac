//! Naver Pay's history of a time, for comparing with our books: every approval and every cancel that was carried out, page by
//! page. No buyer waits for it.

use std::{collections::BTreeSet, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{kind::Method, money::Won};
use tracing::{Instrument as _, field, info_span};

use super::{NaverPay, lookup::Asked, map, wire};
use crate::{
    error::ProviderError,
    http::safe_text,
    provider::{Movements, Transaction, TransactionKind},
};

/// Pages of one list: two hundred thousand rows. A list is held in memory as a whole, so a caller that has more asks for a shorter
/// time.
const PAGES_MAX: i64 = 2_000;
/// Naver Pay documents no limit of requests. Ten in a second leave it to others, and a day of 10,000 rows takes ten seconds.
const PAGES_APART: Duration = Duration::from_millis(100);

#[async_trait]
impl Movements for NaverPay {
    async fn transactions(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Transaction>, ProviderError> {
        let span = info_span!("provider.naverpay.transactions", http.status = field::Empty);
        self.all_movements(from, until).instrument(span).await
    }
}

impl NaverPay {
    async fn all_movements(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Transaction>, ProviderError> {
        let asked = Asked {
            path: &["v2.2", "list", "history"],
            approval_type: "ALL",
            // Whole seconds, both included. What is beyond is left out below.
            range: Some((from, until)),
            pages_max: PAGES_MAX,
            apart: PAGES_APART,
        };
        let mut known = BTreeSet::new();
        let mut found = Vec::new();
        for row in self.pages::<wire::Moved>(&asked).await? {
            let row = movement(row)?;
            let within = row
                .as_ref()
                .is_some_and(|row| from <= row.at && row.at < until);
            // A row that came in meanwhile moves the others onto the next page once more.
            found.extend(row.filter(|row| within && known.insert(row.key.clone())));
        }
        Ok(found)
    }
}

/// The movement of a row; `None` for an attempt that failed and moved nothing. A list with a row that cannot be read proves
/// nothing about the others: none of it is used.
fn movement(row: wire::Moved) -> Result<Option<Transaction>, ProviderError> {
    let kind = match (
        row.admission_type_code.as_deref().unwrap_or_default(),
        row.admission_state.as_deref().unwrap_or_default(),
    ) {
        ("01" | "03" | "04", "FAIL") => return Ok(None),
        ("01", "SUCCESS") => TransactionKind::Paid,
        ("03" | "04", "SUCCESS") => TransactionKind::Cancelled,
        (kind, state) => TransactionKind::Other {
            word: safe_text(&format!("{kind} {state}")),
        },
    };
    let named = |text: Option<String>, what: &'static str| {
        let text = text.filter(|text| !text.is_empty());
        text.ok_or_else(|| map::doubt(what))
    };
    let at = row.admission_ymdt.as_deref().and_then(map::instant);
    let amount: Option<Won> = row.total_pay_amount;
    Ok(Some(Transaction {
        key: named(row.pay_hist_id, "a row of history without a name")?,
        payment_key: named(row.payment_id, "a row of history without a payment")?,
        order_ref: row.merchant_pay_key.unwrap_or_default(),
        method: Method::EasyPay,
        kind,
        amount: amount.ok_or_else(|| map::doubt("a row of history without an amount"))?,
        at: at.ok_or_else(|| map::doubt("a row of history without a time"))?,
    }))
}
