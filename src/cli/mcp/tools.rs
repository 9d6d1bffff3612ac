//! The tools, made from the API's own document: one for each operation that is open to the role `assistant`.

use std::{collections::BTreeSet, sync::Arc};

use rmcp::model::{Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

use crate::access::Role;

/// Where the API's document has its schemas, and where a tool's has those that it needs.
const SCHEMAS: &str = "#/components/schemas/";
const OWN_SCHEMAS: &str = "#/$defs/";
/// The argument that is a request's body.
pub(super) const BODY: &str = "body";

/// One operation of the API, and the tool that asks for it.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) tool: Tool,
    /// `GET` or `POST`.
    pub(super) verb: String,
    /// With its parameters in braces.
    pub(super) path: String,
    /// Names of the parameters of its query.
    pub(super) query: BTreeSet<String>,
    /// Whether it needs an idempotency key.
    pub(super) keyed: bool,
    /// Whether it may wait for a person.
    pub(super) waits: bool,
}

/// The operations of the API's document that an assistant may ask for, in its order.
pub(super) fn of(document: &Value) -> Vec<Operation> {
    let schemas = &document["components"]["schemas"];
    let mut found = Vec::new();
    for (path, verbs) in document["paths"].as_object().into_iter().flatten() {
        for (verb, operation) in verbs.as_object().into_iter().flatten() {
            if is_open(operation) {
                found.push(one(path, verb, operation, schemas));
            }
        }
    }
    found
}

fn is_open(operation: &Value) -> bool {
    let roles = operation["x-roles"].as_array();
    let mut roles = roles.into_iter().flatten().filter_map(Value::as_str);
    roles.any(|role| role == Role::Assistant.as_str())
}

fn one(path: &str, verb: &str, operation: &Value, schemas: &Value) -> Operation {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let (mut query, mut keyed) = (BTreeSet::new(), false);
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = text(&parameter["name"]);
        match parameter["in"].as_str() {
            // The server makes it: a model would use one twice, or another each time.
            Some("header") => keyed |= name == "Idempotency-Key",
            place => {
                let mut schema = parameter["schema"].clone();
                schema["description"] = parameter["description"].clone();
                if parameter["required"] == json!(true) {
                    required.push(json!(name));
                }
                if place == Some("query") {
                    query.insert(name.to_owned());
                }
                properties.insert(name.to_owned(), schema);
            }
        }
    }
    let body = &operation["requestBody"];
    if body.is_object() {
        let schema = body["content"]["application/json"]["schema"].clone();
        properties.insert(BODY.to_owned(), schema);
        if body["required"] == json!(true) {
            required.push(json!(BODY));
        }
    }
    let waits = operation["responses"]["202"].is_object();
    Operation {
        tool: tool(
            operation,
            waits,
            verb == "get",
            (properties, required),
            schemas,
        ),
        verb: verb.to_uppercase(),
        path: path.to_owned(),
        query,
        keyed,
        waits,
    }
}

fn tool(
    operation: &Value,
    waits: bool,
    reads: bool,
    (properties, required): (Map<String, Value>, Vec<Value>),
    schemas: &Value,
) -> Tool {
    let mut input = json!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false,
    });
    let defs = needed(&input, schemas);
    if !defs.is_empty() {
        input["$defs"] = Value::Object(defs);
    }
    own(&mut input);
    let input = input.as_object().cloned().unwrap_or_default();
    let mut about = text(&operation["summary"]).to_owned();
    if waits {
        about.push_str(". A person approves it first: until then nothing is done");
    }
    let mut annotations = ToolAnnotations::new();
    annotations.read_only_hint = Some(reads);
    annotations.destructive_hint = Some(waits);
    annotations.open_world_hint = Some(false);
    let mut tool = Tool::new(
        text(&operation["operationId"]).to_owned(),
        about,
        Arc::new(input),
    );
    tool.annotations = Some(annotations);
    tool
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The schemas that `schema` refers to, and those that they refer to.
fn needed(schema: &Value, schemas: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    let mut open = names_in(schema);
    while let Some(name) = open.pop() {
        if !found.contains_key(&name) {
            let schema = schemas[&name].clone();
            open.extend(names_in(&schema));
            found.insert(name, schema);
        }
    }
    found
}

fn names_in(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(members) => {
            let here = members.get("$ref").and_then(Value::as_str);
            let here = here.and_then(|path| path.strip_prefix(SCHEMAS));
            let inner = members.values().flat_map(names_in);
            here.map(str::to_owned).into_iter().chain(inner).collect()
        }
        Value::Array(members) => members.iter().flat_map(names_in).collect(),
        _ => Vec::new(),
    }
}

/// Has every reference lead to the tool's own schemas.
fn own(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(path)) = members.get_mut("$ref") {
                *path = path.replacen(SCHEMAS, OWN_SCHEMAS, 1);
            }
            members.values_mut().for_each(own);
        }
        Value::Array(members) => members.iter_mut().for_each(own),
        _ => {}
    }
}

#[cfg(test)]
#[path = "tools_tests.rs"]
mod tests;
