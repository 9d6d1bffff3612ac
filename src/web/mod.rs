//! Pages for buyers, and the page that describes the API: templates, a style sheet and the forms in
//! which Korean readers expect money and times. Everything is embedded, and no page needs a script but the
//! one that opens a provider's window where only the provider's own script can. The others use one where it runs: to turn
//! by themselves, to copy, to count down.

pub mod banks;
pub(crate) mod buyer;
pub(crate) mod console;
mod format;
pub(crate) mod my;
pub(crate) mod picture;
mod ways;
pub(crate) mod words;

use askama::Template;

pub(crate) use format::grouped;
pub(crate) use ways::Way;

pub(crate) const STYLESHEET: &str = include_str!("assets/pages.css");
pub(crate) const SCRIPT: &str = include_str!("assets/pages.js");

/// Why a payment was not made, for the buyer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) korean: String,
    pub(crate) english: &'static str,
}

/// A page could not be shown. Says nothing that only we should know.
#[derive(Debug, Template)]
#[template(path = "trouble.html", config = "src/web/askama.toml")]
pub(crate) struct Trouble {
    korean: &'static str,
    english: &'static str,
    /// The problem's stable code, for support.
    code: &'static str,
}

impl Trouble {
    pub(crate) const fn of(status: u16, code: &'static str) -> Self {
        let (korean, english) = match status {
            403 => (
                "링크가 올바르지 않거나 만료되었습니다",
                "This link is not valid, or no longer",
            ),
            404 => ("찾으시는 페이지가 없습니다", "There is no such page"),
            400..=499 => ("요청을 처리할 수 없습니다", "The request cannot be handled"),
            _ => (
                "일시적인 오류입니다. 잠시 후 다시 열어 주세요. 결제는 중복되지 않습니다",
                "Something is out of order for the moment. Open this page again shortly; you will not be charged twice",
            ),
        };
        Self {
            korean,
            english,
            code,
        }
    }
}

/// The page that describes the API.
#[derive(Debug, Template)]
#[template(path = "docs.html", config = "src/web/askama.toml")]
pub(crate) struct Docs {
    pub(crate) routes: Vec<DocsRoute>,
    /// Name and schema of every body.
    pub(crate) schemas: Vec<(String, String)>,
    /// Code, status and title of every kind of problem.
    pub(crate) problems: Vec<(&'static str, u16, &'static str)>,
}

/// One route of the API.
#[derive(Debug)]
pub(crate) struct DocsRoute {
    pub(crate) verb: &'static str,
    pub(crate) path: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) roles: String,
    pub(crate) needs_key: bool,
    pub(crate) parameters: Vec<(&'static str, &'static str)>,
    /// Name of the schema of its body.
    pub(crate) takes: Option<String>,
    pub(crate) status: u16,
    pub(crate) gives: String,
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
