//! Where Toss's own script opens the window, the buyer's browser sets its content. A buyer can change the page, open
//! several windows, and bring back any payment.

mod declined;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{
    buyer::{account_order, card_order, id_of},
    window::{page, request},
    world::World,
};

both_engines!(
    .toss_sdk():
    a_window_opened_for_something_else_takes_nothing,
    an_account_that_would_live_longer_than_asked_is_given_up,
    another_merchants_payment_fails_the_order_and_parks_nothing,
    a_look_up_that_knows_approved_payments_alone_costs_no_sale,
    a_look_up_that_fails_is_made_again,
);

impl World {
    /// The buyer pays in a window that was opened with these fields of the request changed.
    async fn pay_changed(&self, order: &Value, changes: &Value) -> Value {
        let shown = page(self, order).await;
        let mut wanted = request(&shown);
        for (name, value) in changes.as_object().unwrap() {
            wanted[name] = value.clone();
        }
        let back = self.press_as(&shown, &wanted, "pay").await;
        self.gateway().browse(&back).await;
        self.order(&id_of(order)).await
    }

    async fn jobs(&self) -> usize {
        self.database.rows("SELECT id FROM jobs").await.len()
    }

    /// The payments in Toss's own books, as status and number of approvals.
    async fn at_toss(&self) -> Vec<(String, i64)> {
        let books = self.sandbox_books().await;
        let payments = books["toss"]["payments"].as_array().unwrap();
        let seen = |it: &Value| {
            let status = it["status"].as_str().unwrap().to_owned();
            (status, it["approvals"].as_i64().unwrap())
        };
        payments.iter().map(seen).collect()
    }
}

/// Another tax-free part, an account instead of a card and a card instead of an account.
async fn a_window_opened_for_something_else_takes_nothing(world: &World) {
    let account = json!({"method": "VIRTUAL_ACCOUNT", "card": null});
    let card = json!({"method": "CARD", "virtualAccount": null});
    for (at, (order, changes, code)) in [
        (
            card_order("c0", "direct-1000", 1),
            json!({"taxFreeAmount": 9_000}),
            "TAX_FREE_MISMATCH",
        ),
        (
            card_order("c1", "direct-1000", 1),
            account,
            "METHOD_MISMATCH",
        ),
        (account_order("c2", "direct-1000"), card, "METHOD_MISMATCH"),
    ]
    .into_iter()
    .enumerate()
    {
        let order = world.open_order(&order).await;
        let ended = world.pay_changed(&order, &changes).await;
        assert_eq!(
            ended["state"], "failed",
            "taken for something else: {changes}: {ended}"
        );
        assert_eq!(ended["explanation"]["code"], code, "{changes}: {ended}");
        let last = world.at_toss().await[at].clone();
        assert_eq!(last, ("IN_PROGRESS".to_owned(), 0), "{changes}");
    }
    assert_eq!(world.balance_or_zero("c0").await, 0);
}

/// The end of an account is known only when it is issued.
async fn an_account_that_would_live_longer_than_asked_is_given_up(world: &World) {
    let order = world.open_order(&account_order("c1", "direct-1000")).await;
    let long = json!({"virtualAccount": {"validHours": 2_160}});
    let ended = world.pay_changed(&order, &long).await;
    let state = ended["state"].as_str().unwrap();
    assert!(["failed", "cancelled"].contains(&state), "{ended}");
    assert_eq!(world.at_toss().await, [("CANCELED".to_owned(), 0)]);
}

async fn another_merchants_payment_fails_the_order_and_parks_nothing(world: &World) {
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let shown = page(world, &order).await;
    let back = world.press_at_another_merchants(&request(&shown)).await;
    world.gateway().browse(&back).await;
    let ended = world.order(&id_of(&order)).await;
    assert_eq!(ended["state"], "failed", "{ended}");
    assert_eq!(ended["explanation"]["code"], "PAYMENT_NOT_OURS", "{ended}");
    world
        .wait_while_time_passes("no job is left", TimeDelta::seconds(1), async || {
            world.jobs().await == 0
        })
        .await;
}

async fn a_look_up_that_knows_approved_payments_alone_costs_no_sale(world: &World) {
    let unseen = json!([{"kind": "unseen", "probability_percent": 100}]);
    world.faults("toss", unseen).await;
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let paid = world.pay_changed(&order, &json!({})).await;
    assert_eq!(paid["state"], "completed", "{paid}");
    assert_eq!(world.balance("c1").await, 1_000);
}

async fn a_look_up_that_fails_is_made_again(world: &World) {
    let failing =
        json!([{"kind": "refuse_5xx_before", "probability_percent": 100, "operation": "lookup"}]);
    world.faults("toss", failing).await;
    let order = world.open_order(&card_order("c1", "direct-1000", 1)).await;
    let doubted = world.pay_changed(&order, &json!({})).await;
    assert_eq!(doubted["state"], "confirming", "{doubted}");
    let at_toss = world.at_toss().await;
    assert_eq!(
        at_toss,
        [("IN_PROGRESS".to_owned(), 0)],
        "nothing is taken unseen"
    );
    world.faults("toss", json!([])).await;
    let id = id_of(&order);
    world
        .wait_while_time_passes("the order is paid", TimeDelta::seconds(1), async || {
            world.order(&id).await["state"] == "completed"
        })
        .await;
    assert_eq!(world.balance("c1").await, 1_000);
}
