//! Disputes at the desk: those to be answered, and one of them with what may be recorded of it.

pub(super) mod acts;
pub(super) mod opening;

use axum::response::Response;
use domain::{
    dispute::{DisputeState, Disputed},
    id::DisputeId,
    payment::Payment,
};

use super::{
    cells::{provider, to_customer},
    list::{self, Column, Listing},
};
use crate::{
    app::{App, Shared},
    flows::{desk::Names, disputes, page::Page, views},
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Frame, disputes as said,
        list::Cell,
        thing::{Table, Thing},
        words,
    },
};

static DISPUTES: Listing<Disputed> = Listing {
    title: ("이의제기", "Disputes"),
    about: (
        "카드사에 이의가 제기된 결제, 최신순. 결제 화면에서 접수하고, 결과가 나오면 여기에 적습니다.",
        "Payments that are disputed at the card company, newest first. Recorded on the payment's page, and decided here.",
    ),
    empty: ("이의가 제기된 결제가 없습니다.", "No payment is disputed."),
    file: "disputes",
    act: None,
    columns: &[
        Column {
            name: "id",
            words: ("이의제기", "Dispute"),
            amount: false,
            cell: |known, _| Cell::link(path(known.dispute.id), &known.dispute.reference),
        },
        Column {
            name: "amount",
            words: ("금액", "Amount"),
            amount: true,
            cell: |known, _| Cell::Won(known.dispute.amount.get()),
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |known, _| to_customer(&known.dispute.customer),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |known, _| words::state(known.state().as_str(), said::state(known.state())),
        },
        Column {
            name: "respond_by",
            words: ("소명 기한", "Answer by"),
            amount: false,
            cell: |known, _| Cell::maybe_until(known.dispute.respond_by),
        },
        Column {
            name: "opened_at",
            words: ("접수 시각", "Recorded"),
            amount: false,
            cell: |known, _| Cell::When(known.dispute.opened_at),
        },
    ],
};

fn path(id: DisputeId) -> String {
    format!("/console/disputes/{id}")
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let shown = |()| ("true", ("소명 필요", "To be answered"));
    let filter = list::choice(&ask, "open", ("상태", "State"), &[()], shown);
    let open = filter.chosen == "true";
    let read = |page: Page<_>| disputes::list(&app, open, page);
    list::show(&visit, &ask, &DISPUTES, vec![filter], read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.thing(page)
}

pub(super) async fn page(app: &App, visit: &Visit, id: DisputeId) -> Result<Thing, Problem> {
    let known = disputes::one(app, id).await?;
    let payment = views::payment(app, known.dispute.payment).await?;
    let names = Names::read(app).await?;
    let (frame, dispute, state) = (&visit.frame, &known.dispute, known.state());
    let title = frame.t("이의제기", "Dispute").to_owned() + " " + &dispute.reference;
    let mut page = Thing::new(frame, title);
    page.id = id.to_string();
    page.state = words::state(state.as_str(), said::state(state));
    page.back = Some(("/console/disputes".to_owned(), DISPUTES.title));
    if state == DisputeState::Open {
        let note = frame.t(
            "결과가 나올 때까지 이 결제는 환불되지 않습니다. 크레딧은 그대로 쓸 수 있습니다. 막으려면 고객 화면에서 동결해 주세요.",
            "Nothing of this payment is refunded until it is decided. Its credits can be used meanwhile; freeze the account to stop that.",
        );
        page.notes.push(note.to_owned());
    }
    let to = format!("/console/payments/{}", dispute.payment);
    page.fact(("고객", "Customer"), to_customer(&dispute.customer));
    page.fact(("결제", "Payment"), Cell::link(to, &dispute.payment));
    page.fact(("결제사", "Provider"), provider(frame, &payment.provider));
    page.fact(("이의 금액", "In dispute"), Cell::Won(dispute.amount.get()));
    page.fact(
        ("소명 기한", "Answer by"),
        Cell::maybe_until(dispute.respond_by),
    );
    page.fact(("사유", "Reason"), Cell::shown(&dispute.reason));
    page.fact(
        ("접수한 사람", "Recorded by"),
        Cell::Text(names.of(&dispute.opened_by)),
    );
    page.fact(("접수 시각", "Recorded"), Cell::When(dispute.opened_at));
    if let Some(decision) = &known.decision {
        if let Some(taken) = decision.taken {
            let cell = Cell::shown(&frame.word(said::taken(taken)));
            page.fact(("돈이 나간 방법", "How the money went"), cell);
        }
        page.fact(("결과 기록", "Noted"), Cell::shown(&decision.note));
        page.fact(
            ("정한 사람", "Decided by"),
            Cell::Text(names.of(&decision.decided_by)),
        );
        page.fact(("정한 시각", "Decided"), Cell::When(decision.decided_at));
    }
    if frame.acts {
        page.acts = acts::of(frame, &known);
    }
    Ok(page)
}

/// The table of a payment, where it has any.
pub(super) async fn of_payment(
    app: &App,
    frame: &Frame,
    payment: &Payment,
) -> Result<Option<Table>, Problem> {
    let all = disputes::of_payment(app, payment.id).await?;
    Ok((!all.is_empty()).then(|| table(frame, &all)))
}

fn table(_: &Frame, all: &[Disputed]) -> Table {
    let row = |known: &Disputed| {
        vec![
            Cell::link(path(known.dispute.id), &known.dispute.reference),
            Cell::Won(known.dispute.amount.get()),
            words::state(known.state().as_str(), said::state(known.state())),
            Cell::When(known.dispute.opened_at),
        ]
    };
    Table {
        id: "disputes",
        title: ("이의제기", "Disputes"),
        heads: &[
            (("이의제기", "Dispute"), false),
            (("금액", "Amount"), true),
            (("상태", "State"), false),
            (("접수 시각", "Recorded"), false),
        ],
        rows: all.iter().map(row).collect(),
        empty: ("없습니다.", "None."),
    }
}
