//! The figures of the first page: a picture each, with a table beside it that says the same.

use super::{Frame, Words};
use crate::web::picture::Picture;

/// A figure.
#[derive(Debug)]
pub(crate) struct Figure {
    /// Of its heading, which names picture and table.
    pub(crate) id: &'static str,
    pub(crate) title: Words,
    /// What is counted.
    pub(crate) about: Words,
    pub(crate) shown: Shown,
}

#[derive(Debug)]
pub(crate) enum Shown {
    /// It could not be read in time.
    Late,
    /// There is nothing to count yet.
    Nothing,
    Drawn {
        picture: Picture,
        table: Table,
        /// What is left out, where something is.
        lacks: Option<Words>,
    },
}

#[derive(Debug)]
pub(crate) struct Table {
    /// The columns' names. The first column names the row; the others hold numbers.
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Figure {
    pub(crate) fn late(&self) -> bool {
        matches!(self.shown, Shown::Late)
    }

    pub(crate) fn parts(&self) -> Option<(&Picture, &Table, Option<&Words>)> {
        match &self.shown {
            Shown::Late | Shown::Nothing => None,
            Shown::Drawn {
                picture,
                table,
                lacks,
            } => Some((picture, table, lacks.as_ref())),
        }
    }
}

/// All figures, and when they were read.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(crate) at: String,
    pub(crate) figures: Vec<Figure>,
}

impl Figures {
    pub(crate) fn about(&self, frame: &Frame) -> String {
        let (before, after) = (
            frame.t("", "As of "),
            frame.t(
                " 기준이며, 1분에 한 번 새로 셉니다.",
                "; counted anew once a minute.",
            ),
        );
        format!("{before}{}{after}", self.at)
    }
}
