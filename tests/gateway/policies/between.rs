//! A version between two others, and one that is simulated after its publication.

use credit_gateway::access::Role;
use serde_json::json;

use super::{CUT, KINDER, publish, version};
use crate::support::world::World;

both_engines!(
    a_version_between_two_makes_no_cut_without_notice,
    a_version_that_was_published_and_bought_under_is_simulated,
);

async fn a_version_between_two_makes_no_cut_without_notice(world: &World) {
    let cut = version("cut", "2026-04-08T10:00:00", "2026-05-08T10:00:00", CUT);
    assert_eq!(publish(world, &cut).await.status, 201);
    world.set("2026-04-10T10:00:00+09:00");
    let kinder = version(
        "kinder",
        "2026-04-10T10:00:00",
        "2026-04-20T00:00:00",
        KINDER,
    );
    let refused = publish(world, &kinder).await;
    assert_eq!(
        refused.status, 422,
        "the later one cuts more: {}",
        refused.text
    );
    let reason = refused.json()["reasons"][0].as_str().unwrap().to_owned();
    for words in ["effective_at: ", "policy cut", "from 60 days to 10 days"] {
        assert!(reason.contains(words), "{words}: {reason}");
    }
    let after = version(
        "kinder",
        "2026-04-10T10:00:00",
        "2026-05-09T00:00:00",
        KINDER,
    );
    assert_eq!(publish(world, &after).await.status, 201);
}

async fn a_version_that_was_published_and_bought_under_is_simulated(world: &World) {
    world.buy("c1", "direct-1000", 1).await;
    let kinder = version(
        "kinder",
        "2026-04-08T10:00:00",
        "2026-04-09T00:00:00",
        KINDER,
    );
    assert_eq!(publish(world, &kinder).await.status, 201);
    world.set("2026-04-09T00:00:00+09:00");
    world.buy("c2", "direct-1000", 1).await;
    let body = json!({ "document": kinder });
    let report = world
        .gateway()
        .post(Role::Admin, "/v1/policies/simulate", &body)
        .await
        .ok();
    assert_eq!(report["without"]["version"], "2025-07-17", "{report}");
    assert_eq!(report["sums"]["payments"], 2, "{report}");
    assert_eq!(report["sums"]["refundable_after"], 20_000, "{report}");
}
