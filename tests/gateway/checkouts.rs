//! The page on which a buyer chooses how to pay, from the shop's request until the buyer is back in the shop.

mod both_paid;
mod tries;

use credit_gateway::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    buyer::id_of,
    client::{Answer, send},
    world::{SHOP, World},
};

both_engines!(
    a_buyer_chooses_pays_and_is_back_in_the_shop,
    the_same_request_twice_is_one_checkout,
    what_no_order_could_be_opened_for_is_refused_at_once,
    a_link_that_is_not_ours_opens_nothing,
    a_form_that_lacks_something_is_shown_again,
    nothing_is_begun_after_the_end,
    the_price_is_that_of_the_order,
);

/// What a shop asks for.
pub(crate) fn wanted(customer: &str) -> Value {
    json!({ "customer_id": customer, "product": "direct-1000", "quantity": 2, "return_url": SHOP })
}

pub(crate) async fn opened(world: &World, wanted: &Value) -> Value {
    let answer = world
        .gateway()
        .post(Role::Checkout, "/v1/checkouts", wanted)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

pub(crate) fn link(checkout: &Value) -> &str {
    checkout["checkout_url"].as_str().unwrap()
}

pub(crate) async fn standing(world: &World, checkout: &Value) -> Value {
    let path = format!("/v1/checkouts/{}", id_of(checkout));
    world.gateway().get(Role::Checkout, &path).await.ok()
}

/// Sends the form of the page as it is now.
pub(crate) async fn sent(world: &World, checkout: &Value, form: &[(&str, &str)]) -> Answer {
    let page = world.gateway().browse(link(checkout)).await;
    let terms = terms_of(&page);
    sent_with(world, checkout, form, &terms).await
}

/// What the page has its form repeat; empty where it has no form.
pub(crate) fn terms_of(page: &Answer) -> String {
    let rest = page.text.split_once("name=\"terms\" value=\"");
    let terms = rest.and_then(|(_, rest)| rest.split_once('"'));
    terms.map_or_else(String::new, |(terms, _)| terms.to_owned())
}

/// Sends the form of a page that was opened before.
pub(crate) async fn sent_with(
    world: &World,
    checkout: &Value,
    form: &[(&str, &str)],
    terms: &str,
) -> Answer {
    let request = world.gateway().bare(Method::POST, link(checkout));
    let form: Vec<_> = form.iter().copied().chain([("terms", terms)]).collect();
    send(request.form(&form)).await
}

/// Chooses a way, with consent. Returns the order's page, as [`World::press`] takes it.
pub(crate) async fn chosen(world: &World, checkout: &Value, way: &str) -> Value {
    let form = [
        ("way", way),
        ("agreed", "yes"),
        ("depositor_name", "홍길동"),
    ];
    let answer = sent(world, checkout, &form).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    json!({ "checkout_url": answer.location() })
}

async fn a_buyer_chooses_pays_and_is_back_in_the_shop(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    assert_eq!(checkout["order_id"], Value::Null);
    let page = world.gateway().browse(link(&checkout)).await;
    assert_eq!(page.status, 200, "{}", page.text);
    for needed in [
        "20,000원 결제하기",
        "toss/card",
        "kakaopay/",
        "naverpay/",
        "bank/bank_transfer",
    ] {
        assert!(page.text.contains(needed), "{needed}: {}", page.text);
    }
    assert!(
        !page.text.contains("checked"),
        "nobody agreed yet: {}",
        page.text
    );
    let order = chosen(world, &checkout, "toss/card").await;
    let back = world.come_back(&order, "pay").await.location();
    assert!(back.starts_with(link(&checkout)), "{back}");
    let paid = world.gateway().browse(&back).await;
    assert!(paid.text.contains("결제가 완료되었습니다"), "{}", paid.text);
    assert!(paid.text.contains("localhost:9/shop"), "{}", paid.text);
    assert!(!paid.text.contains("<form"), "{}", paid.text);
    let standing = standing(world, &checkout).await;
    assert_eq!(standing["order_state"], "completed", "{standing}");
    assert_eq!(world.balance("c1").await, 2_000);
}

async fn the_same_request_twice_is_one_checkout(world: &World) {
    let ask = async |body: &Value| {
        let request = world
            .gateway()
            .request(Role::Checkout, Method::POST, "/v1/checkouts");
        send(request.header("idempotency-key", "cart-1").json(body)).await
    };
    let first = ask(&wanted("c1")).await;
    let again = ask(&wanted("c1")).await;
    assert_eq!((first.status, again.status), (201, 201), "{}", again.text);
    assert_eq!(first.json()["id"], again.json()["id"]);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    ask(&wanted("c2"))
        .await
        .refused(422, "idempotency_key_reused");
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM checkouts")
            .await,
        1
    );
}

async fn what_no_order_could_be_opened_for_is_refused_at_once(world: &World) {
    let mut unknown = wanted("c1");
    unknown["product"] = json!("nothing");
    let mut many = wanted("c1");
    many["quantity"] = json!(0);
    let mut elsewhere = wanted("c1");
    elsewhere["return_url"] = json!("https://evil.example/");
    for wrong in [unknown, many, elsewhere] {
        let answer = world
            .gateway()
            .post(Role::Checkout, "/v1/checkouts", &wrong)
            .await;
        assert!(
            (400..500).contains(&answer.status),
            "{wrong}: {}",
            answer.text
        );
    }
    assert_eq!(
        world
            .database
            .number("SELECT COUNT(*) FROM checkouts")
            .await,
        0
    );
}

async fn a_link_that_is_not_ours_opens_nothing(world: &World) {
    let one = opened(world, &wanted("c1")).await;
    let two = opened(world, &wanted("c2")).await;
    let (path, _) = link(&one).split_once('?').unwrap();
    let (_, state) = link(&two).split_once('?').unwrap();
    for altered in [
        path.to_owned(),
        format!("{path}?{state}"),
        format!("{}x", link(&one)),
    ] {
        assert_eq!(
            world.gateway().browse(&altered).await.status,
            403,
            "{altered}"
        );
        let checkout = json!({ "checkout_url": altered });
        let form = [("way", "toss/card"), ("agreed", "yes")];
        assert_eq!(sent(world, &checkout, &form).await.status, 403, "{altered}");
    }
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM orders").await,
        0
    );
}

async fn a_form_that_lacks_something_is_shown_again(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    for (form, says) in [
        (vec![("agreed", "yes")], "결제수단을 선택해 주세요"),
        (vec![("way", "toss/card")], "동의해 주세요"),
        (
            vec![
                ("way", "bank/bank_transfer"),
                ("agreed", "yes"),
                ("depositor_name", " "),
            ],
            "입금자명을 확인해 주세요",
        ),
    ] {
        let shown = sent(world, &checkout, &form).await;
        assert_eq!(shown.status, 422, "{}", shown.text);
        assert!(shown.text.contains(says), "{says}: {}", shown.text);
        assert!(shown.text.contains("role=\"alert\"") && shown.text.contains("<form"));
    }
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM orders").await,
        0
    );
    let english = format!("{}&lang=en", link(&checkout));
    let english = world.gateway().browse(&english).await;
    assert!(english.text.contains("Pay 20,000 won"), "{}", english.text);
}

async fn nothing_is_begun_after_the_end(world: &World) {
    let checkout = opened(world, &wanted("c1")).await;
    world.clock.advance(chrono::Duration::hours(24));
    let page = world.gateway().browse(link(&checkout)).await;
    assert!(
        page.text.contains("결제 시간이 지났습니다"),
        "{}",
        page.text
    );
    let form = [("way", "toss/card"), ("agreed", "yes")];
    assert_eq!(sent(world, &checkout, &form).await.status, 404);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM orders").await,
        0
    );
}

/// What a campaign takes off is shown before anything is opened, by the rules that the order will have.
async fn the_price_is_that_of_the_order(world: &World) {
    let mut checkout = wanted("c1");
    checkout["product"] = json!("package-1000");
    checkout["quantity"] = json!(3);
    let checkout = opened(world, &checkout).await;
    let page = world.gateway().browse(link(&checkout)).await;
    let order = chosen(world, &checkout, "toss/card").await;
    let paid = world.come_back(&order, "pay").await;
    assert_eq!(paid.status, 303);
    let standing = standing(world, &checkout).await;
    let order = world.order(standing["order_id"].as_str().unwrap()).await;
    let amount = order["amount"].as_i64().unwrap();
    assert_eq!(amount, 29_700);
    assert!(page.text.contains("29,700원 결제하기"), "{}", page.text);
}
