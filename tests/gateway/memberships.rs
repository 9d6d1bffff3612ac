//! Memberships over HTTP: plans, subscriptions and the months that the clock gives. No worker runs; the sweeps are the
//! test's own.

mod lost_payments;
mod paid_months;
mod repeats;
mod ten_years;

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::support::{buyer::id_of, world::World};

both_engines!(
    .without_workers():
    a_subscription_gives_its_month_at_once_and_the_next_on_its_day,
    months_fall_on_the_day_of_the_start,
    missed_months_are_made_up_and_say_so,
    months_of_a_pause_are_skipped_by_name,
    months_of_a_freeze_are_skipped_by_name,
    short_pauses_around_a_monthly_instant_are_sound,
    the_end_leaves_all_credits,
    a_plan_begins_again_when_its_month_has_run,
    another_plan_counts_from_the_next_month,
    a_closed_account_has_no_subscription,
    what_is_wrong_is_refused_by_name,
    who_may_read_and_who_may_change,
);

const BASIC: &str = "membership-basic";

/// A field of each month.
async fn told(world: &World, id: &str, field: &str) -> Vec<Value> {
    let months = world.months(id).await;
    months
        .into_iter()
        .map(|month| month[field].clone())
        .collect()
}

async fn a_subscription_gives_its_month_at_once_and_the_next_on_its_day(world: &World) {
    let shop = world
        .gateway()
        .get(Role::Checkout, "/v1/products")
        .await
        .ok();
    let plan = json!({"id": BASIC, "name": "Basic membership", "korean_name": "베이직 멤버십", "credits": 500, "price": 4_900,
                      "tax_free": 0, "billing": "seller"});
    assert_eq!(shop["plans"][0], plan);
    let begun = world.subscribe("c1", BASIC).await;
    assert_eq!(
        (&begun["state"], &begun["balance"]),
        (&json!("active"), &json!(500))
    );
    assert_eq!(begun["next_due_at"], "2026-05-08T00:00:00+09:00");
    let id = id_of(&begun);
    let first = &world.months(&id).await[0];
    assert_eq!(
        (&first["month"], &first["late"]),
        (&json!(0), &json!(false))
    );
    let lots = world.lots("c1").await;
    assert_eq!(lots[0]["id"], first["lot_id"]);
    assert_eq!(
        (&lots[0]["kind"], &lots[0]["reason"]),
        (&json!("membership"), &json!(format!("month 0 of {id}")))
    );
    assert_eq!(lots[0]["expires_at"], "2026-05-09T00:00:00+09:00");
    world.set("2026-05-07T23:59:59.999999+09:00");
    world.distribute().await;
    assert_eq!(world.balance("c1").await, 500);
    world.set("2026-05-08T00:00:00+09:00");
    world.distribute().await;
    assert_eq!(
        world.balance("c1").await,
        1_000,
        "both months on the day on which they overlap"
    );
    let shown = world
        .gateway()
        .get(Role::Support, &format!("/v1/subscriptions/{id}"))
        .await;
    assert_eq!(shown.header("credits-balance"), Some("1000"));
    assert_eq!(shown.ok()["next_due_at"], "2026-06-08T00:00:00+09:00");
}

async fn months_fall_on_the_day_of_the_start(world: &World) {
    world.set("2027-01-31T12:00:00+09:00");
    let id = id_of(&world.subscribe("c1", BASIC).await);
    for day in [
        "2027-02-28",
        "2027-03-31",
        "2027-04-30",
        "2027-05-31",
        "2028-02-29",
    ] {
        world.set(&format!("{day}T00:00:00+09:00"));
        world.distribute().await;
    }
    let due = told(world, &id, "due_at").await;
    let expected = [
        "2027-01-31T12:00:00",
        "2027-02-28T00:00:00",
        "2027-03-31T00:00:00",
        "2027-04-30T00:00:00",
    ];
    assert_eq!(due[..4], expected.map(|at| json!(format!("{at}+09:00"))));
    assert_eq!(due.len(), 14);
    assert_eq!(due[13], "2028-02-29T00:00:00+09:00");
}

async fn missed_months_are_made_up_and_say_so(world: &World) {
    let id = id_of(&world.subscribe("c1", BASIC).await);
    world.set("2026-07-08T23:59:59+09:00");
    world.distribute().await;
    assert_eq!(told(world, &id, "late").await, [false, true, true, false]);
    assert_eq!(world.balance("c1").await, 1_500);
    let lots = world.lots("c1").await;
    let made_up = lots
        .iter()
        .filter(|lot| lot["expires_at"] == "2026-08-08T00:00:00+09:00");
    assert_eq!(
        made_up.count(),
        3,
        "30 days from the distribution: {lots:?}"
    );
    let events = "SELECT body FROM events WHERE kind = 'membership.distributed' AND body LIKE '%\"late\":true%'";
    assert_eq!(world.database.rows(events).await.len(), 2);
}

async fn months_of_a_pause_are_skipped_by_name(world: &World) {
    let id = id_of(&world.subscribe("c1", BASIC).await);
    let why = json!({"reason": "the card was declined"});
    let paused = world.with_subscription(&id, "pause", &why).await.ok();
    assert_eq!(
        (&paused["state"], &paused["reason"]),
        (&json!("paused"), &why["reason"])
    );
    world.set("2026-06-08T00:00:00+09:00");
    world.distribute().await;
    assert_eq!(world.balance("c1").await, 0);
    let again = world.with_subscription(&id, "pause", &Value::Null).await;
    again.refused(409, "subscription_state");
    world.set("2026-07-08T12:00:00+09:00");
    let resumed = world
        .with_subscription(&id, "resume", &Value::Null)
        .await
        .ok();
    assert_eq!(resumed["next_due_at"], "2026-08-08T00:00:00+09:00");
    let skipped = told(world, &id, "skipped").await;
    assert_eq!(
        skipped,
        [
            Value::Null,
            json!("paused"),
            json!("paused"),
            json!("paused")
        ]
    );
    world.set("2026-08-08T00:00:00+09:00");
    world.distribute().await;
    assert_eq!(world.balance("c1").await, 500);
}

async fn months_of_a_freeze_are_skipped_by_name(world: &World) {
    let id = id_of(&world.subscribe("c1", BASIC).await);
    freeze(world, "freeze").await;
    let path = "/v1/customers/c1/subscriptions";
    let pro = json!({"plan": "membership-pro"});
    let started = world.gateway().post(Role::Service, path, &pro).await;
    started.refused(409, "customer_frozen");
    world.set("2026-05-08T00:00:00+09:00");
    world.distribute().await;
    assert_eq!(
        world.balance("c1").await,
        500,
        "a frozen customer is given a month"
    );
    world.set("2026-06-08T12:00:00+09:00");
    freeze(world, "unfreeze").await;
    world.set("2026-07-08T00:00:00+09:00");
    world.distribute().await;
    let months = world.months(&id).await;
    let skipped: Vec<&Value> = months.iter().map(|month| &month["skipped"]).collect();
    let frozen = json!("frozen");
    assert_eq!(skipped, [&Value::Null, &frozen, &frozen, &Value::Null]);
    assert_eq!(world.balance("c1").await, 500);
    let told =
        "SELECT body FROM events WHERE kind = 'membership.skipped' AND body LIKE '%\"frozen\"%'";
    assert_eq!(world.database.rows(told).await.len(), 2);
}

async fn freeze(world: &World, how: &str) {
    let path = format!("/v1/customers/c1/{how}");
    let body = json!({"reason": "a stolen key"});
    world.gateway().post(Role::Support, &path, &body).await.ok();
}

/// Some minutes around the instant, in which clocks may differ: whatever was done is what the auditor takes for right.
async fn short_pauses_around_a_monthly_instant_are_sound(world: &World) {
    let short = id_of(&world.subscribe("c1", BASIC).await);
    let long = id_of(&world.subscribe("c2", BASIC).await);
    for (at, id, act) in [
        ("2026-05-01T10:00:00+09:00", &long, "pause"),
        // A pause of three minutes, in which the month becomes due.
        ("2026-05-07T23:58:00+09:00", &short, "pause"),
        ("2026-05-08T00:01:00+09:00", &short, "resume"),
        // A pause that is interrupted for three minutes, in which the next one does.
        ("2026-06-07T23:58:00+09:00", &long, "resume"),
        ("2026-06-08T00:01:00+09:00", &long, "pause"),
    ] {
        world.set(at);
        world.with_subscription(id, act, &Value::Null).await.ok();
    }
    world.set("2026-06-09T00:00:00+09:00");
    world.distribute().await;
    assert_eq!(
        told(world, &short, "skipped").await,
        [json!(null), json!("paused"), json!(null)]
    );
    assert_eq!(
        told(world, &long, "skipped").await,
        [json!(null), json!("paused"), json!(null)]
    );
    world.audit().await;
}

async fn the_end_leaves_all_credits(world: &World) {
    world.grant("c1", "promotional", 60).await;
    world.buy("c1", "direct-100", 1).await;
    let id = id_of(&world.subscribe("c1", BASIC).await);
    world.set("2026-05-08T12:00:00+09:00");
    // The month of today was not swept: the end gives it first.
    let ended = world.with_subscription(&id, "end", &Value::Null).await.ok();
    assert_eq!(
        (&ended["state"], &ended["next_due_at"]),
        (&json!("ended"), &Value::Null)
    );
    assert_eq!(ended["balance"], 1_160);
    world.set("2026-06-08T00:00:00+09:00");
    world.distribute().await;
    assert_eq!(world.balance("c1").await, 160);
    assert_eq!(told(world, &id, "month").await, [0, 1]);
    for act in ["end", "resume"] {
        let refused = world.with_subscription(&id, act, &Value::Null).await;
        refused.refused(409, "subscription_state");
    }
}

async fn a_plan_begins_again_when_its_month_has_run(world: &World) {
    let id = id_of(&world.subscribe("c1", BASIC).await);
    world.with_subscription(&id, "end", &Value::Null).await.ok();
    let path = "/v1/customers/c1/subscriptions";
    let again = json!({"plan": BASIC});
    world.set("2026-05-07T23:59:59+09:00");
    let refused = world.gateway().post(Role::Service, path, &again).await;
    let refused = refused.refused(409, "month_runs");
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("2026-05-08T00:00:00+09:00"), "{detail}");
    world.set("2026-05-08T00:00:00+09:00");
    world.subscribe("c1", BASIC).await;
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn another_plan_counts_from_the_next_month(world: &World) {
    let id = id_of(&world.subscribe("c1", BASIC).await);
    let pro = json!({"plan": "membership-pro"});
    let moved = world.with_subscription(&id, "change", &pro).await.ok();
    assert_eq!(
        (&moved["plan"], &moved["balance"]),
        (&pro["plan"], &json!(500))
    );
    world.set("2026-05-08T00:00:00+09:00");
    world.distribute().await;
    assert_eq!(told(world, &id, "credits").await, [500, 2_000]);
}

async fn a_closed_account_has_no_subscription(world: &World) {
    let id = id_of(&world.subscribe("c1", BASIC).await);
    world.set("2026-05-08T12:00:00+09:00");
    assert_eq!(world.quote_closing("c1").await["forfeited"], 1_000);
    world.close_account("c1", true).await.ok();
    let shown = world
        .gateway()
        .get(Role::Support, &format!("/v1/subscriptions/{id}"))
        .await
        .ok();
    assert_eq!(
        (&shown["state"], &shown["reason"]),
        (&json!("ended"), &json!("the account was closed"))
    );
    let path = "/v1/customers/c1/subscriptions";
    let again = json!({"plan": BASIC});
    let again = world.gateway().post(Role::Service, path, &again).await;
    again.refused(409, "customer_closed");
    world.set("2026-06-08T00:00:00+09:00");
    world.distribute().await;
}

async fn what_is_wrong_is_refused_by_name(world: &World) {
    let (path, gateway) = ("/v1/customers/c1/subscriptions", world.gateway());
    let refused = gateway
        .post(Role::Service, path, &json!({"plan": "gold"}))
        .await;
    let detail = refused.refused(422, "plan_unknown")["detail"].clone();
    assert_eq!(
        detail,
        "no plan `gold`; there are membership-basic, membership-pro, membership-plus"
    );
    let refused = gateway.post(Role::Service, path, &json!({})).await;
    assert_eq!(refused.refused(422, "invalid_field")["field"], "plan");
    let id = id_of(&world.subscribe("c1", BASIC).await);
    let refused = gateway
        .post(Role::Service, path, &json!({"plan": BASIC}))
        .await;
    refused.refused(409, "already_subscribed");
    for reason in ["", " ", &"x".repeat(201), "a\nb"] {
        let refused = world
            .with_subscription(&id, "pause", &json!({"reason": reason}))
            .await;
        assert_eq!(refused.refused(422, "invalid_field")["field"], "reason");
    }
    let none = "sub_00000000000000000000000000";
    world
        .with_subscription(none, "end", &Value::Null)
        .await
        .refused(404, "not_found");
    world
        .with_subscription("c1", "end", &Value::Null)
        .await
        .refused(404, "not_an_id");
}

async fn who_may_read_and_who_may_change(world: &World) {
    let id = id_of(&world.subscribe("c1", BASIC).await);
    let reads = [
        "/v1/customers/c1/subscriptions".to_owned(),
        format!("/v1/subscriptions/{id}"),
        format!("/v1/subscriptions/{id}/distributions"),
    ];
    for path in &reads {
        for role in [Role::Service, Role::Support, Role::Admin] {
            world.gateway().get(role, path).await.ok();
        }
        world
            .gateway()
            .get(Role::Checkout, path)
            .await
            .refused(403, "forbidden");
    }
    for act in ["pause", "resume", "end", "change"] {
        let path = format!("/v1/subscriptions/{id}/{act}");
        for role in [Role::Checkout, Role::Support] {
            let answer = world
                .gateway()
                .post(role, &path, &json!({"plan": BASIC}))
                .await;
            answer.refused(403, "forbidden");
        }
    }
}
