//! What is shown once: a secret that somebody was just given.

use askama::Template;

use super::{Frame, Words, list::Cell, thing::Fact};
use crate::web::format;

#[derive(Template)]
#[template(path = "console/secret.html", config = "src/web/askama.toml")]
pub(crate) struct Secret {
    pub(crate) frame: Frame,
    pub(crate) title: Words,
    /// What each is, where there are several, and the secret.
    pub(crate) secrets: Vec<(Words, String)>,
    /// What is to be done with it, in the page's language.
    pub(crate) says: Vec<String>,
    pub(crate) facts: Vec<Fact>,
    /// Where the way goes on once it is copied.
    pub(crate) to: String,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secret")
            .field("title", &self.title)
            .finish_non_exhaustive()
    }
}
