//! Buying again from the customer's own page.

use reqwest::Method;

use super::{link, part};
use crate::support::{
    client::{Answer, send},
    world::World,
};

both_engines!(
    a_customer_buys_again_and_comes_back,
    the_same_form_twice_opens_one_order,
    an_order_of_another_customer_is_not_shown,
    a_form_that_cannot_be_ordered_is_shown_again,
    only_so_many_orders_wait,
    a_customer_buys_under_the_contract,
);

async fn sent(world: &World, link: &str, form: &[(&str, &str)]) -> Answer {
    let form = form.iter().map(|(name, value)| {
        let value = value.replace(' ', "%20").replace(':', "%3A");
        format!("{name}={value}")
    });
    let body = form.collect::<Vec<_>>().join("&");
    let request = world.gateway().bare(Method::POST, &part(link, "/orders"));
    let kind = "application/x-www-form-urlencoded";
    send(request.header("content-type", kind).body(body)).await
}

fn card<'a>(quantity: &'a str, once: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("product", "direct-1000"),
        ("quantity", quantity),
        ("way", "toss:card"),
        ("depositor_name", ""),
        ("once", once),
    ]
}

/// An address of the page in another, without what HTML makes of `&`.
fn address(page: &str, begins: &str) -> String {
    let (_, rest) = page.split_once(&format!("href=\"{begins}")).unwrap();
    let (address, _) = rest.split_once('"').unwrap();
    format!(
        "{begins}{}",
        address.replace("&#38;", "&").replace("&amp;", "&")
    )
}

async fn a_customer_buys_again_and_comes_back(world: &World) {
    let link = link(world, "c1").await;
    let shop = world.gateway().browse(&part(&link, "/buy")).await.text;
    assert!(
        shop.contains("크레딧 1,000") && shop.contains("10,000원"),
        "{shop}"
    );
    let form = format!("{}&product=direct-1000", part(&link, "/buy"));
    let form = world.gateway().browse(&form).await.text;
    assert!(
        form.contains("toss:card") && form.contains("name=\"once\""),
        "{form}"
    );
    let sent = sent(world, &link, &card("2", "a")).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let shown = world.gateway().browse(&sent.location()).await;
    assert!(
        shown.text.contains("20,000원") && shown.text.contains("2,000"),
        "{}",
        shown.text
    );
    let base = &world.gateway().base;
    let checkout = address(&shown.text, &format!("{base}/checkout/"));
    let order = serde_json::json!({ "checkout_url": checkout });
    let back = world.come_back(&order, "pay").await.location();
    assert!(back.starts_with(&format!("{base}/my/")), "{back}");
    let home = world.gateway().browse(&back).await;
    assert!(home.text.contains("구매가 완료되었습니다"), "{}", home.text);
    assert_eq!(world.balance("c1").await, 2_000);
}

async fn the_same_form_twice_opens_one_order(world: &World) {
    let link = link(world, "c1").await;
    let first = sent(world, &link, &card("1", "a")).await.location();
    assert_eq!(sent(world, &link, &card("1", "a")).await.location(), first);
    // Going back and ordering something else is another order, and so is another form.
    assert_ne!(sent(world, &link, &card("2", "a")).await.location(), first);
    assert_ne!(sent(world, &link, &card("1", "b")).await.location(), first);
    // Nor does another customer get this one by the same form.
    let other = super::link(world, "c2").await;
    assert_ne!(sent(world, &other, &card("1", "a")).await.location(), first);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM orders").await,
        4
    );
}

async fn an_order_of_another_customer_is_not_shown(world: &World) {
    let (one, two) = (link(world, "c1").await, link(world, "c2").await);
    let order = sent(world, &one, &card("1", "a")).await.location();
    let (path, _) = order.split_once('?').unwrap();
    let id = path.rsplit('/').next().unwrap();
    let other = world
        .gateway()
        .browse(&part(&two, &format!("/orders/{id}")))
        .await;
    assert_eq!(other.status, 404);
    let home = world
        .gateway()
        .browse(&format!("{two}&order_id={id}&status=completed"))
        .await;
    assert_eq!(home.status, 404);
    let own = world
        .gateway()
        .browse(&format!("{one}&order_id={id}&status=completed"))
        .await;
    assert!(own.status == 200 && !own.text.contains("구매가 완료되었습니다"));
}

async fn a_form_that_cannot_be_ordered_is_shown_again(world: &World) {
    let link = link(world, "c1").await;
    for (quantity, way) in [
        ("0", "toss:card"),
        ("1001", "toss:card"),
        ("x", "toss:card"),
        ("1", "bank:bank_transfer"),
        ("1", "paypal:card"),
        ("1", "toss"),
    ] {
        let form = [
            ("product", "direct-1000"),
            ("quantity", quantity),
            ("way", way),
            ("once", "a"),
        ];
        let shown = sent(world, &link, &form).await;
        assert!(
            (400..500).contains(&shown.status),
            "{quantity} {way}: {}",
            shown.status
        );
        assert!(
            shown.text.contains("role=\"alert\"") && shown.text.contains("<form"),
            "{}",
            shown.text
        );
    }
    assert_eq!(
        sent(world, &link, &[("product", "nothing")]).await.status,
        404
    );
    let stranger = sent(world, &link.replace("sig=", "sig=x"), &card("1", "a")).await;
    assert_eq!(stranger.status, 403);
    // Nothing in the form names another customer.
    let named = [card("1", "a"), vec![("customer_id", "c2")]].concat();
    assert_eq!(sent(world, &link, &named).await.status, 400);
    assert_eq!(
        world.database.number("SELECT COUNT(*) FROM orders").await,
        0
    );
}

async fn only_so_many_orders_wait(world: &World) {
    let link = link(world, "c1").await;
    for nth in 0..10 {
        assert_eq!(
            sent(world, &link, &card("1", &nth.to_string()))
                .await
                .status,
            303
        );
    }
    assert_eq!(sent(world, &link, &card("1", "more")).await.status, 422);
    let other = super::link(world, "c2").await;
    assert_eq!(sent(world, &other, &card("1", "more")).await.status, 303);
}

async fn a_customer_buys_under_the_contract(world: &World) {
    let contract = crate::contracts::publish(world, crate::contracts::CONTRACT).await;
    let (own, other) = (link(world, "acme").await, link(world, "c1").await);
    let shop = world.gateway().browse(&part(&own, "/buy")).await.text;
    assert!(
        shop.contains("1,000 credits for Acme") && shop.contains("9,500원"),
        "{shop}"
    );
    assert!(
        shop.contains("direct-1000"),
        "the catalogue's products too: {shop}"
    );
    let form = format!("{}&product=acme-credits", part(&own, "/buy"));
    let form = world.gateway().browse(&form).await.text;
    for needed in [
        "10개부터 1개에 9,000원",
        "100개부터 1개에 8,000원, 크레딧 1,050",
    ] {
        assert!(form.contains(needed), "{needed}: {form}");
    }
    let wanted = |once| {
        let mut form = card("10", once);
        form[0] = ("product", "acme-credits");
        form
    };
    let sent_by_own = sent(world, &own, &wanted("a")).await;
    assert_eq!(sent_by_own.status, 303, "{}", sent_by_own.text);
    let order = world.gateway().browse(&sent_by_own.location()).await.text;
    assert!(
        order.contains("90,000원") && order.contains("10,000"),
        "{order}"
    );
    assert_eq!(
        world.database.rows("SELECT policy FROM orders").await,
        [[contract["id"].as_str().unwrap()]]
    );
    // Nobody else sees or buys it.
    let shop = world.gateway().browse(&part(&other, "/buy")).await.text;
    assert!(
        !shop.contains("Acme") && !shop.contains("acme-credits"),
        "{shop}"
    );
    let form = format!("{}&product=acme-credits", part(&other, "/buy"));
    assert_eq!(world.gateway().browse(&form).await.status, 404);
    assert_eq!(sent(world, &other, &wanted("a")).await.status, 404);
}
