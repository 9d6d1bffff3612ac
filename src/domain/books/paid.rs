//! Money that definitely came in.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    kind::{Method, ProviderId},
    money::{Won, vat_included},
    payment::{Snapshot, Tax},
};

/// Money that definitely came in, which completes an order.
pub(super) struct Paid<'a> {
    pub provider: &'a ProviderId,
    pub payment_key: &'a str,
    pub method: Method,
    /// The amount that was really paid. Refunds are shares of this.
    pub amount: Won,
    pub tax: Option<Tax>,
    pub at: DateTime<Utc>,
    pub facts: BTreeMap<String, String>,
}

impl<'s> Paid<'s> {
    /// The payment that a provider's snapshot reports.
    pub(super) fn of(snapshot: &'s Snapshot, now: DateTime<Utc>) -> Self {
        Self {
            provider: &snapshot.provider,
            payment_key: &snapshot.payment_key,
            method: snapshot.method,
            amount: snapshot.amount,
            tax: snapshot.tax,
            at: snapshot.paid_at.unwrap_or(now).min(now),
            facts: snapshot.facts.clone(),
        }
    }
}

/// The split we assume where the provider reports none.
pub(super) fn tax_of(amount: Won, tax_free: Won) -> Tax {
    let tax_free = tax_free.min(amount);
    let vat = vat_included(amount, tax_free);
    Tax {
        supplied: amount.minus_or_zero(tax_free).minus_or_zero(vat),
        vat,
        tax_free,
    }
}
