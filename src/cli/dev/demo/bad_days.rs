//! Days on which something goes wrong, so that the desk has something to decide.

use anyhow::Context as _;
use axum::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    acts::{Act, Asked, Bad, Buying, Transfer},
    buyers::{self, deposit, open, text},
    plan::Plan,
    refunds::refund,
    shop::Shop,
};
use crate::access::Role;

/// Credits used before a payment is taken back.
const USED: i64 = 640;
/// How long those purchases were made before they go wrong.
const BEFORE: TimeDelta = TimeDelta::hours(30);

/// The way to pay of most bad days.
const CARD: (&str, Option<&str>) = ("toss", Some("card"));

pub(super) async fn happen(shop: &mut Shop, plan: &mut Plan, bad: Bad) -> anyhow::Result<()> {
    match bad {
        Bad::Mismatch(person) => mismatch(shop, plan, person).await,
        Bad::GivenLess(person) => {
            let less = fault("cancelled_less", "cancel", Some(1));
            refund_amid(shop, plan, Buying::paid(person, CARD.0, CARD.1), less).await?;
            shop.faults("toss", json!([])).await
        }
        Bad::TakenBack(person) => taken_back(shop, plan, person).await,
        Bad::Silent(person) => {
            let silent = fault("refuse_5xx_before", "cancel", None);
            refund_amid(shop, plan, Buying::paid(person, "kakaopay", None), silent).await
        }
        Bad::ByHand(person, by_hand) => {
            let order = transferred(shop, plan, person).await?;
            let mut asked = Asked::all_of(paid_by(shop, &order).await?, person);
            (asked.to_account, asked.by_hand) = (true, by_hand);
            shop.pass(BEFORE.num_seconds() / 10);
            refund(shop, plan, asked).await
        }
        Bad::Misnamed(person, is_matched) => misnamed(shop, plan, person, is_matched).await,
        Bad::Short(person) => {
            let transfer = ordered(shop, plan, person).await?;
            shop.pass(1_900);
            deposit(shop, &transfer.name, transfer.amount - 1_000).await
        }
        Bad::Stranger(name, amount) => deposit(shop, name, amount).await,
        Bad::Late(person) => {
            let transfer = ordered(shop, plan, person).await?;
            plan.at(shop.now() + BEFORE, Act::Transfer(transfer));
            Ok(())
        }
        Bad::Twice(person) => {
            let transfer = ordered(shop, plan, person).await?;
            for _ in 0..2 {
                shop.pass(1_500);
                deposit(shop, &transfer.name, transfer.amount).await?;
            }
            Ok(())
        }
        Bad::LostAnswers => {
            let lost = fault("lost_answer_after_effect", "confirm", Some(2));
            shop.faults("naverpay", lost).await
        }
        Bad::Garbled(person) => {
            let transfer = ordered(shop, plan, person).await?;
            shop.faults("bank", fault("malformed", "webhook", Some(1)))
                .await?;
            deposit(shop, &transfer.name, transfer.amount).await?;
            shop.faults("bank", json!([])).await
        }
        Bad::Large(person) => {
            let large = Buying {
                product: "direct-10000",
                quantity: 4,
                credits: 40_000,
                ..Buying::paid(person, CARD.0, CARD.1)
            };
            refund_amid(shop, plan, large, json!([])).await
        }
        Bad::Frozen(person) => frozen(shop, plan, person).await,
    }
}

/// One fault that happens whenever it can, at most so often.
fn fault(kind: &str, operation: &str, times: Option<u64>) -> Value {
    let mut fault = json!({"kind": kind, "probability_percent": 100, "operation": operation});
    if let Some(times) = times {
        fault["times"] = json!(times);
    }
    json!([fault])
}

async fn mismatch(shop: &mut Shop, plan: &mut Plan, person: usize) -> anyhow::Result<()> {
    let less = json!([
        {"kind": "charged_less", "probability_percent": 100, "operation": "confirm", "times": 1},
        {"kind": "webhook_lost", "probability_percent": 100},
    ]);
    shop.faults("toss", less).await?;
    buyers::order(shop, plan, &Buying::paid(person, CARD.0, CARD.1)).await?;
    shop.follow_up().await?;
    shop.faults("toss", json!([])).await
}

/// Buys, and asks for the money back while its provider has these faults.
async fn refund_amid(
    shop: &mut Shop,
    plan: &mut Plan,
    buying: Buying,
    faults: Value,
) -> anyhow::Result<()> {
    let (person, provider) = (buying.person, buying.provider);
    let payment = bought(shop, plan, buying).await?;
    shop.faults(provider, faults).await?;
    refund(shop, plan, Asked::all_of(payment, person)).await
}

async fn frozen(shop: &mut Shop, plan: &mut Plan, person: usize) -> anyhow::Result<()> {
    bought(shop, plan, Buying::paid(person, CARD.0, CARD.1)).await?;
    let path = format!("/v1/customers/{}/freeze", customer(plan, person)?);
    let why = json!({ "reason": "도용 의심 신고" });
    shop.post(Role::Support, &path, &why).await?.good()?;
    Ok(())
}

fn customer(plan: &Plan, person: usize) -> anyhow::Result<&str> {
    let found = plan.people.get(person).map(|person| person.id.as_str());
    found.context("nobody")
}

/// The payment of an order.
async fn paid_by(shop: &Shop, order: &str) -> anyhow::Result<String> {
    let order = shop
        .get(Role::Checkout, &format!("/v1/orders/{order}"))
        .await?;
    Ok(text(&order, "payment_id")?.to_owned())
}

/// Buys at once, and an hour goes by.
async fn bought(shop: &mut Shop, plan: &mut Plan, buying: Buying) -> anyhow::Result<String> {
    let order = buyers::order(shop, plan, &buying).await?;
    shop.pass(3_600);
    paid_by(shop, text(&order, "id")?).await
}

/// An order that waits for a transfer.
async fn ordered(shop: &mut Shop, plan: &Plan, person: usize) -> anyhow::Result<Transfer> {
    let buying = Buying::paid(person, "bank", None);
    let order = open(shop, plan, &buying).await?;
    let (id, session) = (
        text(&order, "id")?.to_owned(),
        text(&order, "checkout_url")?,
    );
    shop.browse(Method::GET, session).await?;
    Ok(Transfer {
        order: id,
        name: buyers::transferred_as(plan, person, shop.orders.len().saturating_sub(1)),
        amount: order["amount"].as_i64().context("no amount")?,
        buying,
    })
}

/// An order that was paid by a transfer.
async fn transferred(shop: &mut Shop, plan: &Plan, person: usize) -> anyhow::Result<String> {
    let transfer = ordered(shop, plan, person).await?;
    shop.pass(1_200);
    deposit(shop, &transfer.name, transfer.amount).await?;
    Ok(transfer.order)
}

/// The buyer uses the credits, and has the payment cancelled by the provider.
async fn taken_back(shop: &mut Shop, plan: &mut Plan, person: usize) -> anyhow::Result<()> {
    let payment = bought(shop, plan, Buying::paid(person, CARD.0, CARD.1)).await?;
    let path = format!("/v1/customers/{}/spends", customer(plan, person)?);
    let used = json!({ "credits": USED, "meter": "video.generate", "reference": "bulk" });
    shop.post(Role::Service, &path, &used).await?.good()?;
    shop.spends += 1;
    shop.pass(7_200);
    let payment = shop
        .get(Role::Support, &format!("/v1/payments/{payment}"))
        .await?;
    let cancel =
        json!({ "paymentKey": text(&payment, "payment_key")?, "reason": "카드사 이의 제기" });
    shop.at_provider(Method::POST, "/toss/console/cancel", &cancel)
        .await?;
    shop.follow_up().await
}

/// The buyer writes the name alone, without what makes it that of the order.
async fn misnamed(
    shop: &mut Shop,
    plan: &Plan,
    person: usize,
    is_matched: bool,
) -> anyhow::Result<()> {
    let transfer = ordered(shop, plan, person).await?;
    let name = plan
        .people
        .get(person)
        .map_or("", |person| person.name.as_str());
    shop.pass(2_700);
    deposit(shop, name, transfer.amount).await?;
    if !is_matched {
        return Ok(());
    }
    shop.pass(5_400);
    let waiting = shop.get(Role::Support, "/v1/deposits").await?;
    let found = waiting["items"].as_array().and_then(|all| all.first());
    let id = text(found.context("no deposit waits")?, "id")?;
    let decision = json!({ "order_id": transfer.order, "reason": "전화로 확인함" });
    let path = format!("/v1/deposits/{id}/match");
    shop.post(Role::Support, &path, &decision).await?.good()?;
    Ok(())
}
