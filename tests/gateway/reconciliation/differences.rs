//! What no look-up explains: it is typed, listed, told to the seller, and closed by a person.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{always, result};
use crate::support::{
    buyer::id_of,
    plan::Plan,
    world::{TOSS_KEY, World},
};

both_engines!(
    .without_workers():
    a_payment_that_the_list_leaves_out_is_a_difference,
    what_cannot_be_compared_is_refused,
    differences_are_found_by_their_day,
);

/// The payment is in the books and the look-up agrees, while the list leaves it out: that waits for a person.
async fn a_payment_that_the_list_leaves_out_is_a_difference(world: &World) {
    let order = world.buy("c1", "direct-1000", 1).await;
    world.pass_days(1);
    world.faults("toss", always("row_unlisted", "lookup")).await;
    let run = world.reconcile_yesterday("toss").await;
    assert_eq!(result(&run), (1, 0, 1), "{run}");
    let found = &world.discrepancies().await[0];
    assert_eq!(
        (&found["kind"], &found["our_amount"], &found["order_id"]),
        (&json!("missing_there"), &order["amount"], &order["id"])
    );
    let metrics = world.gateway().browse("/metrics").await.text;
    let gauge = "credit_gateway_discrepancies_open{provider=\"toss\",type=\"missing_there\"} 1";
    assert!(metrics.contains(gauge), "{metrics}");
    assert!(metrics.contains("credit_gateway_reconciliation_age_seconds{provider=\"toss\"} 0"));

    let path = format!("/v1/discrepancies/{}/close", id_of(found));
    let reason = json!({"reason": "the buyer was told"});
    let closed = world
        .gateway()
        .post(Role::Support, &path, &reason)
        .await
        .ok();
    assert_eq!(
        (&closed["state"], &closed["reason"]),
        (&json!("closed"), &reason["reason"])
    );
    assert!(
        closed["closed_by"].as_str().unwrap().starts_with("key_"),
        "{closed}"
    );
    // A second time changes nothing, and neither does the next comparison.
    let other = json!({"reason": "another"});
    let again = world.gateway().post(Role::Admin, &path, &other).await.ok();
    assert_eq!(again, closed);
    let run = world.reconcile_yesterday("toss").await;
    assert_eq!(result(&run), (1, 0, 0), "{run}");
    let acts = "SELECT detail FROM audit_log WHERE act = 'discrepancy.close'";
    assert_eq!(world.database.rows(acts).await, [["the buyer was told"]]);
}

/// A payment of an order of ours that the books never had: they were restored from a backup.
async fn a_payment_that_the_books_never_had_is_listed(world: &World) {
    let order = "ord_00000000000000000000000001";
    let account = json!({"amount": 5_000, "orderId": order, "orderName": "x", "customerName": "y", "bank": "88"});
    let request = world
        .sandbox
        .bare(reqwest::Method::POST, "/toss/v1/virtual-accounts");
    let request = request.basic_auth(TOSS_KEY, Some("")).json(&account);
    crate::support::client::send(request).await.ok();
    world
        .at_provider("/toss/deposits", &json!({ "orderId": order }))
        .await;
    world.pass_days(1);
    let run = world.reconcile_yesterday("toss").await;
    assert_eq!(result(&run), (1, 0, 1), "{run}");
    let found = &world.discrepancies().await[0];
    assert_eq!(
        (
            &found["kind"],
            &found["order_ref"],
            &found["order_id"],
            &found["their_amount"]
        ),
        (
            &json!("missing_here"),
            &json!(order),
            &Value::Null,
            &json!(5_000)
        )
    );
    for (query, count) in [
        ("state=open", 1),
        ("state=agreed", 0),
        ("type=missing_here&provider=toss", 1),
        ("type=amount", 0),
        ("provider=kakaopay", 0),
    ] {
        let path = format!("/v1/discrepancies?{query}");
        let list = world.gateway().get(Role::Admin, &path).await.ok();
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_that_the_books_never_had() {
    for plan in [Plan::sqlite(), Plan::postgres()] {
        let plan = plan.without_workers().with_another("toss");
        plan.run(a_payment_that_the_books_never_had_is_listed).await;
    }
}

async fn what_cannot_be_compared_is_refused(world: &World) {
    let post = async |body: Value| {
        let gateway = world.gateway();
        gateway
            .post(Role::Support, "/v1/reconciliations", &body)
            .await
    };
    let today = json!({"provider": "toss", "date": world.today()});
    post(today).await.refused(422, "invalid_field");
    let bank = json!({"provider": "bank", "date": "2026-04-01"});
    post(bank).await.refused(422, "invalid_field");
    let unknown = json!({"provider": "nobody", "date": "2026-04-01"});
    assert!(post(unknown).await.status >= 400);
    // A provider that cannot be asked is a result that says so.
    let down = always("refuse_5xx_before", "lookup");
    world.faults("toss", down).await;
    let run = world.reconcile("toss", "2026-04-01".parse().unwrap()).await;
    assert_eq!(run["state"], "failed", "{run}");
    assert!(run["error"].as_str().unwrap().contains("in doubt"), "{run}");
}

async fn differences_are_found_by_their_day(world: &World) {
    world.sell("toss", 1).await;
    let first = world.today();
    world.pass_days(2);
    world.sell("toss", 1).await;
    let second = world.today();
    world.pass_days(1);
    // Each time the newest movement is left out of the list.
    world
        .faults("toss", always("list_row_missing", "lookup"))
        .await;
    for day in [first, second] {
        let run = world.reconcile("toss", day).await;
        assert_eq!(run["open"], 1, "{run}");
    }
    let of_day = async |query: &str| {
        let path = format!("/v1/discrepancies?state=open&provider=toss{query}");
        let list = world.gateway().get(Role::Support, &path).await.ok();
        let days = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["day"].clone());
        days.collect::<Value>()
    };
    assert_eq!(of_day("").await, json!([second, first]));
    assert_eq!(of_day(&format!("&day={first}")).await, json!([first]));
    assert_eq!(
        of_day(&format!("&day={first}&source=settlements")).await,
        json!([])
    );
    assert_eq!(of_day("&day=2026-01-01").await, json!([]));
    let wrong = world
        .gateway()
        .get(Role::Support, "/v1/discrepancies?day=8")
        .await;
    assert_eq!(wrong.refused(422, "invalid_field")["field"], "day");
}
