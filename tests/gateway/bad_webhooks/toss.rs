//! Webhooks that name Toss.

use domain::order::HINTS_APART;
use reqwest::Method;
use serde_json::{Value, json};

use super::only_the_inbox_grew;
use crate::support::{buyer::id_of, client::send, world::World};

both_engines!(
    a_toss_webhook_with_a_wrong_secret_is_not_believed,
    a_toss_webhook_without_its_id_is_told_apart_by_its_body,
);

async fn a_toss_webhook_with_a_wrong_secret_is_not_believed(world: &World) {
    // Toss reports the secret of a payment with its account.
    let order = world.issue_account("c1", "direct-1000").await;
    let webhook = |id: &str, body: &Value| {
        let request = world
            .gateway()
            .bare(Method::POST, "/webhooks/toss")
            .json(body);
        send(request.header("tosspayments-webhook-transmission-id", id))
    };
    let body = json!({"createdAt": "2026-04-08T10:00:00.000000", "secret": "ps_forged", "status": "DONE",
        "transactionKey": "t", "orderId": order["id"]});
    let no_job_left = async || {
        world
            .database
            .number(crate::support::database::NEAR_JOBS)
            .await
            == 0
    };
    world
        .wait_until("the sandbox's own webhooks are done with", no_job_left)
        .await;
    only_the_inbox_grew(world, 1, webhook("whtrans_1", &body))
        .await
        .refused(401, "webhook_unverified");
    // A hint without a secret costs one look-up, and the look-up shows that nothing is paid.
    let hint = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
        "data": {"orderId": order["id"], "paymentKey": "forged", "status": "DONE", "totalAmount": 10_000}});
    world.pass(HINTS_APART);
    webhook("whtrans_2", &hint).await.ok();
    world.wait_until("the look-up is done", no_job_left).await;
    assert_eq!(
        world.order(&id_of(&order)).await["state"],
        "awaiting_deposit"
    );
    assert_eq!(world.balance("c1").await, 0);
}

/// A proxy may drop the header. The id is not signed anyway: the content is a hint, and once is enough.
async fn a_toss_webhook_without_its_id_is_told_apart_by_its_body(world: &World) {
    let order = world.issue_account("c1", "direct-1000").await;
    let idle = async || {
        world
            .database
            .number(crate::support::database::NEAR_JOBS)
            .await
            == 0
    };
    world.wait_until("the account's own webhooks", idle).await;
    let hint = |status: &str| {
        let body = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
            "data": {"orderId": order["id"], "paymentKey": "hint", "status": status}});
        let request = world.gateway().bare(Method::POST, "/webhooks/toss");
        send(request.json(&body))
    };
    let kept = async || {
        let sql = "SELECT COUNT(*) FROM inbox";
        world.database.number(sql).await
    };
    let before = kept().await;
    for (status, more) in [("DONE", 1), ("DONE", 1), ("CANCELED", 2)] {
        hint(status).await.ok();
        assert_eq!(kept().await, before + more, "{status}");
    }
}
