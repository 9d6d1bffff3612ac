//! A version of the policy in full, beside another one.

use axum::response::Response;
use domain::policy::Diff;

use super::{back, change, changes, path, state};
use crate::{
    app::{App, Shared},
    flows::{
        desk::Names,
        policies::versions::{Version, versions},
    },
    http::{
        error::{NOT_FOUND, Problem},
        request::ApiRequest,
        visit::Visit,
    },
    web::console::{
        list::Cell,
        thing::{Document, Table, Thing},
    },
};

pub(in crate::http::console) async fn show(
    app: Shared,
    visit: Visit,
    ask: ApiRequest,
) -> Result<Response, Problem> {
    let page = page(&app, &visit, &ask).await?;
    visit.page(&page)
}

async fn page(app: &App, visit: &Visit, ask: &ApiRequest) -> Result<Thing, Problem> {
    let (versions, frame) = (versions(app).await?, &visit.frame);
    let find = |version: &str| {
        versions
            .iter()
            .find(|known| known.policy.version == version)
    };
    let missing = || Problem::new(&NOT_FOUND, "no policy of that version");
    let version = find(ask.param("version")).ok_or_else(missing)?;
    let policy = &version.policy;
    let mut page = Thing::new(
        frame,
        format!("{} {}", frame.t("정책", "Policy"), policy.version),
    );
    page.state = state(version.state);
    back(&mut page);
    page.fact(("제목", "Title"), Cell::shown(&policy.title));
    page.fact(
        ("공포된 글", "Where buyers read it"),
        Cell::shown(&policy.source),
    );
    page.fact(("공포", "Published"), Cell::When(policy.published_at));
    page.fact(("시행", "In force from"), Cell::When(policy.effective_at));
    page.fact(("변경", "Change"), change(version));
    if let Some(by) = &version.by {
        let names = Names::read(app).await?;
        page.fact(("공포한 사람", "Published by"), Cell::Text(names.of(by)));
    }
    page.fact(
        ("문서의 SHA-256", "SHA-256 of the document"),
        Cell::shown(&policy.hash),
    );
    let rules = app.rules();
    let against = match ask.query("against") {
        Some(name) => Some(&find(name).ok_or_else(missing)?.policy),
        None => rules.policies.before(&policy.version),
    };
    if let Some(old) = against {
        let diff = Diff::between(old, policy, app.policy_notice_days);
        let compared = frame.t(
            "아래에서 견준 버전",
            "The version it is compared with below",
        );
        page.notes.push(format!("{compared}: {}", old.version));
        page.tables.push(changes(&diff));
    }
    page.tables.push(others(&versions, &policy.version));
    page.documents.push(Document {
        id: "document",
        title: ("문서 전체", "The whole document"),
        text: policy.document.clone(),
    });
    Ok(page)
}

/// The way to compare a version with each other one.
fn others(versions: &[Version], version: &str) -> Table {
    let others = versions
        .iter()
        .filter(|known| known.policy.version != version);
    let rows = others.map(|other| {
        let other_version = &other.policy.version;
        let to = format!("{}?against={other_version}", path(version));
        vec![
            Cell::link(to, other_version),
            state(other.state),
            Cell::When(other.policy.effective_at),
        ]
    });
    Table {
        id: "others",
        title: ("다른 버전과 견주기", "Compare it with another version"),
        heads: &[
            (("버전", "Version"), false),
            (("상태", "State"), false),
            (("시행", "In force from"), false),
        ],
        rows: rows.collect(),
        empty: ("다른 버전이 없습니다.", "There is no other version."),
    }
}
