//! What became of a receipt or of its cancel, by a provider's answer or a person's word.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    cash_receipt::{
        CashReceipt, CashReceiptOutcome, CashReceiptRequest, ReceiptAct, ReceiptEnd, live,
    },
    command::{Change, of_customer},
    effects::AuditAct,
    event::Event,
    failure::{Failure, in_words},
    id::{CashReceiptId, CashReceiptOutcomeId, CustomerId, PaymentId},
    refusal::Refusal,
};

/// Records what became of a request. One that is known keeps its outcome.
#[derive(Debug, Clone)]
pub struct RecordReceipt {
    pub customer: CustomerId,
    pub payment: PaymentId,
    pub request: CashReceiptId,
    pub recorded: Recorded,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recorded {
    Done {
        receipt_key: Option<String>,
        issue_number: Option<String>,
        url: Option<String>,
        note: Option<String>,
    },
    Failed {
        failure: Option<Failure>,
        note: Option<String>,
    },
}

impl Change for RecordReceipt {
    type Answer = CashReceipt;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.payments.insert(self.payment);
        needs.receipts_of.insert(self.payment);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<CashReceipt, Refusal> {
        let unknown = Refusal::NoCashReceiptOf(self.request);
        let known = books
            .rows
            .cash_receipt_requests
            .own(&self.customer, &self.request);
        let request = known
            .filter(|known| known.payment == self.payment)
            .ok_or(unknown)?;
        if let Some(outcome) = books.outcome_of(&request) {
            if by.key().is_some() {
                return Err(Refusal::CashReceiptRecorded {
                    receipt: request.id,
                    end: outcome.end,
                });
            }
            // The provider's answer to an earlier call of ours.
            return Ok(CashReceipt {
                request,
                outcome: Some(outcome),
            });
        }
        let outcome = books.outcome(&request, self.recorded.clone(), by);
        if by.key().is_some() {
            let why = in_words(outcome.failure.as_ref(), outcome.note.as_deref());
            let number = outcome.issue_number.clone().or(why).unwrap_or_default();
            let detail = format!("{} {}: {number}", request.act, outcome.end);
            books.act(by, AuditAct::CashReceiptRecord, &request.id, detail);
        }
        Ok(books.recorded(request, outcome))
    }
}

impl Books<'_> {
    fn outcome(
        &mut self,
        request: &CashReceiptRequest,
        recorded: Recorded,
        by: &Actor,
    ) -> CashReceiptOutcome {
        let mut outcome = CashReceiptOutcome {
            id: CashReceiptOutcomeId::new(self.now, self.entropy),
            request: request.id,
            payment: request.payment,
            customer: request.customer.clone(),
            end: ReceiptEnd::Failed,
            receipt_key: None,
            issue_number: None,
            url: None,
            failure: None,
            note: None,
            recorded_by: by.clone(),
            recorded_at: self.now,
        };
        match recorded {
            Recorded::Done {
                receipt_key,
                issue_number,
                url,
                note,
            } => {
                outcome.end = ReceiptEnd::Done;
                (outcome.receipt_key, outcome.issue_number) = (receipt_key, issue_number);
                (outcome.url, outcome.note) = (url, note);
            }
            Recorded::Failed { failure, note } => {
                (outcome.failure, outcome.note) = (failure, note);
            }
        }
        outcome
    }

    /// Stages an outcome and what follows from it: the payment's receipt may live no more, or more of it has to go.
    fn recorded(
        &mut self,
        request: CashReceiptRequest,
        outcome: CashReceiptOutcome,
    ) -> CashReceipt {
        let (payment, end) = (request.payment, outcome.end);
        self.rows.cash_receipt_outcomes.put(outcome.clone());
        let receipt = CashReceipt {
            request,
            outcome: Some(outcome),
        };
        let lives = live(&self.receipts_of(payment)).map(|it| it.request.id);
        self.rows.payments.update(&payment, |payment| {
            payment.cash_receipt = lives;
        });
        let event = match (receipt.request.act, end) {
            (_, ReceiptEnd::Failed) => Event::CashReceiptFailed,
            (ReceiptAct::Issue, ReceiptEnd::Done) => Event::CashReceiptIssued,
            (ReceiptAct::Cancel, ReceiptEnd::Done) => Event::CashReceiptCancelled,
        };
        self.event(event(self.receipt_changed(&receipt)));
        self.go_on_changing(&receipt);
        self.follow_receipt(payment);
        receipt
    }
}
