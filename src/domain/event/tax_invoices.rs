//! The body of events about tax invoices.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    id::{CustomerId, PaymentId, RefundId, TaxInvoiceId},
    money::Won,
    tax_invoice::{AmendReason, ApprovalNumber, InvoiceKind},
};

body! {
    /// A tax invoice of a payment as a person recorded it.
    TaxInvoiceRecorded {
        tax_invoice_id: TaxInvoiceId,
        payment_id: PaymentId,
        customer_id: CustomerId,
        kind: InvoiceKind,
        /// Why it was amended.
        reason: Option<AmendReason>,
        /// The refund that an amended one is about.
        refund_id: Option<RefundId>,
        /// The record that this one replaces.
        corrects: Option<TaxInvoiceId>,
        /// The National Tax Service's number of it.
        approval_number: ApprovalNumber,
        /// In Seoul.
        issued_on: NaiveDate,
        /// Won of the payment, VAT included. Of an amended one what it takes away.
        amount: Won,
        supply: Won,
        vat: Won,
        /// Won that an amended tax invoice has to take away now.
        amendment_due: Won,
    }
}
