//! Operators: listed, added, ended, and given another password or a second factor.

mod acts;

use axum::response::Response;
use domain::id::KeyId;
use secrecy::ExposeSecret as _;

pub(super) use self::acts::{disable, give_factor, reset, sign_out};
use super::{
    door::role_words,
    list::{self, Column, Listing},
    thing::refused,
};
use crate::{
    access::Desk,
    app::{App, Shared},
    flows::{
        operators::{
            NAME_MAX,
            managed::{self, Standing},
        },
        page::Page,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        Frame, Words,
        list::{Cell, Tone},
        secret::Secret,
        thing::{Act, Fact, Field, Input, Thing},
    },
};

static OPERATORS: Listing<Standing> = Listing {
    title: ("담당자", "Operators"),
    about: (
        "데스크에 로그인하는 사람, 최신순. 끝낸 사람도 기록에 남아 있으므로 함께 보입니다.",
        "Who signs in at the desk, newest first. Those who were ended stay, because the log names them.",
    ),
    empty: ("담당자가 없습니다.", "There are no operators."),
    file: "operators",
    act: Some(("/console/operators/new", ("담당자 추가", "Add an operator"))),
    columns: &[
        Column {
            name: "name",
            words: ("이름", "Name"),
            amount: false,
            cell: |known, _| Cell::link(path(known.operator.id, ""), &known.operator.name),
        },
        Column {
            name: "role",
            words: ("역할", "Role"),
            amount: false,
            cell: |known, _| role(known),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |known, _| state(known),
        },
        Column {
            name: "second_factor",
            words: ("2단계 인증", "Second factor"),
            amount: false,
            cell: |known, _| factor(known),
        },
        Column {
            name: "last_sign_in_at",
            words: ("마지막 로그인", "Last sign-in"),
            amount: false,
            cell: |known, _| Cell::maybe_when(known.operator.last_sign_in_at),
        },
        Column {
            name: "places",
            words: ("로그인한 곳", "Signed in in"),
            amount: true,
            cell: |known, _| Cell::Number(known.places),
        },
        Column {
            name: "created_at",
            words: ("추가한 시각", "Added"),
            amount: false,
            cell: |known, _| Cell::When(known.operator.created_at),
        },
        Column {
            name: "disabled_at",
            words: ("끝낸 시각", "Ended"),
            amount: false,
            cell: |known, _| Cell::maybe_when(known.operator.disabled_at),
        },
    ],
};

fn path(id: KeyId, act: &str) -> String {
    format!("/console/operators/{id}{act}")
}

fn role(known: &Standing) -> Cell {
    let desk = known.operator.desk;
    Cell::State(desk.as_str(), role_words(desk), Tone::Quiet)
}

const fn state(known: &Standing) -> Cell {
    match known.operator.disabled_at {
        None => Cell::State("active", ("사용 중", "Active"), Tone::Good),
        Some(_) => Cell::State("disabled", ("끝냄", "Ended"), Tone::Bad),
    }
}

const fn factor(known: &Standing) -> Cell {
    if known.operator.second_factor {
        Cell::State("on", ("사용", "On"), Tone::Good)
    } else {
        Cell::State("off", ("없음", "None"), Tone::Open)
    }
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let read = |page: Page<KeyId>| managed::list(&app, page);
    list::show(&visit, &ask, &OPERATORS, Vec::new(), read).await
}

pub(super) async fn form(_: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
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

pub(super) async fn make(app: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
    match made(&app, &visit).await {
        Ok(page) => visit.page(&page),
        Err(problem) => refused(&visit, new(&visit.frame), "make", problem),
    }
}

async fn made(app: &App, visit: &Visit) -> Result<Secret, Problem> {
    let name = visit.needed("name")?.to_lowercase();
    let none = |_| Problem::field(&INVALID_FIELD, "role", "is a role at the desk");
    let desk: Desk = visit.said("role").parse().map_err(none)?;
    let (id, password) = managed::make(app, &visit.reader(), &name, desk).await?;
    let page = page(app, visit, id).await?;
    let secrets = vec![(PASSWORD, password.expose_secret().to_owned())];
    Ok(once(page, ("새 담당자", "New operator"), secrets))
}

const PASSWORD: Words = (
    "처음 로그인할 비밀번호",
    "The password until the first sign-in",
);

/// The only page that shows a secret. It is answered to the form itself, because an address to lead on to would have to
/// hold the secret.
fn once(page: Thing, title: Words, secrets: Vec<(Words, String)>) -> Secret {
    let facts = page.facts.into_iter().take(2);
    let name = Fact {
        words: ("이름", "Name"),
        cell: Cell::Text(page.title),
    };
    Secret {
        title,
        secrets,
        says: Vec::new(),
        facts: std::iter::once(name).chain(facts).collect(),
        to: format!("/console/operators/{}", page.id),
        frame: page.frame,
    }
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, id: KeyId) -> Result<Thing, Problem> {
    let (known, frame) = (managed::find(app, id).await?, &visit.frame);
    let operator = &known.operator;
    let mut page = Thing::new(frame, &operator.name);
    page.id = id.to_string();
    page.state = state(&known);
    page.back = Some(("/console/operators".to_owned(), ("담당자", "Operators")));
    page.fact(("역할", "Role"), role(&known));
    page.fact(("2단계 인증", "Second factor"), factor(&known));
    page.fact(
        ("마지막 로그인", "Last sign-in"),
        Cell::maybe_when(operator.last_sign_in_at),
    );
    page.fact(("로그인한 곳", "Signed in in"), Cell::Number(known.places));
    page.fact(("추가한 시각", "Added"), Cell::When(operator.created_at));
    page.fact(
        ("끝낸 시각", "Ended"),
        Cell::maybe_when(operator.disabled_at),
    );
    if frame.manages && operator.disabled_at.is_none() {
        let acts = ["sign-out", "reset", "factor", "disable"];
        page.acts = acts
            .into_iter()
            .map(|act| acts::offered(frame, id, act))
            .collect();
    }
    Ok(page)
}
