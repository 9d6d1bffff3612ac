//! What people did with a refund that is transferred by hand, one line after the other: the account that was given, what was
//! transferred, what came back.

use domain::refund::Refund;

use crate::{
    app::App,
    flows::{by_hand, desk::Names},
    http::error::Problem,
    web::console::{
        Frame, acts,
        list::{Cell, Tone},
        thing::Table,
        told,
    },
};

/// The table, where there is something in it.
pub(super) async fn table(
    app: &App,
    frame: &Frame,
    names: &Names,
    refund: &Refund,
) -> Result<Option<Table>, Problem> {
    let found = by_hand::transfers(app, refund).await?;
    let rows = found.iter().map(|act| {
        let detail = told::detail(frame.lang, act.act, &act.detail);
        vec![
            Cell::When(act.at),
            Cell::State(act.act.as_str(), acts::act(act.act), Tone::Quiet),
            Cell::Text(detail),
            Cell::Text(names.of(&act.by)),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let table = Table {
        id: "transfers",
        title: ("직접 이체의 기록", "What was done by hand"),
        heads: &[
            (("시각", "When"), false),
            (("한 일", "What"), false),
            (("증빙과 사유", "Evidence and reason"), false),
            (("누가", "Who"), false),
        ],
        rows,
        empty: ("없습니다.", "Nothing."),
    };
    Ok((!table.rows.is_empty()).then_some(table))
}
