//! Tax invoices on the page of their payment: what is recorded, what an amended one is due for, and the form that records one.

pub(super) mod due;
pub(super) mod recording;

use domain::{
    id::PaymentId,
    payment::Payment,
    refund::{Refund, RefundState},
    tax_invoice::{AmendReason, InvoiceKind, TaxInvoice, current, standing, state},
};

use super::cells::won;
use crate::{
    app::App,
    flows::{refund::REASON_MAX, tax_invoices},
    http::error::Problem,
    web::console::{
        Frame, Words,
        list::Cell,
        tax_invoices as said,
        thing::{Act, Field, Input, Table, Thing},
        words,
    },
};

const RECORD: Words = ("세금계산서 기록", "Record a tax invoice");
const RECORDS: Words = (
    "홈택스나 발행 대행 서비스에서 발행한 세금계산서를 적습니다. 여기서 발행되지는 않습니다. 환불한 뒤에는 수정세금계산서를 발행하고 적어 주세요.",
    "Records a tax invoice that was issued at Hometax or through an agent. It is not issued here. After a refund, issue the amended one and record it.",
);
/// Characters of an approval number with the hyphens and spaces that people copy.
const NUMBER_CHARS: usize = 40;
/// Characters of a day: 2026-12-01.
const DAY_CHARS: usize = 10;

/// What the page of a payment shows of its tax invoices.
pub(super) fn shown(page: &mut Thing, payment: &Payment, all: &[TaxInvoice], refunds: &[Refund]) {
    let frame = page.frame.clone();
    let due = standing(all, payment.left()).amendment_due;
    if !due.is_zero() {
        let words = ("수정세금계산서 발행 필요", "Amended tax invoice due");
        page.fact(words, Cell::Won(due.get()));
        let note = frame.t(
            "돌려준 금액의 수정세금계산서가 아직 기록되지 않았습니다. 발행한 뒤 아래에 적어 주세요.",
            "No amended tax invoice is recorded for what went back. Issue one, and record it below.",
        );
        page.notes.push(note.to_owned());
    }
    if !all.is_empty() {
        page.tables.push(table(&frame, all));
    }
    if frame.acts && (payment.cash_receipt.is_none() || !all.is_empty()) {
        page.acts.push(recording(&frame, payment, all, refunds));
    }
}

fn table(frame: &Frame, all: &[TaxInvoice]) -> Table {
    let row = |it: &TaxInvoice| {
        let stands = state(it, all);
        let reason = it.reason.map(said::reason);
        vec![
            Cell::shown(&it.number),
            Cell::shown(&frame.word(said::kind(it.kind))),
            reason.map_or(Cell::Empty, |words| Cell::shown(&frame.word(words))),
            Cell::Won(it.amount().get()),
            Cell::Won(it.supply.get()),
            Cell::Won(it.vat.get()),
            Cell::shown(&it.issued_on),
            words::state(stands.as_str(), said::state(stands)),
        ]
    };
    Table {
        id: "tax-invoices",
        title: ("세금계산서", "Tax invoices"),
        heads: &[
            (("승인번호", "Approval number"), false),
            (("종류", "Kind"), false),
            (("사유", "Reason"), false),
            (("금액", "Amount"), true),
            (("공급가액", "Supply"), true),
            (("세액", "VAT"), true),
            (("발행일", "Issued"), false),
            (("상태", "State"), false),
        ],
        rows: all.iter().map(row).collect(),
        empty: ("없습니다.", "None."),
    }
}

fn recording(frame: &Frame, payment: &Payment, all: &[TaxInvoice], refunds: &[Refund]) -> Act {
    let to = format!("/console/payments/{}/tax-invoices", payment.id);
    let kinds = InvoiceKind::ALL.iter().map(|kind| {
        let words = frame.word(said::kind(*kind));
        (kind.as_str().to_owned(), words.to_owned())
    });
    let number = (
        "국세청 승인번호 (24자리)",
        "The tax office's number, 24 characters",
    );
    let day = (
        "발행일 (예: 2026-12-01)",
        "Day of issue, such as 2026-12-01",
    );
    let amount = (
        "이 결제의 금액 (공급가액 + 세액)",
        "Won of this payment: supply and VAT",
    );
    let note = ("메모 (정정할 때는 이유)", "Note; of a correction, why");
    let mut act = Act::new("tax-invoice", to, RECORD, ("다음: 확인", "Next: check it"))
        .says(frame.word(RECORDS))
        .field(Field::new(
            "kind",
            ("종류", "Kind"),
            Input::Choice(kinds.collect()),
        ))
        .field(Field::new(
            "approval_number",
            number,
            Input::Text(NUMBER_CHARS),
        ))
        .field(Field::new("issued_on", day, Input::Text(DAY_CHARS)))
        .field(Field::new("amount", amount, Input::Number))
        .field(Field::new("supply", ("공급가액", "Supply"), Input::Number))
        .field(Field::new("vat", ("세액", "VAT"), Input::Number));
    for field in choices(frame, all, refunds) {
        act = act.field(field);
    }
    act.field(Field::new("note", note, Input::MaybeText(REASON_MAX)))
}

/// What is chosen of an amended invoice and of a correction, where there is something to choose.
fn choices(frame: &Frame, all: &[TaxInvoice], refunds: &[Refund]) -> Vec<Field> {
    let select = |name, words, rest: Vec<(String, String)>| {
        let none = (String::new(), frame.t("해당 없음", "None").to_owned());
        let choices = std::iter::once(none).chain(rest).collect();
        Field::new(name, words, Input::Select(choices))
    };
    let reasons = AmendReason::ALL.iter().map(|reason| {
        let words = frame.word(said::reason(*reason));
        (reason.as_str().to_owned(), words.to_owned())
    });
    let given = refunds
        .iter()
        .filter(|it| it.state == RefundState::Succeeded);
    let given = given.map(|it| {
        let amount = won(frame, it.given());
        (it.id.to_string(), format!("{} · {amount}", it.id))
    });
    let known = current(all).map(|it| {
        let amount = won(frame, it.amount());
        (it.id.to_string(), format!("{} · {amount}", it.number))
    });
    let why = (
        "수정 사유 (수정세금계산서만)",
        "Why it was amended; of an amended one",
    );
    let about = (
        "어느 환불의 것인지 (수정세금계산서만)",
        "The refund it is about; of an amended one",
    );
    let wrong = (
        "잘못 적은 기록을 고친다면 그 기록 (금액 0: 이 결제의 것이 아님)",
        "The record that it corrects; an amount of 0 says that the payment has no such invoice",
    );
    let mut fields = vec![select("reason", why, reasons.collect())];
    fields.push(select("refund_id", about, given.collect()));
    if !all.is_empty() {
        fields.push(select("corrects", wrong, known.collect()));
    }
    fields
}

/// The tax invoices of a payment.
pub(super) async fn of_payment(app: &App, payment: PaymentId) -> Result<Vec<TaxInvoice>, Problem> {
    Ok(tax_invoices::of_payment(app, payment).await?)
}
