//! A buyer tries one provider, leaves it, pays by another, and then the money of the first arrives after all: both are paid.

use credit_gateway::access::{Desk, Role};
use serde_json::{Value, json};

use super::{chosen, link, opened, sent_with, standing, terms_of, wanted};
use crate::support::{buyer::id_of, desk::Browser, world::World};

both_engines!(
    money_of_the_first_provider_that_arrives_after_another_was_paid_goes_back,
    money_of_a_first_provider_that_tells_nobody_is_found_by_the_comparison,
    a_transfer_that_arrives_after_the_card_was_paid_is_sent_back,
);

/// The first try: the buyer says yes at the provider, and the browser does not come back. The order, and where it would.
async fn left(world: &World, checkout: &Value, way: &str) -> (Value, String) {
    let page = chosen(world, checkout, way).await;
    let id = standing(world, checkout).await["order_id"].clone();
    let back = world.press(&page, "pay").await;
    let mut order = world.order(id.as_str().unwrap()).await;
    order["checkout_url"] = page["checkout_url"].clone();
    (order, back)
}

/// The second try is paid. Its order.
async fn paid(world: &World, checkout: &Value, way: &str) -> Value {
    let page = chosen(world, checkout, way).await;
    world.come_back(&page, "pay").await;
    let standing = standing(world, checkout).await;
    assert_eq!(standing["order_state"], "completed", "{standing}");
    world.order(standing["order_id"].as_str().unwrap()).await
}

/// The credits of one payment, and both amounts at the providers: the second one is no payment of the books.
async fn is_parked(world: &World, first: &Value, second: &Value) -> Value {
    world.wait_for_order(&id_of(first), "mismatched").await;
    let paid = world.order(&id_of(second)).await;
    assert_eq!(paid["state"], "completed", "{paid}");
    assert_eq!(world.balance("c1").await, 2_000);
    let payments = "SELECT COUNT(*) FROM payments";
    assert_eq!(world.database.number(payments).await, 1);
    let open = world
        .gateway()
        .get(Role::Support, "/v1/contradictions?state=open")
        .await;
    let open = open.ok()["items"].as_array().unwrap().clone();
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!(
        (&open[0]["kind"], &open[0]["amount"], &open[0]["order_id"]),
        (&json!("order_cancelled"), &json!(20_000), &first["id"])
    );
    open[0].clone()
}

/// What the buyer reads: of the first try that it is looked into, and of the checkout that it is paid.
async fn is_told(world: &World, checkout: &Value, first: &Value) {
    let page = first["checkout_url"].as_str().unwrap();
    let shown = world.gateway().browse(page).await;
    assert!(
        shown.text.contains("입금 내역을 확인하고 있습니다"),
        "{}",
        shown.text
    );
    let shown = world.gateway().browse(link(checkout)).await;
    assert!(!shown.text.contains("<form"), "{}", shown.text);
}

/// Support sees it on the first page of the desk, and has the first provider give its money back.
async fn goes_back(world: &World, known: &Value, first: &Value) {
    let browser = Browser::of(world, Desk::Support).await;
    let page = browser.page("/console").await;
    assert!(page.contains("장부와 다른 결제"), "{page}");
    let list = browser.page("/console/contradictions").await;
    assert!(list.contains(&id_of(known)), "{list}");
    let path = format!("/v1/contradictions/{}/refund", id_of(known));
    let reason = json!({"reason": "the buyer paid by another provider"});
    let gateway = world.gateway();
    gateway.post(Role::Support, &path, &reason).await.ok();
    let path = format!("/v1/contradictions/{}", id_of(known));
    let is_over = async || {
        let now = gateway.get(Role::Support, &path).await.ok();
        now["state"] == "refunded"
    };
    world.wait_until("the money is back", is_over).await;
    let ended = world.order(&id_of(first)).await;
    assert_eq!(ended["state"], "cancelled", "{ended}");
    assert_eq!(world.balance("c1").await, 2_000);
    world.agree().await;
}

/// Toss is asked for the money by a confirmation of which nobody heard, and its webhook tells of it.
async fn money_of_the_first_provider_that_arrives_after_another_was_paid_goes_back(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let (first, back) = left(world, &checkout, "toss/card").await;
    let second = paid(world, &checkout, "kakaopay/easy_pay").await;
    world.confirm_unheard(&first, &back).await;
    let known = is_parked(world, &first, &second).await;
    is_told(world, &checkout, &first).await;
    goes_back(world, &known, &first).await;
}

/// Kakao Pay sends no webhook: the comparison of the day asks about each session that ended unpaid.
async fn money_of_a_first_provider_that_tells_nobody_is_found_by_the_comparison(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let (first, back) = left(world, &checkout, "kakaopay/easy_pay").await;
    let second = paid(world, &checkout, "toss/card").await;
    world.confirm_unheard(&first, &back).await;
    let day = world.today();
    world.pass_days(1);
    let run = world.reconcile("kakaopay", day).await;
    assert_eq!(
        (&run["state"], &run["open"]),
        (&json!("finished"), &json!(0)),
        "{run}"
    );
    let known = is_parked(world, &first, &second).await;
    is_told(world, &checkout, &first).await;
    goes_back(world, &known, &first).await;
}

/// The buyer ordered a transfer at the bank, paid by card in the page that stayed open, and the bank carries the transfer out.
async fn a_transfer_that_arrives_after_the_card_was_paid_is_sent_back(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let terms = terms_of(&world.gateway().browse(link(&checkout)).await);
    chosen(world, &checkout, "bank/bank_transfer").await;
    let first = standing(world, &checkout).await["order_id"].clone();
    let form = [("way", "toss/card"), ("agreed", "yes")];
    let card = sent_with(world, &checkout, &form, &terms).await.location();
    let card = json!({ "checkout_url": card });
    world.come_back(&card, "pay").await;
    assert_eq!(world.balance("c1").await, 2_000);
    world.deposit("홍길동", 20_000).await;
    let given_up = world.order(first.as_str().unwrap()).await;
    assert_eq!(given_up["state"], "cancelled", "{given_up}");
    assert_eq!(world.balance("c1").await, 2_000);
    let deposit = world.queued("late").await;
    let browser = Browser::of(world, Desk::Support).await;
    let list = browser.page("/console/deposits").await;
    assert!(list.contains(&id_of(&deposit)), "{list}");
    let path = format!("/v1/deposits/{}/return", id_of(&deposit));
    let reason = json!({"reason": "sent back by hand: the buyer paid by card"});
    let gateway = world.gateway();
    let returned = gateway.post(Role::Support, &path, &reason).await.ok();
    assert_eq!(returned["state"], "returned", "{returned}");
    let shown = world.gateway().browse(link(&checkout)).await;
    assert!(!shown.text.contains("<form"), "{}", shown.text);
    let payments = "SELECT COUNT(*) FROM payments";
    assert_eq!(world.database.number(payments).await, 1);
    world.agree().await;
}
