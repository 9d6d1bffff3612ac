//! Naver Pay's rows as a [`Snapshot`]. A row that cannot be understood is in doubt, never a guess.
//!
//! There is no status of a payment, only a list of its events: its approval and its cancels, each with its own
//! amount. An event is listed only after it is finished.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    failure::Failure,
    kind::Method,
    money::{Won, vat_included},
    payment::{CancelLine, CancelStanding, Snapshot, Standing, Tax},
};

use super::{ID, wire};
use crate::{error::ProviderError, http::safe_text, values::kept};

/// `admissionTypeCode` of an approval.
pub(super) const APPROVAL: &str = "01";

/// A payment as its rows show it.
pub(super) struct PaymentDetail {
    pub(super) snapshot: Snapshot,
    /// The rest of the taxed and of the tax-free part, where every row reports it.
    pub(super) tax_rest: Option<(Won, Won)>,
}

/// The meaning of a row.
enum Event {
    Approved,
    /// An attempt to approve that failed. No money moved.
    NotApproved,
    Cancelled,
    /// An attempt to cancel that failed. Naver Pay itself may try it again, so it says nothing about the refund that
    /// caused it.
    NotCancelled,
    Unknown(String),
}

fn event(row: &wire::Row) -> Event {
    let (kind, state) = (
        row.admission_type_code.as_deref().unwrap_or_default(),
        row.admission_state.as_str(),
    );
    match (kind, state) {
        (APPROVAL, "SUCCESS") => Event::Approved,
        (APPROVAL, "FAIL") => Event::NotApproved,
        // The last part is also a part (04), so the two codes distinguish nothing.
        ("03" | "04", "SUCCESS") => Event::Cancelled,
        ("03" | "04", "FAIL") => Event::NotCancelled,
        (kind, state) => Event::Unknown(safe_text(&format!("{kind} {state}"))),
    }
}

/// The combined result of all rows of payment `id`; `None` without any: it was not approved so far.
pub(super) fn asked(id: &str, rows: &[wire::Row]) -> Result<Option<PaymentDetail>, ProviderError> {
    if rows.iter().any(|row| row.payment_id != id) {
        return Err(doubt("rows of another payment than it was asked about"));
    }
    let mut approvals = Vec::new();
    let mut cancels = Vec::new();
    let mut unknown = None;
    for row in rows {
        match event(row) {
            Event::Approved => approvals.push(row),
            Event::Cancelled => cancels.push(row),
            Event::NotApproved | Event::NotCancelled => {}
            Event::Unknown(word) => unknown = Some(word),
        }
    }
    let (first, standing) = match (unknown, approvals.as_slice(), rows) {
        (_, [], []) => return Ok(None),
        (Some(word), _, [row, ..]) => (row, Standing::Unknown { word }),
        (None, [approval], _) => (*approval, Standing::Paid),
        (None, [], [row, ..]) if cancels.is_empty() => (row, failed()),
        (..) => return Err(doubt("rows that do not make one payment")),
    };
    let amount = first.total_pay_amount;
    let gone = sum(cancels.iter().map(|row| row.total_pay_amount))
        .filter(|gone| *gone <= amount || standing != Standing::Paid)
        .ok_or_else(|| doubt("more cancelled than was paid"))?;
    let tax_rest = tax_rest(first, &cancels);
    let order_ref = first.merchant_pay_key.clone().unwrap_or_default();
    let snapshot = Snapshot {
        cancelled: if standing == Standing::Paid {
            gone
        } else {
            Won::ZERO
        },
        standing,
        paid_at: first.admission_ymdt.as_deref().and_then(instant),
        tax: tax(first),
        cancels: cancels.into_iter().map(cancel_line).collect(),
        facts: facts(first),
        ..unapproved(order_ref, id, amount)
    };
    Ok(Some(PaymentDetail { snapshot, tax_rest }))
}

/// A payment that the buyer authenticated and that is not approved so far, or whose approval is not listed yet. Naver
/// Pay has no word for either.
pub(super) fn unapproved(order_ref: String, id: &str, amount: Won) -> Snapshot {
    Snapshot {
        provider: ID,
        payment_key: id.to_owned(),
        order_ref,
        standing: Standing::Pending,
        amount,
        cancelled: Won::ZERO,
        currency: "KRW".to_owned(), // the only one Naver Pay knows
        method: Method::EasyPay,
        paid_at: None,
        tax: None,
        cancels: Vec::new(),
        deposit: None,
        webhook_secret: None,
        facts: BTreeMap::new(),
    }
}

pub(super) fn failed() -> Standing {
    Standing::Failed(Failure::new(
        "FAIL",
        "naverpay lists the approval as failed",
    ))
}

/// The shop's own key of the cancel is the refund's id where it is ours; Naver Pay keeps no reason.
pub(super) fn cancel_line(row: &wire::Row) -> CancelLine {
    CancelLine {
        key: row.pay_hist_id.clone().unwrap_or_default(),
        amount: row.total_pay_amount,
        reason: row.merchant_pay_transaction_key.clone().unwrap_or_default(),
        at: row.admission_ymdt.as_deref().and_then(instant),
        settled: CancelStanding::Done,
    }
}

pub(crate) fn sum(amounts: impl IntoIterator<Item = Won>) -> Option<Won> {
    amounts.into_iter().try_fold(Won::ZERO, Won::plus)
}

/// Naver Pay reports the taxed part including VAT and does not report the VAT.
pub(super) fn tax(row: &wire::Row) -> Option<Tax> {
    let (taxed, tax_free) = (row.tax_scope_amount?, row.tax_ex_scope_amount?);
    let vat = vat_included(taxed, Won::ZERO);
    Some(Tax {
        supplied: taxed.minus(vat)?,
        vat,
        tax_free,
    })
}

pub(super) fn tax_rest(approval: &wire::Row, cancels: &[&wire::Row]) -> Option<(Won, Won)> {
    let whole = (approval.tax_scope_amount?, approval.tax_ex_scope_amount?);
    cancels.iter().try_fold(whole, |(taxed, tax_free), row| {
        Some((
            taxed.minus(row.tax_scope_amount?)?,
            tax_free.minus(row.tax_ex_scope_amount?)?,
        ))
    })
}

pub(super) fn facts(row: &wire::Row) -> BTreeMap<String, String> {
    let amount = |amount: Option<Won>| amount.filter(|it| !it.is_zero()).map(|it| it.to_string());
    kept([
        ("pay_hist_id", row.pay_hist_id.clone()),
        ("means", row.primary_pay_means.clone()),
        ("approve_no", row.card_auth_no.clone()),
        ("card", row.card_no.clone()),
        ("issuer", row.card_corp_code.clone()),
        ("bank", row.bank_corp_code.clone()),
        ("points", amount(row.npoint_pay_amount)),
        ("gift_card", amount(row.gift_card_amount)),
        ("discount", amount(row.discount_pay_amount)),
    ])
}

/// `20170201151722`, Seoul's.
pub(crate) fn instant(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_str(&format!("{text}+0900"), "%Y%m%d%H%M%S%z")
        .ok()
        .map(|at| at.to_utc())
}

pub(crate) fn doubt(what: &str) -> ProviderError {
    ProviderError::InDoubt(format!("naverpay reports {what}").into())
}
