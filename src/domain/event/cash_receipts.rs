//! The body of events about cash receipts.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    cash_receipt::{ReceiptAct, ReceiptState},
    id::{CashReceiptId, CustomerId, PaymentId},
    money::Won,
};

body! {
    /// A cash receipt, or the cancel of one, in the state that the event names. Whose it is is not said.
    CashReceiptChanged {
        cash_receipt_id: CashReceiptId,
        /// That of a cancel has an id of its own.
        request_id: CashReceiptId,
        payment_id: PaymentId,
        customer_id: CustomerId,
        act: ReceiptAct,
        state: ReceiptState,
        /// Won, VAT included.
        amount: Won,
        /// The tax office's number, once it is known.
        issue_number: Option<String>,
        /// Why it was refused, or what a person said.
        note: Option<String>,
    }
}
