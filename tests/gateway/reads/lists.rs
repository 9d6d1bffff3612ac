//! Lists and their cursors.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{NONE, read, told};
use crate::support::{
    buyer::{bank_order, id_of},
    world::World,
};

both_engines!(
    lots_that_end_before_an_instant_are_listed,
    a_list_goes_on_from_its_own_cursors_only,
    lists_of_entries_and_of_debtors_are_read_to_their_end,
);

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
        ("/v1/customers/{id}/subscriptions", of("sub")),
        ("/v1/subscriptions/{id}/distributions", "mth_7".to_owned()),
        ("/v1/customers/{id}/usage", of("use")),
        ("/v1/customers/{id}/redemptions", of("rdm")),
        ("/v1/customers/{id}/contracts", of("con")),
        ("/v1/campaigns", of("cmp")),
        ("/v1/campaigns/{id}/redemptions", of("rdm")),
        ("/v1/debts", "dbt_c1".to_owned()),
        ("/v1/orders", of("ord")),
        ("/v1/payments", of("pay")),
        ("/v1/refunds", of("ref")),
        ("/v1/deposits", of("dep")),
        ("/v1/cash-receipts", of("crq")),
        ("/v1/tax-amendments", of("pay")),
        ("/v1/disputes", of("dpt")),
        ("/v1/contradictions", of("ctr")),
        ("/v1/discrepancies", of("dis")),
        ("/v1/reconciliations", of("rec")),
        ("/v1/settlements", of("stl")),
        ("/v1/settlement-rows", of("slr")),
        ("/v1/settlement-imports", of("sim")),
        ("/v1/approvals", of("apr")),
        ("/v1/policy-drafts", of("pdr")),
        ("/v1/inbox", of("inb")),
        ("/v1/jobs", of("job")),
        ("/v1/audit-log", of("act")),
        ("/v1/audit/findings", of("fnd")),
        ("/v1/webhook-endpoints", of("whe")),
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
        // A customer's own pages go on by links of their own.
        .filter(|(path, methods)| takes_cursor(methods) && !path.starts_with("/my/"))
        .map(|(path, _)| path.as_str())
        .collect();
    let subscription = world.subscribe("c1", "membership-basic").await;
    let subscription = id_of(&subscription);
    let campaign = id_of(&world.begin(&json!({})).await);
    let lists = lists();
    let known: BTreeSet<&str> = lists.iter().map(|(path, _)| *path).collect();
    // These go on from an event that is there, and are read where there are some (`webhook_endpoints`).
    let of_events = ["/v1/events", "/v1/webhook-endpoints/{id}/deliveries"].into();
    assert_eq!(known, &documented - &of_events);

    let upper = format!("ord_{}", NONE.replace('0', "A"));
    let long = format!("dbt_{}", "x".repeat(200));
    let made_up = [
        "",
        "c1",
        "7",
        "ent_07",
        "ent_0",
        "mth_-1",
        "mth_",
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
        let id = if path.contains("/subscriptions/") {
            subscription.as_str()
        } else if path.starts_with("/v1/campaigns/") {
            campaign.as_str()
        } else {
            "c1"
        };
        let at = path.replace("{id}", id);
        let role = match *path {
            "/v1/audit-log" | "/v1/policy-drafts" | "/v1/webhook-endpoints" => Role::Admin,
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
