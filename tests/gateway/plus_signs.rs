//! Sellers may also name customers by e-mail addresses, which may hold a `+`: a plus in a path and in a body, `%2B`
//! in a query.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    bad_input::unchanged,
    support::{
        buyer::{bank_order, id_of, wallet_order},
        world::World,
    },
};

both_engines!(
    a_customer_with_a_plus_buys_uses_and_is_refunded,
    a_plus_in_a_path_is_itself_and_so_is_its_escape,
    a_search_names_a_customer_by_the_escape,
    a_plus_in_a_query_is_a_space_and_its_escape_a_plus,
    a_customer_with_a_plus_buys_everywhere,
);

const WHO: &str = "kim+shop@example.com";
/// The same text after form decoding.
const OTHER: &str = "kim shop@example.com";

async fn a_customer_with_a_plus_buys_uses_and_is_refunded(world: &World) {
    let order = world.buy(WHO, "direct-1000", 1).await;
    assert_eq!(order["customer_id"], WHO);
    let page = world
        .gateway()
        .browse(order["checkout_url"].as_str().unwrap())
        .await;
    assert_eq!(page.status, 200, "{}", page.text);
    let wanted = json!({"credits": 100, "meter": "m+1", "reference": "req+1/2%2B"});
    let path = format!("/v1/customers/{WHO}/spends");
    let used = world
        .gateway()
        .post(Role::Service, &path, &wanted)
        .await
        .ok();
    assert_eq!(
        (&used["customer_id"], &used["reference"], &used["meter"]),
        (&json!(WHO), &json!("req+1/2%2B"), &json!("m+1"))
    );
    assert_eq!(world.balance(WHO).await, 900);
    let refund = world.refund(order["payment_id"].as_str().unwrap()).await;
    assert_eq!(refund["credits"], 900);
    let rows = world
        .database
        .rows("SELECT kind, customer_id, body FROM events")
        .await;
    assert!(rows.len() >= 3, "{rows:?}");
    for row in rows {
        let body: Value = serde_json::from_str(&row[2]).unwrap();
        assert_eq!(
            (row[1].as_str(), &body["customer_id"]),
            (WHO, &json!(WHO)),
            "{row:?}"
        );
    }
    let closed = world.close_account(WHO, true).await.ok();
    assert_eq!(closed["customer_id"], WHO, "{closed}");
}

async fn a_plus_in_a_path_is_itself_and_so_is_its_escape(world: &World) {
    world.grant(WHO, "promotional", 10).await;
    for path in [
        "kim+shop@example.com",
        "kim%2Bshop@example.com",
        "kim%2bshop%40example.com",
    ] {
        let path = format!("/v1/customers/{path}/balance");
        let told = world.gateway().get(Role::Service, &path).await.ok();
        assert_eq!(
            (&told["customer_id"], &told["available"]),
            (&json!(WHO), &json!(10)),
            "{path}"
        );
    }
    let space = "/v1/customers/kim%20shop@example.com/balance";
    let refused = world
        .gateway()
        .get(Role::Service, space)
        .await
        .refused(404, "not_an_id");
    assert!(
        refused["detail"].as_str().unwrap().contains(". _ : @ + -"),
        "{refused}"
    );
    let order = bank_order(OTHER, "direct-100", "홍길동");
    let asked = world.gateway().post(Role::Checkout, "/v1/orders", &order);
    let refused = unchanged(world, asked).await.refused(422, "invalid_field");
    assert_eq!(refused["field"], "customer_id", "{refused}");
    assert!(
        refused["rule"].as_str().unwrap().contains(". _ : @ + -"),
        "{refused}"
    );
}

async fn a_customer_with_a_plus_buys_everywhere(world: &World) {
    for provider in ["kakaopay", "naverpay"] {
        let order = world.open_order(&wallet_order(provider, WHO)).await;
        world.pay(&order).await;
        assert_eq!(
            world.order(&id_of(&order)).await["state"],
            "completed",
            "{provider}"
        );
    }
    let paid = world.buy_by_transfer(WHO, "direct-1000", "홍길동").await;
    assert_eq!(
        (&paid["state"], &paid["customer_id"]),
        (&json!("completed"), &json!(WHO))
    );
    assert_eq!(world.balance(WHO).await, 3_000);
}

/// Uses a transfer's credits and has the bank take the transfer back.
async fn owes(world: &World, customer: &str) {
    let name = format!("payer of {customer}").replace(['+', '@'], "");
    world
        .open_order(&bank_order(customer, "direct-1000", &name))
        .await;
    let movement = world.deposit(&name, 10_000).await;
    world.spend(customer, 1_000).await.ok();
    world
        .at_provider(&format!("/bank/deposits/{movement}/reverse"), &json!({}))
        .await;
}

/// The list of debtors continues after the last customer of a page.
async fn a_plus_in_a_query_is_a_space_and_its_escape_a_plus(world: &World) {
    let debtors = [
        "kim+a@example.com",
        "kim+b@example.com",
        "kim+c@example.com",
    ];
    for who in debtors {
        owes(world, who).await;
    }
    let gateway = world.gateway();
    let mut seen = Vec::new();
    let mut path = "/v1/debts?limit=1".to_owned();
    loop {
        let page = gateway.get(Role::Support, &path).await.ok();
        seen.push(page["items"][0]["customer_id"].as_str().unwrap().to_owned());
        let Some(next) = page["next"].as_str() else {
            break;
        };
        assert!(next.contains('+'), "{page}");
        path = format!("/v1/debts?limit=1&cursor={}", next.replace('+', "%2B"));
    }
    assert_eq!(seen, debtors);
}

/// Searches take the customer from the query.
async fn a_search_names_a_customer_by_the_escape(world: &World) {
    let bought = world.buy(WHO, "direct-1000", 1).await;
    let gateway = world.gateway();
    let right = "/v1/orders?customer_id=kim%2Bshop@example.com";
    let found = gateway.get(Role::Support, right).await.ok();
    assert_eq!(found["items"][0]["id"], bought["id"], "{found}");
    let bare = "/v1/orders?customer_id=kim+shop@example.com";
    let refused = gateway.get(Role::Support, bare).await;
    assert!(
        matches!(refused.status, 400 | 404 | 422),
        "{}",
        refused.text
    );
    assert!(refused.text.contains(". _ : @ + -"), "{}", refused.text);
}
