//! How the last 30 days stand, above the list of comparisons.

use chrono::NaiveDate;
use domain::kind::ProviderId;

use super::said;
use crate::{
    app::App,
    flows::reconcile::{self, DAYS_DEFAULT, Standing},
    http::{
        console::cells::{number, provider},
        error::Problem,
    },
    web::console::{
        Frame, Words,
        list::{Cell, Table},
    },
};

/// Days that are named in a cell; the API names all.
const NAMED_MAX: usize = 3;

const HEADS: &[(Words, bool)] = &[
    (("결제사", "Provider"), false),
    (("대사 대상", "Compared"), false),
    (("거래", "Rows"), true),
    (("설명됨", "Explained"), true),
    (("설명된 금액", "Of the won"), true),
    (("설명되지 않은 금액", "Won not explained"), true),
    (("대사한 날", "Days compared"), true),
    (("대사하지 않은 날", "Days not compared"), false),
    (("묻지 못한 날", "Days that failed"), false),
];

/// By provider and source; of one provider where it is given.
pub(super) async fn table(
    app: &App,
    frame: &Frame,
    of: Option<&ProviderId>,
) -> Result<Table, Problem> {
    let standings = reconcile::standings(app, DAYS_DEFAULT).await?;
    let wanted = |it: &&Standing| of.is_none_or(|of| it.provider == *of);
    let shown = standings.of.iter().filter(wanted);
    Ok(Table {
        id: "last-days",
        title: ("지난 30일", "The last 30 days"),
        heads: HEADS,
        rows: shown.map(|it| row(frame, it)).collect(),
        empty: ("대사할 결제사가 없습니다.", "No provider is compared."),
    })
}

fn row(frame: &Frame, it: &Standing) -> Vec<Cell> {
    // Nothing compared is nothing explained.
    let percent = |percent: String| match it.compared {
        0 => Cell::Empty,
        _ => Cell::Text(percent),
    };
    let won = i64::try_from(it.tally.unexplained_won()).unwrap_or(i64::MAX);
    vec![
        provider(frame, &it.provider),
        Cell::shown(&frame.word(said::source(it.source))),
        number(it.tally.rows),
        percent(it.tally.explained_percent()),
        percent(it.tally.explained_won_percent()),
        Cell::Won(won),
        number(it.compared),
        days(&it.missing),
        days(&it.failed),
    ]
}

/// How many, and the last of them.
fn days(days: &[NaiveDate]) -> Cell {
    if days.is_empty() {
        return Cell::Empty;
    }
    let last = days.iter().rev().take(NAMED_MAX);
    let last: Vec<String> = last.map(NaiveDate::to_string).collect();
    let rest = if days.len() > NAMED_MAX { ", …" } else { "" };
    Cell::Text(format!("{}: {}{rest}", days.len(), last.join(", ")))
}
