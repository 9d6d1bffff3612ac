//! Who did what, and why: the audit log.

use axum::response::Response;
use domain::effects::{AuditAct, AuditRecord};

use super::list::{self, Column, Listing};
use crate::{
    app::Shared,
    flows::{
        audit_log,
        desk::Names,
        page::{Page, Paged},
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        acts as words,
        list::{Cell, Filter, Tone},
        told,
    },
};

/// A line with the name of who it was.
struct Act {
    record: AuditRecord,
    by: String,
}

static ACTS: Listing<Act> = Listing {
    title: ("처리 기록", "Log of acts"),
    about: (
        "누가 무엇을 왜 했는지, 최신순. 지우거나 고칠 수 없습니다.",
        "Who did what and why, newest first. It cannot be changed.",
    ),
    empty: ("기록이 없습니다.", "There is nothing."),
    file: "acts",
    act: None,
    columns: &[
        Column {
            name: "at",
            words: ("시각", "When"),
            amount: false,
            cell: |act, _| Cell::When(act.record.at),
        },
        Column {
            name: "by",
            words: ("누가", "Who"),
            amount: false,
            cell: |act, _| Cell::shown(&act.by),
        },
        Column {
            name: "act",
            words: ("무엇을", "What"),
            amount: false,
            cell: |act, _| {
                Cell::State(
                    act.record.act.as_str(),
                    words::act(act.record.act),
                    Tone::Quiet,
                )
            },
        },
        Column {
            name: "subject",
            words: ("대상", "Subject"),
            amount: false,
            cell: |act, _| subject(&act.record.subject),
        },
        Column {
            name: "detail",
            words: ("사유와 내용", "Reason and facts"),
            amount: false,
            cell: |act, frame| {
                Cell::Text(told::detail(frame.lang, act.record.act, &act.record.detail))
            },
        },
    ],
};

/// The thing that an act was done to, with the way to its page where it has one.
pub(super) fn subject(text: &str) -> Cell {
    match super::search::page_of_id(text) {
        Some(to) => Cell::link(to, &text),
        None => Cell::shown(&text),
    }
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let act = ask.query("act").filter(|word| !word.is_empty());
    let act = act.and_then(|word| word.parse::<AuditAct>().ok());
    let names = &Names::read(&app).await?;
    let app = &app;
    let read = |page: Page<_>| async move {
        let found = audit_log::list(app, act, page).await?;
        let acts = found.items.into_iter().map(|record| Act {
            by: names.of(&record.by),
            record,
        });
        Ok(Paged {
            items: acts.collect(),
            next: found.next,
        })
    };
    let filters = vec![Filter {
        name: "act",
        words: ("무엇을", "What"),
        options: AuditAct::ALL
            .iter()
            .map(|act| (act.as_str(), words::act(*act)))
            .collect(),
        chosen: act.map(|act| act.to_string()).unwrap_or_default(),
        always: false,
    }];
    list::show(&visit, &ask, &ACTS, filters, read).await
}
