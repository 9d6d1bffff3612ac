//! The cancels of a payment, as far as they agree with its totals.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    money::Won,
    payment::{CancelLine, CancelStanding, Snapshot, Standing},
};

use super::{
    super::{ID, wire},
    CURRENCY, doubt, method, standing, taken_and_returned, tax,
};
use crate::{error::ProviderError, provider::RefundOrder, values::instant};

/// A cancel as it is listed. Real answers were seen without amounts and without payloads.
pub(crate) struct Listed {
    pub(crate) aid: String,
    /// The reported amount, or the only one that the totals allow.
    pub(crate) amount: Option<Won>,
    pub(crate) payload: Option<String>,
    pub(super) at: Option<DateTime<Utc>>,
}

impl Listed {
    /// `None` where the amount is not known: the totals carry it.
    pub(super) fn line(&self) -> Option<CancelLine> {
        Some(CancelLine {
            key: self.aid.clone(),
            amount: self.amount?,
            reason: self.payload.clone().unwrap_or_default(),
            at: self.at,
            settled: CancelStanding::Done,
        })
    }
}

/// The answer to our cancel: this refund was carried out. Any difference from the request is in doubt, and `order`
/// will resolve it.
pub(crate) fn cancelled(
    cancelled: wire::Cancelled,
    refund: &RefundOrder,
) -> Result<Snapshot, ProviderError> {
    if standing(&cancelled.status) != Standing::Paid {
        return Err(doubt("a cancel with a status that is not one of a cancel"));
    }
    let (amount, gone) = taken_and_returned(
        &cancelled.status,
        cancelled.amount,
        cancelled.canceled_amount,
        cancelled.cancel_available_amount,
    )?;
    let this = cancelled.approved_cancel_amount.map(|it| it.total);
    let before = gone
        .minus(this.unwrap_or(refund.amount))
        .and_then(|earlier| amount.minus(earlier));
    if this.is_some_and(|it| it != refund.amount) || before != Some(refund.expected_balance) {
        return Err(doubt("a cancel of another amount than was asked for"));
    }
    let order_ref = cancelled
        .partner_order_id
        .unwrap_or_else(|| refund.order.to_string());
    Ok(Snapshot {
        provider: ID,
        payment_key: cancelled.tid,
        order_ref,
        standing: Standing::Paid,
        amount,
        cancelled: gone,
        currency: CURRENCY.to_owned(),
        method: method(cancelled.payment_method_type.as_deref()),
        paid_at: cancelled.approved_at.as_deref().and_then(instant),
        tax: cancelled.amount.as_ref().and_then(tax),
        cancels: vec![CancelLine {
            key: cancelled.aid,
            amount: refund.amount,
            // The answer is to our own request, whether or not it repeats the payload.
            reason: refund.reason_line(),
            at: cancelled.canceled_at.as_deref().and_then(instant),
            settled: CancelStanding::Done,
        }],
        deposit: None,
        webhook_secret: None,
        facts: BTreeMap::new(),
    })
}

/// The cancels among the actions, in the order they happened, with the one amount that the totals can fill in.
pub(super) fn listed(actions: Vec<wire::Action>, returned: Won) -> Vec<Listed> {
    let mut cancels: Vec<Listed> = actions
        .into_iter()
        .filter(|action| action.payment_action_type.as_deref() == Some("CANCEL"))
        .map(|action| Listed {
            aid: action.aid.unwrap_or_default(),
            amount: action.amount,
            payload: action.payload.filter(|payload| !payload.is_empty()),
            at: action.approved_at.as_deref().and_then(instant),
        })
        .collect();
    if cancels.iter().all(|cancel| cancel.at.is_some()) {
        cancels.sort_by_key(|cancel| cancel.at); // stable: events of one second stay in the listed order
    }
    let told = cancels
        .iter()
        .filter_map(|cancel| cancel.amount)
        .try_fold(Won::ZERO, Won::plus);
    let mut untold = cancels.iter_mut().filter(|cancel| cancel.amount.is_none());
    if let (Some(only), None) = (untold.next(), untold.next()) {
        only.amount = told
            .and_then(|told| returned.minus(told))
            .filter(|rest| !rest.is_zero());
    }
    cancels
}

/// A part of an amount, where there is one.
pub(super) fn part(amount: Option<Won>) -> Option<String> {
    amount
        .filter(|amount| !amount.is_zero())
        .map(|amount| amount.to_string())
}
