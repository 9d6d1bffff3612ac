//! A receipt for another number or purpose: never two in force, and never none while nothing waits.

use domain::{
    books::cash_receipts::ChangeReceipt,
    cash_receipt::{CashReceipt, Identity, NoReceipt, ReceiptPurpose, live},
    command::Answer,
    effects::AuditAct,
    id::{CashReceiptId, PaymentId},
    kind::Method,
    refusal::Refusal,
};

use super::{
    Cancel, Cancelled, Failed, Hand, Issue, Issued, Provider, Requested, Waiting, done, failed,
};
use crate::{customer, verbs::take, world::World};

const BUSINESS: &str = "1248100998";

fn to_business(payment: PaymentId, receipt: CashReceiptId) -> ChangeReceipt {
    let purpose = ReceiptPurpose::ExpenseProof;
    ChangeReceipt {
        customer: customer("ann"),
        payment,
        receipt,
        purpose,
        identity: Identity::new(purpose, BUSINESS).unwrap(),
    }
}

impl World {
    /// An issued receipt of a payment of 1,000 won from an account.
    fn issued(&mut self, way: domain::cash_receipt::ReceiptWay) -> (PaymentId, CashReceiptId) {
        let payment = self.paid_by(Method::AccountTransfer);
        let receipt = self.receipt(payment, way);
        self.record(receipt, done());
        (payment, receipt)
    }

    fn make_room(&mut self, payment: PaymentId, receipt: CashReceiptId) -> CashReceiptId {
        let cancel = take!(self.ok(to_business(payment, receipt)), CashReceipt);
        self.one_stands(payment);
        cancel.request.id
    }

    /// The last of what was asked for.
    fn last(&self) -> CashReceipt {
        self.receipts().pop().unwrap()
    }

    /// The payment names what lives.
    fn one_stands(&self, payment: PaymentId) {
        let all = self.receipts();
        let lives = live(&all).map(|it| it.request.id);
        assert_eq!(self.payment(payment).cash_receipt, lives);
        assert!(lives.is_some(), "none is in force or asked for");
    }
}

#[test]
fn a_change_takes_the_old_one_back_and_asks_for_the_new_in_one_commit() {
    let mut world = World::new();
    let (payment, receipt) = world.issued(Provider);
    let cancel = world.make_room(payment, receipt);
    assert_eq!(
        world.receipts_told(),
        [
            (Issue, Provider, 1_000, Issued),
            (Cancel, Provider, 1_000, Requested)
        ]
    );
    let again = world.refused(to_business(payment, receipt));
    let state = Issued;
    assert_eq!(again, Refusal::CashReceiptInState { receipt, state });
    world.record(cancel, done());
    world.one_stands(payment);
    assert_eq!(
        world.receipts_told(),
        [
            (Issue, Provider, 1_000, Cancelled),
            (Cancel, Provider, 1_000, Cancelled),
            (Issue, Provider, 1_000, Requested)
        ]
    );
    let next = world.last().request;
    assert_eq!(next.purpose, ReceiptPurpose::ExpenseProof);
    assert_eq!(next.identity.unwrap().digits(), Some(BUSINESS));
    world.record(next.id, done());
    world.one_stands(payment);
    let same = world.refused(to_business(payment, next.id));
    assert_eq!(same, Refusal::CashReceiptSame(next.id));
    let acts = world.rows.audit_log.iter();
    let changes = acts.filter(|it| it.act == AuditAct::CashReceiptChange);
    assert_eq!(changes.count(), 1);
}

#[test]
fn money_that_goes_back_meanwhile_is_not_on_the_new_receipt() {
    let mut world = World::new();
    let (payment, receipt) = world.issued(Provider);
    let cancel = world.make_room(payment, receipt);
    world.cancel_outside(payment, 300);
    world.follow(payment);
    world.record(cancel, done());
    assert_eq!(world.last().request.amount.get(), 700);
    let next = world.last().request.id;
    world.record(next, done());
    world.cancel_outside(payment, 500);
    world.follow(payment);
    assert_eq!(
        world.receipts_told()[2..],
        [
            (Issue, Provider, 700, Issued),
            (Cancel, Provider, 200, Requested)
        ]
    );
}

#[test]
fn a_receipt_that_is_partly_taken_back_is_changed_for_the_rest() {
    let mut world = World::new();
    let (payment, receipt) = world.issued(Provider);
    world.cancel_outside(payment, 400);
    world.follow(payment);
    let open = world.refused(to_business(payment, receipt));
    let state = Issued;
    assert_eq!(open, Refusal::CashReceiptInState { receipt, state });
    let part = world.last().request.id;
    world.record(part, done());
    let cancel = world.make_room(payment, receipt);
    assert_eq!(world.last().request.amount.get(), 600);
    world.record(cancel, done());
    assert_eq!(world.last().request.amount.get(), 600);
}

#[test]
fn nothing_is_issued_anew_where_nothing_is_left() {
    let mut world = World::new();
    let (payment, receipt) = world.issued(Provider);
    let cancel = world.make_room(payment, receipt);
    world.cancel_outside(payment, 1_000);
    world.record(cancel, done());
    assert_eq!(world.receipts().len(), 2);
    assert_eq!(world.payment(payment).cash_receipt, None);
    let state = Cancelled;
    let over = world.refused(to_business(payment, receipt));
    assert_eq!(over, Refusal::CashReceiptInState { receipt, state });
}

#[test]
fn what_the_provider_refuses_of_a_change_is_a_persons_to_do() {
    let mut world = World::new();
    let (payment, receipt) = world.issued(Provider);
    let refused = world.make_room(payment, receipt);
    world.record(refused, failed());
    world.one_stands(payment);
    assert_eq!(
        world.receipts_told()[1..],
        [
            (Cancel, Provider, 1_000, Failed),
            (Cancel, Hand, 1_000, Waiting)
        ]
    );
    let by_hand = world.last().request;
    assert_eq!(by_hand.identity.unwrap().digits(), Some(BUSINESS));
    world.record(by_hand.id, done());
    world.one_stands(payment);
    let next = world.last().request.id;
    world.record(next, failed());
    world.one_stands(payment);
    assert_eq!(
        world.receipts_told()[3..],
        [
            (Issue, Provider, 1_000, Failed),
            (Issue, Hand, 1_000, Waiting)
        ]
    );
    // What a person cannot issue may be asked for again, as ever.
    let next = world.last().request.id;
    world.record(next, failed());
    assert_eq!(world.receipts().len(), 5);
    assert_eq!(world.payment(payment).cash_receipt, None);
}

#[test]
fn a_change_that_a_person_cannot_make_is_given_up() {
    let mut world = World::new();
    let (payment, receipt) = world.issued(Hand);
    let cancel = world.make_room(payment, receipt);
    assert_eq!(world.receipts_told()[1], (Cancel, Hand, 1_000, Waiting));
    world.cancel_outside(payment, 300);
    world.record(cancel, failed());
    world.one_stands(payment);
    // The receipt stands, but for the money that went back.
    assert_eq!(world.receipts_told()[2..], [(Cancel, Hand, 300, Waiting)]);
    assert_eq!(world.last().request.identity, None);
}

#[test]
fn a_receipt_that_the_provider_is_not_known_to_have_is_changed_by_hand() {
    let mut world = World::new();
    let payment = world.paid_by(Method::AccountTransfer);
    let receipt = world.receipt(payment, Provider);
    let mut by_person = done();
    if let super::Recorded::Done { receipt_key, .. } = &mut by_person {
        *receipt_key = None;
    }
    world.record(receipt, by_person);
    let cancel = world.make_room(payment, receipt);
    world.record(cancel, done());
    assert_eq!(
        world.receipts_told()[1..],
        [
            (Cancel, Hand, 1_000, Cancelled),
            (Issue, Hand, 1_000, Waiting)
        ]
    );
}

#[test]
fn only_an_issued_receipt_in_its_time_is_changed() {
    let mut world = World::new();
    let payment = world.paid_by(Method::AccountTransfer);
    let receipt = world.receipt(payment, Provider);
    let state = Requested;
    let open = world.refused(to_business(payment, receipt));
    assert_eq!(open, Refusal::CashReceiptInState { receipt, state });
    world.record(receipt, done());
    let other = world.paid_by(Method::AccountTransfer);
    let elsewhere = world.refused(to_business(other, receipt));
    assert_eq!(elsewhere, Refusal::NoCashReceiptOf(receipt));
    world.pass_days(365);
    let why = NoReceipt::TooLate;
    let late = world.refused(to_business(payment, receipt));
    assert_eq!(late, Refusal::NoCashReceipt { payment, why });
}
