//! A visit at the desk: an operator who is signed in, asks for a page or sends a form, and was let in to it.

use axum::response::Response;
use domain::{command::IdempotencyKey, statement::Lang};

use super::{
    error::{INVALID_FIELD, Problem},
    html,
    once::key_of,
    upload::SentFile,
};
use crate::{
    access::{Caller, Need},
    flows::operators::sessions::Signed,
    web::console::{Frame, thing::Thing},
};

/// The request of an operator, with what its page has around it.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) operator: Signed,
    pub(super) frame: Frame,
    /// What its form says, without what every form of the desk repeats.
    pub(super) form: Vec<(String, String)>,
    /// The file of its form.
    pub(super) file: Option<SentFile>,
    /// What the form was given when its page was made: the same form twice is one request.
    pub(super) once: String,
}

impl Visit {
    pub(super) fn lang(&self) -> Lang {
        self.frame.lang
    }

    pub(super) fn may(&self, need: Need) -> bool {
        self.operator.desk.may(need)
    }

    /// A field of the form; empty where it is not there.
    pub(super) fn said(&self, name: &str) -> &str {
        let mut fields = self.form.iter();
        let found = fields.find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// A field of the form without the spaces around it; none where nothing is in it.
    pub(super) fn maybe(&self, name: &str) -> Option<&str> {
        Some(self.said(name).trim()).filter(|text| !text.is_empty())
    }

    /// A field that must be filled in.
    pub(super) fn needed(&self, name: &'static str) -> Result<&str, Problem> {
        let missing = || Problem::field(&INVALID_FIELD, name, "is missing");
        self.maybe(name).ok_or_else(missing)
    }

    /// The operator as the caller of an act that reads nothing but rows.
    pub(super) fn reader(&self) -> Caller {
        Caller {
            key: self.operator.id,
            role: self.operator.desk.role(),
            idempotency_key: None,
        }
    }

    /// The operator as the caller of an act that this form asks for. Its idempotency key is the form's own, so that who
    /// presses twice does it once.
    pub(super) fn caller(&self) -> Result<Caller, Problem> {
        let mut caller = self.reader();
        caller.idempotency_key = Some(self.key()?);
        Ok(caller)
    }

    fn key(&self) -> Result<IdempotencyKey, Problem> {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let content = form.extend_pairs(&self.form).finish();
        let request = ("POST", self.frame.path.as_str());
        key_of(
            &self.once,
            self.operator.desk.role(),
            request,
            content.as_bytes(),
        )
    }

    pub(super) fn page(&self, page: &impl askama::Template) -> Result<Response, Problem> {
        html::desk_page(axum::http::StatusCode::OK, page, self.frame.lang)
    }

    /// The page of a thing. While it changes by itself and nothing is entered on it, it turns by itself.
    pub(super) fn thing(&self, mut page: Thing) -> Result<Response, Problem> {
        page.turns = page.moves && page.acts.is_empty();
        if page.turns {
            html::turning_desk_page(&page, self.frame.lang)
        } else {
            self.page(&page)
        }
    }

    /// The page of the form again, because of what is wrong with it.
    pub(super) fn page_for(
        &self,
        problem: &Problem,
        page: &impl askama::Template,
    ) -> Result<Response, Problem> {
        html::desk_page(problem.kind.status, page, self.frame.lang)
    }

    /// Leads on by GET after an act, so that a reload repeats nothing. `done` is a word of `web::console::notice`, which
    /// the next page says.
    #[expect(
        clippy::unused_self,
        reason = "every way to end a visit is asked of it"
    )]
    pub(super) fn go(&self, to: &str, done: &str) -> Result<Response, Problem> {
        let sign = if to.contains('?') { '&' } else { '?' };
        html::see_other(&format!("{to}{sign}done={done}"))
    }
}
