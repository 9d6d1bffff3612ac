//! Operators: listed, added, ended, and given another password or a second factor.

mod acts;
mod new;
mod words;

use axum::response::Response;
use domain::id::KeyId;

pub(super) use self::acts::{disable, give_factor, reset, sign_out};
pub(super) use self::new::{form, make};
use super::{
    door::role_words,
    list::{self, Column, Listing},
};
use crate::{
    app::{App, Shared},
    flows::{
        operators::{
            SecondFactor,
            managed::{self, Standing},
        },
        page::Page,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Words,
        list::{Cell, Tone},
        secret::Secret,
        thing::{Fact, Thing},
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

/// How a second factor stands: a word for files, and what pages say.
pub(super) const fn factor(known: &Standing) -> Cell {
    let (word, says, tone) = match known.operator.second_factor {
        SecondFactor::Off => ("off", ("없음", "None"), Tone::Open),
        SecondFactor::Pending => (
            "pending",
            ("첫 코드를 기다림", "Waits for its first code"),
            Tone::Open,
        ),
        SecondFactor::On => ("on", ("사용", "On"), Tone::Good),
        SecondFactor::Replaced => (
            "replaced",
            (
                "사용 (새 앱은 첫 코드를 기다림)",
                "On; another app waits for its first code",
            ),
            Tone::Good,
        ),
    };
    Cell::State(word, says, tone)
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let read = |page: Page<KeyId>| managed::list(&app, page);
    list::show(&visit, &ask, &OPERATORS, Vec::new(), read).await
}

const PASSWORD: Words = (
    "처음 로그인할 비밀번호",
    "The password until the first sign-in",
);

/// The only page that shows a secret.
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
