//! Adding an address that events go to.

use axum::response::Response;
use domain::{
    endpoint::{DESCRIPTION_MAX, URL_BYTES_MAX},
    event::EventKind,
};

use super::acts::shown;
use crate::{
    app::{App, Shared},
    flows::endpoints::{self, Wanted},
    http::{
        console::thing::{Done, done},
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame,
        thing::{Act, Field, Input, Thing},
    },
};

const LIST: &str = "/console/endpoints";

pub(in crate::http::console) async fn form(
    _: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    visit.page(&new(&visit.frame))
}

fn new(frame: &Frame) -> Thing {
    let title = ("주소 추가", "Add an address");
    let mut page = Thing::new(frame, frame.word(title));
    page.back = Some((LIST.to_owned(), ("이벤트 전달", "Deliveries of events")));
    let words: Vec<&str> = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let act = Act::new("make", LIST.to_owned(), title, title)
        .says(frame.t(
            "지금부터 생기는 이벤트를 이 주소로 보냅니다. 서명 키는 다음 화면에서 한 번만 보입니다.",
            "Events from now on are delivered to this address. Its secret is shown once, on the next page.",
        ))
        .field(Field::new(
            "url",
            (
                "주소 (https, 공개된 호스트 이름, 포트 443 또는 8443)",
                "Address: https, a public host by its name, port 443 or 8443",
            ),
            Input::Text(URL_BYTES_MAX),
        ))
        .field(Field::new(
            "description",
            ("설명 (비워도 됩니다)", "Description, may be left out"),
            Input::MaybeText(DESCRIPTION_MAX),
        ))
        .says(format!(
            "{}: {}",
            frame.t("이벤트의 종류", "Types of events"),
            words.join(", ")
        ))
        .field(Field::new(
            "types",
            (
                "받을 이벤트의 종류 (쉼표로 나눕니다. 비우면 모두)",
                "Types of events that it takes, with commas between them; all where it is left empty",
            ),
            Input::MaybeText(words.join(", ").len()),
        ));
    page.acts.push(act);
    page
}

pub(in crate::http::console) async fn make(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    let page = async { Ok(new(&visit.frame)) };
    let on = ("make", LIST.to_owned());
    done(&visit, on, made(&app, &visit), page).await
}

async fn made(app: &App, visit: &Visit) -> Result<Done, Problem> {
    let types = visit.said("types").split([',', ' ', '\n', '\r']);
    let types = types.filter(|word| !word.is_empty()).map(str::parse);
    let types: Result<Vec<EventKind>, _> = types.collect();
    let none = |_| {
        Problem::field(
            &INVALID_FIELD,
            "types",
            "names a type that there is none of",
        )
    };
    let wanted = Wanted {
        url: visit.needed("url")?.to_owned(),
        types: types.map_err(none)?,
        description: visit.maybe("description").map(str::to_owned),
    };
    let opened = endpoints::open(app, visit.caller()?, wanted).await?;
    let title = ("새 주소", "New address");
    Ok(shown(app, visit, title, &opened.answer))
}
