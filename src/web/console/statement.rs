//! A customer's statement, as support makes one.

use askama::Template;
use domain::statement;

use super::Frame;
use crate::web::format;

/// A statement that was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) statement: statement::Statement,
    /// The postings that the page shows; the files have all.
    pub(crate) shown: usize,
}

#[derive(Debug, Template)]
#[template(path = "console/statement.html", config = "src/web/askama.toml")]
pub(crate) struct Statement {
    pub(crate) frame: Frame,
    pub(crate) customer: String,
    /// The first and the last day, as they were entered.
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) today: String,
    pub(crate) made: Option<Made>,
    /// What is wrong with the days, in the gateway's own words.
    pub(crate) wrong: Option<String>,
}

impl Statement {
    /// The address of a file.
    fn file(&self, form: &str, words: &str) -> String {
        self.frame
            .with(&[("form", Some(form)), ("words", Some(words))])
    }
}
