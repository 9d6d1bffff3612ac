//! Readable data by role, and paging of lists.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    a_customer_whom_nobody_has_met_has_nothing,
    lots_that_end_before_an_instant_are_listed,
    a_list_goes_on_from_its_own_cursors_only,
    lists_of_entries_and_of_debtors_are_read_to_their_end,
    spends_are_read_by_id_and_by_reference,
    holds_are_read_by_id_and_by_reference,
    nobody_reads_what_his_role_does_not_cover,
);

/// Digits of an id that nothing has.
const NONE: &str = "00000000000000000000000000";

pub(crate) async fn read(world: &World, path: &str) -> Value {
    world.gateway().get(Role::Support, path).await.ok()
}

/// A field of each item of a list, in the list's order.
pub(crate) fn told(list: &Value, field: &str) -> Vec<Value> {
    let items = list["items"].as_array().unwrap().iter();
    items.map(|item| item[field].clone()).collect()
}

/// The same of all pages of a list.
pub(crate) async fn pages(world: &World, path: &str, field: &str) -> Vec<Value> {
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = read(world, &format!("{path}{cursor}")).await;
        seen.extend(told(&page, field));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return seen,
        }
    }
}

async fn a_customer_whom_nobody_has_met_has_nothing(world: &World) {
    let gateway = world.gateway();
    let before = world.database.counts().await;
    let past = "2026-01-01T00:00:00%2B09:00";
    let ahead = "2027-01-01T00:00:00%2B09:00";
    for query in [String::new(), format!("?at={past}"), format!("?at={ahead}")] {
        for role in [Role::Service, Role::Support] {
            let path = format!("/v1/customers/nobody/balance{query}");
            let answer = gateway.get(role, &path).await;
            let balance = answer.ok();
            assert_eq!(balance["customer_id"], "nobody");
            for amount in ["available", "held", "debt"] {
                assert_eq!(balance[amount], 0, "{amount} {balance}");
            }
            assert!(balance["next_expiry"].is_null(), "{balance}");
            assert_eq!(answer.header("credits-balance"), Some("0"));
        }
    }
    for list in ["lots", "entries", "spends", "holds"] {
        let path = format!("/v1/customers/nobody/{list}");
        let answer = gateway.get(Role::Service, &path).await;
        assert_eq!(answer.ok(), json!({"items": [], "next": null}), "{list}");
        assert_eq!(answer.header("credits-balance"), Some("0"), "{list}");
    }
    for list in ["orders", "payments"] {
        let path = format!("/v1/{list}?customer_id=nobody");
        let answer = gateway.get(Role::Support, &path).await;
        assert_eq!(answer.ok(), json!({"items": [], "next": null}), "{list}");
        assert_eq!(answer.header("credits-balance"), Some("0"), "{list}");
    }
    // An act on an account needs an existing one: a mistyped name cannot be closed or have a debt waived.
    let (close, waive) = (json!({"quote_id": "q"}), json!({"reason": "r"}));
    for (role, act, body) in [
        (Role::Support, "closing-quotes", &Value::Null),
        (Role::Support, "close", &close),
        (Role::Admin, "debt/waive", &waive),
    ] {
        let path = format!("/v1/customers/nobody/{act}");
        gateway
            .post(role, &path, body)
            .await
            .refused(404, "not_found");
    }
    assert_eq!(
        world.database.counts().await,
        before,
        "nobody was written down"
    );
    gateway
        .get(Role::Service, "/v1/customers/a%20b/balance")
        .await
        .refused(404, "not_an_id");
}

async fn lots_that_end_before_an_instant_are_listed(world: &World) {
    let first = world.grant("c1", "membership", 10).await;
    let second = world.grant("c1", "promotional", 20).await;
    world.grant("c2", "membership", 30).await;
    assert_eq!(first["expires_at"], "2026-05-09T00:00:00+09:00");
    assert_eq!(second["expires_at"], "2026-07-08T00:00:00+09:00");
    for (before, kinds) in [
        ("2026-05-09T00:00:00%2B09:00", &[][..]),
        ("2026-05-08T15:00:00Z", &[]),
        ("2026-05-09T00:00:00.000001%2B09:00", &["membership"]),
        ("2026-07-08T00:00:00%2B09:00", &["membership"]),
        (
            "2026-07-08T00:00:00.000001%2B09:00",
            &["promotional", "membership"],
        ),
    ] {
        let path = format!("/v1/customers/c1/lots?expiring_before={before}");
        let mut found = told(&read(world, &path).await, "kind");
        // Ids of one millisecond are unordered when two tasks write.
        found.sort_by_key(|kind| kind != "promotional");
        assert_eq!(found, kinds, "{before}");
    }
    // Ended ones are still returned.
    world.pass(TimeDelta::days(40));
    world.sweep().await;
    let path = "/v1/customers/c1/lots?expiring_before=2026-07-01T00:00:00%2B09:00";
    assert_eq!(told(&read(world, path).await, "expired"), [json!(10)]);
    let path = "/v1/customers/c1/lots?expiring_before=tomorrow";
    let refused = world.gateway().get(Role::Support, path).await;
    assert_eq!(
        refused.refused(422, "invalid_field")["field"],
        "expiring_before"
    );
}

/// Every list, with a cursor that it could have given.
fn lists() -> Vec<(&'static str, String)> {
    let of = |prefix: &str| format!("{prefix}_{NONE}");
    vec![
        ("/v1/customers/{id}/lots", of("lot")),
        ("/v1/customers/{id}/entries", "ent_7".to_owned()),
        ("/v1/customers/{id}/spends", of("spd")),
        ("/v1/customers/{id}/holds", of("hld")),
        ("/v1/debts", "dbt_c1".to_owned()),
        ("/v1/orders", of("ord")),
        ("/v1/payments", of("pay")),
        ("/v1/refunds", of("ref")),
        ("/v1/deposits", of("dep")),
        ("/v1/contradictions", of("ctr")),
        ("/v1/approvals", of("apr")),
        ("/v1/inbox", of("inb")),
        ("/v1/jobs", of("job")),
        ("/v1/audit-log", of("act")),
    ]
}

async fn a_list_goes_on_from_its_own_cursors_only(world: &World) {
    world.grant("c1", "promotional", 10).await;
    let document = world.gateway().browse("/openapi.json").await.ok();
    let takes_cursor = |methods: &Value| {
        let mut parameters = methods["get"]["parameters"]
            .as_array()
            .into_iter()
            .flatten();
        parameters.any(|parameter| parameter["name"] == "cursor")
    };
    let paths = document["paths"].as_object().unwrap().iter();
    let documented: BTreeSet<&str> = paths
        .filter(|(_, methods)| takes_cursor(methods))
        .map(|(path, _)| path.as_str())
        .collect();
    let lists = lists();
    let known: BTreeSet<&str> = lists.iter().map(|(path, _)| *path).collect();
    assert_eq!(known, documented);

    let upper = format!("ord_{}", NONE.replace('0', "A"));
    let long = format!("dbt_{}", "x".repeat(200));
    let made_up = [
        "",
        "c1",
        "7",
        "ent_07",
        "ent_0",
        "ent_%2B7",
        "ent_99999999999999999999",
        "dbt_",
        "dbt_a%20b",
        "ord_1",
        "~",
        "%F0%9F%99%82",
        "evt_00000000000000000000000000",
        &upper,
        &long,
    ];
    for (path, own) in &lists {
        let others = lists.iter().map(|(_, cursor)| cursor.as_str());
        let wrong = others.filter(|cursor| cursor != own).chain(made_up);
        let at = path.replace("{id}", "c1");
        let role = match *path {
            "/v1/audit-log" => Role::Admin,
            _ => Role::Support,
        };
        for cursor in wrong {
            let asked = format!("{at}?cursor={cursor}");
            let answer = world.gateway().get(role, &asked).await;
            let refused = answer.refused(400, "invalid_query");
            assert_eq!(refused["field"], "cursor", "{asked}: {refused}");
        }
        let asked = format!("{at}?cursor={own}");
        world.gateway().get(role, &asked).await.ok();
    }
}

async fn lists_of_entries_and_of_debtors_are_read_to_their_end(world: &World) {
    for customer in ["dbt_b", "ent_1", "a"] {
        world
            .open_order(&bank_order(customer, "direct-1000", customer))
            .await;
        let movement = world.deposit(customer, 10_000).await;
        world.spend(customer, 1_000).await.ok();
        let reverse = format!("/bank/deposits/{movement}/reverse");
        world.at_provider(&reverse, &json!({})).await;
    }
    assert_eq!(
        pages(world, "/v1/debts?limit=1", "customer_id").await,
        ["a", "dbt_b", "ent_1"]
    );
    let entries = pages(world, "/v1/customers/a/entries?limit=2", "seq").await;
    let numbers = (1..=entries.len()).map(|seq| json!(seq));
    assert!(entries.len() > 2, "{entries:?}");
    assert_eq!(entries, numbers.collect::<Vec<Value>>());
}

/// A spend, or a hold, of one credit under a reference.
async fn used(world: &World, customer: &str, what: &str, reference: &str) -> Value {
    let mut body = json!({"credits": 1, "meter": "m", "reference": reference});
    if what == "holds" {
        body["expires_in"] = json!(600);
    }
    let path = format!("/v1/customers/{customer}/{what}");
    world.gateway().post(Role::Service, &path, &body).await.ok()
}

/// References that differ only slightly, for two customers, from the oldest to the newest.
async fn nearly_the_same(world: &World, what: &str) -> Vec<Value> {
    for customer in ["c1", "c2"] {
        world.grant(customer, "promotional", 100).await;
    }
    let mut made = Vec::new();
    for (customer, reference) in [
        ("c1", "req-1"),
        ("c1", "req-10"),
        ("c2", "req-1"),
        ("c1", "REQ-1"),
        ("c1", "주문 & 1+1=2%"),
        ("c1", "req-1"),
        ("c1", "req-1 "),
    ] {
        made.push(used(world, customer, what, reference).await);
        world.pass(TimeDelta::seconds(1));
    }
    made
}

async fn are_found_by_reference(world: &World, what: &str, made: &[Value]) {
    let id = |at: usize| made[at]["id"].clone();
    for (sought, found) in [
        ("reference=req-1", vec![id(5), id(0)]),
        ("reference=req-10", vec![id(1)]),
        ("reference=REQ-1", vec![id(3)]),
        ("reference=req-1%20", vec![id(6)]),
        (
            "reference=%EC%A3%BC%EB%AC%B8%20%26%201%2B1%3D2%25",
            vec![id(4)],
        ),
        ("reference=req", vec![]),
        ("reference=req-1%25", vec![]),
        ("limit=100", [6, 5, 4, 3, 1, 0].map(id).to_vec()),
    ] {
        let path = format!("/v1/customers/c1/{what}?{sought}");
        assert_eq!(told(&read(world, &path).await, "id"), found, "{sought}");
    }
    let path = format!("/v1/customers/c1/{what}?reference=req-1&limit=1");
    assert_eq!(pages(world, &path, "id").await, [id(5), id(0)]);
    for wrong in ["", "%20", &"x".repeat(201), "a%0Ab"] {
        let path = format!("/v1/customers/c1/{what}?reference={wrong}");
        let refused = world.gateway().get(Role::Service, &path).await;
        let refused = refused.refused(422, "invalid_field");
        assert_eq!(refused["field"], "reference", "{refused}");
    }
}

async fn spends_are_read_by_id_and_by_reference(world: &World) {
    let made = nearly_the_same(world, "spends").await;
    are_found_by_reference(world, "spends", &made).await;
    let path = format!("/v1/spends/{}", id_of(&made[0]));
    for role in [Role::Service, Role::Support] {
        let answer = world.gateway().get(role, &path).await;
        let mut expected = made[0].clone();
        expected["balance"] = Value::Null;
        assert_eq!(answer.ok(), expected);
        assert_eq!(answer.header("credits-balance"), Some("94"), "of now");
    }
    let reverse = format!("{path}/reverse");
    let reversed = world.gateway().post(Role::Service, &reverse, &Value::Null);
    let reversed = reversed.await.ok();
    assert!(reversed["reversed_at"].is_string(), "{reversed}");
    let again = read(world, &path).await;
    assert_eq!(again["reversed_at"], reversed["reversed_at"]);
    let gateway = world.gateway();
    for (path, code) in [
        (format!("/v1/spends/spd_{NONE}"), "not_found"),
        (format!("/v1/spends/hld_{NONE}"), "not_an_id"),
        ("/v1/spends/req-1".to_owned(), "not_an_id"),
    ] {
        gateway.get(Role::Service, &path).await.refused(404, code);
    }
}

async fn holds_are_read_by_id_and_by_reference(world: &World) {
    let made = nearly_the_same(world, "holds").await;
    are_found_by_reference(world, "holds", &made).await;
    let path = format!("/v1/holds/{}", id_of(&made[0]));
    for role in [Role::Service, Role::Support] {
        let answer = world.gateway().get(role, &path).await;
        let mut expected = made[0].clone();
        expected["balance"] = Value::Null;
        assert_eq!(answer.ok(), expected);
        assert_eq!(answer.header("credits-balance"), Some("94"), "of now");
    }
    let capture = format!("{path}/capture");
    let captured = world.gateway().post(Role::Service, &capture, &Value::Null);
    let captured = captured.await.ok();
    let again = read(world, &path).await;
    assert_eq!(again["state"], "captured");
    assert_eq!(again["spend"], captured["spend"]);
    let spend = format!("/v1/spends/{}", again["spend"].as_str().unwrap());
    assert_eq!(read(world, &spend).await["hold"], made[0]["id"]);
    let gateway = world.gateway();
    for (path, code) in [
        (format!("/v1/holds/hld_{NONE}"), "not_found"),
        (format!("/v1/holds/spd_{NONE}"), "not_an_id"),
    ] {
        gateway.get(Role::Service, &path).await.refused(404, code);
    }
}

async fn nobody_reads_what_his_role_does_not_cover(world: &World) {
    use Role::{Admin, Checkout, Service, Support};
    world.grant("c1", "promotional", 100).await;
    let spend = format!(
        "/v1/spends/{}",
        id_of(&used(world, "c1", "spends", "r").await)
    );
    let hold = format!(
        "/v1/holds/{}",
        id_of(&used(world, "c1", "holds", "r").await)
    );
    for (path, readers) in [
        (spend.as_str(), &[Service, Support][..]),
        (&hold, &[Service, Support]),
        ("/v1/customers/c1/spends?reference=r", &[Service, Support]),
        ("/v1/customers/c1/holds?reference=r", &[Service, Support]),
        ("/v1/orders?customer_id=c1", &[Support]),
        ("/v1/payments?customer_id=c1", &[Support]),
    ] {
        for role in [Checkout, Service, Support, Admin] {
            let answer = world.gateway().get(role, path).await;
            if readers.contains(&role) {
                answer.ok();
            } else {
                answer.refused(403, "forbidden");
            }
        }
    }
}
