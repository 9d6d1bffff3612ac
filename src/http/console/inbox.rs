//! Webhooks as they came in, how far they were believed, and what followed; replayed and settled. Their contents hold
//! names and account numbers, so a page shows how much came in and which values it named, and never the content.

use axum::response::Response;
use domain::{id::InboxId, inbox::Received};

use super::{
    cells::provider,
    list::{self, Column, Listing},
    thing::{Done, Question, asked, refused},
};
use crate::{
    app::{App, Shared},
    flows::{
        FlowError,
        inbox::{self, REASON_MAX, STILL_UNREADABLE},
        page::Page,
        views,
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        list::{Cell, Filter},
        states,
        thing::{Act, Field, Thing},
        told, words,
    },
};

static INBOX: Listing<Received> = Listing {
    title: ("받은 웹훅", "Inbox"),
    about: (
        "결제사의 서버가 보낸 것, 최신순. 내용은 이름과 계좌가 있어 보이지 않습니다.",
        "What providers' servers sent, newest first. Contents hold names and accounts, and are not shown.",
    ),
    empty: ("받은 것이 없습니다.", "Nothing came in."),
    file: "inbox",
    act: None,
    columns: &[
        Column {
            name: "received_at",
            words: ("받은 시각", "Received"),
            amount: false,
            cell: |row, _| Cell::When(row.received_at),
        },
        Column {
            name: "id",
            words: ("웹훅", "Webhook"),
            amount: false,
            cell: |row, _| Cell::link(format!("/console/inbox/{}", row.id), &row.id),
        },
        Column {
            name: "provider",
            words: ("결제사", "Provider"),
            amount: false,
            cell: |row, frame| provider(frame, &row.provider),
        },
        Column {
            name: "verdict",
            words: ("판정", "Verdict"),
            amount: false,
            cell: |row, _| words::state(row.verdict.as_str(), states::verdict(row.verdict)),
        },
        Column {
            name: "effect",
            words: ("일어난 일", "What followed"),
            amount: false,
            cell: |row, frame| Cell::Text(told::sentence(frame.lang, &row.effect)),
        },
    ],
};

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let open = ask.query("open") == Some("true");
    let filters = vec![Filter {
        name: "open",
        words: ("보기", "Show"),
        options: vec![("true", ("사람이 볼 것만", "Only what waits for a person"))],
        chosen: if open { "true" } else { "" }.to_owned(),
        always: false,
    }];
    let read = |page: Page<_>| views::inbox(&app, open, page);
    list::show(&visit, &ask, &INBOX, filters, read).await
}

pub(super) async fn show(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let page = page(&app, &visit, ask.id("id")?).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, id: InboxId) -> Result<Thing, Problem> {
    let row = views::inbox_row(app, id).await?;
    let frame = &visit.frame;
    let title = frame.t("받은 웹훅", "A webhook");
    let mut page = Thing::new(frame, title);
    page.id = id.to_string();
    page.state = words::state(row.verdict.as_str(), states::verdict(row.verdict));
    page.fact(("결제사", "Provider"), provider(frame, &row.provider));
    page.fact(("받은 시각", "Received"), Cell::When(row.received_at));
    page.fact(
        ("사건 이름", "Key of the event"),
        Cell::shown(&row.event_key),
    );
    page.fact(
        ("판정의 이유", "Why this verdict"),
        Cell::Text(told::sentence(frame.lang, &row.note)),
    );
    let effect = told::sentence(frame.lang, &row.effect);
    page.fact(("일어난 일", "What followed"), Cell::Text(effect));
    let bytes = row.body.bytes().map_or(0, |bytes| bytes.len());
    let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
    page.fact(("받은 바이트", "Bytes received"), Cell::Number(bytes));
    page.fact(("정한 시각", "Settled"), Cell::maybe_when(row.settled_at));
    page.tables.extend(shape(&row));
    if frame.acts {
        page.acts.push(replaying(visit, id));
        if row.is_open() {
            page.acts.push(settling(visit, id));
        }
    }
    Ok(page)
}

/// The shape of a webhook: the names of its headers and of the members of its body, with no value.
fn shape(row: &Received) -> Option<crate::web::console::thing::Table> {
    let headers: std::collections::BTreeMap<String, String> =
        serde_json::from_str(&row.headers).unwrap_or_default();
    let header = |name: &String| vec![Cell::shown(&"header"), Cell::shown(name)];
    let mut rows: Vec<Vec<Cell>> = headers.keys().map(header).collect();
    let body = row.body.bytes().unwrap_or_default();
    if let Ok(said) = serde_json::from_slice::<serde_json::Value>(&body) {
        let mut names = Vec::new();
        members(&said, "", &mut names);
        rows.extend(
            names
                .into_iter()
                .map(|name| vec![Cell::shown(&"body"), Cell::Text(name)]),
        );
    }
    let table = crate::web::console::thing::Table {
        id: "shape",
        title: (
            "무엇이 들어 있었는지 (값은 가림)",
            "What was in it, without values",
        ),
        heads: &[(("어디", "Where"), false), (("이름", "Name"), false)],
        rows,
        empty: ("없습니다.", "Nothing."),
    };
    (!table.rows.is_empty()).then_some(table)
}

/// Names of members that are shown: more than any documented webhook has.
const MEMBERS_MAX: usize = 100;
/// Characters of a member's name that are shown: strangers choose them.
const NAME_CHARS: usize = 80;

fn members(value: &serde_json::Value, at: &str, names: &mut Vec<String>) {
    let serde_json::Value::Object(said) = value else {
        return;
    };
    for (name, value) in said {
        if names.len() >= MEMBERS_MAX {
            return;
        }
        let name: String = name.chars().take(NAME_CHARS).collect();
        let path = if at.is_empty() {
            name
        } else {
            format!("{at}.{name}")
        };
        names.push(path.clone());
        // Documented webhooks have two levels; deeper ones are not worth reading without their values.
        if at.is_empty() {
            members(value, &path, names);
        }
    }
}

fn replaying(visit: &Visit, id: InboxId) -> Act {
    let title = ("다시 처리", "Replay it");
    Act::new("replay", format!("/console/inbox/{id}/replay"), title, title).says(visit.frame.t(
        "받은 그대로 다시 처리합니다. 이미 일어난 일은 다시 일어나지 않습니다. 무엇이 달라졌는지 다음 화면에 나옵니다.",
        "Handles it again as it came in. What has happened does not happen again. The next page says what it changed.",
    ))
}

fn settling(visit: &Visit, id: InboxId) -> Act {
    let title = ("확인 끝냄", "It was dealt with");
    Act::new(
        "settle",
        format!("/console/inbox/{id}/settle"),
        title,
        ("다음: 확인", "Next: check it"),
    )
    .says(visit.frame.t(
        "무엇을 했는지 적고 목록에서 내립니다. 돈과 크레딧은 바뀌지 않습니다.",
        "Writes down what was done, and takes it off the list. Money and credits stay as they are.",
    ))
    .field(Field::reason(
        ("무엇을 했는지", "What was done"),
        REASON_MAX,
    ))
}

/// Replays a webhook, and answers with what it changed: the effect before, beside the effect of the replay.
pub(super) async fn replay(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: InboxId = ask.id("id")?;
    let before = views::inbox_row(&app, id).await?;
    match inbox::replay(&app, visit.reader(), id).await {
        Ok(effect) => {
            let frame = &visit.frame;
            let mut page = page(&app, &visit, id).await?;
            let said = |effect: &str| match effect {
                "" => frame.t("없음", "nothing").to_owned(),
                effect => told::sentence(frame.lang, effect),
            };
            page.notes = vec![
                format!(
                    "{}: {}",
                    frame.t("처음에 일어난 일", "What followed at first"),
                    said(&before.effect)
                ),
                format!(
                    "{}: {}",
                    frame.t("다시 처리해서 일어난 일", "What the replay did"),
                    said(&effect)
                ),
            ];
            page.back = Some((
                format!("/console/inbox/{id}"),
                ("웹훅으로 돌아가기", "Back to the webhook"),
            ));
            visit.page(&page)
        }
        Err(error) => {
            let still =
                matches!(&error, FlowError::Invalid { rule, .. } if rule == STILL_UNREADABLE);
            let mut page = page(&app, &visit, id).await?;
            if still {
                let says = visit.frame.t(
                    "다시 처리했지만 여전히 읽을 수 없습니다. 결제사에서 직접 확인한 뒤 '확인 끝냄'으로 적어 주세요.",
                    "It was replayed and still cannot be read. Look at the provider's own page, then write down that it was dealt with.",
                );
                page.notes.insert(0, says.to_owned());
                return visit.page_for(&error.into(), &page);
            }
            refused(&visit, page, "replay", error.into())
        }
    }
}

pub(super) async fn settle(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let id: InboxId = ask.id("id")?;
    let question = async {
        let reason = visit.needed("reason")?.to_owned();
        let does = visit.frame.t(
            "이 웹훅을 확인이 끝난 것으로 적습니다. 되돌릴 수 없습니다.",
            "The webhook is written down as dealt with. This cannot be undone.",
        );
        Ok(Question {
            title: ("확인 끝냄", "It was dealt with"),
            says: vec![does.to_owned(), reason],
        })
    };
    let act = async {
        let reason = visit.needed("reason")?.to_owned();
        inbox::settle(&app, visit.reader(), id, reason).await?;
        Ok(Done::Here)
    };
    let of = ("settle", format!("/console/inbox/{id}"));
    asked(&visit, of, question, act, page(&app, &visit, id)).await
}
