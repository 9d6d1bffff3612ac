//! A customer's past over HTTP: the balance in its parts, the ledger with what was available, sums of use; and each list
//! as CSV.

mod by_key;
mod export;
mod patience;
mod sheets;

use chrono::TimeDelta;
use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::{
    reads::{pages, read, told},
    support::{buyer::id_of, world::World},
};

both_engines!(
    the_balance_is_given_by_kind_and_by_end,
    entries_say_what_was_available_and_are_filtered,
    usage_is_summed_and_reversed_spends_are_apart,
    a_wrong_question_names_its_field_and_the_rule,
);

/// Uses credits for something.
pub(crate) async fn uses(world: &World, credits: i64, meter: &str, reference: &str) -> Value {
    let body = json!({"credits": credits, "meter": meter, "reference": reference});
    let path = "/v1/customers/c1/spends";
    let spend = world.gateway().post(Role::Service, path, &body).await.ok();
    // Ids of one millisecond are unordered when two tasks write.
    world.pass(TimeDelta::milliseconds(1));
    spend
}

async fn the_balance_is_given_by_kind_and_by_end(world: &World) {
    world.grant("c1", "membership", 50).await;
    world.pass(TimeDelta::hours(1));
    let before = "2026-04-08T11:00:00%2B09:00";
    world.pass(TimeDelta::hours(1));
    world.grant("c1", "promotional", 100).await;
    world.hold("c1", 60, 600).await.ok();
    let part = |kind: &str, end: &str, available: i64, held: i64| json!({"kind": kind, "expires_at": end, "available": available, "held": held});
    let (may, july) = ("2026-05-09T00:00:00+09:00", "2026-07-08T00:00:00+09:00");
    let june = "2026-06-01T00:00:00%2B09:00";
    for (query, parts) in [
        (
            String::new(),
            vec![
                part("membership", may, 0, 50),
                part("promotional", july, 90, 10),
            ],
        ),
        (
            format!("?at={before}"),
            vec![part("membership", may, 50, 0)],
        ),
        // By then the hold has run out, and one of its lots has ended.
        (
            format!("?at={june}"),
            vec![part("promotional", july, 100, 0)],
        ),
        ("?at=2026-01-01T00:00:00Z".to_owned(), vec![]),
    ] {
        let path = format!("/v1/customers/c1/balance/breakdown{query}");
        let answer = world.gateway().get(Role::Service, &path).await;
        assert_eq!(answer.header("credits-balance"), Some("90"), "{query}");
        let found = answer.ok();
        assert_eq!(found["parts"], json!(parts), "{query}: {found}");
        let whole = read(world, &format!("/v1/customers/c1/balance{query}")).await;
        for sum in ["customer_id", "available", "held", "debt", "at"] {
            assert_eq!(found[sum], whole[sum], "{sum} {query}: {found}");
        }
    }
    let nobody = read(world, "/v1/customers/nobody/balance/breakdown").await;
    assert_eq!(nobody["parts"], json!([]));
    assert_eq!(nobody["available"], 0);
}

async fn entries_say_what_was_available_and_are_filtered(world: &World) {
    let lot = world.grant("c1", "promotional", 100).await;
    world.pass(TimeDelta::hours(1));
    let spend = uses(world, 30, "video", "a").await;
    let reverse = format!("/v1/spends/{}/reverse", id_of(&spend));
    world
        .gateway()
        .post(Role::Service, &reverse, &Value::Null)
        .await
        .ok();
    world.pass(TimeDelta::hours(1));
    world.grant("c1", "membership", 5).await;
    let of = async |query: &str| {
        let path = format!("/v1/customers/c1/entries?{query}");
        told(&read(world, &path).await, "seq")
    };
    let all = read(world, "/v1/customers/c1/entries").await;
    assert_eq!(told(&all, "available_before"), [0, 100, 70, 100]);
    assert_eq!(told(&all, "available_after"), [100, 70, 100, 105]);
    assert_eq!(of("act=grant").await, [1, 4]);
    assert_eq!(of("act=grant&limit=1&cursor=ent_1").await, [4]);
    assert_eq!(of(&format!("lot={}", id_of(&lot))).await, [1, 2, 3]);
    assert_eq!(of("unit=won").await, Vec::<Value>::new());
    assert_eq!(of("from=2026-04-08T11:00:00%2B09:00").await, [2, 3, 4]);
    assert_eq!(of("until=2026-04-08T12:00:00%2B09:00").await, [1, 2, 3]);
    assert_eq!(
        of("from=2026-04-08T11:00:00%2B09:00&until=2026-04-08T12:00:00%2B09:00&act=reverse").await,
        [3]
    );
    let filtered = pages(
        world,
        "/v1/customers/c1/entries?act=grant&limit=1",
        "available_after",
    );
    assert_eq!(filtered.await, [100, 105]);
}

async fn usage_is_summed_and_reversed_spends_are_apart(world: &World) {
    world.grant("c1", "promotional", 1_000).await;
    uses(world, 10, "video", "a").await;
    uses(world, 20, "text", "b").await;
    let wrong = uses(world, 40, "video", "c").await;
    let reverse = format!("/v1/spends/{}/reverse", id_of(&wrong));
    world
        .gateway()
        .post(Role::Service, &reverse, &Value::Null)
        .await
        .ok();
    world.set("2026-04-09T00:00:00+09:00");
    let hold = world.hold("c1", 50, 600).await.ok();
    let capture = format!("/v1/holds/{}/capture", id_of(&hold));
    let body = json!({"credits": 30});
    world
        .gateway()
        .post(Role::Service, &capture, &body)
        .await
        .ok();
    let group = |name: &str, used: [i64; 2], reversed: [i64; 2]| {
        json!({"name": name, "spends": used[0], "credits": used[1],
            "reversed_spends": reversed[0], "reversed_credits": reversed[1]})
    };
    let of = async |query: &str| {
        let path = format!("/v1/customers/c1/usage?{query}");
        read(world, &path).await["items"].clone()
    };
    let captured = group("video.generate", [1, 30], [0, 0]);
    let (video, text) = (
        group("video", [1, 10], [1, 40]),
        group("text", [1, 20], [0, 0]),
    );
    let meters = of("by=meter").await;
    assert_eq!(
        meters,
        json!([video, text, captured]),
        "a reversed spend is no use"
    );
    let days = json!([
        group("2026-04-08", [2, 30], [1, 40]),
        group("2026-04-09", [1, 30], [0, 0])
    ]);
    assert_eq!(of("").await, days);
    assert_eq!(of("by=day").await, days);
    let until = "until=2026-04-09T00:00:00%2B09:00";
    assert_eq!(of(&format!("by=meter&{until}")).await, json!([video, text]));
    let from = "from=2026-04-09T00:00:00%2B09:00";
    assert_eq!(of(&format!("by=meter&{from}")).await, json!([captured]));
    let names = pages(world, "/v1/customers/c1/usage?by=reference&limit=1", "name").await;
    assert_eq!(names, ["a", "b", "c", "req-1"]);
}

async fn a_wrong_question_names_its_field_and_the_rule(world: &World) {
    world.grant("c1", "promotional", 10).await;
    let backwards = "from=2026-04-09T00:00:00Z&until=2026-04-09T00:00:00Z";
    for (query, field) in [
        ("entries?act=theft", "act"),
        ("entries?lot=ord_1", "lot"),
        ("entries?unit=dollars", "unit"),
        ("entries?from=yesterday", "from"),
        (&format!("entries?{backwards}"), "until"),
        ("usage?by=key", "by"),
        ("usage?until=tomorrow", "until"),
        (&format!("usage?{backwards}"), "until"),
        ("spends?lang=fr", "lang"),
        ("balance/breakdown?at=now", "at"),
    ] {
        let path = format!("/v1/customers/c1/{query}");
        let answer = world.gateway().get(Role::Support, &path).await;
        let problem = answer.refused(422, "invalid_field");
        assert_eq!(problem["field"], field, "{query}: {problem}");
        assert!(problem["rule"].is_string(), "{query}: {problem}");
    }
    for list in ["usage", "balance/breakdown"] {
        for role in [Role::Checkout, Role::Admin] {
            let path = format!("/v1/customers/c1/{list}");
            world
                .gateway()
                .get(role, &path)
                .await
                .refused(403, "forbidden");
        }
    }
}
