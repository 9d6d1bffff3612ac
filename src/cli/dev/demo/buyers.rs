//! What customers do: they buy, pay or do not, use credits and become members.

use anyhow::Context as _;
use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    acts::{Act, Button, Buying, Transfer},
    plan::Plan,
    shop::Shop,
};
use crate::access::Role;

/// Where buyers are sent at the end. Nobody has to listen there.
const SHOP: &str = "http://127.0.0.1:3000/done";

/// The text of a member of an answer.
pub(super) fn text<'a>(value: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    let text = value[name].as_str();
    text.with_context(|| format!("no {name}: {value}"))
}

/// Opens the order of a purchase.
pub(super) async fn open(shop: &mut Shop, plan: &Plan, buying: &Buying) -> anyhow::Result<Value> {
    let person = plan.people.get(buying.person).context("nobody")?;
    let mut order = json!({
        "customer_id": person.id, "product": buying.product, "quantity": buying.quantity,
        "provider": buying.provider, "return_url": SHOP,
    });
    if let Some(method) = buying.method {
        order["method"] = json!(method);
    }
    if buying.provider == "bank" {
        order["depositor_name"] = json!(transferred_as(plan, buying.person, shop.orders.len()));
    }
    let order = shop
        .post(Role::Checkout, "/v1/orders", &order)
        .await?
        .good()?;
    shop.orders.push(text(&order, "id")?.to_owned());
    Ok(order)
}

/// The name on a transfer: another for each order, as the buyer is asked to write it.
pub(super) fn transferred_as(plan: &Plan, person: usize, nth: usize) -> String {
    plan.people.get(person).map_or_else(String::new, |person| {
        format!("{}{}", person.name, (person.digits + nth) % 10_000)
    })
}

/// Goes through the provider's window of an order and back.
pub(super) async fn visit(shop: &Shop, order: &Value, button: Button) -> anyhow::Result<()> {
    let checkout = text(order, "checkout_url")?;
    let page = shop.browse(Method::GET, checkout).await?.leads_to()?;
    shop.browse(Method::GET, &page).await?;
    let pressed = match button {
        Button::Pay => "pay",
        Button::Decline => "decline",
        Button::Close => "close",
        Button::None => return Ok(()),
    };
    let back = shop
        .browse(Method::POST, &format!("{page}/{pressed}"))
        .await?;
    shop.browse(Method::GET, &back.leads_to()?).await?;
    Ok(())
}

/// Opens an order and does at the provider what the buyer does. Returns the order.
pub(super) async fn order(
    shop: &mut Shop,
    plan: &mut Plan,
    buying: &Buying,
) -> anyhow::Result<Value> {
    let order = open(shop, plan, buying).await?;
    if buying.provider != "bank" {
        shop.pass(plan.dice.between(18, 140));
        visit(shop, &order, buying.button).await?;
    }
    shop.get(
        Role::Checkout,
        &format!("/v1/orders/{}", text(&order, "id")?),
    )
    .await
}

/// A purchase, and what follows from it.
pub(super) async fn buy(shop: &mut Shop, plan: &mut Plan, buying: Buying) -> anyhow::Result<()> {
    let order = order(shop, plan, &buying).await?;
    let now = shop.now();
    if buying.is_transfer() && buying.button == Button::Pay {
        let transfer = Transfer {
            order: text(&order, "id")?.to_owned(),
            name: transferred_as(plan, buying.person, shop.orders.len().saturating_sub(1)),
            amount: order["amount"].as_i64().context("no amount")?,
            buying,
        };
        let later = plan.dice.between(4, 400);
        plan.at(now + TimeDelta::minutes(later), Act::Transfer(transfer));
        return Ok(());
    }
    if order["state"] == "completed" {
        return paid(shop, plan, &buying, &order);
    }
    // Who was declined tries another way, mostly.
    if matches!(buying.button, Button::Decline | Button::Close) && plan.dice.happens(65) {
        let again = plan.purchase(buying.person, now);
        let later = plan.dice.between(40, 400);
        plan.at(now + TimeDelta::seconds(later), Act::Buy(again));
    }
    Ok(())
}

/// The money of a transfer arrives.
pub(super) async fn transfer(
    shop: &mut Shop,
    plan: &mut Plan,
    transfer: Transfer,
) -> anyhow::Result<()> {
    let Transfer {
        order,
        buying,
        name,
        amount,
    } = transfer;
    if buying.provider == "bank" {
        deposit(shop, &name, amount).await?;
    } else {
        let paid = json!({ "orderId": order });
        shop.at_provider(Method::POST, "/toss/deposits", &paid)
            .await?;
        shop.follow_up().await?;
    }
    let order = shop
        .get(Role::Checkout, &format!("/v1/orders/{order}"))
        .await?;
    if order["state"] == "completed" {
        return paid(shop, plan, &buying, &order);
    }
    Ok(())
}

/// Money arrives on the shop's own account.
pub(super) async fn deposit(shop: &Shop, name: &str, amount: i64) -> anyhow::Result<()> {
    let deposit = json!({ "depositor_name": name, "amount": amount });
    shop.at_provider(Method::POST, "/bank/deposits", &deposit)
        .await?;
    shop.work().await
}

/// What an order that was paid leads to: perhaps a refund, perhaps another one.
fn paid(shop: &Shop, plan: &mut Plan, buying: &Buying, order: &Value) -> anyhow::Result<()> {
    let now = shop.now();
    *plan.credits.entry(buying.person).or_default() += buying.credits;
    if plan.dice.happens(8) {
        let asked = plan.asked(buying, text(order, "payment_id")?);
        let hours = plan.dice.between(3, 140);
        plan.at(now + TimeDelta::hours(hours), Act::Refund(asked));
    }
    if plan.dice.happens(50) {
        let hours = plan.dice.between(60, 460);
        let again = plan.purchase(buying.person, now);
        plan.at(now + TimeDelta::hours(hours), Act::Buy(again));
    }
    Ok(())
}

pub(super) async fn welcome(shop: &mut Shop, plan: &Plan, person: usize) -> anyhow::Result<()> {
    let person = plan.people.get(person).context("nobody")?;
    let grant = json!({ "kind": "promotional", "credits": 200, "reason": "welcome" });
    let path = format!("/v1/customers/{}/grants", person.id);
    shop.post(Role::Service, &path, &grant).await?.good()?;
    Ok(())
}

pub(super) async fn subscribe(
    shop: &mut Shop,
    plan: &mut Plan,
    person: usize,
    membership: &'static str,
) -> anyhow::Result<()> {
    let customer = &plan.people.get(person).context("nobody")?.id;
    let path = format!("/v1/customers/{customer}/subscriptions");
    let wanted = json!({ "plan": membership });
    let begun = shop.post(Role::Service, &path, &wanted).await?.good()?;
    *plan.credits.entry(person).or_default() += 500;
    let stops = match plan.dice.below(100) {
        0..8 => Some("pause"),
        8..14 => Some("end"),
        _ => None,
    };
    if let Some(how) = stops {
        let later = TimeDelta::hours(plan.dice.between(100, 500));
        let id = text(&begun, "id")?.to_owned();
        plan.at(shop.now() + later, Act::Unsubscribe(id, how));
    }
    Ok(())
}

pub(super) async fn unsubscribe(shop: &mut Shop, id: &str, how: &str) -> anyhow::Result<()> {
    let path = format!("/v1/subscriptions/{id}/{how}");
    shop.post(Role::Service, &path, &Value::Null)
        .await?
        .good()?;
    Ok(())
}

/// Of a hundred people who have credits, so many use some.
pub(super) async fn spend(shop: &mut Shop, plan: &mut Plan, percent: u64) -> anyhow::Result<()> {
    const METERS: [(&str, i64, u64); 4] = [
        ("image.generate", 12, 45),
        ("text.write", 3, 30),
        ("video.generate", 60, 15),
        ("voice.read", 8, 10),
    ];
    let mut spends = Vec::new();
    for (person, credits) in &plan.credits {
        let Some(customer) = plan.people.get(*person).filter(|_| *credits > 0) else {
            continue;
        };
        if !plan.dice.happens(percent) {
            continue;
        }
        let meter = plan.dice.pick(&METERS, |(.., weight)| *weight);
        let (meter, price, _) = *meter.unwrap_or(&METERS[0]);
        let used = (price * plan.dice.between(1, 9)).min(*credits);
        shop.jobs += 1;
        let nth = shop.jobs;
        spends.push(json!({
            "customer_id": customer.id, "credits": used, "meter": meter,
            "reference": format!("job-{nth}"), "idempotency_key": format!("job-{nth}"),
        }));
    }
    for some in spends.chunks(500) {
        let batch = json!({ "spends": some });
        let done = shop
            .post(Role::Service, "/v1/spends/batch", &batch)
            .await?
            .good()?;
        let results = done["results"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        // Whose credits ended or went back is refused.
        shop.spends += results.iter().filter(|one| one["status"] == 201).count();
    }
    Ok(())
}
