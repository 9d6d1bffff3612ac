//! The redemptions of one campaign, whoever's they are: page by page, and as CSV.

use chrono::TimeDelta;
use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::json;

use super::{late::events_of, redeeming};
use crate::{
    reads::pages,
    support::{buyer::id_of, client::send, world::World},
};

both_engines!(
    redemptions_of_a_campaign_are_listed_newest_first,
    redemptions_are_given_as_csv,
    a_redemption_is_told_once_and_the_end_of_a_budget_too,
);

/// A campaign with as many redemptions, of `c0`, `c1` …, in this order, and another one that `c0` redeemed too.
async fn redeemed(world: &World, many: usize) -> String {
    let campaign = world.begin(&json!({"budget": 50 * many})).await;
    world.begin(&json!({"code": "OTHER"})).await;
    for at in 0..many {
        world.pass(TimeDelta::milliseconds(1));
        let code = json!({"code": "spring 10"});
        let path = redeeming(&format!("c{at}"));
        world.gateway().post(Role::Service, &path, &code).await.ok();
    }
    let code = json!({"code": "other"});
    let path = redeeming("c0");
    world.gateway().post(Role::Service, &path, &code).await.ok();
    format!("/v1/campaigns/{}/redemptions", id_of(&campaign))
}

async fn redemptions_of_a_campaign_are_listed_newest_first(world: &World) {
    let path = redeemed(world, 3).await;
    let whose = pages(world, &format!("{path}?limit=2"), "customer_id").await;
    assert_eq!(whose, ["c2", "c1", "c0"]);
    let one = world
        .gateway()
        .get(Role::Admin, &format!("{path}?limit=1"))
        .await;
    let one = one.ok();
    assert_eq!(
        (&one["items"][0]["credits"], &one["items"][0]["state"]),
        (&json!(50), &json!("redeemed"))
    );
    for role in [Role::Checkout, Role::Service] {
        let refused = world.gateway().get(role, &path).await;
        refused.refused(403, "forbidden");
    }
    let nothing = "/v1/campaigns/cmp_00000000000000000000000000/redemptions";
    let nothing = world.gateway().get(Role::Support, nothing).await;
    assert_eq!(nothing.status, 404);
}

async fn redemptions_are_given_as_csv(world: &World) {
    let path = redeemed(world, 2).await;
    for (lang, heading) in [
        ("en", "id,campaign_id,customer_id,"),
        ("ko", "참여,캠페인,고객,"),
    ] {
        let asked = format!("{path}?lang={lang}");
        let request = world.gateway().request(Role::Support, Method::GET, &asked);
        let sheet = send(request.header("accept", "text/csv")).await;
        assert_eq!(sheet.status, 200, "{}", sheet.text);
        assert_eq!(sheet.header("credits-balance"), None);
        let text = sheet.text.strip_prefix('\u{FEFF}').unwrap();
        assert!(text.starts_with(heading), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert!(
            lines[1].contains(",c1,") && lines[2].contains(",c0,"),
            "{text}"
        );
    }
}

async fn a_redemption_is_told_once_and_the_end_of_a_budget_too(world: &World) {
    redeemed(world, 2).await;
    let given = events_of(world, "campaign.redeemed").await;
    assert_eq!(given.len(), 3);
    assert_eq!(given[0]["customer_id"], "c0");
    assert!(given[0]["lot_id"].is_string(), "{}", given[0]);
    let used_up = events_of(world, "campaign.exhausted").await;
    assert_eq!(used_up.len(), 1);
    assert_eq!(
        (&used_up[0]["used"], &used_up[0]["budget"]),
        (&json!(100), &json!(100))
    );
}
