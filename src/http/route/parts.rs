//! The parts of a route: verb, body, parameters and answer.

use axum::routing::MethodFilter;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Makes the schema of a type.
pub(in crate::http) type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

pub(in crate::http) fn schema<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

pub(in crate::http) const fn json<T: JsonSchema>() -> Gives {
    Gives::Json(schema::<T>)
}

pub(in crate::http) const fn body<T: JsonSchema>() -> Takes {
    Takes::Json(schema::<T>)
}

pub(in crate::http) const fn body_or_none<T: JsonSchema>() -> Takes {
    Takes::OptionalJson(schema::<T>)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Verb {
    Get,
    Post,
}

impl Verb {
    pub(in crate::http) const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }

    pub(in crate::http) const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
        }
    }
}

/// The kind of body.
#[derive(Clone, Copy)]
pub(in crate::http) enum Takes {
    Nothing,
    Json(SchemaOf),
    /// JSON that may be left out.
    OptionalJson(SchemaOf),
    /// A form from a browser. Not part of the API.
    Form,
    /// Any bytes, with their signature in the headers.
    Webhook,
}

/// The query parameters that are taken.
#[derive(Clone, Copy)]
pub(in crate::http) enum Query {
    /// These and no others.
    Known(&'static [Parameter]),
    /// Any parameters that a provider sends.
    Any,
}

/// A named value in a path or a query.
#[derive(Clone, Copy)]
pub(in crate::http) struct Parameter {
    pub(in crate::http) name: &'static str,
    pub(in crate::http) about: &'static str,
    pub(in crate::http) schema: SchemaOf,
}

/// The kind of a successful answer.
#[derive(Clone, Copy)]
pub(in crate::http) enum Gives {
    Json(SchemaOf),
    /// A page for people. Its problems are pages too.
    Page,
    /// Something else, of this media type.
    Other(&'static str),
}
