//! How the last days stand.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use super::{always, result};
use crate::support::world::World;

both_engines!(
    .without_workers():
    the_last_days_are_summed_up_by_provider_and_source,
    a_day_that_was_compared_again_counts_once,
    what_is_looked_back_on_has_a_limit,
);

impl World {
    async fn summary(&self, query: &str) -> Value {
        let path = format!("/v1/reconciliations/summary{query}");
        self.gateway().get(Role::Support, &path).await.ok()
    }
}

/// The line of a provider and a source.
fn line<'a>(summary: &'a Value, provider: &str, source: &str) -> &'a Value {
    let items = summary["items"].as_array().unwrap();
    let found = items
        .iter()
        .find(|it| it["provider"] == provider && it["source"] == source);
    found.unwrap_or_else(|| panic!("no {source} of {provider}: {summary}"))
}

/// Days of Seoul in April 2026, as the API names them.
fn april(days: &[u32]) -> Value {
    let day = |day: &u32| Value::from(format!("2026-04-{day:02}"));
    days.iter().map(day).collect()
}

async fn the_last_days_are_summed_up_by_provider_and_source(world: &World) {
    world.sell("toss", 2).await;
    world.sell("naverpay", 1).await;
    let day = world.today();
    world.pass_days(3);
    world.faults("toss", always("row_unlisted", "lookup")).await;
    let run = world.reconcile("toss", day).await;
    assert_eq!(result(&run), (2, 50_000, 1), "{run}");
    world.faults("toss", json!([])).await;
    world.reconcile("toss", day.succ_opt().unwrap()).await;
    let down = always("refuse_5xx_before", "lookup");
    world.faults("naverpay", down).await;
    let run = world.reconcile_yesterday("naverpay").await;
    assert_eq!(run["state"], "failed", "{run}");

    let summary = world.summary("").await;
    let days = (&summary["from"], &summary["to"]);
    assert_eq!(days, (&json!("2026-03-12"), &json!("2026-04-10")));
    let toss = line(&summary, "toss", "movements");
    let numbers = ["days_compared", "rows", "explained", "explained_parts"];
    assert_eq!(
        numbers.map(|name| toss[name].as_i64()),
        [2, 2, 1, 50_000].map(Some)
    );
    let won = ["won", "explained_won", "unexplained_won"];
    assert_eq!(
        won.map(|name| toss[name].as_i64()),
        [20_000, 10_000, 10_000].map(Some)
    );
    assert_eq!(
        (&toss["days_missing"], &toss["days_failed"]),
        (&april(&[10]), &april(&[]))
    );
    let reports = line(&summary, "toss", "settlements");
    assert_eq!(
        (&reports["days_missing"], &reports["rows"]),
        (&april(&[8, 9, 10]), &json!(0))
    );
    let naverpay = line(&summary, "naverpay", "movements");
    assert_eq!(
        (&naverpay["days_missing"], &naverpay["days_failed"]),
        (&april(&[8, 9]), &april(&[10]))
    );
    // A file of settlements is brought by a person, so no day of it is missing.
    let items = summary["items"].as_array().unwrap();
    let by_file = |it: &Value| it["provider"] == "naverpay" && it["source"] == "settlements";
    assert!(!items.iter().any(by_file), "{summary}");

    let metrics = world.gateway().browse("/metrics").await.text;
    let gauge = |rest: &str| format!("credit_gateway_unexplained_won{{provider={rest}");
    assert!(
        metrics.contains(&gauge("\"toss\",source=\"movements\"} 10000\n")),
        "{metrics}"
    );
    assert!(
        !metrics.contains(&gauge("\"naverpay\"")),
        "nothing of it is known: {metrics}"
    );
}

/// The last comparison that finished counts, also where one failed after it.
async fn a_day_that_was_compared_again_counts_once(world: &World) {
    world.sell("toss", 2).await;
    let day = world.today();
    world.pass_days(1);
    world.faults("toss", always("row_unlisted", "lookup")).await;
    world.reconcile("toss", day).await;
    world.faults("toss", json!([])).await;
    world.reconcile("toss", day).await;
    let down = always("refuse_5xx_before", "lookup");
    world.faults("toss", down).await;
    let run = world.reconcile("toss", day).await;
    assert_eq!(run["state"], "failed", "{run}");
    let summary = world.summary("?days=1").await;
    let toss = line(&summary, "toss", "movements");
    let numbers = ["days_compared", "rows", "explained", "unexplained_won"];
    assert_eq!(
        numbers.map(|name| toss[name].as_i64()),
        [1, 2, 2, 0].map(Some)
    );
    assert_eq!(
        (&toss["days_failed"], &toss["days_missing"]),
        (&april(&[8]), &april(&[]))
    );
    world.faults("toss", json!([])).await;
    world.reconcile("toss", day).await;
    let summary = world.summary("?days=1").await;
    let toss = line(&summary, "toss", "movements");
    assert_eq!(toss["days_failed"], april(&[]), "it was asked after all");
}

async fn what_is_looked_back_on_has_a_limit(world: &World) {
    let empty = world.summary("?days=93").await;
    let days = (&empty["from"], &empty["to"]);
    assert_eq!(days, (&json!("2026-01-05"), &json!("2026-04-07")));
    assert_eq!(
        line(&empty, "toss", "movements")["days_missing"],
        json!([]),
        "nothing was sold"
    );
    for query in ["?days=94", "?days=0", "?days=-1", "?days=month"] {
        let path = format!("/v1/reconciliations/summary{query}");
        let answer = world.gateway().get(Role::Support, &path).await;
        assert_eq!(
            answer.refused(422, "invalid_field")["field"],
            "days",
            "{query}"
        );
    }
}
