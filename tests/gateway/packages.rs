//! Packages bought at once, by the table of section 2 of the policy.

use chrono::TimeDelta;
use credit_gateway::access::Role;

use crate::support::{buyer::card_order, world::World};

both_engines!(
    each_number_of_packages_lives_as_many_months,
    other_numbers_of_packages_are_refused_with_the_list,
    two_bulk_purchases_stay_two_lots_with_ends_of_their_own,
);

/// Bought on 8 April: months are counted from the 9th, and the end is exclusive.
async fn each_number_of_packages_lives_as_many_months(world: &World) {
    for (packages, last_day_after) in [
        (1, "2026-05-09"),
        (2, "2026-06-09"),
        (3, "2026-07-09"),
        (6, "2026-10-09"),
        (12, "2027-04-09"),
    ] {
        let customer = format!("c{packages}");
        world.buy(&customer, "package-1000", packages).await;
        let lots = world.lots(&customer).await;
        assert_eq!(lots.len(), 1, "{lots:?}");
        assert_eq!(lots[0]["kind"], "bulk");
        assert_eq!(lots[0]["granted"], 1_000 * packages);
        let expires_at = format!("{last_day_after}T00:00:00+09:00");
        assert_eq!(lots[0]["expires_at"], expires_at, "{packages}");
    }
}

async fn other_numbers_of_packages_are_refused_with_the_list(world: &World) {
    for packages in [4, 5, 7, 11, 13] {
        let order = card_order("c1", "package-1000", packages);
        let answer = world.gateway().post(Role::Checkout, "/v1/orders", &order);
        let refused = answer.await.refused(422, "not_for_sale");
        let detail = refused["detail"].as_str().unwrap();
        assert!(detail.contains("1, 2, 3, 6, 12"), "{refused}");
    }
}

async fn two_bulk_purchases_stay_two_lots_with_ends_of_their_own(world: &World) {
    world.buy("c1", "package-1000", 3).await;
    world.pass(TimeDelta::days(10));
    world.buy("c1", "package-1000", 1).await;
    let mut ends: Vec<(i64, String)> = world
        .lots("c1")
        .await
        .iter()
        .map(|lot| {
            let granted = lot["granted"].as_i64().unwrap();
            (granted, lot["expires_at"].as_str().unwrap().to_owned())
        })
        .collect();
    ends.sort();
    let expected = [
        (1_000, "2026-05-19T00:00:00+09:00".to_owned()),
        (3_000, "2026-07-09T00:00:00+09:00".to_owned()),
    ];
    assert_eq!(ends, expected);
    world.set("2026-05-19T00:00:00+09:00");
    assert_eq!(world.balance("c1").await, 3_000);
    world.set("2026-07-09T00:00:00+09:00");
    assert_eq!(world.balance("c1").await, 0);
}
