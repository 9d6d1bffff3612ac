//! Publishing a contract: its document is pasted, checked, and published once what it says is confirmed.

use axum::response::Response;
use domain::contract::{Agreement, DOCUMENT_BYTES_MAX};

use crate::{
    app::{App, Shared},
    flows::contracts,
    http::{
        console::{
            customers::acts::NEXT,
            policies::document,
            thing::{Done, Question, asked},
        },
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::{
        self,
        console::{
            Frame, Words,
            thing::{Act, Field, Input, Thing},
        },
    },
};

const AT: &str = "/console/contracts";
const TITLE: Words = ("계약 올리기", "Publish a contract");

pub(in crate::http::console) async fn form(
    _: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    visit.page(&new(&visit.frame))
}

fn new(frame: &Frame) -> Thing {
    let mut page = Thing::new(frame, frame.word(TITLE));
    let act = Act::new("publish", AT.to_owned(), TITLE, NEXT)
        .says(frame.t(
            "문서를 정책과 상품에 비추어 확인한 뒤, 무엇을 약속하는지 먼저 보여 줍니다. 올린 계약은 고치거나 지울 수 없고, 다른 계약을 올려 대신합니다.",
            "The document is checked beside the policy and the products, and what it promises is shown first. A contract that was published is never changed or removed: another one takes its place.",
        ))
        .field(Field::new(
            "document",
            ("계약 문서 (TOML)", "The document, in TOML"),
            Input::Lines,
        ));
    page.acts.push(act);
    page
}

/// What the pasted document agrees.
fn read(app: &App, visit: &Visit) -> Result<Agreement, Problem> {
    let text = document(visit, DOCUMENT_BYTES_MAX)?;
    let wrong = |rule: String| Problem::field(&INVALID_FIELD, "document", rule);
    contracts::read(&app.rules(), &text).map_err(wrong)
}

pub(in crate::http::console) async fn publish(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    let question = async { Ok(promised(&visit.frame, &read(&app, &visit)?)) };
    let act = async {
        let (document, caller) = (document(&visit, DOCUMENT_BYTES_MAX)?, visit.caller()?);
        let published = contracts::publish(&app, &document, |change| caller.command(change));
        let id = published.await?.answer.id;
        Ok(Done::There(format!("{AT}/{id}"), "done"))
    };
    let on = ("publish", format!("{AT}/new"));
    asked(&visit, on, question, act, async { Ok(new(&visit.frame)) }).await
}

fn promised(frame: &Frame, agreement: &Agreement) -> Question {
    let line = |words: Words, text: &str| format!("{}: {text}", frame.word(words));
    let mut says = vec![
        line(("고객", "Customer"), agreement.customer.as_str()),
        line(("이름", "Name"), &agreement.name),
        line(("계약 번호", "Reference"), &agreement.reference),
        line(("바탕 정책", "Policy"), &agreement.policy),
        line(
            ("시행", "In effect from"),
            &frame.at(&agreement.effective_at),
        ),
    ];
    for product in &agreement.products {
        for tier in &product.tiers {
            says.push(format!(
                "{} · {}{}{} · {} {} · {}",
                product.name,
                frame.t("", "from "),
                web::grouped(tier.from),
                frame.t("개부터", ""),
                frame.t("크레딧", "credits"),
                web::grouped(tier.credits.get()),
                frame.won(tier.price),
            ));
        }
    }
    says.push(
        frame
            .t(
                "올린 계약은 고치거나 지울 수 없습니다.",
                "Once published it is never changed or removed.",
            )
            .to_owned(),
    );
    Question::new(TITLE, says)
}
