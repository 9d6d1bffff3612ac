//! The API as an `OpenAPI` 3.1 document, made from the table of routes and the types of its bodies.

#[cfg(test)]
#[path = "openapi/changes_tests.rs"]
mod changes;
mod operation;

use chrono::{DateTime, Utc};
use domain::{
    event::EventKind,
    id::{CustomerId, EventId},
};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::{
    error::Body,
    limits::REQUEST_ID_MAX,
    route::{Route, SchemaOf, schema},
};
use operation::operation;

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
    let problem = generators.given.subschema_for::<Body>().to_value();
    let mut paths = Map::new();
    for route in table {
        let operations = paths.entry(route.path).or_insert_with(|| json!({}));
        operations[route.verb.as_str().to_lowercase()] =
            operation(route, &problem, &mut generators);
    }
    let webhooks = webhooks(&mut generators.given);
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
    plain(&mut document);
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

/// Rewrites every choice between words in `document` as a plain `enum`, at any depth. The meaning of each word goes into
/// the description. Where each word of an enum has a description, `schemars` writes the enum as `oneOf` of `const`. That
/// is valid, but generators for Python and the JVM make one class per word of it, or stop.
fn plain(document: &mut Value) {
    match document {
        Value::Object(schema) => {
            schema.values_mut().for_each(plain);
            flatten(schema);
            leave_out(schema);
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Removes the default of members that are not required.
fn leave_out(schema: &mut Map<String, Value>) {
    let required = schema.get("required").cloned().unwrap_or_default();
    let members = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, member) in members.into_iter().flatten() {
        let needed = required
            .as_array()
            .is_some_and(|required| required.iter().any(|known| known == name));
        if let Some(member) = member.as_object_mut().filter(|_| !needed) {
            member.remove("default");
        }
    }
}

fn flatten(schema: &mut Map<String, Value>) {
    let Some(words) = schema
        .get("oneOf")
        .and_then(Value::as_array)
        .and_then(|choices| choices.iter().map(words).collect::<Option<Vec<_>>>())
    else {
        return;
    };
    let words = words.concat();
    let meanings: String = words
        .iter()
        .filter_map(|(word, about)| {
            about
                .as_ref()
                .map(|about| format!("\n\n- `{word}`: {about}"))
        })
        .collect();
    let about = schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let about = format!("{about}{meanings}").trim().to_owned();
    let names: Vec<&String> = words.iter().map(|(word, _)| word).collect();
    let names = json!(names);
    schema.remove("oneOf");
    schema.insert("type".into(), json!("string"));
    schema.insert("enum".into(), names);
    if !about.is_empty() {
        schema.insert("description".into(), json!(about));
    }
}

/// The words that one choice allows, each with its meaning. `None` when it allows anything else.
fn words(choice: &Value) -> Option<Vec<(String, Option<String>)>> {
    let about = choice["description"].as_str().map(str::to_owned);
    if let Some(word) = choice["const"].as_str() {
        return Some(vec![(word.to_owned(), about)]);
    }
    choice["enum"]
        .as_array()?
        .iter()
        .map(|word| Some((word.as_str()?.to_owned(), None)))
        .collect()
}

/// The events for the seller, as the `webhooks` of the document: one for each word in the table `events`.
fn webhooks(generator: &mut SchemaGenerator) -> Map<String, Value> {
    EventKind::ALL
        .iter()
        .map(|kind| (kind.to_string(), webhook(*kind, generator)))
        .collect()
}

fn webhook(kind: EventKind, generator: &mut SchemaGenerator) -> Value {
    let schema_of_event = json!({
        "type": "object",
        "required": ["id", "type", "timestamp", "customer_id", "sequence", "data"],
        "properties": {
            "id": schema::<EventId>(generator),
            "type": { "type": "string", "enum": [kind] },
            "timestamp": schema::<DateTime<Utc>>(generator),
            "customer_id": schema::<Option<CustomerId>>(generator),
            "sequence": {
                "type": ["integer", "null"], "minimum": 1,
                "description": "1, 2, 3 … without a gap among the customer's events; null where it is about no customer",
            },
            "data": kind.schema(generator),
        },
    });
    let header = |name: &str, about: &str| {
        json!({
            "name": name, "in": "header", "required": true, "description": about, "schema": { "type": "string" },
        })
    };
    json!({ "post": {
        "operationId": format!("event_{}", kind.as_str().replace('.', "_")),
        "summary": kind.about(),
        "description": "Standard Webhooks 1.0.0, delivered to every endpoint of `/v1/webhook-endpoints` that takes it, at least \
            once: the same event has the same `id` at every attempt. An endpoint gets the events of one customer one after the \
            other, in the order of `sequence`.",
        "tags": ["events"],
        "parameters": [
            header("webhook-id", "The event's id, the same at every attempt"),
            header("webhook-timestamp", "When this attempt was made, in Unix seconds"),
            header("webhook-signature", "`v1,` and the signature; several, parted by a space, while secrets change"),
        ],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema_of_event } } },
        "responses": { "2XX": { "description": "It is received; after any other answer, or none within 15 s, it is sent again, for three days" } },
        "security": [],
    } })
}

#[cfg(test)]
#[path = "openapi_tests.rs"]
mod tests;
