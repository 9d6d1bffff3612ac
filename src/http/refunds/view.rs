//! A refund as answers show it.

use domain::{
    failure::{Failure, in_words},
    id::{CustomerId, LotId, PaymentId, QuoteId, RefundId},
    kind::ProviderId,
    money::{Credits, Won},
    refund::{Basis, Refund, RefundState},
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    app::App,
    flows::explain,
    http::{
        account::AccountView,
        view::{At, ExplanationView},
    },
};

/// Money going back.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Refund")]
pub(in crate::http) struct RefundView {
    id: RefundId,
    state: RefundState,
    payment_id: PaymentId,
    customer_id: CustomerId,
    provider: ProviderId,
    quote_id: QuoteId,
    lot: LotId,
    /// Won.
    amount: Won,
    /// What the provider gave back, in won, where that is less than it was asked for.
    settled_amount: Option<Won>,
    /// VAT contained in `amount`.
    vat: Won,
    /// The part of `amount` that bears no VAT.
    tax_free: Won,
    credits: Credits,
    basis: Basis,
    reason: String,
    /// Masked.
    refund_account: Option<AccountView>,
    /// What the provider said last: its refusal, or, while the refund is `sent`, why it is not known yet; or where a
    /// person has to look.
    note: Option<String>,
    /// The provider's part of `note`.
    failure: Option<Failure>,
    /// The provider's code in `failure`, and its explanations.
    explanation: Option<ExplanationView>,
    /// The provider's own name of the cancel, or the evidence of a transfer by hand.
    cancel_key: Option<String>,
    requested_by: String,
    requested_at: At,
    /// By when the law wants the money on its way: the end of the third business day after the request.
    due_at: At,
    sent_at: Option<At>,
    settled_at: Option<At>,
}

pub(super) fn view(app: &App, refund: Refund) -> RefundView {
    let explanation = explain::refund(app, &refund).map(ExplanationView::from);
    RefundView {
        id: refund.id,
        state: refund.state,
        payment_id: refund.payment,
        customer_id: refund.customer,
        provider: refund.provider,
        quote_id: refund.quote,
        lot: refund.lot,
        amount: refund.amount,
        settled_amount: refund.settled_amount,
        vat: refund.vat,
        tax_free: refund.tax_free,
        credits: refund.credits,
        basis: refund.basis,
        reason: refund.reason,
        refund_account: refund.account.map(AccountView::from),
        note: in_words(refund.failure.as_ref(), refund.note.as_deref()),
        failure: refund.failure,
        explanation,
        cancel_key: refund.cancel_key,
        requested_by: refund.requested_by.to_string(),
        requested_at: At(refund.requested_at),
        due_at: At(refund.due_at),
        sent_at: refund.sent_at.map(At),
        settled_at: refund.settled_at.map(At),
    }
}
