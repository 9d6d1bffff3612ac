//! The decision about a draft.

use axum::response::Response;
use domain::id::PolicyDraftId;

use super::{page, path};
use crate::{
    app::Shared,
    flows::{
        approvals::{Decision, REASON_MAX},
        policies,
    },
    http::{
        console::thing::{Question, is_sure, question, refused},
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame,
        thing::{Act, Field, Input},
    },
};

const WORDS: [(&str, &str, &str); 2] = [
    (
        "approve",
        "승인하고 바로 공포",
        "Approve it, and publish it at once",
    ),
    ("reject", "거절", "Reject it"),
];

pub(super) fn act(frame: &Frame, id: PolicyDraftId) -> Act {
    let choices = WORDS
        .iter()
        .map(|(word, korean, english)| ((*word).to_owned(), frame.t(korean, english).to_owned()));
    let title = ("정하기", "Decide");
    Act::new("decide", path(id), title, ("다음: 확인", "Next: check it"))
        .says(frame.t(
            "승인하면 이 버전이 바로 공포되고, 적힌 때에 모든 고객에게 시행됩니다. 공포한 버전은 고치거나 지울 수 없습니다. 거절하면 이 요청은 끝납니다.",
            "Approved, the version is published at once and is in force for everybody from the instant that it names. A published version is never changed or taken back. Rejected, the request is over.",
        ))
        .field(Field::new("decision", ("결정", "Decision"), Input::Choice(choices.collect())))
        .field(Field::reason(("사유", "Reason"), REASON_MAX))
}

pub(in crate::http::console) async fn decide(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: PolicyDraftId = ask.id("id")?;
    let chosen = WORDS
        .iter()
        .find(|(word, ..)| *word == visit.said("decision"));
    if let Some((_, korean, english)) = chosen
        && !is_sure(&visit)
        && visit.maybe("reason").is_some()
    {
        let draft = policies::find_draft(&app, id).await?.draft;
        let frame = &visit.frame;
        let says = [
            format!(
                "{} {}: {}",
                frame.t("초안", "Draft"),
                draft.version,
                frame.t(korean, english)
            ),
            format!(
                "{}: {}",
                frame.t("시행", "In force from"),
                frame.at(&draft.effective_at)
            ),
            format!("{}: {}", frame.t("사유", "Reason"), visit.said("reason")),
            frame
                .t("되돌릴 수 없습니다.", "This cannot be undone.")
                .to_owned(),
        ];
        let asks = Question::new(("정하기", "Decide"), says);
        return question(&visit, asks, path(id));
    }
    match decided(&app, &visit, id).await {
        Ok(()) => visit.go(&path(id), "done"),
        Err(problem) => refused(&visit, page(&app, &visit, id).await?, "decide", problem),
    }
}

async fn decided(app: &Shared, visit: &Visit, id: PolicyDraftId) -> Result<(), Problem> {
    let decision = match visit.said("decision") {
        "approve" => Decision::Approve,
        "reject" => Decision::Reject,
        _ => {
            let rule = "is approve or reject";
            return Err(Problem::field(&INVALID_FIELD, "decision", rule));
        }
    };
    let reason = visit.needed("reason")?.to_owned();
    policies::decide(app, visit.reader(), id, decision, reason).await?;
    Ok(())
}
