//! The one form of all lists at the desk: a table that can be filtered, sorted, paged and saved.

use std::cmp::Ordering;

use askama::Template;
use chrono::{DateTime, Utc};

use super::{Frame, Words};
use crate::web::format;

/// One cell of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Empty,
    /// May hold what somebody outside wrote.
    Text(String),
    /// Leads to the thing's own page.
    Link {
        to: String,
        text: String,
    },
    Number(i64),
    /// Won.
    Won(i64),
    When(DateTime<Utc>),
    /// The exclusive end of something.
    Until(DateTime<Utc>),
    /// A state: its word in the API, and how it is shown.
    State(&'static str, Words, Tone),
}

/// How a state is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Ended well.
    Good,
    /// On its way by itself.
    Quiet,
    /// Waits for a person.
    Open,
    /// Ended otherwise.
    Bad,
}

impl Tone {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Quiet => "quiet",
            Self::Open => "open",
            Self::Bad => "bad",
        }
    }
}

impl Cell {
    pub(crate) fn shown(value: &impl std::fmt::Display) -> Self {
        Self::Text(value.to_string())
    }

    pub(crate) fn maybe_when(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Self::Empty, Self::When)
    }

    pub(crate) fn maybe_until(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Self::Empty, Self::Until)
    }

    pub(crate) fn link(to: impl Into<String>, text: &impl std::fmt::Display) -> Self {
        Self::Link {
            to: to.into(),
            text: text.to_string(),
        }
    }

    pub(crate) const fn is_amount(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Won(_))
    }

    /// The order of cells of one column: numbers and instants by their value, everything else by its text. What is empty
    /// comes last.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one) | Self::Won(one), Self::Number(two) | Self::Won(two)) => {
                one.cmp(two)
            }
            (Self::When(one) | Self::Until(one), Self::When(two) | Self::Until(two)) => {
                one.cmp(two)
            }
            (Self::Empty, Self::Empty) => Ordering::Equal,
            (Self::Empty, _) => Ordering::Greater,
            (_, Self::Empty) => Ordering::Less,
            (one, two) => one.text().cmp(two.text()),
        }
    }

    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Link { text, .. } => text,
            Self::State(word, ..) => word,
            Self::Empty | Self::Number(_) | Self::Won(_) | Self::When(_) | Self::Until(_) => "",
        }
    }
}

/// Rows that belong to a page.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name within the page.
    pub(crate) id: &'static str,
    pub(crate) title: Words,
    /// The heads of its columns, and whether each holds amounts.
    pub(crate) heads: &'static [(Words, bool)],
    pub(crate) rows: Vec<Vec<Cell>>,
    /// What stands there where there are no rows.
    pub(crate) empty: Words,
}

/// The head of a column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head {
    /// Its name in addresses and files.
    pub(crate) name: &'static str,
    pub(crate) words: Words,
    /// Whether it holds amounts, which stand on the right.
    pub(crate) amount: bool,
}

/// A filter: a choice where it has options, otherwise a text.
#[derive(Debug)]
pub(crate) struct Filter {
    pub(crate) name: &'static str,
    pub(crate) words: Words,
    pub(crate) options: Vec<(&'static str, Words)>,
    /// What was chosen or written; empty where nothing was.
    pub(crate) chosen: String,
    /// Whether one of the options is always chosen.
    pub(crate) always: bool,
}

#[derive(Debug, Template)]
#[template(path = "console/list.html", config = "src/web/askama.toml")]
pub(crate) struct List {
    pub(crate) frame: Frame,
    pub(crate) title: Words,
    /// What the list is of, in a sentence.
    pub(crate) about: Words,
    /// What stands there where nothing is found.
    pub(crate) empty: Words,
    pub(crate) heads: Vec<Head>,
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) filters: Vec<Filter>,
    /// The column that it is sorted by, and whether the greatest comes first. In its own order, newest first, where none is.
    pub(crate) sorted: Option<(&'static str, bool)>,
    /// Whether only the newest, so many, were sorted.
    pub(crate) sorted_among: Option<usize>,
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
    /// A link beside the title: an address and its words.
    pub(crate) act: Option<(&'static str, Words)>,
    /// What stands above the list.
    pub(crate) above: Vec<Table>,
}

impl List {
    /// The address that sorts by a column, or the other way round where it does already.
    fn sort_by(&self, head: &Head) -> String {
        let down = matches!(self.sorted, Some((name, false)) if name == head.name);
        let sign = if down { "-" } else { "" };
        let sort = format!("{sign}{}", head.name);
        self.frame.with(&[("sort", Some(&sort)), ("cursor", None)])
    }

    fn direction(&self, head: &Head) -> &'static str {
        match self.sorted {
            Some((name, true)) if name == head.name => "descending",
            Some((name, false)) if name == head.name => "ascending",
            _ => "none",
        }
    }

    fn is_filtered(&self) -> bool {
        let mut filters = self.filters.iter();
        filters.any(|filter| !filter.always && !filter.chosen.is_empty())
    }

    /// The address of the list without filters.
    fn unfiltered(&self) -> &str {
        &self.frame.path
    }

    fn to_csv(&self) -> String {
        self.frame.with(&[("csv", Some("1")), ("cursor", None)])
    }

    fn to_next(&self, next: &str) -> String {
        self.frame.with(&[("cursor", Some(next))])
    }

    fn is_first(&self) -> bool {
        !self.frame.pairs.iter().any(|(name, _)| name == "cursor")
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::Cell;

    #[test]
    fn cells_are_ordered_by_what_they_mean() {
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(Cell::Won(9).order(&Cell::Won(10)), Ordering::Less);
        assert_eq!(text("9").order(&text("10")), Ordering::Greater);
        assert_eq!(Cell::Empty.order(&Cell::Number(-1)), Ordering::Greater);
    }
}
