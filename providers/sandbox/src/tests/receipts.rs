//! Toss: cash receipts, cancels of them and the list of a day.

use serde_json::{Value, json};

use super::{Reply, World};

fn asked(order: &str) -> Value {
    json!({"amount": 10_000, "orderId": order, "orderName": "1,000 credits", "type": "소득공제",
        "customerIdentityNumber": "01012345678"})
}

async fn keyed(world: &World, path: &str, key: &str, body: Value) -> Reply {
    let keyed = [("idempotency-key", key)];
    world.call("POST", path, &keyed, &body).await
}

#[tokio::test]
async fn a_receipt_is_issued_once_under_a_key_and_again_without() {
    let world = World::new();
    let first = keyed(&world, "/v1/cash-receipts", "k1", asked("order-0001"))
        .await
        .json();
    assert_eq!(first["issueStatus"], "COMPLETED", "{first}");
    assert_eq!(first["transactionType"], "CONFIRM");
    assert_eq!(first["customerIdentityNumber"], "010*****678");
    let again = keyed(&world, "/v1/cash-receipts", "k1", asked("order-0001"))
        .await
        .json();
    assert_eq!(again, first);
    // The order is not compared.
    keyed(&world, "/v1/cash-receipts", "k2", asked("order-0001")).await;
    let books = world.books().await;
    assert_eq!(books["toss"]["cash_receipts"].as_array().unwrap().len(), 2);
    let wrong = super::with(asked("order-0001"), "type", json!("무엇"));
    let refused = keyed(&world, "/v1/cash-receipts", "k3", wrong).await;
    assert_eq!(refused.refusal(), (400, "INVALID_REQUEST".to_owned()));
}

#[tokio::test]
async fn no_more_is_taken_back_than_a_receipt_is_of() {
    let world = World::new();
    let issued = keyed(&world, "/v1/cash-receipts", "k1", asked("order-0001"))
        .await
        .json();
    let key = issued["receiptKey"].as_str().unwrap();
    let path = format!("/v1/cash-receipts/{key}/cancel");
    let part = keyed(&world, &path, "c1", json!({"amount": 4_000}))
        .await
        .json();
    assert!(
        part["receiptKey"].as_str().unwrap().starts_with("c_"),
        "{part}"
    );
    let too_much = keyed(&world, &path, "c2", json!({"amount": 6_001})).await;
    assert_eq!(too_much.refusal(), (400, "INVALID_REQUEST".to_owned()));
    let rest = keyed(&world, &path, "c3", json!({})).await.json();
    assert_eq!(
        (&rest["amount"], &rest["transactionType"]),
        (&json!(6_000), &json!("CANCEL"))
    );
}

#[tokio::test]
async fn the_list_of_a_day_has_pages_and_what_the_tax_office_said_since() {
    let world = World::new();
    let faults = json!([{"kind": "receipt_in_progress", "probability_percent": 100, "times": 1}]);
    world.set_faults("toss", faults).await;
    let first = keyed(&world, "/v1/cash-receipts", "k1", asked("order-0001"))
        .await
        .json();
    assert_eq!(first["issueStatus"], "IN_PROGRESS", "{first}");
    let refuse = json!([{"kind": "receipt_refused", "probability_percent": 100, "times": 1}]);
    world.set_faults("toss", refuse).await;
    let second = keyed(&world, "/v1/cash-receipts", "k2", asked("order-0002"))
        .await
        .json();
    assert_eq!(second["failure"]["code"], "NTS_ERROR", "{second}");
    let day = first["requestedAt"].as_str().unwrap()[..10].to_owned();
    let list = format!("/v1/cash-receipts?requestDate={day}&limit=1");
    let page = world.get(&list).await.json();
    assert_eq!(page["data"][0]["issueStatus"], "COMPLETED", "{page}");
    assert_eq!(
        (&page["hasNext"], &page["lastCursor"]),
        (&json!(true), &json!(1))
    );
    let after = world.get(&format!("{list}&cursor=1")).await.json();
    assert_eq!(after["data"][0]["issueStatus"], "FAILED", "{after}");
    assert_eq!(after["hasNext"], false);
    let other = world
        .get("/v1/cash-receipts?requestDate=2001-01-01")
        .await
        .json();
    assert_eq!(other["data"], json!([]));
}
