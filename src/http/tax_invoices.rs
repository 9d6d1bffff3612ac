//! Tax invoices of payments: recorded and listed.

use chrono::NaiveDate;
use domain::{
    id::{CustomerId, PaymentId, RefundId, TaxInvoiceId},
    money::Won,
    tax_invoice::{
        AmendReason, AmendmentDue, ApprovalNumber, InvoiceKind, InvoiceState, TaxInvoice, standing,
        state,
    },
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    request::ApiRequest,
    response::{Answered, created, ok},
    view::{At, List, view},
};
use crate::{
    access::Caller,
    app::Shared,
    flows::{
        tax_invoices::{self, NewInvoice},
        views,
    },
};

view! {
    /// A tax invoice of a payment, as a person recorded it.
    pub(super) struct TaxInvoiceView("TaxInvoice")
    of (invoice: TaxInvoice, all: &[TaxInvoice]; state = state(&invoice, all); amount = invoice.amount()) {
        id: TaxInvoiceId,
        payment_id: PaymentId = invoice.payment,
        customer_id: CustomerId = invoice.customer,
        kind: InvoiceKind,
        /// Why it was amended.
        reason: Option<AmendReason>,
        /// The refund that an amended one is about.
        refund_id: Option<RefundId> = invoice.refund,
        /// The record that this one replaces.
        corrects: Option<TaxInvoiceId>,
        /// The National Tax Service's number, without hyphens.
        approval_number: ApprovalNumber = invoice.number,
        /// In Seoul.
        issued_on: NaiveDate,
        /// Won of the payment that it is of, VAT included. Of an amended one what it takes away.
        amount: Won = amount,
        supply: Won,
        vat: Won,
        /// `corrected` once another record replaced it.
        state: InvoiceState = state,
        note: Option<String>,
        recorded_by: String = invoice.recorded_by.to_string(),
        recorded_at: At = At(invoice.recorded_at),
    }
}

/// A tax invoice as it was issued.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewTaxInvoice")]
pub(super) struct New {
    kind: InvoiceKind,
    /// Why it was amended; needed of an amended one.
    reason: Option<AmendReason>,
    /// The refund that an amended one is about, where it is about one of the gateway's.
    refund_id: Option<RefundId>,
    /// The record that this one replaces. An amount of 0 says that the payment is not invoiced by it.
    corrects: Option<TaxInvoiceId>,
    /// The National Tax Service's number (승인번호): 24 letters and digits, hyphens and spaces besides.
    #[schemars(length(min = 24, max = 40))]
    approval_number: String,
    /// The day of its issue in Seoul: `2026-12-01`.
    issued_on: NaiveDate,
    /// Won of this payment that it is of: the sum of `supply` and `vat`. Of an amended one what it takes away, without a minus.
    amount: Won,
    supply: Won,
    vat: Won,
    /// Needed where another record is corrected. At most 150 characters.
    #[schemars(length(min = 1, max = crate::flows::refund::REASON_MAX))]
    note: Option<String>,
}

pub(super) async fn record(app: Shared, caller: Caller, ask: ApiRequest) -> Answered {
    let payment = ask.id("id")?;
    let new: New = ask.json()?;
    let new = NewInvoice {
        payment,
        kind: new.kind,
        reason: new.reason,
        refund: new.refund_id,
        corrects: new.corrects,
        number: new.approval_number,
        issued_on: new.issued_on,
        amount: new.amount,
        supply: new.supply,
        vat: new.vat,
        note: new.note,
    };
    let done = tax_invoices::record(&app, caller, new).await?;
    let invoice = done.answer;
    let all = tax_invoices::of_payment(&app, invoice.payment).await?;
    let customer = invoice.customer.clone();
    let view = TaxInvoiceView::of(invoice, &all);
    created(&view)
        .replayed(done.replayed)
        .about(&app, &customer)
        .await
}

/// The tax invoices of a payment, oldest first, and what they sum to.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TaxInvoicesOfPayment")]
pub(super) struct OfPayment {
    items: Vec<TaxInvoiceView>,
    /// Won that original ones are of.
    invoiced: Won,
    /// Won that amended ones took away.
    amended: Won,
    /// Won that an amended one has to take away: what is invoiced and went back.
    amendment_due: Won,
}

pub(super) async fn of_payment(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let payment = views::payment(&app, ask.id("id")?).await?;
    let all = tax_invoices::of_payment(&app, payment.id).await?;
    let stand = standing(&all, payment.left());
    let view = |it: &TaxInvoice| TaxInvoiceView::of(it.clone(), &all);
    ok(&OfPayment {
        items: all.iter().map(view).collect(),
        invoiced: stand.invoiced,
        amended: stand.amended,
        amendment_due: stand.amendment_due,
    })
    .about(&app, &payment.customer)
    .await
}

view! {
    /// A payment of which an amended tax invoice (수정세금계산서) is due.
    pub(super) struct TaxAmendmentView("TaxAmendment") of (due: AmendmentDue) {
        payment_id: PaymentId = due.payment,
        customer_id: CustomerId = due.customer,
        /// Won that original ones are of.
        invoiced: Won = due.standing.invoiced,
        /// Won that amended ones took away.
        amended: Won = due.standing.amended,
        /// Won that an amended one has to take away: what is invoiced and went back.
        amendment_due: Won = due.standing.amendment_due,
        /// When the first of that money went back.
        due_since: At = At(due.since),
        /// The last day in Seoul on which it is issued in time: the 10th of the month after that.
        issue_by: NaiveDate,
    }
}

pub(super) async fn amendments_due(app: Shared, _: Caller, ask: ApiRequest) -> Answered {
    let page = tax_invoices::amendments_due(&app, ask.page()?).await?;
    Ok(ok(&List::of(page, TaxAmendmentView::of)))
}
