//! Windows that were declined or cannot be opened.

use chrono::TimeDelta;

use crate::support::{
    buyer::{card_order, id_of},
    window::{page, request},
    world::{Plan, World},
};

both_engines!(
    .toss_sdk():
    a_window_that_was_declined_does_not_end_the_order_of_another,
    an_order_whose_only_window_was_declined_ends_by_its_own_time,
);

/// Toss returns one payment of an order in a look-up by the order: here the declined one.
async fn a_window_that_was_declined_does_not_end_the_order_of_another(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let shown = page(world, &order).await;
    let first = world.ask_script(&shown, &request(&shown)).await.ok();
    let declined = world.press_in_window(&order, "decline").await;
    let unpaid = world.gateway().browse(&declined).await;
    assert_eq!(unpaid.status, 200, "the declined window ended the order");
    assert!(unpaid.text.contains("카드사에서 결제를 거절했습니다"));
    world
        .wait_until("the webhook's job is done", async || {
            world.jobs().await == 0
        })
        .await;
    assert_eq!(world.order(&id_of(&order)).await["state"], "open");
    let back = world.press_at(&first, "pay").await;
    let shop = world.gateway().browse(&back).await.location();
    assert!(shop.contains("status=completed"), "{shop}");
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn an_order_whose_only_window_was_declined_ends_by_its_own_time(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let declined = world.press_in_window(&order, "decline").await;
    world.gateway().browse(&declined).await;
    world.pass(TimeDelta::minutes(76));
    world.sweep().await;
    let ended = world.order(&id_of(&order)).await["state"].clone();
    assert!(ended == "expired" || ended == "failed", "{ended}");
}

/// The second gateway is like the first after its client key was removed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_whose_window_cannot_be_opened_any_more_says_so() {
    let plan = Plan::postgres().toss_sdk().gateways(2);
    plan.run(async |world| {
        let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
        let shown = page(world, &order).await;
        let back = world.press_as(&shown, &request(&shown), "pay").await;
        let own = order["checkout_url"].as_str().unwrap();
        let second = &world.gateways[1];
        let there = own.replace(&world.gateway().base, &second.base);
        let told = second.browse(&there).await;
        assert_eq!(told.status, 200);
        assert!(told.text.contains("다시 주문해 주세요"), "{}", told.text);
        assert!(!told.text.contains("http-equiv"), "it waits for nothing");
        // A buyer who had a window open is not lost.
        let back = back.replace(&world.gateway().base, &second.base);
        let shop = second.browse(&back).await.location();
        assert!(shop.contains("status=completed"), "{shop}");
    })
    .await;
}
