//! One route as an operation of the document.

use schemars::SchemaGenerator;
use serde_json::{Value, json};

use super::Generators;
use crate::http::{
    approvals::ApprovalView,
    limits::IDEMPOTENCY_KEY_MAX,
    policy_drafts::PolicyDraftView,
    route::{Gives, Parameter, Query, Route, Takes, Verb, Waits, schema},
    stream::LAST_EVENT_ID,
};

pub(super) fn operation(route: &Route, problem: &Value, generators: &mut Generators) -> Value {
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
    if matches!(route.gives, Gives::Events(_)) {
        list.push(json!({
            "name": LAST_EVENT_ID,
            "in": "header",
            "required": false,
            "description": "The id of the last message that was received: every change after it follows.",
            "schema": { "type": "integer", "minimum": 0, "maximum": i64::MAX },
        }));
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
        Takes::Json(schema) | Takes::OptionalJson(schema) => {
            let required = matches!(takes, Takes::Json(_));
            let content = content("application/json", schema(generator).to_value());
            Some(json!({ "required": required, "content": content }))
        }
        Takes::Form => {
            Some(json!({ "content": content("application/x-www-form-urlencoded", json!({})) }))
        }
        Takes::Upload => Some(json!({ "content": content("multipart/form-data", json!({})) })),
        Takes::File(types) => {
            // Of bytes `OpenAPI` 3.1 says nothing but their media type.
            let each = types.iter().map(|it| ((*it).to_owned(), json!({})));
            let content: serde_json::Map<String, Value> = each.collect();
            Some(json!({ "required": true, "content": content }))
        }
        Takes::Webhook => Some(json!({ "content": content("*/*", json!({})) })),
    }
}

/// The description of a list in CSV.
const CSV: &str = "The list as a sheet, where `Accept` prefers `text/csv`: UTF-8 with a byte order mark, lines that end in \
    CR LF, and headings in Korean or English. A text that a spreadsheet could take for a formula begins with `'`. With \
    `limit` it is one page, and `Next-Cursor` is the `cursor` of the next. Without `limit` it is the whole list from \
    `cursor` on: an answer that breaks off before its last chunk is not whole.";

/// The description of an answer with 429.
const TOO_FAST: &str = "The key makes more requests than it may; nothing was done. `Retry-After` tells when to come back";

fn responses(route: &Route, problem: &Value, generator: &mut SchemaGenerator) -> Value {
    let (media_type, content) = match route.gives {
        Gives::Json(schema) => ("application/json", schema(generator).to_value()),
        Gives::Events(schema) => ("text/event-stream", events(&schema(generator).to_value())),
        Gives::Page => ("text/html", json!({ "type": "string" })),
        Gives::Other(media_type) => (media_type, json!({})),
    };
    let mut good = json!({
        "description": route.summary,
        "headers": headers(route),
        "content": { media_type: { "schema": content } },
    });
    if route.csv {
        good["content"]["text/csv"] = json!({ "schema": { "type": "string", "description": CSV } });
    }
    if let Some(other) = route.or_as {
        good["content"][other] = json!({ "schema": { "type": "string" } });
    }
    let mut responses = json!({ route.status.to_string(): good });
    let waiting = match route.waits {
        Waits::Never => None,
        Waits::AboveALimit => Some((
            "Above the limit of the key's role: nothing was done, and a second person is asked",
            schema::<ApprovalView>(generator).to_value(),
        )),
        Waits::AsADraft => Some((
            "The settings want a second person: nothing was published, and another admin key is asked",
            schema::<PolicyDraftView>(generator).to_value(),
        )),
    };
    if let Some((description, schema)) = waiting {
        responses["202"] = json!({
            "description": description,
            "headers": headers(route),
            "content": { "application/json": { "schema": schema } },
        });
    }
    let (keyed, changes) = (!route.roles().is_empty(), route.verb != Verb::Get);
    for (applies, status, description) in [
        (
            true,
            "default",
            "A problem (RFC 9457). Its codes are listed at /docs",
        ),
        (keyed, "401", "No API key, or an unknown one"),
        (keyed, "403", "The key's role may not do this"),
        (keyed, "429", TOO_FAST),
        (
            route.needs_key,
            "409",
            "The same Idempotency-Key is at work, or the thing is in another state",
        ),
        (
            keyed && changes,
            "422",
            "A field breaks a rule, or the Idempotency-Key was used with another request",
        ),
    ] {
        if applies {
            responses[status] = json!({
                "description": description,
                "content": { "application/problem+json": { "schema": problem } },
            });
        }
    }
    responses
}

/// Events as a text whose data is of this schema.
fn events(data: &Value) -> Value {
    json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": data })
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
    if route.csv {
        headers["Next-Cursor"] = json!({
            "description": "On a page in CSV: the `cursor` of the next page, where there is one.",
            "schema": { "type": "string" },
        });
    }
    if route.needs_key {
        headers["Idempotent-Replayed"] = json!({
            "description": "`true` when this is the answer to an earlier request with the same key.",
            "schema": { "type": "string", "enum": ["true"] },
        });
    }
    headers
}
