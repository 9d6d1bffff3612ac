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
        Frame, Words,
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
    if under_way.refunds.is_empty() {
        page.acts.push(quoting(frame, &customer.id));
    } else {
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
        page.tables.push(approvals(&under_way.approvals));
    }
    Ok(page)
}

fn quoting(frame: &Frame, customer: &CustomerId) -> Act {
    Act::new("quote", format!("{}/quote", path(customer)), QUOTE, QUOTE).says(frame.t(
        "돌려줄 수 있는 돈과 사라지는 크레딧을 계산해 보여 줍니다. 아직 아무것도 바뀌지 않습니다.",
        "Works out what can be given back and which credits would be lost. Nothing changes yet.",
    ))
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

fn approvals(waiting: &[Approval]) -> Table {
    let row = |asked: &Approval| {
        let to = format!("/console/approvals/{}", asked.id);
        vec![
            Cell::link(to, &asked.id),
            Cell::Won(asked.amount),
            Cell::When(asked.asked_at),
        ]
    };
    Table {
        id: "approvals",
        title: ("승인을 기다리는 처리", "Waits for a second person"),
        heads: &[
            (("승인", "Approval"), false),
            (("금액", "Amount"), true),
            (("요청 시각", "Asked"), false),
        ],
        rows: waiting.iter().map(row).collect(),
        empty: ("없습니다.", "There are none."),
    }
}
