//! Orders and payments are found by exact terms that support knows, and not by similar ones.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::Value;

use crate::{
    reads::{pages, read, told},
    support::{
        buyer::{bank_order, card_order, wallet_order},
        world::World,
    },
};

both_engines!(
    orders_and_payments_are_found_by_what_is_known_of_them,
    what_is_found_goes_on_from_page_to_page,
    a_search_for_nonsense_is_refused,
);

const NAME: &str = "depositor_name=홍길동4821";
/// The order that was not paid, among those of [`six_orders`].
const UNPAID: usize = 5;

/// Orders of three customers at three providers, from the oldest to the newest. 0, 2, 3 and 4 have one amount, 1 and
/// 5 another. 3 and 5 are awaited from one name, 4 from a name with the same beginning.
async fn six_orders(world: &World) -> Vec<Value> {
    let mut orders = Vec::new();
    for order in [
        card_order("c1", "direct-1000", 1),
        card_order("c1", "direct-100", 1),
        wallet_order("kakaopay", "c2"),
    ] {
        let order = world.open_order(&order).await;
        orders.push(world.pay(&order).await);
        world.pass(TimeDelta::seconds(1));
    }
    for (customer, name) in [("c2", "홍길동4821"), ("c3", "홍길동482")] {
        orders.push(world.buy_by_transfer(customer, "direct-1000", name).await);
        world.pass(TimeDelta::seconds(1));
    }
    let waiting = bank_order("c1", "direct-100", "(주) 홍길동 4821");
    orders.push(world.open_order(&waiting).await);
    orders
}

/// The providers' keys for the payments of the first five.
async fn payment_keys(world: &World, orders: &[Value]) -> Vec<String> {
    let mut keys = Vec::new();
    for order in &orders[..UNPAID] {
        let payment = order["payment_id"].as_str().unwrap();
        let payment = read(world, &format!("/v1/payments/{payment}")).await;
        keys.push(payment["payment_key"].as_str().unwrap().to_owned());
    }
    keys
}

async fn orders_and_payments_are_found_by_what_is_known_of_them(world: &World) {
    let orders = six_orders(world).await;
    let keys = payment_keys(world, &orders).await;
    let (large, small) = (&orders[0]["amount"], &orders[1]["amount"]);
    let near = large.as_i64().unwrap() - 1;
    let (card, kakao, bank) = (&keys[0], &keys[2], &keys[3]);
    let shorter = &card[..card.len() - 1];
    let sought: &[(&str, &[usize])] = &[
        ("limit=100", &[5, 4, 3, 2, 1, 0]),
        ("customer_id=c1", &[5, 1, 0]),
        ("customer_id=c", &[]),
        ("customer_id=C1", &[]),
        (&format!("amount={large}"), &[4, 3, 2, 0]),
        (&format!("amount={near}"), &[]),
        ("amount=0", &[]),
        (&format!("amount={small}"), &[5, 1]),
        (&format!("amount={small}&customer_id=c1"), &[5, 1]),
        (&format!("amount={small}&customer_id=c2"), &[]),
        (NAME, &[5, 3]),
        ("depositor_name=홍길동", &[]),
        ("depositor_name=홍길동48210", &[]),
        ("depositor_name=홍 길동.482", &[4]),
        (&format!("{NAME}&amount={large}"), &[3]),
        (&format!("{NAME}&customer_id=c2"), &[3]),
        (&format!("{NAME}&customer_id=c3"), &[]),
        (&format!("payment_key={card}"), &[0]),
        (&format!("payment_key={kakao}"), &[2]),
        (&format!("payment_key={bank}"), &[3]),
        (&format!("payment_key={shorter}"), &[]),
        (&format!("payment_key={card}x"), &[]),
        (&format!("payment_key={card}&customer_id=c1"), &[0]),
        (&format!("payment_key={card}&customer_id=c2"), &[]),
        (&format!("payment_key={card}&amount={near}"), &[]),
        (&format!("payment_key={bank}&{NAME}"), &[3]),
        (&format!("payment_key={card}&{NAME}"), &[]),
    ];
    let id = |at: &usize| orders[*at]["id"].clone();
    for (sought, found) in sought {
        let list = read(world, &format!("/v1/orders?{sought}")).await;
        let expected: Vec<Value> = found.iter().map(id).collect();
        assert_eq!(told(&list, "id"), expected, "{sought}");
        let list = read(world, &format!("/v1/payments?{sought}")).await;
        let paid = found.iter().filter(|at| **at != UNPAID);
        let expected: Vec<Value> = paid.map(id).collect();
        assert_eq!(told(&list, "order_id"), expected, "{sought}");
    }
    let in_state: &[(&str, &[usize])] = &[
        (&format!("awaiting_deposit&amount={small}"), &[5]),
        (&format!("awaiting_deposit&amount={large}"), &[]),
        (&format!("completed&amount={small}"), &[1]),
        ("completed&customer_id=c1", &[1, 0]),
        (&format!("completed&{NAME}"), &[3]),
        (&format!("open&payment_key={card}"), &[]),
        (&format!("completed&payment_key={card}"), &[0]),
    ];
    for (sought, found) in in_state {
        let list = read(world, &format!("/v1/orders?state={sought}")).await;
        let expected: Vec<Value> = found.iter().map(id).collect();
        assert_eq!(told(&list, "id"), expected, "{sought}");
    }
}

async fn what_is_found_goes_on_from_page_to_page(world: &World) {
    let orders = six_orders(world).await;
    let amount = format!("amount={}", orders[0]["amount"]);
    for sought in ["customer_id=c1", NAME, &amount, "limit=100"] {
        for list in ["orders", "payments"] {
            let path = format!("/v1/{list}?{sought}");
            let whole = told(&read(world, &path).await, "id");
            let path = path.replace("limit=100", "");
            let path = format!("{path}&limit=1").replace("?&", "?");
            assert_eq!(pages(world, &path, "id").await, whole, "{path}");
        }
    }
    // Readers may search by the name on the transfer; the name itself is not shown.
    let path = format!("/v1/orders?{NAME}");
    let answer = world.gateway().get(Role::Support, &path).await;
    assert!(!answer.text.contains("홍길동"), "{}", answer.text);
    assert_eq!(
        answer.header("credits-balance"),
        None,
        "about two customers"
    );
    let path = "/v1/payments?customer_id=c1";
    let answer = world.gateway().get(Role::Support, path).await;
    assert_eq!(answer.header("credits-balance"), Some("1100"));
}

async fn a_search_for_nonsense_is_refused(world: &World) {
    let long = "x".repeat(201);
    for (query, field) in [
        ("customer_id=", "customer_id"),
        ("customer_id=a%20b", "customer_id"),
        ("amount=", "amount"),
        ("amount=-1", "amount"),
        ("amount=%2B5", "amount"),
        ("amount=10.0", "amount"),
        ("amount=100000000000001", "amount"),
        ("amount=99999999999999999999", "amount"),
        ("payment_key=", "payment_key"),
        (&format!("payment_key={long}"), "payment_key"),
        ("depositor_name=", "depositor_name"),
        ("depositor_name=()", "depositor_name"),
        ("depositor_name=a%0Ab", "depositor_name"),
        (&format!("depositor_name={}", &long[..61]), "depositor_name"),
    ] {
        for list in ["orders", "payments"] {
            let path = format!("/v1/{list}?{query}");
            let answer = world.gateway().get(Role::Support, &path).await;
            let refused = answer.refused(422, "invalid_field");
            assert_eq!(refused["field"], field, "{path}: {refused}");
        }
    }
}
