//! Ending a campaign before its time.

use axum::response::Response;
use domain::{campaign::Campaign, id::CampaignId};

use super::{page, path};
use crate::{
    app::Shared,
    flows::{
        campaigns::{self, REASON_MAX},
        views,
    },
    http::{
        console::{
            customers::acts::{NEXT, REASON},
            thing::{Question, asked, why},
        },
        error::Problem,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame, Words,
        thing::{Act, Field},
    },
};

const END: Words = ("캠페인 끝내기", "End the campaign");
const DOES: Words = (
    "지금부터 아무도 이 혜택을 받지 못합니다. 이미 받은 것과, 결제를 기다리는 주문에 약속한 것은 그대로입니다. 되돌릴 수 없습니다.",
    "From now on nobody gets what it gives. What was given stays, and so does what was promised to orders that wait to be paid. This cannot be undone.",
);

pub(super) fn offered(frame: &Frame, known: &Campaign) -> Act {
    Act::new("end", format!("{}/end", path(known.id)), END, NEXT)
        .says(frame.word(DOES))
        .field(Field::reason(REASON, REASON_MAX))
}

pub(in crate::http::console) async fn end(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: CampaignId = ask.id("id")?;
    let question = async {
        let (known, frame) = (views::campaign(&app, id).await?, &visit.frame);
        let which = format!("{}: {}", frame.t("캠페인", "Campaign"), known.name);
        let because = why(frame, visit.needed("reason")?);
        Ok(Question::new(
            END,
            [which, frame.word(DOES).to_owned(), because],
        ))
    };
    let act = async {
        let reason = visit.needed("reason")?.to_owned();
        Ok(campaigns::end(&app, visit.caller()?, id, reason)
            .await?
            .into())
    };
    let on = ("end", path(id));
    asked(&visit, on, question, act, page(&app, &visit, id)).await
}
