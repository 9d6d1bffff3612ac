//! Acts above somebody's limit, and what a second person says of them.

use axum::response::Response;
use domain::{
    approval::{Approval, ApprovalState},
    id::ApprovalId,
};

use super::list::{self, Column, Listing};
use crate::{
    app::Shared,
    flows::{
        approvals::{self, Decision, REASON_MAX},
        desk::Names,
        page::{Page, Paged},
        views,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{approvals as pages, list::Cell, words},
};

/// An approval with how it stands now, and the name of who asked.
struct Asked {
    known: Approval,
    state: ApprovalState,
    by: String,
}

static APPROVALS: Listing<Asked> = Listing {
    title: ("승인", "Approvals"),
    about: (
        "한도를 넘어 다른 담당자의 승인이 필요한 처리, 최신순.",
        "Acts above the limit of who asked, which need a second person. Newest first.",
    ),
    empty: ("승인할 것이 없습니다.", "There is nothing to approve."),
    file: "approvals",
    act: None,
    columns: &[
        Column {
            name: "act",
            words: ("처리", "Act"),
            amount: false,
            cell: |asked, frame| {
                let to = format!("/console/approvals/{}", asked.known.id);
                Cell::link(to, &frame.word(words::limited(asked.known.act)))
            },
        },
        Column {
            name: "customer",
            words: ("고객", "Customer"),
            amount: false,
            cell: |asked, _| {
                let to = format!("/console/customers/{}", asked.known.customer);
                Cell::link(to, &asked.known.customer)
            },
        },
        Column {
            name: "amount",
            words: ("금액", "Amount"),
            amount: true,
            cell: |asked, _| pages::amount(&asked.known),
        },
        Column {
            name: "by",
            words: ("요청한 사람", "Asked by"),
            amount: false,
            cell: |asked, _| Cell::shown(&asked.by),
        },
        Column {
            name: "asked_at",
            words: ("요청 시각", "Asked"),
            amount: false,
            cell: |asked, _| Cell::When(asked.known.asked_at),
        },
        Column {
            name: "expires_at",
            words: ("기한", "Until"),
            amount: false,
            cell: |asked, _| Cell::Until(asked.known.expires_at),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |asked, _| words::state(asked.state.as_str(), words::approval(asked.state)),
        },
    ],
};

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let state = ask.query("state").and_then(|word| word.parse().ok());
    let state = state.unwrap_or(ApprovalState::Waiting);
    let names = &Names::read(&app).await?;
    let (app, now) = (&app, app.now());
    let read = |page: Page<_>| async move {
        let found = views::approvals(app, state, page).await?;
        let asked = found.items.into_iter().map(|known| Asked {
            state: known.state_at(now),
            by: names.of(&known.asked_by),
            known,
        });
        Ok(Paged {
            items: asked.collect(),
            next: found.next,
        })
    };
    let known = |state: ApprovalState| (state.as_str(), words::approval(state).0);
    let words = ("상태", "State");
    let mut filter = list::choice(&ask, "state", words, ApprovalState::ALL, known);
    state.as_str().clone_into(&mut filter.chosen);
    filter.always = true;
    list::show(&visit, &ask, &APPROVALS, vec![filter], read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?, None).await?;
    visit.page(&page)
}

async fn page(
    app: &Shared,
    visit: &Visit,
    id: ApprovalId,
    wrong: Option<String>,
) -> Result<pages::OfApproval, Problem> {
    let known = views::approval(app, id).await?;
    let names = Names::read(app).await?;
    let deciders = match known.state_at(app.now()) {
        ApprovalState::Waiting => approvals::deciders(app, &known).await?,
        _ => Vec::new(),
    };
    Ok(pages::OfApproval {
        deciders: deciders.join(", "),
        state: known.state_at(app.now()),
        asked_by: names.of(&known.asked_by),
        decided_by: known.decided_by.as_ref().map(|by| names.of(by)),
        own: known.asked_by.key() == Some(visit.operator.id),
        subject: super::acts::subject(&known.subject),
        outcome: known.outcome.as_deref().map(super::acts::subject),
        account: known.request.goes_to().map(|account| {
            let shown = account.clone().masked();
            format!("{} {} {}", shown.bank, shown.account_number, shown.holder)
        }),
        holder_confirmed: known.request.holder_confirmed(),
        reason_max: REASON_MAX,
        wrong,
        known,
        frame: visit.frame.clone(),
    })
}

pub(super) async fn decide(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: ApprovalId = ask.id("id")?;
    match decided(&app, &visit, id).await {
        Ok(()) => visit.go(&format!("/console/approvals/{id}"), "done"),
        Err(problem) if problem.kind.status.is_client_error() => {
            let why = problem.detail().to_owned();
            visit.page_for(&problem, &page(&app, &visit, id, Some(why)).await?)
        }
        Err(problem) => Err(problem),
    }
}

async fn decided(app: &Shared, visit: &Visit, id: ApprovalId) -> Result<(), Problem> {
    let decision = match visit.said("decision") {
        "approve" => Decision::Approve,
        "reject" => Decision::Reject,
        _ => {
            let rule = "is approve or reject";
            return Err(Problem::field(&INVALID_FIELD, "decision", rule));
        }
    };
    let reason = visit.needed("reason")?.to_owned();
    approvals::decide(app, visit.caller()?, id, decision, reason).await?;
    Ok(())
}
