//! Cash receipts: asked for, recorded as issued or refused, and taken back with the money.

mod change;
mod follow;
mod record;
mod request;

pub use change::ChangeReceipt;
pub use follow::FollowReceipt;
pub use record::{RecordReceipt, Recorded};
pub use request::{RequestReceipt, not_due};

use super::Books;
use crate::{
    cash_receipt::{CashReceipt, CashReceiptOutcome, CashReceiptRequest, ReceiptWay, state},
    effects::Job,
    event::{CashReceiptChanged, Event},
    failure::in_words,
    id::PaymentId,
};

impl Books<'_> {
    /// The receipts and cancels of a payment, oldest first.
    fn receipts_of(&self, payment: PaymentId) -> Vec<CashReceipt> {
        let requests = self.rows.cash_receipt_requests.values();
        let mut all: Vec<CashReceipt> = requests
            .filter(|request| request.payment == payment)
            .map(|request| CashReceipt {
                request: request.clone(),
                outcome: self.outcome_of(request),
            })
            .collect();
        all.sort_by_key(|it| it.request.id);
        all
    }

    fn outcome_of(&self, request: &CashReceiptRequest) -> Option<CashReceiptOutcome> {
        let mut outcomes = self.rows.cash_receipt_outcomes.values();
        outcomes.find(|it| it.request == request.id).cloned()
    }

    /// Stages a new request, with the job that asks for it and the event.
    fn ask_for_receipt(&mut self, request: CashReceiptRequest) -> CashReceipt {
        self.rows.cash_receipt_requests.put(request.clone());
        if request.way == ReceiptWay::Provider {
            self.job(Job::SettleReceipts(request.payment), self.now);
        }
        let asked = CashReceipt {
            request,
            outcome: None,
        };
        self.event(Event::CashReceiptRequested(self.receipt_changed(&asked)));
        asked
    }

    fn receipt_changed(&self, receipt: &CashReceipt) -> CashReceiptChanged {
        let (request, outcome) = (&receipt.request, receipt.outcome.as_ref());
        let all = self.receipts_of(request.payment);
        let why = outcome.and_then(|it| in_words(it.failure.as_ref(), it.note.as_deref()));
        CashReceiptChanged {
            cash_receipt_id: request.receipt,
            request_id: request.id,
            payment_id: request.payment,
            customer_id: request.customer.clone(),
            act: request.act,
            state: state(receipt, &all),
            amount: request.amount,
            issue_number: outcome.and_then(|it| it.issue_number.clone()),
            note: why,
        }
    }

    /// Promises to look at the receipts of payments of which this command has given money back.
    pub(super) fn follow_receipts(&mut self) {
        let smaller = self.rows.payments.changed().filter_map(|(before, now)| {
            let receipted = now.cash_receipt.is_some();
            let less = before.is_some_and(|before| now.left() < before.left());
            (receipted && less).then_some(now.id)
        });
        for payment in smaller.collect::<Vec<_>>() {
            self.job(Job::SettleReceipts(payment), self.now);
        }
    }
}
