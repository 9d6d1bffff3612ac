//! The definition of a route: one line of the table from which router, checks and documentation are made.

use std::{future::Future, pin::Pin, time::Duration};

use axum::{
    response::{IntoResponse, Response},
    routing::MethodFilter,
};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use super::{
    error::Problem,
    limits::{
        BODY_BYTES_MAX, BODY_DEADLINE, DESK_BODY_BYTES_MAX, FILE_BYTES_MAX, FILE_DEADLINE,
        LARGE_BODY_BYTES_MAX, UPLOAD_BYTES_MAX,
    },
    request::ApiRequest,
    visit::Visit,
};
use crate::{
    access::{Caller, Need, Role},
    app::Shared,
};

/// The answer of a handler.
pub(super) type Answering = Pin<Box<dyn Future<Output = Result<Response, Problem>> + Send>>;

/// The answer of a handler that does not wait.
pub(super) fn at_once(answer: Result<impl IntoResponse, Problem>) -> Answering {
    Box::pin(std::future::ready(answer.map(IntoResponse::into_response)))
}

/// The permitted callers and the handler. A handler of keyed routes cannot be reached without a caller.
#[derive(Clone, Copy)]
pub(super) enum Handler {
    Public(fn(Shared, ApiRequest) -> Answering),
    Keyed(&'static [Role], fn(Shared, Caller, ApiRequest) -> Answering),
    /// For operators who are signed in and may do what it needs.
    Desk(Need, fn(Shared, Visit, ApiRequest) -> Answering),
}

/// A table of keyed routes, one a row: verb, path, roles, handler and summary; then the parameters of its path (`with`)
/// and its query (`asked`), its body in JSON (`takes`, `may_take` where it may be left out), and the status and the type
/// of its answer in JSON (`gives`). `may_wait`, `or_csv` and `without_key` are the methods of [`Route`]. A table `without a key` has
/// no roles, and says of each handler how it is called, what body it takes and what it gives.
macro_rules! routes {
    (
        $(#[$about:meta])*
        $vis:vis $name:ident;
        $($verb:ident $path:literal, [$($role:ident),+], $handler:path, $summary:literal
            $(, with $params:ident)? $(, asked $query:ident)? $(, takes $body:ty)? $(, may_take $part:ty)?,
            gives $status:literal $view:ty $(, $more:ident)*;)+
    ) => {
        $(#[$about])*
        $vis static $name: &[$crate::http::route::Route] = &[$(
            $crate::http::route::Route::$verb($path, &[$($role),+], $summary, |app, caller, ask| {
                Box::pin(async move {
                    let answer = $handler(app, caller, ask).await?;
                    Ok(axum::response::IntoResponse::into_response(answer))
                })
            })
            $(.with($params))?
            $(.asked($query))?
            $(.takes($crate::http::route::Takes::Json($crate::http::route::schema::<$body>)))?
            $(.takes($crate::http::route::Takes::OptionalJson($crate::http::route::schema::<$part>)))?
            .gives($status, $crate::http::route::json::<$view>())
            $(.$more())*
        ),+];
    };
    (
        $(#[$about:meta])*
        $vis:vis $name:ident without a key;
        $($verb:ident $path:literal, $summary:literal, $handler:expr
            $(, with $params:ident)? $(, asked $query:expr)? $(, takes $body:expr)?, gives $status:literal $gives:expr;)+
    ) => {
        $(#[$about])*
        $vis static $name: &[$crate::http::route::Route] = &[$(
            $crate::http::route::Route::public($crate::http::route::routes!($verb), $path, $summary, $handler)
                $(.with($params))?
                $(.asked($query))?
                $(.takes($body))?
                .gives($status, $gives)
        ),+];
    };
    (get) => { $crate::http::route::Verb::Get };
    (post) => { $crate::http::route::Verb::Post };
}
pub(super) use routes;

/// One line of the table.
#[derive(Clone, Copy)]
pub(super) struct Route {
    pub(super) verb: Verb,
    pub(super) path: &'static str,
    pub(super) handler: Handler,
    pub(super) summary: &'static str,
    pub(super) params: &'static [Parameter],
    pub(super) query: Query,
    pub(super) takes: Takes,
    /// Whether an idempotency key is needed.
    pub(super) needs_key: bool,
    pub(super) status: u16,
    pub(super) gives: Gives,
    /// Another media type in which the answer may be had.
    pub(super) or_as: Option<&'static str>,
    /// Whether the request may wait for a second person.
    pub(super) waits: Waits,
    /// Whether the list is given as CSV too.
    pub(super) csv: bool,
    /// How a body of many things is counted, each of which counts as a request.
    pub(super) items: Option<fn(&[u8]) -> usize>,
}

/// Whether a request may wait for a second person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    Never,
    /// Above the limit of the key's role, as an approval.
    AboveALimit,
    /// Where the settings want it, as a draft of the policy.
    AsADraft,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.verb.as_str(), self.path)
    }
}

impl Route {
    const fn new(verb: Verb, path: &'static str, handler: Handler, summary: &'static str) -> Self {
        Self {
            verb,
            path,
            handler,
            summary,
            params: &[],
            query: Query::Known(&[]),
            takes: Takes::Nothing,
            needs_key: false,
            status: 200,
            gives: Gives::Other("text/plain"),
            or_as: None,
            waits: Waits::Never,
            csv: false,
            items: None,
        }
    }

    /// A route that anybody may use.
    pub(super) const fn public(
        verb: Verb,
        path: &'static str,
        summary: &'static str,
        handler: fn(Shared, ApiRequest) -> Answering,
    ) -> Self {
        Self::new(verb, path, Handler::Public(handler), summary)
    }

    /// A page or an act of the desk, in HTML. It takes any query: whoever follows an old link reads what is left of it.
    pub(super) const fn desk(
        verb: Verb,
        path: &'static str,
        need: Need,
        summary: &'static str,
        handler: fn(Shared, Visit, ApiRequest) -> Answering,
    ) -> Self {
        let route = Self::new(verb, path, Handler::Desk(need, handler), summary);
        let route = route.asked(Query::Any).gives(200, Gives::Page);
        match verb {
            Verb::Post => route.takes(Takes::Form),
            Verb::Get | Verb::Put | Verb::Delete => route,
        }
    }

    /// The form of this act has a file in it.
    pub(super) const fn with_a_file(self) -> Self {
        self.takes(Takes::Upload)
    }

    /// Reads something; for these roles.
    pub(super) const fn get(
        path: &'static str,
        roles: &'static [Role],
        summary: &'static str,
        handler: fn(Shared, Caller, ApiRequest) -> Answering,
    ) -> Self {
        Self::new(Verb::Get, path, Handler::Keyed(roles, handler), summary)
    }

    /// Changes something, under an idempotency key; for these roles.
    pub(super) const fn post(
        path: &'static str,
        roles: &'static [Role],
        summary: &'static str,
        handler: fn(Shared, Caller, ApiRequest) -> Answering,
    ) -> Self {
        let mut route = Self::new(Verb::Post, path, Handler::Keyed(roles, handler), summary);
        route.needs_key = true;
        route
    }

    /// Removes something; for these roles. Doing it twice is the same as once, so it takes no idempotency key.
    pub(super) const fn delete(
        path: &'static str,
        roles: &'static [Role],
        summary: &'static str,
        handler: fn(Shared, Caller, ApiRequest) -> Answering,
    ) -> Self {
        Self::new(Verb::Delete, path, Handler::Keyed(roles, handler), summary)
    }

    /// Puts something in place of what is there; for these roles. Doing it twice is the same as once, so it takes no
    /// idempotency key.
    pub(super) const fn put(
        path: &'static str,
        roles: &'static [Role],
        summary: &'static str,
        handler: fn(Shared, Caller, ApiRequest) -> Answering,
    ) -> Self {
        Self::new(Verb::Put, path, Handler::Keyed(roles, handler), summary)
    }

    /// Repeating the request does no harm, so it takes no idempotency key.
    pub(super) const fn without_key(mut self) -> Self {
        self.needs_key = false;
        self
    }

    pub(super) const fn with(mut self, params: &'static [Parameter]) -> Self {
        self.params = params;
        self
    }

    pub(super) const fn asked(mut self, query: Query) -> Self {
        self.query = query;
        self
    }

    pub(super) const fn takes(mut self, takes: Takes) -> Self {
        self.takes = takes;
        self
    }

    pub(super) const fn gives(mut self, status: u16, gives: Gives) -> Self {
        self.status = status;
        self.gives = gives;
        self
    }

    /// The answer may also be had in another media type.
    pub(super) const fn or_as(mut self, media_type: &'static str) -> Self {
        self.or_as = Some(media_type);
        self
    }

    /// Above the limit of the caller's role the request waits for a second person, and the answer is the approval with
    /// 202.
    pub(super) const fn may_wait(mut self) -> Self {
        self.waits = Waits::AboveALimit;
        self
    }

    /// The version of the policy waits for a second person where the settings want one, and the answer is the draft with 202.
    pub(super) const fn may_be_a_draft(mut self) -> Self {
        self.waits = Waits::AsADraft;
        self
    }

    /// The list is given as CSV where `Accept` prefers it.
    pub(super) const fn or_csv(mut self) -> Self {
        self.csv = true;
        self
    }

    /// The body holds many things, as `items` counts them: it may be large, and each counts as a request of the key.
    pub(super) const fn of_many(mut self, items: fn(&[u8]) -> usize) -> Self {
        self.items = Some(items);
        self
    }

    /// The most bytes of its body.
    pub(super) const fn body_bytes_max(&self) -> usize {
        match (self.takes, self.items, &self.handler) {
            (Takes::File(_), ..) => FILE_BYTES_MAX,
            (Takes::Upload, ..) => UPLOAD_BYTES_MAX,
            (_, Some(_), _) => LARGE_BODY_BYTES_MAX,
            (_, None, Handler::Desk(..)) => DESK_BODY_BYTES_MAX,
            (_, None, Handler::Public(_) | Handler::Keyed(..)) => BODY_BYTES_MAX,
        }
    }

    /// Within what time its body is there.
    pub(super) const fn body_deadline(&self) -> Duration {
        match self.takes {
            Takes::File(_) | Takes::Upload => FILE_DEADLINE,
            Takes::Nothing
            | Takes::Json(_)
            | Takes::OptionalJson(_)
            | Takes::Form
            | Takes::Webhook => BODY_DEADLINE,
        }
    }

    /// The roles of API keys that may use it; none for a public route and for pages of the desk.
    pub(super) const fn roles(&self) -> &'static [Role] {
        match self.handler {
            Handler::Public(_) | Handler::Desk(..) => &[],
            Handler::Keyed(roles, _) => roles,
        }
    }
}

/// Makes the schema of a type.
pub(super) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

pub(super) fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

pub(super) const fn json<T: JsonSchema>() -> Gives {
    Gives::Json(schema::<T>)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Get,
    Post,
    Put,
    Delete,
}

impl Verb {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    pub(super) const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// The kind of body.
#[derive(Clone, Copy)]
pub(super) enum Takes {
    Nothing,
    Json(SchemaOf),
    /// JSON that may be left out.
    OptionalJson(SchemaOf),
    /// A form from a browser. Not part of the API.
    Form,
    /// A form with a file in it, from a browser. Not part of the API.
    Upload,
    /// A file of one of these media types.
    File(&'static [&'static str]),
    /// Any bytes, with their signature in the headers.
    Webhook,
}

/// The query parameters that are taken.
#[derive(Clone, Copy)]
pub(super) enum Query {
    /// These and no others.
    Known(&'static [Parameter]),
    /// Any parameters that a provider sends.
    Any,
}

/// A named value in a path or a query.
#[derive(Clone, Copy)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) schema: SchemaOf,
}

/// The kind of a successful answer.
#[derive(Clone, Copy)]
pub(super) enum Gives {
    Json(SchemaOf),
    /// Server-sent events whose data is JSON.
    Events(SchemaOf),
    /// A page for people. Its problems are pages too.
    Page,
    /// Something else, of this media type.
    Other(&'static str),
}
