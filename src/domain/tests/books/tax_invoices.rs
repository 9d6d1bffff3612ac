//! Tax invoices: within what was paid and what went back, corrected once, and never beside a cash receipt.

use domain::{
    books::{
        cash_receipts::RequestReceipt,
        disputes::{DecideDispute, OpenDispute},
        tax_invoices::RecordTaxInvoice,
    },
    cash_receipt::{Identity, NoReceipt, ReceiptPurpose, ReceiptWay},
    command::{Answer, Command},
    dispute::{Taken, Verdict},
    effects::AuditAct,
    id::{PaymentId, RefundId, TaxInvoiceId},
    kind::Method,
    refusal::Refusal,
    tax_invoice::{
        AmendReason, InvoiceBound, InvoiceFacts, InvoiceKind, InvoiceState, NoInvoice, Standing,
        TaxInvoice, standing, state,
    },
};

use crate::{customer, person, verbs::take, won, world::World};

/// The approval number of an invoice, by the digit at its end.
fn number(n: u32) -> String {
    format!("202603094100020300000{n:03}")
}

fn original(payment: PaymentId, n: u32, supply: i64, vat: i64) -> RecordTaxInvoice {
    RecordTaxInvoice {
        customer: customer("ann"),
        payment,
        corrects: None,
        facts: InvoiceFacts {
            kind: InvoiceKind::Original,
            reason: None,
            refund: None,
            number: number(n).parse().unwrap(),
            issued_on: chrono::NaiveDate::from_ymd_opt(2026, 3, 9).unwrap(),
            supply: won(supply),
            vat: won(vat),
        },
        note: None,
    }
}

fn amended(payment: PaymentId, n: u32, amount: i64, refund: Option<RefundId>) -> RecordTaxInvoice {
    let mut new = original(payment, n, amount, 0);
    new.facts.kind = InvoiceKind::Amended;
    new.facts.reason = Some(AmendReason::ContractEnded);
    new.facts.refund = refund;
    new
}

fn correcting(wrong: TaxInvoiceId, new: RecordTaxInvoice) -> RecordTaxInvoice {
    RecordTaxInvoice {
        corrects: Some(wrong),
        note: Some("a slip".to_owned()),
        ..new
    }
}

fn over(payment: PaymentId, amount: i64, most: i64, bound: InvoiceBound) -> Refusal {
    Refusal::TaxInvoiceOver {
        payment,
        amount: won(amount),
        most: won(most),
        bound,
    }
}

fn asking(payment: PaymentId) -> RequestReceipt {
    let purpose = ReceiptPurpose::ExpenseProof;
    RequestReceipt {
        customer: customer("ann"),
        payment,
        purpose,
        identity: Identity::new(purpose, "1248100998").unwrap(),
        way: ReceiptWay::Hand,
    }
}

impl World {
    fn invoice(&mut self, new: RecordTaxInvoice) -> TaxInvoiceId {
        take!(self.ok(new), TaxInvoice).id
    }

    fn invoices(&self) -> Vec<TaxInvoice> {
        self.rows.tax_invoices.values().cloned().collect()
    }

    /// What is invoiced, amended and due of a payment.
    fn stands(&self, payment: PaymentId) -> [i64; 3] {
        let all = self.invoices();
        let own: Vec<TaxInvoice> = all.into_iter().filter(|it| it.payment == payment).collect();
        let Standing {
            invoiced,
            amended,
            amendment_due,
        } = standing(&own, self.payment(payment).left());
        [invoiced.get(), amended.get(), amendment_due.get()]
    }
}

#[test]
fn invoices_are_of_no_more_than_was_paid() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.invoice(original(payment, 1, 546, 54));
    let refused = world.refused(original(payment, 2, 401, 0));
    assert_eq!(refused, over(payment, 1_001, 1_000, InvoiceBound::Paid));
    world.invoice(original(payment, 2, 400, 0));
    assert_eq!(world.stands(payment), [1_000, 0, 0]);
    let acts = world.rows.audit_log.iter();
    assert_eq!(
        acts.filter(|it| it.act == AuditAct::TaxInvoiceRecord)
            .count(),
        2
    );
}

#[test]
fn a_number_is_recorded_once_for_a_payment() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let invoice = world.invoice(original(payment, 1, 500, 0));
    let again = world.refused(original(payment, 1, 500, 0));
    assert_eq!(again, Refusal::TaxInvoiceExists { payment, invoice });
    // One invoice may be of several payments.
    let other = world.buy("ann", "direct-100", 1);
    world.invoice(original(other, 1, 500, 0));
}

#[test]
fn a_number_is_of_one_customer_while_its_record_holds() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let other = world.buy("bob", "direct-100", 1);
    let of_other = |number, supply| RecordTaxInvoice {
        customer: customer("bob"),
        ..original(other, number, supply, 0)
    };
    let invoice = world.invoice(original(payment, 1, 500, 0));
    let refused = world.refused(of_other(1, 500));
    let of_another = |invoice, number: u32| Refusal::TaxInvoiceOfAnother {
        number: self::number(number).parse().unwrap(),
        payment,
        invoice,
    };
    assert_eq!(refused, of_another(invoice, 1));
    // Two of one batch: the first of them counts.
    let each = [of_other(2, 500), original(payment, 2, 500, 0)];
    let both = each.map(|new| Command::any(new.into(), person("tester")));
    let both = world.run(&both);
    assert!(both[0].is_ok(), "{both:?}");
    assert!(
        matches!(both[1], Err(Refusal::TaxInvoiceOfAnother { .. })),
        "{both:?}"
    );
    // The number had a slip, so that it is the other's.
    world.invoice(correcting(invoice, original(payment, 3, 500, 0)));
    world.invoice(of_other(1, 500));
}

#[test]
fn what_went_back_is_due_until_an_amended_one_is_recorded() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.invoice(original(payment, 1, 910, 90));
    let early = world.refused(amended(payment, 2, 300, None));
    assert_eq!(early, over(payment, 300, 0, InvoiceBound::GoneBack));
    world.spend("ann", 40);
    let refund = world.refund(payment).id;
    let unsettled = world.refused(amended(payment, 2, 600, Some(refund)));
    assert_eq!(unsettled, over(payment, 600, 0, InvoiceBound::GoneBack));
    assert_eq!(world.stands(payment), [1_000, 0, 0]);
    world.succeed(refund);
    assert_eq!(world.stands(payment), [1_000, 0, 600]);
    let more = world.refused(amended(payment, 2, 601, Some(refund)));
    assert_eq!(more, over(payment, 601, 600, InvoiceBound::GoneBack));
    world.invoice(amended(payment, 2, 200, Some(refund)));
    assert_eq!(world.stands(payment), [1_000, 200, 400]);
    // Others take 100 won besides.
    world.cancel_outside(payment, 700);
    let beside = world.refused(amended(payment, 3, 500, Some(refund)));
    assert_eq!(beside, over(payment, 700, 600, InvoiceBound::Refund));
    world.invoice(amended(payment, 3, 400, Some(refund)));
    world.invoice(amended(payment, 4, 100, None));
    assert_eq!(world.stands(payment), [1_000, 700, 0]);
}

#[test]
fn an_amended_one_is_of_a_refund_of_the_payment() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let other = world.buy("ann", "direct-100", 1);
    world.invoice(original(payment, 1, 1_000, 0));
    let refund = world.refund(other).id;
    world.succeed(refund);
    world.cancel_outside(payment, 500);
    let stranger = world.refused(amended(payment, 2, 100, Some(refund)));
    assert_eq!(stranger, Refusal::NoRefund(refund));
    // Nothing is amended that was not invoiced.
    let nothing = world.refused(amended(other, 3, 1, None));
    assert_eq!(nothing, over(other, 1, 0, InvoiceBound::Invoiced));
}

#[test]
fn a_wrong_record_is_corrected_once() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let wrong = world.invoice(original(payment, 1, 900, 0));
    let right = world.invoice(correcting(wrong, original(payment, 1, 1_000, 0)));
    assert_eq!(world.stands(payment), [1_000, 0, 0]);
    let all = world.invoices();
    assert_eq!(state(&all[0], &all), InvoiceState::Corrected);
    assert_eq!(state(&all[1], &all), InvoiceState::Recorded);
    let again = world.refused(correcting(wrong, original(payment, 1, 800, 0)));
    assert_eq!(again, Refusal::TaxInvoiceCorrected(wrong));
    // Then nothing of the payment is invoiced, and the number is free.
    world.invoice(correcting(right, original(payment, 1, 0, 0)));
    assert_eq!(world.stands(payment), [0, 0, 0]);
    world.invoice(original(payment, 1, 1_000, 0));
    let unknown = world.buy("ann", "direct-100", 1);
    let elsewhere = world.refused(correcting(right, original(unknown, 2, 10, 0)));
    assert_eq!(elsewhere, Refusal::NoTaxInvoiceOf(right));
}

#[test]
fn an_original_is_not_corrected_below_what_was_amended() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    let invoice = world.invoice(original(payment, 1, 1_000, 0));
    world.cancel_outside(payment, 600);
    world.invoice(amended(payment, 2, 600, None));
    let below = world.refused(correcting(invoice, original(payment, 1, 500, 0)));
    assert_eq!(below, over(payment, 600, 500, InvoiceBound::Invoiced));
    world.invoice(correcting(invoice, original(payment, 1, 600, 0)));
}

#[test]
fn money_that_comes_again_leaves_the_records_and_lets_them_be_corrected() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.invoice(original(payment, 1, 1_000, 0));
    let opening = OpenDispute {
        customer: customer("ann"),
        payment,
        amount: None,
        reference: "CB-1".to_owned(),
        reason: "not mine".to_owned(),
        respond_by: None,
    };
    let dispute = take!(world.ok(opening), Disputed).dispute.id;
    let order = world.payment(payment).order;
    let deciding = |verdict| DecideDispute {
        customer: customer("ann"),
        payment,
        order,
        dispute,
        verdict,
        note: "they wrote".to_owned(),
    };
    world.ok(deciding(Verdict::Lost(Taken::Settlement)));
    assert_eq!(world.stands(payment), [1_000, 0, 1_000]);
    let taken = world.invoice(amended(payment, 2, 1_000, None));
    world.ok(deciding(Verdict::Reinstated));
    assert_eq!(world.stands(payment), [1_000, 1_000, 0]);
    // The amended one was never issued: the record says so.
    let mut gone = amended(payment, 2, 0, None);
    gone.facts.reason = Some(AmendReason::PriceChanged);
    world.invoice(correcting(taken, gone));
    assert_eq!(world.stands(payment), [1_000, 0, 0]);
}

#[test]
fn one_supply_has_one_proof() {
    let mut world = World::new();
    let payment = world.buy("ann", "direct-100", 1);
    world.rows.payments.get_mut(&payment).unwrap().method = Method::BankTransfer;
    let invoice = world.invoice(original(payment, 1, 1_000, 0));
    let why = NoReceipt::TaxInvoice;
    let refused = world.refused(asking(payment));
    assert_eq!(refused, Refusal::NoCashReceipt { payment, why });
    world.invoice(correcting(invoice, original(payment, 1, 0, 0)));
    let receipt = take!(world.ok(asking(payment)), CashReceipt).request.id;
    let why = NoInvoice::Receipt(receipt);
    let refused = world.refused(original(payment, 2, 1_000, 0));
    assert_eq!(refused, Refusal::NoTaxInvoice { payment, why });
    let with_payment = world.buy("ann", "direct-100", 1);
    let facts = &mut world.rows.payments.get_mut(&with_payment).unwrap().facts;
    facts.insert("cash_receipt".to_owned(), "1".to_owned());
    let (payment, why) = (with_payment, NoInvoice::IssuedWithPayment);
    let refused = world.refused(original(payment, 2, 1_000, 0));
    assert_eq!(refused, Refusal::NoTaxInvoice { payment, why });
}

#[test]
fn the_vat_is_a_tenth_at_most() {
    for (supply, vat, fits) in [
        (10_000, 1_000, true),
        (10_000, 1_099, true),
        (10_000, 1_100, false),
        (10_000, 0, true),
        (909, 9_091, false),
        (0, 99, true),
        (0, 100, false),
    ] {
        let facts = original(
            PaymentId::new(World::new().now, &mut World::new().entropy),
            1,
            supply,
            vat,
        )
        .facts;
        assert_eq!(facts.bears_its_vat(), fits, "{supply} and {vat}");
    }
}
