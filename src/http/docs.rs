//! The API for its users: the OpenAPI document, and the table of routes as a page for people.

use std::sync::OnceLock;

use axum::{
    body::Bytes,
    http::header,
    response::{IntoResponse as _, Response},
};

use super::{
    error::{PROBLEM_TYPES, Problem},
    html, openapi,
    route::{Gives, Parameter, Query, Route, Takes},
};
use crate::web;

/// The API in OpenAPI 3.1.
pub(super) fn openapi(table: impl Iterator<Item = &'static Route>) -> Response {
    static DOCUMENT: OnceLock<Bytes> = OnceLock::new();
    let document = DOCUMENT.get_or_init(|| openapi::document(table).to_string().into());
    (
        [(header::CONTENT_TYPE, "application/json")],
        document.clone(),
    )
        .into_response()
}

/// How pages look.
pub(super) fn stylesheet() -> Response {
    asset(web::STYLESHEET, "text/css; charset=utf-8")
}

/// How pages of the desk look.
pub(super) fn desk_stylesheet() -> Response {
    asset(web::console::STYLESHEET, "text/css; charset=utf-8")
}

/// What helps on pages of buyers.
pub(super) fn script() -> Response {
    asset(web::SCRIPT, "text/javascript; charset=utf-8")
}

fn asset(text: &'static str, kind: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, text).into_response()
}

/// The same table as a page for people.
pub(super) fn docs(
    table: impl Iterator<Item = &'static Route> + Clone,
) -> Result<Response, Problem> {
    static PAGE: OnceLock<web::Docs> = OnceLock::new();
    html::page(PAGE.get_or_init(|| page(table)))
}

fn page(table: impl Iterator<Item = &'static Route> + Clone) -> web::Docs {
    let document = openapi::document(table.clone());
    let schemas = document["components"]["schemas"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let pretty =
        |schema: &serde_json::Value| serde_json::to_string_pretty(schema).unwrap_or_default();
    web::Docs {
        routes: table.map(described).collect(),
        schemas: schemas
            .iter()
            .map(|(name, schema)| (name.clone(), pretty(schema)))
            .collect(),
        problems: PROBLEM_TYPES
            .iter()
            .map(|kind| (kind.code, kind.status.as_u16(), kind.title))
            .collect(),
    }
}

fn described(route: &Route) -> web::DocsRoute {
    let roles: Vec<&str> = route.roles().iter().map(|role| role.as_str()).collect();
    let query = match route.query {
        Query::Known(known) => known,
        Query::Any => &[],
    };
    let parameter = |parameter: &Parameter| (parameter.name, parameter.about);
    web::DocsRoute {
        verb: route.verb.as_str(),
        path: route.path,
        summary: route.summary,
        roles: if roles.is_empty() {
            "public".to_owned()
        } else {
            roles.join(", ")
        },
        needs_key: route.needs_key,
        parameters: route.params.iter().chain(query).map(parameter).collect(),
        takes: match route.takes {
            Takes::Json(schema) | Takes::OptionalJson(schema) => openapi::name_of(schema),
            Takes::Form | Takes::Upload => Some("form".to_owned()),
            Takes::File(types) => Some(types.join(" or ")),
            Takes::Webhook => Some("as the provider sends it".to_owned()),
            Takes::Nothing => None,
        },
        status: route.status,
        gives: match route.gives {
            Gives::Json(schema) => openapi::name_of(schema).unwrap_or_else(|| "JSON".to_owned()),
            Gives::Events(schema) => {
                let name = openapi::name_of(schema).unwrap_or_else(|| "JSON".to_owned());
                format!("events: {name}")
            }
            Gives::Page => "page".to_owned(),
            Gives::Other(media_type) => media_type.to_owned(),
        },
    }
}
