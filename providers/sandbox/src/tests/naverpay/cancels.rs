//! Cancels by the API: parts, the whole, every refusal, the deadline.

mod limits;

use serde_json::json;

use super::super::World;
use super::{approve, authenticated, cancel, order};

#[tokio::test]
async fn a_part_is_taken_from_the_primary_means_first() {
    let world = World::new();
    let id = authenticated(&world, &order("order-1", 1_000), "mixed").await;
    approve(&world, &id, None).await;
    let wrong = "&doCompareRest=1&expectedRestAmount=1000";
    let differs = cancel(&world, &id, 200, wrong, None).await.json();
    let message = differs["message"].as_str().unwrap();
    assert!(message.contains("1000"), "the message tells the rest");
    let taken = cancel(&world, &id, 650, "", None).await.json()["body"].clone();
    assert_eq!(
        (
            &taken["primaryPayCancelAmount"],
            &taken["npointCancelAmount"]
        ),
        (&json!(600), &json!(50))
    );
    assert_eq!(
        (&taken["applyRestAmount"], &taken["totalRestAmount"]),
        (&json!(250), &json!(350))
    );
    assert_eq!(taken["taxScopeRestAmount"], 350);
}
