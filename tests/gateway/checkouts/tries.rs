//! One order after the other: a buyer who closes, is declined, goes back or presses twice pays once.

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{chosen, link, opened, sent, sent_with, standing, terms_of, wanted};
use crate::support::{buyer::id_of, client::send, world::World};

both_engines!(
    two_presses_open_one_order,
    another_way_gives_up_the_order_before,
    a_window_that_stayed_open_takes_no_money_any_more,
    a_declined_buyer_reads_why_and_pays_another_way,
    an_account_that_was_issued_stays_the_way_to_pay,
    who_paid_is_shown_that_and_opens_nothing,
    a_name_that_another_order_waits_under_is_not_taken,
    an_earlier_try_that_is_paid_late_lets_no_later_one_take_money,
    a_discount_that_the_try_before_holds_is_there_for_the_next,
    nobody_pays_what_the_page_did_not_say,
    a_repeated_request_is_answered_whatever_became_of_it,
);

async fn orders(world: &World) -> i64 {
    world.database.number("SELECT COUNT(*) FROM orders").await
}

async fn state_of_last(world: &World, checkout: &Value) -> String {
    let standing = standing(world, checkout).await;
    standing["order_state"].as_str().unwrap().to_owned()
}

async fn two_presses_open_one_order(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let (one, two) = tokio::join!(
        chosen(world, &checkout, "toss/card"),
        chosen(world, &checkout, "toss/card")
    );
    assert_eq!(one, two);
    assert_eq!(chosen(world, &checkout, "toss/card").await, one);
    assert_eq!(orders(world).await, 1);
}

async fn another_way_gives_up_the_order_before(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let first = chosen(world, &checkout, "toss/card").await;
    let second = chosen(world, &checkout, "kakaopay/easy_pay").await;
    assert_ne!(first, second);
    let open = "SELECT COUNT(*) FROM orders WHERE state = 'open'";
    assert_eq!(
        (orders(world).await, world.database.number(open).await),
        (2, 1)
    );
    let back = world.come_back(&second, "pay").await;
    assert_eq!(back.status, 303, "{}", back.text);
    assert_eq!(state_of_last(world, &checkout).await, "completed");
    assert_eq!(world.balance("c1").await, 2_000);
}

/// The buyer left the first provider's window open, chose another way, and then pays in the first window.
async fn a_window_that_stayed_open_takes_no_money_any_more(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let first = chosen(world, &checkout, "toss/card").await;
    let back = world.press(&first, "pay").await;
    let second = chosen(world, &checkout, "kakaopay/easy_pay").await;
    // The window sends its buyer back; without our confirmation no money moves there.
    let shown = world.gateway().browse(&back).await;
    assert!(shown.status < 500, "{}", shown.text);
    assert_eq!(world.balance_or_zero("c1").await, 0);
    world.come_back(&second, "pay").await;
    assert_eq!(world.balance("c1").await, 2_000);
    world.agree().await;
}

async fn a_declined_buyer_reads_why_and_pays_another_way(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let order = chosen(world, &checkout, "toss/card").await;
    let back = world.come_back(&order, "decline").await.location();
    assert!(back.starts_with(link(&checkout)), "{back}");
    let shown = world.gateway().browse(&back).await;
    for said in [
        "카드사에서 결제를 거절했습니다",
        "<form",
        "청구된 금액은 없습니다",
    ] {
        assert!(shown.text.contains(said), "{said}: {}", shown.text);
    }
    let order = chosen(world, &checkout, "naverpay/easy_pay").await;
    world.come_back(&order, "pay").await;
    assert_eq!(state_of_last(world, &checkout).await, "completed");
    assert_eq!(world.balance("c1").await, 2_000);
    assert_eq!(orders(world).await, 2);
}

/// Nobody can take an account back from whoever has its number.
async fn an_account_that_was_issued_stays_the_way_to_pay(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let order = chosen(world, &checkout, "toss/virtual_account").await;
    world.come_back(&order, "pay").await;
    assert_eq!(state_of_last(world, &checkout).await, "awaiting_deposit");
    let other = chosen(world, &checkout, "toss/card").await;
    assert_eq!(other, order, "the account is shown again");
    let page = world.gateway().browse(link(&checkout)).await;
    assert_eq!(page.location(), order["checkout_url"].as_str().unwrap());
    assert_eq!(orders(world).await, 1);
}

async fn who_paid_is_shown_that_and_opens_nothing(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let order = chosen(world, &checkout, "toss/card").await;
    world.come_back(&order, "pay").await;
    assert_eq!(chosen(world, &checkout, "kakaopay/easy_pay").await, order);
    assert_eq!(orders(world).await, 1);
    assert_eq!(world.balance("c1").await, 2_000);
}

async fn a_name_that_another_order_waits_under_is_not_taken(world: &World) {
    let first = opened(world, &wanted("c1")).await;
    let terms = terms_of(&world.gateway().browse(link(&first)).await);
    let waits = chosen(world, &first, "bank/bank_transfer").await;
    let second = opened(world, &wanted("c2")).await;
    let form = [
        ("way", "bank/bank_transfer"),
        ("agreed", "yes"),
        ("depositor_name", "홍길동"),
    ];
    let shown = sent(world, &second, &form).await;
    assert_eq!(shown.status, 422, "{}", shown.text);
    assert!(
        shown.text.contains("다른 이름을 입력해 주세요"),
        "{}",
        shown.text
    );
    // A buyer who waits for a transfer may still choose another way, in a window that stayed open.
    let form = [("way", "toss/card"), ("agreed", "yes")];
    let card = sent_with(world, &first, &form, &terms).await;
    assert_eq!(card.status, 303, "{}", card.text);
    assert_ne!(card.location(), waits["checkout_url"]);
    assert_eq!(state_of_last(world, &first).await, "open");
    assert!(id_of(&first).starts_with("chk_"));
    assert_eq!(json!(orders(world).await), json!(2));
}

/// The buyer transferred, chose the card all the same, and support found the transfer before the card was paid.
async fn an_earlier_try_that_is_paid_late_lets_no_later_one_take_money(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let terms = terms_of(&world.gateway().browse(link(&checkout)).await);
    chosen(world, &checkout, "bank/bank_transfer").await;
    let first = standing(world, &checkout).await["order_id"].clone();
    let form = [("way", "toss/card"), ("agreed", "yes")];
    let card = sent_with(world, &checkout, &form, &terms).await.location();
    let card = json!({ "checkout_url": card });
    let back = world.press(&card, "pay").await;
    world.deposit("홍길동", 20_000).await;
    assert_eq!(
        world.balance_or_zero("c1").await,
        0,
        "its order was given up"
    );
    let deposit = world.queued("late").await;
    let path = format!("/v1/deposits/{}/match", id_of(&deposit));
    let body = json!({"order_id": first, "reason": "the buyer showed the transfer"});
    world.gateway().post(Role::Support, &path, &body).await.ok();
    assert_eq!(world.balance("c1").await, 2_000);
    // The window sends its buyer back, and nothing is confirmed.
    let shown = world.gateway().browse(&back).await;
    assert!(shown.status < 400, "{}", shown.text);
    let taken = "SELECT COUNT(*) FROM payments";
    assert_eq!(world.database.number(taken).await, 1);
    assert_eq!(world.balance("c1").await, 2_000);
    let shown = world.gateway().browse(link(&checkout)).await;
    assert!(!shown.text.contains("<form"), "{}", shown.text);
    world.agree().await;
}

/// The campaign gives each customer its discount once, and the try that is given up has it.
async fn a_discount_that_the_try_before_holds_is_there_for_the_next(world: &World) {
    world
        .begin(&json!({"gives": "discount_won", "worth": 1_000, "per_customer": 1, "products": ["direct-1000"]}))
        .await;
    let mut wanted = wanted("c1");
    wanted["promotion_code"] = json!("SPRING-10");
    let checkout = opened(world, &wanted).await;
    let first = chosen(world, &checkout, "toss/card").await;
    let page = world.gateway().browse(link(&checkout)).await;
    assert!(page.text.contains("19,000원 결제하기"), "{}", page.text);
    let second = chosen(world, &checkout, "kakaopay/easy_pay").await;
    assert_ne!(first, second);
    world.come_back(&second, "pay").await;
    let standing = standing(world, &checkout).await;
    let paid = world.order(standing["order_id"].as_str().unwrap()).await;
    assert_eq!(
        (&paid["state"], &paid["amount"]),
        (&json!("completed"), &json!(19_000))
    );
}

/// A page that stayed open says what it said then. Whoever sends its form reads what has changed, and pays nothing yet.
async fn nobody_pays_what_the_page_did_not_say(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    let form = [("way", "toss/card"), ("agreed", "yes")];
    let shown = sent_with(world, &checkout, &form, "19000.2000.older").await;
    assert_eq!(shown.status, 422, "{}", shown.text);
    assert!(shown.text.contains("조건이 바뀌었습니다"), "{}", shown.text);
    let order = chosen(world, &checkout, "toss/card").await;
    world.come_back(&order, "pay").await;
    assert_eq!(world.balance("c1").await, 2_000);
    assert_eq!(orders(world).await, 1);
}

/// The shop asks again after the answer was lost, and the buyer has paid meanwhile.
async fn a_repeated_request_is_answered_whatever_became_of_it(world: &World) {
    let ask = async || {
        let request = world
            .gateway()
            .request(Role::Checkout, Method::POST, "/v1/checkouts");
        send(
            request
                .header("idempotency-key", "cart-9")
                .json(&wanted("c1")),
        )
        .await
    };
    let checkout = ask().await.json();
    let order = chosen(world, &checkout, "toss/card").await;
    world.come_back(&order, "pay").await;
    let path = "/v1/customers/c1/freeze";
    let why = json!({"reason": "a stolen key"});
    world.gateway().post(Role::Support, path, &why).await.ok();
    let again = ask().await;
    assert_eq!(again.status, 201, "{}", again.text);
    assert_eq!(again.json()["id"], checkout["id"]);
    assert_eq!(again.json()["order_state"], "completed");
}
