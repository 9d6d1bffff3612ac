//! A draft of the policy, pasted: what is wrong with it, what it changes, and whom it touches by how much. Nothing of it is
//! kept. It is sent for publication only where another person has to approve it; else publishing is left to the API and
//! to the person at the machine.

use axum::response::Response;
use domain::policy::{DOCUMENT_BYTES_MAX, Fault};

use super::{back, changes, simulated};
use crate::{
    app::{App, Shared},
    flows::{
        FlowError,
        policies::{self, Sent},
    },
    http::{
        console::thing::{Question, is_sure, maybe_instant, question, refused},
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame,
        list::Cell,
        thing::{Act, Field, Input, Table, Thing},
    },
};

const LOOK: &str = "/console/policy-draft";

pub(in crate::http::console) async fn form(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    visit.page(&page(&app, &visit.frame))
}

fn page(app: &App, frame: &Frame) -> Thing {
    let mut page = Thing::new(
        frame,
        frame.t("정책 초안 확인", "Look at a draft of the policy"),
    );
    back(&mut page);
    if !app.policy_second_person {
        page.notes.push(frame.t(
            "이 화면에서는 공포할 수 없습니다. 이 게이트웨이는 공포에 두 번째 사람을 요구하지 않도록 설정되어 있어, 공포는 credit-gateway policy publish 명령이나 API로 합니다.",
            "Nothing is published from here: this gateway asks for no second person, so that credit-gateway policy publish and the API publish.",
        ).to_owned());
    }
    page.acts.push(looking(frame));
    page
}

fn looking(frame: &Frame) -> Act {
    let title = ("초안", "The draft");
    Act::new("look", LOOK.to_owned(), title, ("확인하고 모의 적용", "Check and simulate"))
        .says(frame.t(
            "문서가 규칙에 맞는지 보고, 지금 정책과 무엇이 다른지, 누구의 크레딧과 환불 금액이 얼마나 달라지는지 계산합니다. 아무것도 저장하거나 바꾸지 않습니다.",
            "Checks the document, and works out what it changes and whose credits and refunds it touches by how much. Nothing is kept or changed.",
        ))
        .field(Field::new("document", ("정책 문서 (TOML)", "The document, in TOML"), Input::Lines))
        .field(Field::new(
            "at",
            (
                "언제를 기준으로 (한국 시간, 비우면 시행되는 때)",
                "Judged at (Korean time); when it takes effect where it is left empty",
            ),
            Input::MaybeInstant,
        ))
}

/// The document of the form. Browsers send a line's end as two characters, and a file has one: the digest is that of the file.
pub(in crate::http::console) fn document(
    visit: &Visit,
    bytes_max: usize,
) -> Result<String, Problem> {
    let text = visit.said("document").replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(Problem::field(&INVALID_FIELD, "document", "is missing"));
    }
    if text.len() > bytes_max {
        let rule = format!("has at most {bytes_max} bytes");
        return Err(Problem::field(&INVALID_FIELD, "document", rule));
    }
    Ok(text)
}

pub(in crate::http::console) async fn look(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    match looked(&app, &visit).await {
        Ok(page) => visit.page(&page),
        Err(problem) => refused(&visit, page(&app, &visit.frame), "look", problem),
    }
}

async fn looked(app: &App, visit: &Visit) -> Result<Thing, Problem> {
    let (document, frame) = (document(visit, DOCUMENT_BYTES_MAX)?, &visit.frame);
    let at = maybe_instant(visit, "at")?;
    let mut page = page(app, frame);
    for act in &mut page.acts {
        for field in &mut act.fields {
            visit.said(field.name).clone_into(&mut field.value);
        }
    }
    let found = policies::check(&app.db, &document, app.policy_notice_days, app.now()).await;
    let policy =
        match found.map_err(FlowError::from)? {
            Ok(policy) => policy,
            Err(faults) => {
                page.notes.insert(0, frame.t(
                "이 문서는 지금 공포할 수 없습니다. 까닭은 아래 표에 있습니다.",
                "The document cannot be published now, for what stands in the table below.",
            ).to_owned());
                page.tables.push(wrong(&faults));
                return Ok(page);
            }
        };
    page.title = format!("{} {}", frame.t("초안", "Draft"), policy.version);
    page.fact(("시행", "In force from"), Cell::When(policy.effective_at));
    page.fact(
        ("문서의 SHA-256", "SHA-256 of the document"),
        Cell::shown(&policy.hash),
    );
    let rules = app.rules();
    if rules.policies.get(&policy.version).is_some() {
        page.notes.insert(
            0,
            frame
                .t(
                    "이 버전은 이미 공포되었습니다.",
                    "This version is published already.",
                )
                .to_owned(),
        );
    }
    let report = policies::simulate_within(app, &document, at).await?;
    let diff = policies::versions::compared(&rules.policies, &policy, app.policy_notice_days);
    page.tables.extend(diff.as_ref().map(changes));
    simulated::add(&mut page, frame, &report);
    if app.policy_second_person && frame.manages && rules.policies.get(&policy.version).is_none() {
        page.acts.insert(0, sending(frame, visit.said("document")));
    }
    Ok(page)
}

/// What is wrong with a document.
fn wrong(faults: &[Fault]) -> Table {
    let rows = faults
        .iter()
        .map(|fault| vec![Cell::shown(&fault.field), Cell::shown(&fault.rule)]);
    Table {
        id: "faults",
        title: ("고쳐야 할 것", "What is wrong"),
        heads: &[(("규칙", "Rule"), false), (("까닭", "Why"), false)],
        rows: rows.collect(),
        empty: ("없습니다.", "Nothing."),
    }
}

fn sending(frame: &Frame, document: &str) -> Act {
    Act::new(
        "send",
        format!("{LOOK}/send"),
        ("공포 요청", "Ask for its publication"),
        ("다음: 확인", "Next: check it"),
    )
    .says(will_wait(frame))
    .hidden("document", document)
}

const fn will_wait(frame: &Frame) -> &'static str {
    frame.t(
        "초안을 저장하고, 다른 관리자의 승인을 기다립니다. 승인되면 바로 공포되고 되돌릴 수 없습니다. 요청한 사람은 승인할 수 없습니다.",
        "Keeps the draft, which waits for another admin. Once approved it is published, and that cannot be undone. Who asked cannot approve.",
    )
}

pub(in crate::http::console) async fn send(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    match sent(&app, &visit).await {
        Ok(answer) => Ok(answer),
        Err(problem) => refused(&visit, page(&app, &visit.frame), "look", problem),
    }
}

async fn sent(app: &Shared, visit: &Visit) -> Result<Response, Problem> {
    let document = document(visit, DOCUMENT_BYTES_MAX)?;
    // Alone nobody publishes here.
    if !app.policy_second_person {
        let rule = "is published from the desk only where a second person is asked for";
        return Err(Problem::field(&INVALID_FIELD, "document", rule));
    }
    if !is_sure(visit) {
        let faults = policies::check(&app.db, &document, app.policy_notice_days, app.now()).await;
        let found = faults.map_err(FlowError::from)?;
        let document = |faults| FlowError::BadDocument {
            field: "document",
            faults,
        };
        let policy = found.map_err(document)?;
        let frame = &visit.frame;
        let version = format!("{}: {}", frame.t("버전", "Version"), policy.version);
        let effect = format!(
            "{}: {}",
            frame.t("시행", "In force from"),
            frame.at(&policy.effective_at)
        );
        let says = [version, effect, will_wait(frame).to_owned()];
        let title = ("공포 요청", "Ask for its publication");
        return question(visit, Question::new(title, says), LOOK.to_owned());
    }
    match policies::send(app, visit.reader(), document).await? {
        Sent::Waits(known, _) => visit.go(
            &format!("/console/policy-drafts/{}", known.draft.id),
            "waits",
        ),
        Sent::Published(published) => visit.go(&super::path(&published.policy.version), "done"),
    }
}
