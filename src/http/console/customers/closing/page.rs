//! How far the closing of an account is.

use domain::{approval::Approval, customer::Customer, id::CustomerId, refund::Refund};

use super::{
    super::{acts, statement},
    CLOSING, path,
};
use crate::{
    app::App,
    flows::desk,
    http::{error::Problem, visit::Visit},
    web::console::{
        Frame, Words, approvals as pages,
        list::Cell,
        thing::{Act, Table, Thing},
        words,
    },
};

const QUOTE: Words = ("해지하면 어떻게 되는지 확인", "See what closing would do");

/// What is under way, and the next step.
pub(super) async fn of(app: &App, visit: &Visit, customer: &Customer) -> Result<Thing, Problem> {
    let frame = &visit.frame;
    let mut page = acts::of(visit, customer, CLOSING);
    if let Some(at) = customer.closed_at {
        let file = statement::whole(customer);
        page.fact(("해지 시각", "Closed"), Cell::When(at));
        page.fact(
            ("고객에게 줄 명세서", "The statement to hand over"),
            Cell::link(
                file,
                &frame.t("처음부터 해지까지", "From the first day to the end"),
            ),
        );
        return Ok(page);
    }
    let under_way = desk::under_way(app, &customer.id).await?;
    if under_way.refunds.is_empty() && under_way.approvals.is_empty() {
        page.acts.push(quoting(frame, &customer.id));
    }
    if !under_way.refunds.is_empty() {
        page.notes.push(
            frame
                .t(
                    "아래 환불이 끝나야 해지할 수 있습니다. 끝난 뒤 이 화면에서 다시 확인해 주세요.",
                    "The refunds below have to end first. Then go on from this page.",
                )
                .to_owned(),
        );
        page.tables.push(refunds(&under_way.refunds));
    }
    if !under_way.approvals.is_empty() {
        page.notes.push(
            frame
                .t(
                    "이 고객의 처리가 다른 담당자의 승인을 기다립니다. 승인이나 거절이 끝나야 해지할 수 있습니다.",
                    "Something for this customer waits for a second person. It has to be approved or rejected first.",
                )
                .to_owned(),
        );
        page.tables.push(approvals(frame, &under_way.approvals));
    }
    Ok(page)
}

fn quoting(frame: &Frame, customer: &CustomerId) -> Act {
    Act::new("quote", format!("{}/quote", path(customer)), QUOTE, QUOTE).says(frame.t(
        "돌려줄 수 있는 돈과 사라지는 크레딧을 계산해 보여 줍니다. 아직 아무것도 바뀌지 않습니다.",
        "Works out what can be given back and which credits would be lost. Nothing changes yet.",
    ))
}

/// What a closing had done before it was stopped.
pub(super) fn stopped(
    frame: &Frame,
    page: &mut Thing,
    (made, asked): &(Vec<Refund>, Vec<Approval>),
) {
    page.notes.push(
        frame
            .t(
                "해지를 시작해 계정은 동결되었습니다. 해지는 끝나지 않았습니다. 그사이 만든 환불은 아래에 있습니다.",
                "The closing was begun: the account is frozen, and not closed. The refunds that were made stand below.",
            )
            .to_owned(),
    );
    page.tables.retain(|table| table.id != "refunds");
    page.tables.push(Table {
        title: ("해지하며 만든 환불", "Refunds that the closing made"),
        ..refunds(made)
    });
    if !asked.is_empty() {
        page.tables.retain(|table| table.id != "approvals");
        page.tables.push(approvals(frame, asked));
    }
}

fn refunds(under_way: &[Refund]) -> Table {
    let row = |refund: &Refund| {
        vec![
            Cell::link(format!("/console/refunds/{}", refund.id), &refund.id),
            Cell::Won(refund.given().get()),
            words::state(refund.state.as_str(), words::refund(refund.state)),
            Cell::When(refund.requested_at),
        ]
    };
    Table {
        id: "refunds",
        title: ("끝나지 않은 환불", "Refunds under way"),
        heads: &[
            (("환불", "Refund"), false),
            (("금액", "Amount"), true),
            (("상태", "State"), false),
            (("요청 시각", "Asked"), false),
        ],
        rows: under_way.iter().map(row).collect(),
        empty: ("없습니다.", "There are none."),
    }
}

fn approvals(frame: &Frame, waiting: &[Approval]) -> Table {
    let row = |asked: &Approval| {
        let to = format!("/console/approvals/{}", asked.id);
        vec![
            Cell::link(to, &asked.id),
            Cell::shown(&frame.word(words::limited(asked.act))),
            pages::amount(asked),
            Cell::When(asked.asked_at),
        ]
    };
    Table {
        id: "approvals",
        title: ("승인을 기다리는 처리", "Waits for a second person"),
        heads: &[
            (("승인", "Approval"), false),
            (("처리", "Act"), false),
            (("금액", "Amount"), true),
            (("요청 시각", "Asked"), false),
        ],
        rows: waiting.iter().map(row).collect(),
        empty: ("없습니다.", "There are none."),
    }
}
