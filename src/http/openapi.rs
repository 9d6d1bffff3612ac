//! The API as an `OpenAPI` 3.1 document, made from the table of routes and the types of its bodies.

#[cfg(test)]
mod changes;
mod enums;
mod events;

use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    error::Body,
    limits::{IDEMPOTENCY_KEY_MAX, REQUEST_ID_MAX},
    route::{Gives, Parameter, Query, Route, SchemaOf, Takes, Verb},
};

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

fn operation(route: &Route, problem: &Value, generators: &mut Generators) -> Value {
    let roles: Vec<&str> = route.roles().iter().map(|role| role.as_str()).collect();
    let mut operation = json!({
        "operationId": operation_id(route),
        "summary": route.summary,
        "tags": [tag(route)],
        "parameters": parameters(route, &mut generators.sent),
        "responses": responses(route, problem, &mut generators.given),
        "security": [],
    });
    if !roles.is_empty() {
        operation["security"] = json!([{ "key": [] }]);
        operation["x-roles"] = json!(roles);
        operation["description"] = json!(format!("For keys of role {}.", roles.join(" or ")));
    }
    if let Some(body) = request_body(route.takes, &mut generators.sent) {
        operation["requestBody"] = body;
    }
    operation
}

fn operation_id(route: &Route) -> String {
    let words = route
        .path
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let verb = route.verb.as_str().to_lowercase();
    std::iter::once(verb.as_str())
        .chain(words)
        .collect::<Vec<_>>()
        .join("_")
}

fn tag(route: &Route) -> &'static str {
    let path = route
        .path
        .strip_prefix("/v1/")
        .or_else(|| route.path.strip_prefix('/'))
        .unwrap_or_default();
    path.split('/').next().unwrap_or_default()
}

fn parameters(route: &Route, generator: &mut SchemaGenerator) -> Vec<Value> {
    let mut list: Vec<Value> = route
        .params
        .iter()
        .map(|parameter| described(parameter, "path", generator))
        .collect();
    if let Query::Known(known) = route.query {
        list.extend(
            known
                .iter()
                .map(|parameter| described(parameter, "query", generator)),
        );
    }
    if route.needs_key {
        list.push(json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": true,
            "description": "Fresh for each change, the same on a retry: the same key changes nothing twice.",
            "schema": { "type": "string", "minLength": 1, "maxLength": IDEMPOTENCY_KEY_MAX, "pattern": "^[!-~]+$" },
        }));
    }
    list
}

fn described(parameter: &Parameter, place: &str, generator: &mut SchemaGenerator) -> Value {
    json!({
        "name": parameter.name,
        "in": place,
        "required": place == "path",
        "description": parameter.about,
        "schema": (parameter.schema)(generator),
    })
}

fn request_body(takes: Takes, generator: &mut SchemaGenerator) -> Option<Value> {
    let content = |media_type: &str, schema: Value| json!({ media_type: { "schema": schema } });
    match takes {
        Takes::Nothing => None,
        Takes::Json(schema) => Some(
            json!({ "required": true, "content": content("application/json", schema(generator).to_value()) }),
        ),
        Takes::OptionalJson(schema) => Some(
            json!({ "required": false, "content": content("application/json", schema(generator).to_value()) }),
        ),
        Takes::Form => {
            Some(json!({ "content": content("application/x-www-form-urlencoded", json!({})) }))
        }
        Takes::Webhook => Some(json!({ "content": content("*/*", json!({})) })),
    }
}

fn responses(route: &Route, problem: &Value, generator: &mut SchemaGenerator) -> Value {
    let (media_type, schema) = match route.gives {
        Gives::Json(schema) => ("application/json", schema(generator).to_value()),
        Gives::Page => ("text/html", json!({ "type": "string" })),
        Gives::Other(media_type) => (media_type, json!({})),
    };
    let good = json!({
        "description": route.summary,
        "headers": headers(route),
        "content": { media_type: { "schema": schema } },
    });
    let mut responses = json!({ route.status.to_string(): good });
    if let Some(waits) = route.waits {
        let schema = waits(generator).to_value();
        responses["202"] = json!({
            "description": "Above the limit of the key's role: nothing was done, and a second person is asked",
            "headers": headers(route),
            "content": { "application/json": { "schema": schema } },
        });
    }
    let mut refused = |status: &str, description: &str| {
        responses[status] = json!({
            "description": description,
            "content": { "application/problem+json": { "schema": problem } },
        });
    };
    refused(
        "default",
        "A problem (RFC 9457). Its codes are listed at /docs",
    );
    if !route.roles().is_empty() {
        refused("401", "No API key, or an unknown one");
        refused("403", "The key's role may not do this");
        refused(
            "429",
            "The key makes more requests than it may; nothing was done. `Retry-After` tells when to come back",
        );
    }
    if route.needs_key {
        refused(
            "409",
            "The same Idempotency-Key is at work, or the thing is in another state",
        );
    }
    if route.verb == Verb::Post && !route.roles().is_empty() {
        refused(
            "422",
            "A field breaks a rule, or the Idempotency-Key was used with another request",
        );
    }
    responses
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

fn headers(route: &Route) -> Value {
    let shared = |name: &str| json!({ "$ref": format!("#/components/headers/{name}") });
    let mut headers = json!({ "Request-Id": shared("Request-Id") });
    if route.roles().is_empty() {
        return headers;
    }
    for name in ["Credits-Balance", "RateLimit", "RateLimit-Policy"] {
        headers[name] = shared(name);
    }
    if route.needs_key {
        headers["Idempotent-Replayed"] = json!({
            "description": "`true` when this is the answer to an earlier request with the same key.",
            "schema": { "type": "string", "enum": ["true"] },
        });
    }
    headers
}

#[cfg(test)]
#[path = "openapi_tests.rs"]
mod tests;
