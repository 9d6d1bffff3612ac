//! The API as an `OpenAPI` 3.1 document, made from the table of routes and the types of its bodies.

mod enums;
mod events;
mod operation;

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    error::Body,
    limits::REQUEST_ID_MAX,
    route::{Route, SchemaOf},
};
use operation::operation;

#[cfg(test)]
mod changes;

/// The two directions of a type: values sent to us, and values that we send.
struct Generators {
    sent: SchemaGenerator,
    given: SchemaGenerator,
}

impl Generators {
    fn new() -> Self {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        Self {
            sent: settings().for_deserialize().into_generator(),
            given: settings().for_serialize().into_generator(),
        }
    }
}

/// The document.
pub(super) fn document(table: impl Iterator<Item = &'static Route>) -> Value {
    let mut generators = Generators::new();
    let problem = generators.given.subschema_for::<Body<'_>>().to_value();
    let mut paths = Map::new();
    for route in table {
        let operations = paths.entry(route.path).or_insert_with(|| json!({}));
        operations[route.verb.as_str().to_lowercase()] =
            operation(route, &problem, &mut generators);
    }
    let webhooks = events::webhooks(&mut generators.given);
    let mut schemas = generators.sent.take_definitions(true);
    schemas.extend(generators.given.take_definitions(true));
    schemas.sort_keys();
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "credit-gateway",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Sells prepaid AI credits for won and gives money back for those not used. Money is \
                whole won, credits are whole, times are RFC 3339 with +09:00. Every instant named `…_until`, \
                `expires_at` or `due_at` is exclusive.",
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "webhooks": webhooks,
        "components": {
            "schemas": schemas,
            "headers": shared_headers(),
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer", "bearerFormat": "cgk_<role>_…" } },
        },
    });
    enums::plain(&mut document);
    document
}

/// The name of a type's schema in the document.
pub(super) fn name_of(schema: SchemaOf) -> Option<String> {
    let schema = schema(&mut Generators::new().given).to_value();
    schema["$ref"]
        .as_str()
        .and_then(|path| path.rsplit('/').next())
        .map(str::to_owned)
}

/// Headers that many answers have, by their names in the document.
fn shared_headers() -> Value {
    json!({
        "Request-Id": {
            "description": "What the request is called in the gateway's log: the client's own `Request-Id` where it sent one \
                of at most 128 letters, digits and `-_.:+/=`, else one that the gateway made.",
            "schema": { "type": "string", "minLength": 1, "maxLength": REQUEST_ID_MAX },
        },
        "RateLimit-Policy": {
            "description": "Requests that the API key may make (`q`) in so many seconds (`w`).",
            "schema": { "type": "string" },
        },
        "RateLimit": {
            "description": "Requests that the API key may still make (`r`), and in how many seconds there are more (`t`).",
            "schema": { "type": "string" },
        },
        "Credits-Balance": {
            "description": "On answers about a customer: credits spendable now.",
            "schema": { "type": "integer", "minimum": 0 },
        },
    })
}

#[cfg(test)]
#[path = "openapi_tests.rs"]
mod tests;
