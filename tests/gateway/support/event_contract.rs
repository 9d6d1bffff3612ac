//! The events for the seller match the contract.

use std::{collections::BTreeSet, sync::LazyLock};

use serde_json::Value;

use super::database::Database;

static CONTRACT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../docs/openapi.json")).unwrap());

/// Every written event has exactly the members of the contract.
pub(crate) async fn as_documented(database: &Database) {
    let sql = "SELECT DISTINCT kind, body FROM events";
    for row in database.rows(sql).await {
        let (kind, body) = (row[0].as_str(), row[1].as_str());
        let event = &CONTRACT["webhooks"][kind]["post"];
        let body: Value = serde_json::from_str(body).unwrap();
        let written: BTreeSet<&String> = body.as_object().unwrap().keys().collect();
        let schema = &event["requestBody"]["content"]["application/json"]["schema"];
        let data = schema["properties"]["data"]["properties"].as_object();
        let data = data.unwrap_or_else(|| panic!("docs/openapi.json knows no event {kind}"));
        let promised: BTreeSet<&String> = data.keys().collect();
        assert_eq!(written, promised, "{kind}");
    }
}
