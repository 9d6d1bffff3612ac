//! Cash receipts at the desk: those that wait for a person, and one of them with what may be recorded of it.

mod acts;
mod changing;

use axum::response::Response;
use domain::{
    cash_receipt::{CashReceipt, Identity, ReceiptAct, ReceiptState, ReceiptWay, state},
    failure::in_words,
    id::CashReceiptId,
    payment::Payment,
};

use super::{
    cells::{provider, to_customer, won},
    list::{self, Column, Listing},
};
use crate::{
    app::{App, Shared},
    flows::{cash_receipt, desk::Names, explain, page::Page, views},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Frame,
        list::Cell,
        receipts as said,
        thing::{Table, Thing},
        words,
    },
};
pub(super) use acts::{failed, issued, number};
pub(super) use changing::change;

static WAITING: Listing<CashReceipt> = Listing {
    title: ("현금영수증", "Cash receipts"),
    about: (
        "직접 발급하거나 취소할 현금영수증, 최신순. 홈택스에서 처리한 뒤 여기에 적습니다.",
        "Cash receipts that a person has to issue or cancel, newest first: done at Hometax, and recorded here.",
    ),
    empty: ("기다리는 현금영수증이 없습니다.", "No cash receipt waits."),
    file: "cash-receipts",
    act: None,
    columns: &[
        Column {
            name: "id",
            words: ("현금영수증", "Cash receipt"),
            amount: false,
            cell: |receipt, _| link(receipt),
        },
        Column {
            name: "act",
            words: ("할 일", "To do"),
            amount: false,
            cell: |receipt, frame| Cell::shown(&frame.word(said::act(receipt.request.act))),
        },
        Column {
            name: "purpose",
            words: ("용도", "Purpose"),
            amount: false,
            cell: |receipt, frame| Cell::shown(&frame.word(said::purpose(receipt.request.purpose))),
        },
        Column {
            name: "amount",
            words: ("금액", "Amount"),
            amount: true,
            cell: |receipt, _| Cell::Won(receipt.request.amount.get()),
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |receipt, _| to_customer(&receipt.request.customer),
        },
        Column {
            name: "requested_at",
            words: ("요청 시각", "Asked"),
            amount: false,
            cell: |receipt, _| Cell::When(receipt.request.requested_at),
        },
    ],
};

fn link(receipt: &CashReceipt) -> Cell {
    let id = receipt.request.id;
    Cell::link(path(id), &id)
}

fn path(id: CashReceiptId) -> String {
    format!("/console/cash-receipts/{id}")
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let read = |page: Page<_>| cash_receipt::waiting(&app, page);
    list::show(&visit, &ask, &WAITING, Vec::new(), read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.thing(page)
}

async fn page(app: &App, visit: &Visit, id: CashReceiptId) -> Result<Thing, Problem> {
    let (receipt, all) = cash_receipt::one(app, id).await?;
    let payment = views::payment(app, receipt.request.payment).await?;
    let names = Names::read(app).await?;
    let (frame, request) = (&visit.frame, &receipt.request);
    let what = frame.word(said::act(request.act));
    let mut page = Thing::new(frame, format!("{what} · {}", won(frame, request.amount)));
    page.id = id.to_string();
    let stands = state(&receipt, &all);
    page.state = words::state(stands.as_str(), said::state(stands));
    page.moves = stands == ReceiptState::Requested;
    notes(&mut page, app, &receipt);
    let to = format!("/console/payments/{}", request.payment);
    page.fact(("고객", "Customer"), to_customer(&request.customer));
    page.fact(("결제", "Payment"), Cell::link(to, &request.payment));
    page.fact(("결제사", "Provider"), provider(frame, &request.provider));
    page.fact(
        ("용도", "Purpose"),
        Cell::shown(&frame.word(said::purpose(request.purpose))),
    );
    let number = request.identity.as_ref().map(Identity::masked);
    page.fact(
        if receipt.makes_room() {
            ("다시 발급할 번호", "To be issued again for")
        } else {
            ("발급 번호", "Issued for")
        },
        number.map_or(Cell::Empty, Cell::Text),
    );
    page.fact(
        ("결제에 남은 금액", "Left of the payment"),
        Cell::Won(payment.left().get()),
    );
    page.fact(
        ("요청한 사람", "Asked by"),
        Cell::Text(names.of(&request.requested_by)),
    );
    page.fact(("요청 시각", "Asked"), Cell::When(request.requested_at));
    if let Some(outcome) = &receipt.outcome {
        let number = outcome.issue_number.clone();
        page.fact(
            ("승인번호", "Receipt number"),
            number.map_or(Cell::Empty, Cell::Text),
        );
        page.fact(
            ("기록한 사람", "Recorded by"),
            Cell::Text(names.of(&outcome.recorded_by)),
        );
        page.fact(("기록 시각", "Recorded"), Cell::When(outcome.recorded_at));
    }
    page.tables.push(table(frame, &all));
    if frame.acts {
        page.acts = acts::of(frame, &receipt);
        let moves = all
            .iter()
            .any(|it| it.request.receipt == id && it.is_open());
        if request.act == ReceiptAct::Issue && stands == ReceiptState::Issued && !moves {
            page.acts.push(changing::act(frame, &receipt));
        }
    }
    Ok(page)
}

fn notes(page: &mut Thing, app: &App, receipt: &CashReceipt) {
    let outcome = receipt.outcome.as_ref();
    page.notes
        .extend(outcome.and_then(|it| in_words(it.failure.as_ref(), it.note.as_deref())));
    let failure = outcome.and_then(|it| it.failure.as_ref());
    let known =
        failure.and_then(|it| explain::receipt_for_support(app, &receipt.request.provider, it));
    page.notes.extend(known);
    if receipt.is_open() {
        let says = match receipt.request.way {
            ReceiptWay::Provider => (
                "결제사에 요청하고 있습니다. 오래 걸리면 작업 목록에서 이유를 볼 수 있습니다.",
                "The provider is asked. Where it takes long, the list of jobs says why.",
            ),
            ReceiptWay::Hand => (
                "홈택스에서 처리한 뒤 승인번호를 아래에 적어 주세요.",
                "Do it at Hometax, and record the number below.",
            ),
        };
        page.notes.push(page.frame.word(says).to_owned());
    }
}

/// The receipts of a payment and the cancels of them.
pub(super) fn table(frame: &Frame, all: &[CashReceipt]) -> Table {
    let row = |receipt: &CashReceipt| {
        let stands = state(receipt, all);
        let number = receipt
            .outcome
            .as_ref()
            .and_then(|it| it.issue_number.clone());
        vec![
            link(receipt),
            Cell::shown(&frame.word(said::act(receipt.request.act))),
            Cell::Won(receipt.request.amount.get()),
            words::state(stands.as_str(), said::state(stands)),
            number.map_or(Cell::Empty, Cell::Text),
            Cell::When(receipt.request.requested_at),
        ]
    };
    Table {
        id: "cash-receipts",
        title: ("현금영수증", "Cash receipts"),
        heads: &[
            (("번호", "Id"), false),
            (("무엇을", "What"), false),
            (("금액", "Amount"), true),
            (("상태", "State"), false),
            (("승인번호", "Receipt number"), false),
            (("요청 시각", "Asked"), false),
        ],
        rows: all.iter().map(row).collect(),
        empty: ("없습니다.", "None."),
    }
}

/// The table of a payment, where it has any.
pub(super) async fn of_payment(
    app: &App,
    frame: &Frame,
    payment: &Payment,
) -> Result<Option<Table>, Problem> {
    let all = cash_receipt::of_payment(app, payment.id).await?;
    Ok((!all.is_empty()).then(|| table(frame, &all)))
}
