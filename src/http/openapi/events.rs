//! The events for the seller, as the document's `webhooks`: one for each word in the table `events`.

use chrono::{DateTime, Utc};
use domain::{event::EventKind, id::EventId};
use schemars::SchemaGenerator;
use serde_json::{Map, Value, json};

use crate::http::route::schema;

/// The `webhooks` of the document.
pub(super) fn webhooks(generator: &mut SchemaGenerator) -> Map<String, Value> {
    EventKind::ALL
        .iter()
        .map(|kind| (kind.to_string(), webhook(*kind, generator)))
        .collect()
}

fn webhook(kind: EventKind, generator: &mut SchemaGenerator) -> Value {
    let schema_of_event = json!({
        "type": "object",
        "required": ["id", "type", "timestamp", "data"],
        "properties": {
            "id": schema::<EventId>(generator),
            "type": { "type": "string", "enum": [kind] },
            "timestamp": schema::<DateTime<Utc>>(generator),
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
        "description": "Standard Webhooks 1.0.0. Not delivered yet: `data` is what the gateway writes to its table `events`, \
            in the commit that causes it.",
        "tags": ["events"],
        "parameters": [
            header("webhook-id", "The event's id, the same at every attempt"),
            header("webhook-timestamp", "When this attempt was made, in Unix seconds"),
            header("webhook-signature", "`v1,` and the signature; several, parted by a space, while secrets change"),
        ],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema_of_event } } },
        "responses": { "2XX": { "description": "It is received; whatever else is said, it is sent again" } },
        "security": [],
    } })
}
