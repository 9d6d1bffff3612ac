//! A receipt for another number or purpose: the old one is taken back whole, and a new one asked for in the commit that
//! records this. So there are never two in force, and never none without a request that waits. The cancel has the new number.

use super::{
    follow::tax_free_left,
    request::{not_due, tax_free_of},
};
use crate::{
    actor::Actor,
    books::{Books, Needs},
    canary,
    cash_receipt::{
        CashReceipt, CashReceiptRequest, Identity, ReceiptAct, ReceiptEnd, ReceiptPurpose,
        ReceiptState, ReceiptWay, live, state, taken_back,
    },
    command::{Change, of_customer},
    effects::AuditAct,
    event::Event,
    id::{CashReceiptId, CustomerId, PaymentId},
    money::Won,
    payment::Payment,
    refusal::Refusal,
};

/// Asks for the cancel of an issued receipt, and for another one after it: for the number or purpose that the buyer should
/// have given.
#[derive(Debug, Clone)]
pub struct ChangeReceipt {
    pub customer: CustomerId,
    pub payment: PaymentId,
    pub receipt: CashReceiptId,
    pub purpose: ReceiptPurpose,
    pub identity: Identity,
}

impl Change for ChangeReceipt {
    type Answer = CashReceipt;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.payments.insert(self.payment);
        needs.receipts_of.insert(self.payment);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<CashReceipt, Refusal> {
        let payment = books.payment(&self.customer, self.payment)?;
        let all = books.receipts_of(payment.id);
        let receipt = all.iter().find(|it| it.request.id == self.receipt);
        let receipt = receipt.ok_or(Refusal::NoCashReceiptOf(self.receipt))?;
        let stands = state(receipt, &all);
        let moves = all
            .iter()
            .any(|it| it.request.receipt == self.receipt && it.is_open());
        if moves || receipt.request.act != ReceiptAct::Issue || stands != ReceiptState::Issued {
            return Err(Refusal::CashReceiptInState {
                receipt: self.receipt,
                state: stands,
            });
        }
        let same = receipt.request.identity.as_ref() == Some(&self.identity);
        if same && receipt.request.purpose == self.purpose {
            return Err(Refusal::CashReceiptSame(self.receipt));
        }
        if let Some(why) = not_due(&payment, books.now) {
            let payment = payment.id;
            return Err(Refusal::NoCashReceipt { payment, why });
        }
        let request = receipt.request.clone();
        let next = (self.purpose, self.identity.clone());
        let way = way_of(receipt);
        let cancel = books.make_room(&payment, &all, request, way, next, by);
        let detail = format!("{} won for {}", cancel.request.amount, self.purpose);
        books.act(by, AuditAct::CashReceiptChange, &cancel.request.id, detail);
        let changed = books.receipt_changed(&cancel);
        books.event(Event::CashReceiptChangeRequested(changed));
        Ok(cancel)
    }
}

/// Who takes a receipt back and issues the next. The provider cannot cancel what it is not known to have, and its list could
/// show that one as the next.
fn way_of(receipt: &CashReceipt) -> ReceiptWay {
    let outcome = receipt.outcome.as_ref();
    match outcome.and_then(|it| it.receipt_key.as_ref()) {
        Some(_) => receipt.request.way,
        None => ReceiptWay::Hand,
    }
}

impl Books<'_> {
    /// Asks for the cancel of all that stands of a receipt, and notes on it whose the next one is.
    fn make_room(
        &mut self,
        payment: &Payment,
        all: &[CashReceipt],
        receipt: CashReceiptRequest,
        way: ReceiptWay,
        (purpose, identity): (ReceiptPurpose, Identity),
        by: &Actor,
    ) -> CashReceipt {
        let amount = receipt.amount.minus_or_zero(taken_back(all, receipt.id));
        let tax_free = tax_free_left(payment, &receipt, all, Won::ZERO).min(amount);
        let id = CashReceiptId::new(self.now, self.entropy);
        self.ask_for_receipt(CashReceiptRequest {
            id,
            act: ReceiptAct::Cancel,
            way,
            purpose,
            identity: Some(identity),
            amount,
            tax_free,
            requested_by: by.clone(),
            requested_at: self.now,
            ..receipt
        })
    }

    /// What follows for a change from the outcome of one of its two requests: the next receipt after the cancel, and a
    /// person's work where the provider refused either.
    pub(super) fn go_on_changing(&mut self, ended: &CashReceipt) {
        let request = &ended.request;
        let payment = self.known_payment(request.payment);
        let all = self.receipts_of(payment.id);
        let by_provider = request.way == ReceiptWay::Provider;
        let failed = ended.ended_as(ReceiptEnd::Failed);
        let Some(identity) = request.identity.clone() else {
            return;
        };
        match request.act {
            ReceiptAct::Cancel if failed && by_provider => {
                let issued = all.iter().find(|it| it.request.id == request.receipt);
                let Some(receipt) = issued.map(|it| it.request.clone()) else {
                    return;
                };
                let (by, next) = (request.requested_by.clone(), (request.purpose, identity));
                self.make_room(&payment, &all, receipt, ReceiptWay::Hand, next, &by);
            }
            ReceiptAct::Cancel if !failed => {
                let issued = all.iter().find(|it| it.request.id == request.receipt);
                let way = issued.map_or(ReceiptWay::Hand, way_of);
                self.issue_next(&payment, &all, request.clone(), way);
            }
            ReceiptAct::Issue if failed && by_provider && replaces(request, &all) => {
                self.issue_next(&payment, &all, request.clone(), ReceiptWay::Hand);
            }
            ReceiptAct::Cancel | ReceiptAct::Issue => {}
        }
    }

    /// Asks for the next receipt of a change, of what is left of the payment now.
    fn issue_next(
        &mut self,
        payment: &Payment,
        all: &[CashReceipt],
        after: CashReceiptRequest,
        way: ReceiptWay,
    ) {
        let amount = payment.left();
        if canary!(
            ChangeForgotten,
            true,
            amount.is_zero() || live(all).is_some()
        ) {
            return;
        }
        let id = CashReceiptId::new(self.now, self.entropy);
        self.rows.payments.update(&payment.id, |payment| {
            payment.cash_receipt = Some(id);
        });
        self.ask_for_receipt(CashReceiptRequest {
            id,
            act: ReceiptAct::Issue,
            receipt: id,
            way,
            amount,
            tax_free: tax_free_of(payment, amount),
            requested_at: self.now,
            ..after
        });
    }
}

/// Whether a receipt was asked for in place of another: a cancel that was made has its number.
fn replaces(request: &CashReceiptRequest, all: &[CashReceipt]) -> bool {
    all.iter().any(|it| {
        it.makes_room()
            && it.ended_as(ReceiptEnd::Done)
            && it.request.identity == request.identity
            && it.request.purpose == request.purpose
    })
}
