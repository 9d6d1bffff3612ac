//! Windows that the browser opened for something else.

use serde_json::json;

use crate::support::{
    buyer::{card_order, id_of},
    window::{fact, page, request},
    world::World,
};

both_engines!(
    .toss_sdk():
    a_forged_payment_completes_nothing,
    a_window_opened_for_less_takes_nothing_and_mints_nothing,
    a_window_opened_in_dollars_takes_nothing_and_mints_nothing,
    two_windows_of_one_order_are_paid_once,
);

/// The browser brings back another buyer's payment, then one that does not exist.
async fn a_forged_payment_completes_nothing(world: &World) {
    let theirs = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let back = world.press_in_window(&theirs, "pay").await;
    let (_, brought) = back.split_once("&paymentKey=").unwrap();
    let (key, _) = brought.split_once('&').unwrap();
    world.gateway().browse(&back).await.location();
    for (customer, key) in [("c2", key), ("c3", "made-up-0001")] {
        let mine = world
            .open_order(&card_order(customer, "direct-1000", 1))
            .await;
        let shown = page(world, &mine).await;
        let forged = format!(
            "{}&paymentKey={key}&orderId={}&amount=10000",
            fact(&shown, "success-url").unwrap(),
            id_of(&mine)
        );
        world.gateway().browse(&forged).await;
        let mine = world.order(&id_of(&mine)).await;
        assert_eq!(mine["state"], "failed", "{mine}");
        assert_eq!(world.balance_or_zero(customer).await, 0);
    }
    assert_eq!(world.balance("c1").await, 1_000);
}

/// The buyer changes the amount in the page before the window is opened.
async fn a_window_opened_for_less_takes_nothing_and_mints_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let shown = page(world, &order).await;
    let mut cheap = request(&shown);
    cheap["amount"]["value"] = json!(100);
    let back = world.press_as(&shown, &cheap, "pay").await;
    let own = world.gateway().browse(&back).await.location();
    let told = world.gateway().browse(&own).await;
    assert!(
        told.text.contains("결제가 이루어지지 않았습니다"),
        "{}",
        told.text
    );
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "failed", "{order}");
    assert_eq!(order["explanation"]["code"], "AMOUNT_MISMATCH", "{order}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
    let books = world.sandbox_books().await;
    assert_eq!(books["toss"]["payments"][0]["approvals"], 0);
}

/// The same with a method that takes dollars and cents.
async fn a_window_opened_in_dollars_takes_nothing_and_mints_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let shown = page(world, &order).await;
    let mut foreign = request(&shown);
    foreign["method"] = json!("FOREIGN_EASY_PAY");
    foreign["amount"] = json!({"currency": "USD", "value": 10_000.99});
    let back = world.press_as(&shown, &foreign, "pay").await;
    world.gateway().browse(&back).await;
    let order = world.order(&id_of(&order)).await;
    assert_eq!(order["state"], "failed", "{order}");
    assert_eq!(order["explanation"]["code"], "AMOUNT_MISMATCH", "{order}");
    assert_eq!(world.balance_or_zero("c1").await, 0);
    let books = world.sandbox_books().await;
    assert_eq!(books["toss"]["payments"][0]["approvals"], 0);
}

/// Both were authenticated before either came back, and the answer to the first confirmation is lost.
async fn two_windows_of_one_order_are_paid_once(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let first = world.press_in_window(&order, "pay").await;
    let second = world.press_in_window(&order, "pay").await;
    let lost = json!([{"kind": "lost_answer_after_effect", "probability_percent": 100, "operation": "confirm", "times": 1}]);
    world.faults("toss", lost).await;
    world.gateway().browse(&first).await;
    world.gateway().browse(&second).await;
    world.wait_for_order(&id_of(&order), "completed").await;
    assert_eq!(world.balance("c1").await, 1_000);
    let books = world.sandbox_books().await;
    let payments = books["toss"]["payments"].as_array().unwrap();
    let approvals = payments
        .iter()
        .map(|payment| payment["approvals"].as_i64().unwrap());
    assert_eq!((payments.len(), approvals.sum::<i64>()), (2, 1));
}
