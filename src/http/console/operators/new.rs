//! Adding an operator.

use axum::response::Response;
use secrecy::ExposeSecret as _;

use super::{PASSWORD, once, page, path};
use crate::{
    access::Desk,
    app::{App, Shared},
    flows::operators::{
        NAME_MAX,
        managed::{self, Made},
    },
    http::{
        console::{
            door::role_words,
            thing::{Done, done},
        },
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame,
        thing::{Act, Field, Input, Thing},
    },
};

pub(in crate::http::console) async fn form(
    _: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    visit.page(&new(&visit.frame))
}

fn new(frame: &Frame) -> Thing {
    let title = ("담당자 추가", "Add an operator");
    let mut page = Thing::new(frame, frame.word(title));
    page.back = Some(("/console/operators".to_owned(), ("담당자", "Operators")));
    let roles = Desk::ALL.into_iter().map(|desk| {
        let text = format!("{} · {}", frame.word(role_words(desk)), may(frame, desk));
        (desk.as_str().to_owned(), text)
    });
    let act = Act::new("make", "/console/operators".to_owned(), title, title)
        .says(frame.t(
            "바로 로그인할 수 있는 담당자를 만듭니다. 비밀번호는 다음 화면에서 한 번만 보이고, 처음 로그인할 때 본인이 바꿉니다.",
            "Adds somebody who can sign in at once. The password is shown once, on the next page, and has to be replaced at the first sign-in.",
        ))
        .field(Field::new(
            "name",
            (
                "이름 (로그인할 때 씁니다. 이메일 주소가 좋습니다)",
                "Name, to sign in with: an address of mail is good",
            ),
            Input::Text(NAME_MAX),
        ))
        .field(Field::new(
            "role",
            ("역할", "Role"),
            Input::Choice(roles.collect()),
        ));
    page.acts.push(act);
    page
}

/// What a role is for.
const fn may(frame: &Frame, desk: Desk) -> &'static str {
    frame.word(match desk {
        Desk::Support => ("고객을 돕습니다", "helps customers"),
        Desk::Approver => (
            "고객을 돕고, 다른 사람이 요청한 일을 승인합니다",
            "helps customers, and decides what others asked for",
        ),
        Desk::Admin => (
            "모든 일을 하고, 키와 담당자를 관리합니다",
            "does everything, and manages keys and operators",
        ),
        Desk::Auditor => (
            "모두 보고, 아무것도 바꾸지 않습니다",
            "reads everything and changes nothing",
        ),
    })
}

pub(in crate::http::console) async fn make(
    app: Shared,
    visit: Visit,
    _: ApiRequest,
) -> Result<Response, Problem> {
    let (list, page) = ("/console/operators".to_owned(), async {
        Ok(new(&visit.frame))
    });
    done(&visit, ("make", list), made(&app, &visit), page).await
}

async fn made(app: &App, visit: &Visit) -> Result<Done, Problem> {
    let name = visit.needed("name")?.to_lowercase();
    let none = |_| Problem::field(&INVALID_FIELD, "role", "is a role at the desk");
    let desk: Desk = visit.said("role").parse().map_err(none)?;
    let (id, password) = match managed::make(app, &visit.reader(), &name, desk).await? {
        Made::Now(id, password) => (id, password),
        Made::Before(id) => return Ok(Done::There(path(id, ""), "added_before")),
    };
    let page = page(app, visit, id).await?;
    let secrets = vec![(PASSWORD, password.expose_secret().to_owned())];
    let shown = once(page, ("새 담당자", "New operator"), secrets);
    Ok(Done::Shown(Box::new(shown)))
}
