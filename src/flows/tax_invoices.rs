//! Tax invoices of payments: recorded by a person, after the seller issued them at Hometax or through an agent.

use chrono::NaiveDate;
use domain::{
    books::tax_invoices::RecordTaxInvoice,
    calendar::seoul,
    command::Reply,
    id::{PaymentId, RefundId, TaxInvoiceId},
    money::Won,
    tax_invoice::{
        AmendReason, AmendmentDue, ApprovalNumber, InvoiceFacts, InvoiceKind, TaxInvoice,
    },
};

use super::{
    FlowError, Result, check_text,
    page::{Page, Paged},
    refund::REASON_MAX,
    views,
};
use crate::{access::Caller, app::App, store::reads};

/// Payments that are looked at for the one that waits longest: whoever has more of them open has an alert for its number.
const LOOKED_AT_MAX: i64 = 500;

/// A tax invoice as a person copies it from the paper.
#[derive(Debug, Clone)]
pub struct NewInvoice {
    pub payment: PaymentId,
    pub kind: InvoiceKind,
    pub reason: Option<AmendReason>,
    pub refund: Option<RefundId>,
    /// The record that was wrong.
    pub corrects: Option<TaxInvoiceId>,
    /// The National Tax Service's number, as it is printed.
    pub number: String,
    pub issued_on: NaiveDate,
    /// Won of the payment that it is of. Said beside its parts, so that a slip in one of them is seen.
    pub amount: Won,
    pub supply: Won,
    pub vat: Won,
    pub note: Option<String>,
}

/// Records a tax invoice of a payment, or another one in place of a wrong record.
pub async fn record(app: &App, caller: Caller, new: NewInvoice) -> Result<Reply<TaxInvoice>> {
    let facts = facts(app, &new)?;
    match (&new.note, new.corrects) {
        (Some(note), _) => check_text("note", note, REASON_MAX)?,
        (None, Some(_)) => {
            let rule = "says why, where another record is corrected";
            return Err(FlowError::invalid("note", rule));
        }
        (None, None) => {}
    }
    let payment = views::payment(app, new.payment).await?;
    let change = RecordTaxInvoice {
        customer: payment.customer,
        payment: payment.id,
        corrects: new.corrects,
        facts,
        note: new.note,
    };
    app.submit(caller.command(change)).await
}

fn facts(app: &App, new: &NewInvoice) -> Result<InvoiceFacts> {
    let wrong = |field, rule: &str| Err(FlowError::invalid(field, rule));
    let number = new.number.parse::<ApprovalNumber>();
    let number = number.map_err(|rule| FlowError::invalid("approval_number", rule.to_string()))?;
    let facts = InvoiceFacts {
        kind: new.kind,
        reason: new.reason,
        refund: new.refund,
        number,
        issued_on: new.issued_on,
        supply: new.supply,
        vat: new.vat,
    };
    if new.supply.plus(new.vat) != Some(new.amount) {
        return wrong("amount", "is the sum of supply and vat");
    }
    if new.amount.is_zero() && new.corrects.is_none() {
        return wrong("amount", "is above 0, unless the record corrects another");
    }
    if !facts.bears_its_vat() {
        return wrong(
            "vat",
            "is at most a tenth of supply, and a won for each of 99 lines",
        );
    }
    match (new.kind, new.reason) {
        (InvoiceKind::Amended, None) => return wrong("reason", "is needed of an amended one"),
        (InvoiceKind::Original, Some(_)) => return wrong("reason", "is of an amended one alone"),
        _ => {}
    }
    if new.kind == InvoiceKind::Original && new.refund.is_some() {
        return wrong("refund_id", "is of an amended one alone");
    }
    if new.issued_on > seoul(app.now()).date_naive() {
        return wrong("issued_on", "is a day in Seoul, and none to come");
    }
    Ok(facts)
}

/// The tax invoices of a payment, oldest first.
pub async fn of_payment(app: &App, payment: PaymentId) -> Result<Vec<TaxInvoice>> {
    Ok(reads::tax_invoices_of(&app.db, payment).await?)
}

/// Payments of which an amended tax invoice is due, newest first.
///
/// # Errors
/// The books cannot be read.
pub async fn amendments_due(app: &App, page: Page<PaymentId>) -> Result<Paged<AmendmentDue>> {
    let found = reads::amendments_due(&app.db, &page.and_one()).await?;
    let page = page.cut(found, |(payment, ..)| payment.id);
    let due = page.items.iter().filter_map(|(payment, all, refunds)| {
        // Between the two statements one may have been recorded.
        domain::tax_invoice::due(payment, all, refunds)
    });
    Ok(Paged {
        items: due.collect(),
        next: page.next,
    })
}

/// The one of them that is due since the longest time, among the newest `LOOKED_AT_MAX`.
///
/// # Errors
/// The books cannot be read.
pub async fn first_amendment_due(app: &App) -> Result<Option<AmendmentDue>> {
    let asked = Page {
        limit: LOOKED_AT_MAX,
        after: None,
    };
    let due = amendments_due(app, asked).await?.items;
    Ok(due.into_iter().min_by_key(|due| due.since))
}
