//! Vocabularies in the document have the one form that generators of every language understand.

use serde_json::{Value, json};

use crate::support::world::Plan;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_vocabulary_is_a_plain_enum() {
    Plan::sqlite()
        .run(async |world| {
            let document = world.gateway().browse("/openapi.json").await.ok();
            let mut constants = Vec::new();
            find_constants("", &document, &mut constants);
            assert!(constants.is_empty(), "`const` at {constants:#?}");
            let method = &document["components"]["schemas"]["Method"];
            assert_eq!(method["type"], "string", "{method}");
            let words = method["enum"].as_array().unwrap();
            for method in domain::kind::Method::ALL {
                assert!(
                    words.contains(&json!(method.as_str())),
                    "{method} is missing"
                );
            }
            assert_eq!(words.len(), domain::kind::Method::ALL.len(), "{words:?}");
            let about = method["description"].as_str().unwrap();
            assert!(
                about.contains("- `bank_transfer`: A transfer to the seller's own account"),
                "what a word means is lost: {about}"
            );
        })
        .await;
}

fn find_constants(at: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "const" {
                    found.push(at.to_owned());
                }
                find_constants(&format!("{at}/{name}"), value, found);
            }
        }
        Value::Array(items) => {
            for (place, value) in items.iter().enumerate() {
                find_constants(&format!("{at}/{place}"), value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
