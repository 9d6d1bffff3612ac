//! Money that goes back: what support does when a buyer asks.

use anyhow::Context as _;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    acts::{Act, Asked, ByHand},
    buyers::text,
    plan::Plan,
    shop::Shop,
};
use crate::access::Role;

/// Quotes and requests a refund. Where nothing can go back any more, support says so and nothing happens.
pub(super) async fn refund(shop: &mut Shop, plan: &mut Plan, asked: Asked) -> anyhow::Result<()> {
    let mut wanted = json!({});
    if let Some(credits) = asked.credits {
        wanted["credits"] = json!(credits);
    }
    if asked.dated_back {
        wanted["asked_at"] = json!((shop.now() - TimeDelta::days(1)).to_rfc3339());
        wanted["evidence"] = json!("mail of the day before");
    }
    let path = format!("/v1/payments/{}/refund-quotes", asked.payment);
    let quote = shop.post(Role::Support, &path, &wanted).await?;
    if !quote.status.is_success() {
        return Ok(());
    }
    let quote = quote.json()?;
    if quote["amount"] == 0 {
        return Ok(());
    }
    shop.pass(plan.dice.between(20, 120));
    let mut refund = json!({
        "payment_id": asked.payment, "quote_id": quote["id"], "reason": asked.reason,
    });
    if asked.to_account {
        let person = plan.people.get(asked.person).context("nobody")?;
        let number = format!("110{:09}", plan.dice.below(1_000_000_000));
        refund["refund_account"] =
            json!({ "bank": "088", "account_number": number, "holder": person.name });
        refund["holder_confirmed"] = json!(true);
    }
    let made = shop
        .post(Role::Support, "/v1/refunds", &refund)
        .await?
        .good()?;
    plan.credits.remove(&asked.person);
    shop.follow_up().await?;
    if made["state"] == "by_hand" {
        let id = text(&made, "id")?.to_owned();
        let later = TimeDelta::hours(plan.dice.between(2, 30));
        match asked.by_hand {
            ByHand::Transferred => plan.at(shop.now() + later, Act::ByHand(id)),
            ByHand::Waits => {}
            ByHand::Bounces => {
                shop.pass(4 * 3_600);
                let why = json!({ "reason": "계좌번호 오류로 반송" });
                let path = format!("/v1/refunds/{id}/bounced");
                shop.post(Role::Support, &path, &why).await?.good()?;
            }
        }
    }
    Ok(())
}

/// Support transferred a refund.
pub(super) async fn paid_by_hand(shop: &mut Shop, id: &str) -> anyhow::Result<()> {
    let evidence = json!({ "evidence": format!("이체 확인 {}", shop.now().format("%m%d-%H%M")) });
    let path = format!("/v1/refunds/{id}/paid");
    let paid: Value = shop.post(Role::Support, &path, &evidence).await?.good()?;
    anyhow::ensure!(paid["state"] == "succeeded", "{paid}");
    Ok(())
}
