//! Cash receipts: who may have one, over how much, and that they follow the money back.

mod changes;

use domain::{
    books::cash_receipts::{FollowReceipt, RecordReceipt, Recorded, RequestReceipt},
    cash_receipt::{
        ASKED_WITHIN_DAYS, CashReceipt, Identity, NoReceipt, ReceiptAct, ReceiptEnd,
        ReceiptPurpose, ReceiptState, ReceiptWay, state,
    },
    command::Answer,
    effects::Job,
    failure::Failure,
    id::{CashReceiptId, PaymentId},
    kind::Method,
    refusal::Refusal,
};

use crate::{
    customer,
    verbs::{nobody_s, take},
    won,
    world::World,
};

fn asking(payment: PaymentId, way: ReceiptWay) -> RequestReceipt {
    let purpose = ReceiptPurpose::IncomeDeduction;
    RequestReceipt {
        customer: customer("ann"),
        payment,
        purpose,
        identity: Identity::new(purpose, "01012345678").unwrap(),
        way,
    }
}

fn done() -> Recorded {
    Recorded::Done {
        receipt_key: Some("k".to_owned()),
        issue_number: Some("150000001".to_owned()),
        url: None,
        note: None,
    }
}

fn failed() -> Recorded {
    Recorded::Failed {
        failure: Some(Failure::new("INVALID_NUMBER", "no")),
        note: None,
    }
}

impl World {
    /// A payment of ann's by `method`, of 1,000 won.
    fn paid_by(&mut self, method: Method) -> PaymentId {
        let payment = self.buy("ann", "direct-100", 1);
        self.rows.payments.get_mut(&payment).unwrap().method = method;
        payment
    }

    fn receipt(&mut self, payment: PaymentId, way: ReceiptWay) -> CashReceiptId {
        let receipt = take!(self.ok(asking(payment, way)), CashReceipt);
        receipt.request.id
    }

    fn record(&mut self, request: CashReceiptId, recorded: Recorded) -> CashReceipt {
        let payment = self.rows.cash_receipt_requests[&request].payment;
        let record = RecordReceipt {
            customer: customer("ann"),
            payment,
            request,
            recorded,
        };
        take!(self.ok(record), CashReceipt)
    }

    fn follow(&mut self, payment: PaymentId) {
        let customer = customer("ann");
        self.ok(FollowReceipt { customer, payment });
    }

    fn receipts(&self) -> Vec<CashReceipt> {
        let outcomes = &self.rows.cash_receipt_outcomes;
        let with = |request: &domain::cash_receipt::CashReceiptRequest| CashReceipt {
            outcome: outcomes
                .values()
                .find(|it| it.request == request.id)
                .cloned(),
            request: request.clone(),
        };
        self.rows.cash_receipt_requests.values().map(with).collect()
    }

    /// What is asked for and what became of it, in order: act, way, won, state.
    fn receipts_told(&self) -> Vec<(ReceiptAct, ReceiptWay, i64, ReceiptState)> {
        let all = self.receipts();
        let told = |it: &CashReceipt| {
            let request = &it.request;
            (
                request.act,
                request.way,
                request.amount.get(),
                state(it, &all),
            )
        };
        all.iter().map(told).collect()
    }
}

use ReceiptAct::{Cancel, Issue};
use ReceiptState::{Cancelled, Failed, Issued, Requested, Waiting};
use ReceiptWay::{Hand, Provider};

#[test]
fn only_money_from_an_account_has_a_receipt() {
    for (method, why) in [
        (Method::AccountTransfer, None),
        (Method::VirtualAccount, None),
        (Method::BankTransfer, None),
        (Method::Card, Some(NoReceipt::Card)),
        (Method::EasyPay, Some(NoReceipt::Wallet)),
        (Method::Mobile, Some(NoReceipt::OtherWay)),
        (Method::GiftCertificate, Some(NoReceipt::OtherWay)),
        (Method::Other, Some(NoReceipt::OtherWay)),
    ] {
        let mut world = World::new();
        let payment = world.paid_by(method);
        let asked = world.try_to(asking(payment, Provider));
        match why {
            None => assert!(asked.is_ok(), "{method}"),
            Some(why) => {
                let no = Refusal::NoCashReceipt { payment, why };
                assert_eq!(asked.unwrap_err(), no, "{method}");
            }
        }
    }
}

#[test]
fn a_receipt_is_on_disk_with_its_job_before_anybody_is_asked() {
    let mut world = World::new();
    let payment = world.paid_by(Method::VirtualAccount);
    let receipt = world.receipt(payment, Provider);
    assert_eq!(world.receipts_told(), [(Issue, Provider, 1_000, Requested)]);
    assert!(world.rows.jobs.contains_key(&Job::SettleReceipts(payment)));
    assert_eq!(world.payment(payment).cash_receipt, Some(receipt));
    let again = world.refused(asking(payment, Provider));
    assert_eq!(again, Refusal::CashReceiptExists { payment, receipt });
    world.record(receipt, done());
    assert_eq!(world.receipts_told(), [(Issue, Provider, 1_000, Issued)]);
    let events: Vec<&str> = world
        .rows
        .events
        .iter()
        .map(|it| it.event.kind().as_str())
        .collect();
    assert!(
        events.ends_with(&["cash_receipt.requested", "cash_receipt.issued"]),
        "{events:?}"
    );
    let shown = format!("{:?} {:?}", world.rows.events, world.rows.audit_log);
    assert!(!shown.contains("5678"), "{shown}");
}

#[test]
fn what_was_refused_may_be_asked_for_again() {
    let mut world = World::new();
    let payment = world.paid_by(Method::AccountTransfer);
    let receipt = world.receipt(payment, Provider);
    let ended = world.record(receipt, failed());
    assert!(ended.ended_as(ReceiptEnd::Failed));
    assert_eq!(world.payment(payment).cash_receipt, None);
    world.receipt(payment, Provider);
    assert_eq!(
        world.receipts_told(),
        [
            (Issue, Provider, 1_000, Failed),
            (Issue, Provider, 1_000, Requested)
        ]
    );
}

#[test]
fn a_receipt_is_of_what_nobody_gave_back() {
    let mut world = World::new();
    let payment = world.paid_by(Method::AccountTransfer);
    world.cancel_outside(payment, 300);
    world.receipt(payment, Hand);
    assert_eq!(world.receipts_told(), [(Issue, Hand, 700, Waiting)]);
    let nothing = world.paid_by(Method::AccountTransfer);
    world.cancel_outside(nothing, 1_000);
    let why = NoReceipt::NothingLeft;
    let no = Refusal::NoCashReceipt {
        payment: nothing,
        why,
    };
    assert_eq!(world.refused(asking(nothing, Hand)), no);
}

#[test]
fn a_receipt_may_be_asked_for_until_a_year_after_the_payment() {
    let mut world = World::new();
    let (first, second) = (
        world.paid_by(Method::BankTransfer),
        world.paid_by(Method::BankTransfer),
    );
    world.pass_days(ASKED_WITHIN_DAYS);
    world.pass(-chrono::Duration::microseconds(1));
    world.ok(asking(first, Hand));
    world.pass(chrono::Duration::microseconds(1));
    let why = NoReceipt::TooLate;
    let no = Refusal::NoCashReceipt {
        payment: second,
        why,
    };
    assert_eq!(world.refused(asking(second, Hand)), no);
}

#[test]
fn a_receipt_is_taken_back_with_the_money_in_part_and_whole() {
    let mut world = World::new();
    let payment = world.paid_by(Method::VirtualAccount);
    let receipt = world.receipt(payment, Provider);
    world.record(receipt, done());
    world.rows.jobs.clear();
    world.spend("ann", 60);
    let refund = world.refund(payment);
    assert!(!world.rows.jobs.contains_key(&Job::SettleReceipts(payment)));
    world.succeed(refund.id);
    assert!(world.rows.jobs.contains_key(&Job::SettleReceipts(payment)));
    world.follow(payment);
    world.follow(payment);
    let part = (Cancel, Provider, 400, Requested);
    assert_eq!(
        world.receipts_told(),
        [(Issue, Provider, 1_000, Issued), part]
    );
    // What others take is taken back of the receipt as well.
    world.cancel_outside(payment, 1_000);
    world.follow(payment);
    let rest = (Cancel, Provider, 600, Requested);
    assert_eq!(world.receipts_told()[2], rest);
    for cancel in world.receipts().iter().skip(1) {
        world.record(cancel.request.id, done());
    }
    assert_eq!(
        world.receipts_told(),
        [
            (Issue, Provider, 1_000, Cancelled),
            (Cancel, Provider, 400, Cancelled),
            (Cancel, Provider, 600, Cancelled),
        ]
    );
    assert_eq!(world.payment(payment).cash_receipt, None);
}

#[test]
fn money_that_goes_back_before_the_receipt_is_there_is_taken_back_of_it_afterwards() {
    let mut world = World::new();
    let payment = world.paid_by(Method::BankTransfer);
    let receipt = world.receipt(payment, Hand);
    world.cancel_outside(payment, 250);
    world.follow(payment);
    assert_eq!(world.receipts_told(), [(Issue, Hand, 1_000, Waiting)]);
    world.record(receipt, done());
    assert_eq!(
        world.receipts_told(),
        [(Issue, Hand, 1_000, Issued), (Cancel, Hand, 250, Waiting)]
    );
}

#[test]
fn a_cancel_that_the_provider_refuses_is_a_persons_and_stays_asked_for() {
    let mut world = World::new();
    let payment = world.paid_by(Method::VirtualAccount);
    let receipt = world.receipt(payment, Provider);
    world.record(receipt, done());
    world.cancel_outside(payment, 100);
    world.follow(payment);
    let cancel = world.receipts()[1].request.id;
    world.record(cancel, failed());
    assert_eq!(
        world.receipts_told()[1..],
        [
            (Cancel, Provider, 100, Failed),
            (Cancel, Hand, 100, Waiting)
        ]
    );
    let by_hand = world.receipts()[2].request.id;
    world.record(by_hand, failed());
    assert_eq!(world.receipts_told()[3], (Cancel, Hand, 100, Waiting));
    let last = world.receipts()[3].request.id;
    world.record(last, done());
    assert_eq!(world.receipts_told()[0], (Issue, Provider, 1_000, Issued));
    world.follow(payment);
    assert_eq!(world.receipts_told().len(), 4);
}

#[test]
fn what_became_of_a_receipt_is_recorded_once() {
    let mut world = World::new();
    let payment = world.paid_by(Method::BankTransfer);
    let receipt = world.receipt(payment, Hand);
    world.record(receipt, done());
    let record = |request| RecordReceipt {
        customer: customer("ann"),
        payment,
        request,
        recorded: failed(),
    };
    let end = ReceiptEnd::Done;
    assert_eq!(
        world.refused(record(receipt)),
        Refusal::CashReceiptRecorded { receipt, end }
    );
    let none = CashReceiptId::new(world.now, &mut world.outside);
    assert_eq!(world.refused(record(none)), Refusal::NoCashReceiptOf(none));
    let (_, nobodys, ..) = nobody_s(&mut world);
    assert_eq!(
        world.refused(asking(nobodys, Hand)),
        Refusal::NoPayment(nobodys)
    );
    assert_eq!(world.payment(payment).amount, won(1_000));
}
