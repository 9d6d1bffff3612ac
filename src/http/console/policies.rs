//! Versions of the policy: which there are, each in full, and what one changes against another. A draft is looked at in
//! `draft`, and one that waits for a second person in `waiting`.

mod draft;
mod simulated;
mod version;
mod waiting;

use axum::response::Response;
use domain::policy::{Change, Diff, PolicyEffect, PolicyState};

pub(super) use self::draft::{document, form, look, send};
pub(super) use self::version::show;
pub(super) use self::waiting::{decide, list as drafts, show as draft};
use super::list::{self, Column, Listing};
use crate::{
    app::Shared,
    flows::{
        desk::Names,
        page::{Page, Paged},
        policies::versions::{Version, versions},
    },
    http::{error::Problem, request::ApiRequest, visit::Visit},
    web::console::{
        Frame, Words,
        list::{Cell, Tone},
        thing::{Table, Thing},
        words,
    },
};

/// A version with the name of who published it.
struct Listed {
    version: Version,
    by: Option<String>,
}

static VERSIONS: Listing<Listed> = Listing {
    title: ("정책", "Policy"),
    about: (
        "크레딧 정책의 버전, 나중에 시행되는 것부터. 산 크레딧은 살 때의 버전을 따릅니다.",
        "Versions of the credits policy, the last to take effect first. What was bought keeps the version it was bought under.",
    ),
    empty: ("정책이 없습니다.", "There is no policy."),
    file: "policies",
    act: Some(("/console/policy-draft", ("초안 확인", "Look at a draft"))),
    columns: &[
        Column {
            name: "version",
            words: ("버전", "Version"),
            amount: false,
            cell: |known, _| {
                let version = &known.version.policy.version;
                Cell::link(path(version), version)
            },
        },
        Column {
            name: "state",
            words: ("상태", "State"),
            amount: false,
            cell: |known, _| state(known.version.state),
        },
        Column {
            name: "published_at",
            words: ("공포", "Published"),
            amount: false,
            cell: |known, _| Cell::When(known.version.policy.published_at),
        },
        Column {
            name: "effective_at",
            words: ("시행", "In force from"),
            amount: false,
            cell: |known, _| Cell::When(known.version.policy.effective_at),
        },
        Column {
            name: "change",
            words: ("변경", "Change"),
            amount: false,
            cell: |known, _| change(&known.version),
        },
        Column {
            name: "by",
            words: ("공포한 사람", "Published by"),
            amount: false,
            cell: |known, _| match &known.by {
                Some(by) => Cell::shown(by),
                None => Cell::Empty,
            },
        },
    ],
};

fn path(version: &str) -> String {
    format!("/console/policies/{version}")
}

const fn state(state: PolicyState) -> Cell {
    let meaning = match state {
        PolicyState::Announced => (("예고됨", "Announced"), Tone::Open),
        PolicyState::Current => (("시행 중", "In force"), Tone::Good),
        PolicyState::Past => (("지난 버전", "Past"), Tone::Quiet),
    };
    words::state(state.as_str(), meaning)
}

/// Whether a version takes something away, whatever it says of itself.
const fn change(version: &Version) -> Cell {
    let first = matches!(version.policy.change, Change::First);
    let (word, meaning) = if version.announced.major {
        ("major", (("중대", "Major"), Tone::Open))
    } else if first {
        ("first", (("첫 버전", "First"), Tone::Quiet))
    } else {
        ("minor", (("경미", "Minor"), Tone::Quiet))
    };
    words::state(word, meaning)
}

/// What a change means to buyers.
const fn effect(effect: PolicyEffect) -> Cell {
    let meaning = match effect {
        PolicyEffect::Better => (("고객에게 유리", "Better for buyers"), Tone::Good),
        PolicyEffect::Worse => (("고객에게 불리", "Worse for buyers"), Tone::Bad),
        PolicyEffect::Neutral => (("더 팔지 않음", "Not sold any more"), Tone::Quiet),
        PolicyEffect::Words => (("문구만", "Words only"), Tone::Quiet),
    };
    words::state(effect.as_str(), meaning)
}

pub(super) async fn list(app: Shared, visit: Visit, ask: ApiRequest) -> Result<Response, Problem> {
    let app = &app;
    // All of them are one page: there are a few in a year.
    let read = |_: Page<String>| async move {
        let names = Names::read(app).await?;
        let versions = versions(app).await?.into_iter();
        let items = versions.map(|version| Listed {
            by: version.by.as_ref().map(|by| names.of(by)),
            version,
        });
        Ok(Paged {
            items: items.collect(),
            next: None,
        })
    };
    list::show(&visit, &ask, &VERSIONS, Vec::new(), read).await
}

/// What a version changes.
fn changes(diff: &Diff) -> Table {
    let text = |value: &Option<String>| match value {
        Some(value) => Cell::shown(value),
        None => Cell::Empty,
    };
    let rows = diff.changes.iter().map(|change| {
        vec![
            Cell::shown(&change.rule),
            effect(change.effect),
            text(&change.was),
            text(&change.is),
        ]
    });
    Table {
        id: "changes",
        title: ("바뀐 것", "What it changes"),
        heads: &[
            (("규칙", "Rule"), false),
            (("뜻", "Meaning"), false),
            (("전", "Was"), false),
            (("후", "Is"), false),
        ],
        rows: rows.collect(),
        empty: ("바뀐 규칙이 없습니다.", "No rule differs."),
    }
}

/// The link back to the versions.
fn back(page: &mut Thing) {
    page.back = Some(("/console/policies".to_owned(), ("정책", "Policy")));
}

/// A yes or no in the page's language.
const fn yes_no(frame: &Frame, yes: bool) -> &'static str {
    const YES: Words = ("예", "Yes");
    const NO: Words = ("아니요", "No");
    frame.word(if yes { YES } else { NO })
}
