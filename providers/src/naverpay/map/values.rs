//! Single values of the rows of a payment.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    failure::Failure,
    money::{Won, vat_included},
    payment::{CancelLine, CancelStanding, Standing, Tax},
};

use super::super::wire;
use crate::error::ProviderError;

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
    [
        ("pay_hist_id", row.pay_hist_id.clone()),
        ("means", row.primary_pay_means.clone()),
        ("approve_no", row.card_auth_no.clone()),
        ("card", row.card_no.clone()),
        ("issuer", row.card_corp_code.clone()),
        ("bank", row.bank_corp_code.clone()),
        ("points", amount(row.npoint_pay_amount)),
        ("gift_card", amount(row.gift_card_amount)),
        ("discount", amount(row.discount_pay_amount)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name.to_owned(), value.filter(|it| !it.is_empty())?)))
    .collect()
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
