//! API keys: listed, made and shown once, revoked.

use axum::response::Response;
use domain::id::KeyId;
use secrecy::ExposeSecret as _;

use super::list::{self, Column, Listing};
use crate::{
    access::Role,
    app::Shared,
    flows::{
        FlowError,
        desk::{self, Key},
        operators::managed,
        page::Page,
    },
    http::{
        error::{INVALID_FIELD, Problem},
        html,
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        keys as pages,
        list::{Cell, Tone},
        secret::Secret,
        thing::Fact,
    },
};

static KEYS: Listing<Key> = Listing {
    title: ("API 키", "API keys"),
    about: (
        "서버가 쓰는 키, 최신순. 비밀 값은 만들 때 한 번만 보입니다.",
        "The keys of servers, newest first. Their secrets are shown once, when they are made.",
    ),
    empty: ("API 키가 없습니다.", "There are no API keys."),
    file: "api-keys",
    act: Some(("/console/keys/new", ("새 키 만들기", "Make a key"))),
    columns: &[
        Column {
            name: "id",
            words: ("키", "Key"),
            amount: false,
            cell: |key, _| Cell::link(format!("/console/keys/{}", key.id), &key.id),
        },
        Column {
            name: "name",
            words: ("이름", "Name"),
            amount: false,
            cell: |key, _| Cell::shown(&key.name),
        },
        Column {
            name: "role",
            words: ("역할", "Role"),
            amount: false,
            cell: |key, _| Cell::shown(&key.role),
        },
        Column {
            name: "created_at",
            words: ("만든 시각", "Made"),
            amount: false,
            cell: |key, _| Cell::When(key.created_at),
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |key, _| match key.revoked_at {
                None => Cell::State("live", ("사용 중", "Live"), Tone::Good),
                Some(_) => Cell::State("revoked", ("폐기됨", "Revoked"), Tone::Bad),
            },
        },
        Column {
            name: "revoked_at",
            words: ("폐기한 시각", "Revoked"),
            amount: false,
            cell: |key, _| Cell::maybe_when(key.revoked_at),
        },
    ],
};

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let app = &app;
    let read = |page: Page<KeyId>| desk::keys(app, page);
    list::show(&visit, &ask, &KEYS, Vec::new(), read).await
}

pub(super) async fn form(_: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
    visit.page(&new(&visit, false))
}

fn new(visit: &Visit, wrong: bool) -> pages::NewKey {
    pages::NewKey {
        roles: Role::ALL.iter().map(|role| role.as_str()).collect(),
        name: visit.said("name").to_owned(),
        wrong,
        frame: visit.frame.clone(),
    }
}

pub(super) async fn make(app: Shared, visit: Visit, _: ApiRequest) -> Result<Response, Problem> {
    let role = visit.said("role").parse::<Role>();
    let (Ok(role), Some(name)) = (role, visit.maybe("name")) else {
        let problem = Problem::field(&INVALID_FIELD, "name", "is missing, or the role is none");
        return visit.page_for(&problem, &new(&visit, true));
    };
    let made = desk::make_key(&app, &visit.reader(), role, name).await?;
    // The only page that shows a secret. It is answered to the form itself, because an address to lead on to would have
    // to hold the secret.
    let fact = |words, cell| Fact { words, cell };
    let page = Secret {
        frame: visit.frame.clone(),
        title: ("새 키", "New key"),
        secrets: vec![(("비밀 값", "Secret"), made.key.expose_secret().to_owned())],
        says: Vec::new(),
        facts: vec![
            fact(("이름", "Name"), Cell::shown(&name)),
            fact(("역할", "Role"), Cell::shown(&role)),
            fact(("키", "Key"), Cell::shown(&made.id)),
        ],
        to: "/console/keys".to_owned(),
    };
    visit.page(&page)
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let id: KeyId = ask.id("id")?;
    let key = match desk::key(&app, id).await {
        // Operators are named by ids of the same form, in the log of acts and elsewhere.
        Err(FlowError::NotFound(_)) if managed::find(&app, id).await.is_ok() => {
            return html::see_other(&format!("/console/operators/{id}"));
        }
        found => found?,
    };
    let page = pages::OfKey {
        key: view(key),
        frame: visit.frame.clone(),
    };
    visit.page(&page)
}

fn view(key: Key) -> pages::Key {
    pages::Key {
        id: key.id.to_string(),
        name: key.name,
        role: key.role,
        created_at: key.created_at,
        revoked_at: key.revoked_at,
    }
}

pub(super) async fn revoke(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: KeyId = ask.id("id")?;
    let known = desk::key(&app, id).await?;
    desk::revoke_key(&app, &visit.reader(), known.id).await?;
    visit.go(&format!("/console/keys/{id}"), "revoked")
}
