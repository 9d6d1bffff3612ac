//! Lists of the desk. Each is read page by page from its flow, newest first; what is filtered is filtered there. Sorting
//! by a column and saving as CSV read more pages, up to a limit that is said.

use std::{fmt::Display, future::Future, str::FromStr};

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use domain::calendar::rfc3339_seoul;

use super::need_of;

use crate::{
    flows::{
        self,
        page::{Page, Paged},
        views::States,
    },
    http::{
        error::Problem,
        limits::PAGE_MAX,
        request::ApiRequest,
        sheets::{self, BYTE_ORDER_MARK},
        visit::Visit,
    },
    web::console::{
        Frame, Words,
        list::{Cell, Filter, Head, List, Table},
        said,
    },
};

/// Rows of a page of a list: two screens.
const ROWS: i64 = 50;
/// Rows among which a column is sorted: what a person still looks through.
const SORTED_MAX: usize = 1000;
/// Rows of a file. More are a task for `credit-gateway export`.
const SAVED_MAX: usize = 10_000;

/// A column of a list of `T`.
pub(super) struct Column<T> {
    /// Its name in addresses and files.
    pub(super) name: &'static str,
    pub(super) words: Words,
    /// Whether it holds amounts.
    pub(super) amount: bool,
    pub(super) cell: fn(&T, &Frame) -> Cell,
}

/// A list of `T`.
pub(super) struct Listing<T: 'static> {
    pub(super) title: Words,
    /// What it is of, in a sentence.
    pub(super) about: Words,
    pub(super) empty: Words,
    /// The name of its file.
    pub(super) file: &'static str,
    pub(super) columns: &'static [Column<T>],
    /// A link beside the title.
    pub(super) act: Option<(&'static str, Words)>,
}

/// A choice among the words of a vocabulary, as the query has it.
pub(super) fn choice<T: Copy>(
    ask: &ApiRequest,
    name: &'static str,
    words: Words,
    known: &[T],
    shown: impl Fn(T) -> (&'static str, Words),
) -> Filter {
    Filter {
        name,
        words,
        options: known.iter().map(|word| shown(*word)).collect(),
        chosen: ask.query(name).unwrap_or_default().to_owned(),
        always: false,
    }
}

/// The word of a query for all states, where the list shows those that are not over.
const ALL: &str = "all";

/// A choice among the states of things that people work on, and those that it means.
pub(super) fn states<T: Copy + FromStr>(
    ask: &ApiRequest,
    known: &[T],
    shown: impl Fn(T) -> (&'static str, Words),
) -> (Filter, States<T>) {
    let mut filter = choice(ask, "state", ("상태", "State"), known, shown);
    let every = [
        ("", ("확인할 것", "Needs somebody")),
        (ALL, ("전체", "All")),
    ];
    filter.options.splice(0..0, every);
    filter.always = true;
    let meant = match ask.query("state") {
        Some(ALL) => States::All,
        asked => asked.and_then(|word| word.parse().ok()).into(),
    };
    (filter, meant)
}

/// A text to filter by.
pub(super) fn text(ask: &ApiRequest, name: &'static str, words: Words) -> Filter {
    Filter {
        name,
        words,
        options: Vec::new(),
        chosen: ask.query(name).unwrap_or_default().to_owned(),
        always: false,
    }
}

/// A list as a page, or as a file where `csv` is asked for.
pub(super) async fn show<T, C, F, Reading>(
    visit: &Visit,
    ask: &ApiRequest,
    listing: &'static Listing<T>,
    filters: Vec<Filter>,
    read: F,
) -> Result<Response, Problem>
where
    C: FromStr + Display,
    F: Fn(Page<C>) -> Reading,
    Reading: Future<Output = flows::Result<Paged<T>>>,
{
    below(visit, ask, Vec::new(), listing, filters, read).await
}

/// The same below tables of the page, which a file does not have.
pub(super) async fn below<T, C, F, Reading>(
    visit: &Visit,
    ask: &ApiRequest,
    above: Vec<Table>,
    listing: &'static Listing<T>,
    filters: Vec<Filter>,
    read: F,
) -> Result<Response, Problem>
where
    C: FromStr + Display,
    F: Fn(Page<C>) -> Reading,
    Reading: Future<Output = flows::Result<Paged<T>>>,
{
    let frame = &visit.frame;
    let cells = |items: Vec<T>| {
        let row = |item: &T| {
            listing
                .columns
                .iter()
                .map(|column| (column.cell)(item, frame))
                .collect()
        };
        items.iter().map(row).collect::<Vec<Vec<Cell>>>()
    };
    if ask.query("csv").is_some() {
        let (items, _) = all(&read, SAVED_MAX).await?;
        return Ok(file(listing, frame, cells(items)));
    }
    let sorted = ask.query("sort").and_then(|by| sorted_by(listing, by));
    let (rows, next, among) = if let Some((at, down)) = sorted {
        let (items, more) = all(&read, SORTED_MAX).await?;
        let mut rows = cells(items);
        rows.sort_by(|one, two| {
            let order = one[at].order(&two[at]);
            if down { order.reverse() } else { order }
        });
        (rows, None, more.then_some(SORTED_MAX))
    } else {
        let mut asked: Page<C> = ask.page()?;
        asked.limit = ROWS;
        let found = read(asked).await?;
        (cells(found.items), found.next, None)
    };
    let page = List {
        title: listing.title,
        about: listing.about,
        empty: listing.empty,
        heads: listing.columns.iter().map(head).collect(),
        rows,
        filters,
        sorted: sorted.map(|(at, down)| (listing.columns[at].name, down)),
        sorted_among: among,
        next,
        act: listing
            .act
            .filter(|(to, _)| need_of(to).is_some_and(|need| visit.may(need))),
        above,
        frame: frame.clone(),
    };
    visit.page(&page)
}

const fn head<T>(column: &Column<T>) -> Head {
    Head {
        name: column.name,
        words: column.words,
        amount: column.amount,
    }
}

/// The column of `name`, or of `-name` the other way round.
fn sorted_by<T>(listing: &Listing<T>, by: &str) -> Option<(usize, bool)> {
    let name = by.strip_prefix('-').unwrap_or(by);
    let at = listing
        .columns
        .iter()
        .position(|column| column.name == name);
    Some((at?, by != name))
}

/// The newest of a list, `most` at most, and whether there are more.
async fn all<T, C, F, Reading>(read: &F, most: usize) -> Result<(Vec<T>, bool), Problem>
where
    C: FromStr,
    F: Fn(Page<C>) -> Reading,
    Reading: Future<Output = flows::Result<Paged<T>>>,
{
    let mut items = Vec::new();
    let mut after = None;
    loop {
        let limit = PAGE_MAX;
        let found = read(Page { limit, after }).await?;
        items.extend(found.items);
        after = found.next.and_then(|next| next.parse().ok());
        if after.is_none() || items.len() >= most {
            let more = after.is_some() || items.len() > most;
            items.truncate(most);
            return Ok((items, more));
        }
    }
}

fn file<T>(listing: &Listing<T>, frame: &Frame, rows: Vec<Vec<Cell>>) -> Response {
    let head = listing.columns.iter().map(|column| {
        let text = said(frame.lang, column.words);
        sheets::Cell::Text(text.to_owned())
    });
    let mut text = BYTE_ORDER_MARK.to_vec();
    text.extend(sheets::rows(std::iter::once(head)));
    text.extend(sheets::rows(
        rows.into_iter().map(|row| row.into_iter().map(written)),
    ));
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    let file = format!("attachment; filename=\"{}.csv\"", listing.file);
    if let Ok(file) = HeaderValue::try_from(file) {
        headers.insert(header::CONTENT_DISPOSITION, file);
    }
    response
}

/// A cell of a file. The words of states are those of the API.
fn written(cell: Cell) -> sheets::Cell {
    match cell {
        Cell::Empty => sheets::Cell::Empty,
        Cell::Text(text) | Cell::Link { text, .. } => sheets::Cell::Text(text),
        Cell::Number(number) | Cell::Won(number) => sheets::Cell::Number(number),
        Cell::When(at) | Cell::Until(at) => sheets::Cell::Text(rfc3339_seoul(at)),
        Cell::State(word, ..) => sheets::Cell::Text(word.to_owned()),
    }
}
