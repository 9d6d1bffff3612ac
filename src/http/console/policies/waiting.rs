//! Drafts that wait for a second person: shown, listed and decided.

mod deciding;

use axum::response::Response;
use domain::{
    approval::ApprovalState,
    id::PolicyDraftId,
    policy::{Drafted, Policy},
};

pub(in crate::http::console) use self::deciding::decide;
use super::changes;
use crate::{
    app::{App, Shared},
    flows::{desk::Names, page::Page, policies},
    http::{
        console::list::{self, Column, Listing},
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        list::{Cell, Filter},
        thing::{Document, Thing},
        words,
    },
};

static DRAFTS: Listing<(Drafted, ApprovalState)> = Listing {
    title: ("승인을 기다리는 정책", "Drafts of the policy"),
    about: (
        "관리자가 공포를 요청한 초안, 최신순. 다른 관리자가 정합니다.",
        "What an admin wants published, newest first. Another admin decides.",
    ),
    empty: ("조건에 맞는 초안이 없습니다.", "No draft is like that."),
    file: "policy-drafts",
    act: Some(("/console/policy-draft", ("초안 확인", "Look at a draft"))),
    columns: &[
        Column {
            name: "version",
            words: ("버전", "Version"),
            amount: false,
            cell: |(known, _), _| Cell::link(path(known.draft.id), &known.draft.version),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |(_, state), _| words::state(state.as_str(), words::approval(*state)),
        },
        Column {
            name: "effective_at",
            words: ("시행", "In force from"),
            amount: false,
            cell: |(known, _), _| Cell::When(known.draft.effective_at),
        },
        Column {
            name: "asked_at",
            words: ("요청", "Asked"),
            amount: false,
            cell: |(known, _), _| Cell::When(known.draft.asked_at),
        },
        Column {
            name: "expires_at",
            words: ("기한", "Until"),
            amount: false,
            cell: |(known, _), _| Cell::Until(known.draft.expires_at),
        },
    ],
};

fn path(id: PolicyDraftId) -> String {
    format!("/console/policy-drafts/{id}")
}

pub(in crate::http::console) async fn list(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let asked = ask.query("state").and_then(|word| word.parse().ok());
    let state = asked.unwrap_or(ApprovalState::Waiting);
    let shown = |state: ApprovalState| (state.as_str(), words::approval(state).0);
    let filters = vec![Filter {
        name: "state",
        words: ("상태", "State"),
        options: ApprovalState::ALL
            .iter()
            .map(|known| shown(*known))
            .collect(),
        chosen: state.as_str().to_owned(),
        always: true,
    }];
    let app = &app;
    let read = |page: Page<PolicyDraftId>| async move {
        let found = policies::drafts(app, state, page).await?;
        let items = found.items.into_iter().map(|known| (known, state));
        Ok(crate::flows::page::Paged {
            items: items.collect(),
            next: found.next,
        })
    };
    list::show(&visit, &ask, &DRAFTS, filters, read).await
}

pub(in crate::http::console) async fn show(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, id: PolicyDraftId) -> Result<Thing, Problem> {
    let (known, frame) = (policies::find_draft(app, id).await?, &visit.frame);
    let (draft, state) = (&known.draft, known.state_at(app.now()));
    let names = Names::read(app).await?;
    let mut page = Thing::new(
        frame,
        format!("{} {}", frame.t("초안", "Draft"), draft.version),
    );
    page.id = id.to_string();
    page.state = words::state(state.as_str(), words::approval(state));
    page.back = Some((
        "/console/policy-drafts".to_owned(),
        ("승인을 기다리는 정책", "Drafts of the policy"),
    ));
    page.fact(("시행", "In force from"), Cell::When(draft.effective_at));
    page.fact(
        ("요청한 사람", "Asked by"),
        Cell::Text(names.of(&draft.asked_by)),
    );
    page.fact(("요청", "Asked"), Cell::When(draft.asked_at));
    page.fact(("기한", "Until"), Cell::Until(draft.expires_at));
    page.fact(
        ("문서의 SHA-256", "SHA-256 of the document"),
        Cell::shown(&draft.hash),
    );
    if let Some(made) = &known.decision {
        page.fact(("정한 사람", "Decided by"), Cell::Text(names.of(&made.by)));
        page.fact(("정한 시각", "Decided"), Cell::When(made.at));
        page.fact(("사유", "Reason"), Cell::shown(&made.reason));
    }
    let rules = app.rules();
    if let Ok(policy) = Policy::check(&draft.document) {
        let diff = policies::versions::compared(&rules.policies, &policy, app.policy_notice_days);
        page.tables.extend(diff.as_ref().map(changes));
    }
    page.documents.push(Document {
        id: "document",
        title: ("문서 전체", "The whole document"),
        text: draft.document.clone(),
    });
    let own = draft.asked_by.key() == Some(visit.operator.id);
    if state == ApprovalState::Waiting && frame.manages {
        if own {
            page.notes.push(
                frame
                    .t(
                        "내가 요청한 초안입니다. 다른 관리자가 정해야 합니다.",
                        "You asked for it. Another admin has to decide.",
                    )
                    .to_owned(),
            );
        } else {
            page.acts.push(deciding::act(frame, id));
        }
    }
    Ok(page)
}
