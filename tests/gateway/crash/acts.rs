//! What happens when the gateway dies.

use std::time::Instant;

use credit_gateway::{
    access::Role,
    clock::{Clock as _, SystemClock},
};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::Act;
use super::shop::{Books, OURS, POLL_EVERY, Shop, WITHIN, at_the_provider, get, post, until};
use crate::support::{
    buyer::{card_order, id_of},
    client::{fresh_key, try_send},
    truth::{agree, audit},
};

/// Customers' services that spend at one time.
const SPENDERS: usize = 8;

impl Shop {
    pub(super) async fn act(&self, act: Act) -> Option<()> {
        match act {
            Act::Purchase => self.purchase().await,
            Act::Refund => self.refund().await,
        }
    }

    /// The requests of a checkout page and its buyer, from the beginning, under the same idempotency key. `None` when
    /// the gateway went away meanwhile.
    pub(super) async fn purchase(&self) -> Option<()> {
        let gateway = self.client();
        let order = post(
            &gateway,
            "order-1",
            Role::Checkout,
            "/v1/orders",
            &card_order("c1", "direct-1000", 1),
        )
        .await?;
        assert_eq!(order.status, 201, "{}", order.text);
        let order = order.json();
        let page = get(
            &gateway,
            Role::Checkout,
            order["checkout_url"].as_str().unwrap(),
        )
        .await?;
        if page.status == 303 {
            let pay = format!("{}/pay", page.location());
            let pressed = try_send(self.sandbox.bare(Method::POST, &pay)).await?;
            // A window that is over (409) was paid before: the page shows how it ended.
            if pressed.status == 303 {
                get(&gateway, Role::Checkout, &pressed.location()).await?;
            }
        }
        let path = format!("/v1/orders/{}", order["id"].as_str().unwrap());
        until(&gateway, Role::Checkout, &path, "completed").await
    }

    /// The requests of support, under the same idempotency keys.
    pub(super) async fn refund(&self) -> Option<()> {
        let gateway = self.client();
        let payment = self
            .database
            .rows("SELECT id FROM payments")
            .await
            .remove(0)
            .remove(0);
        let path = format!("/v1/payments/{payment}/refund-quotes");
        let quote = post(&gateway, "quote-1", Role::Support, &path, &Value::Null)
            .await?
            .ok();
        let body =
            json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked"});
        let refund = post(&gateway, "refund-1", Role::Support, "/v1/refunds", &body)
            .await?
            .ok();
        let path = format!("/v1/refunds/{}", refund["id"].as_str().unwrap());
        until(&gateway, Role::Support, &path, "succeeded").await
    }

    /// The ids of the answered spends.
    pub(super) async fn spend_until_it_dies(&self) -> Vec<String> {
        let gateway = self.client();
        let grant = json!({"kind": "promotional", "credits": 1_000_000, "reason": "a test"});
        let path = "/v1/customers/c1/grants";
        let granted = post(&gateway, "grant-1", Role::Service, path, &grant).await;
        granted.unwrap().ok();
        let spend = json!({"credits": 1, "meter": "m", "reference": "r"});
        let spenders = (0..SPENDERS).map(async |_| {
            let mut answered = Vec::new();
            let path = "/v1/customers/c1/spends";
            while let Some(answer) = post(&gateway, &fresh_key(), Role::Service, path, &spend).await
            {
                answered.push(id_of(&answer.ok()));
            }
            answered
        });
        join_all(spenders).await.concat()
    }

    /// Leases end and jobs become due, as they would after some minutes. Only while no gateway runs.
    pub(super) async fn let_time_pass(&self) {
        self.database
            .change("UPDATE jobs SET lease_until_at = 1 WHERE state = 'running'")
            .await;
        self.database
            .change("UPDATE jobs SET run_at = 1 WHERE state = 'waiting'")
            .await;
    }

    /// The books once no work is running, audited and compared with the provider's.
    pub(super) async fn books(&self) -> Books {
        let deadline = Instant::now() + WITHIN;
        while self
            .database
            .number("SELECT COUNT(*) FROM jobs WHERE state = 'running' OR run_at <= 1")
            .await
            > 0
        {
            assert!(Instant::now() < deadline, "jobs are still under way");
            tokio::time::sleep(POLL_EVERY).await;
        }
        audit(&self.database, SystemClock::new().now()).await;
        let theirs = try_send(self.sandbox.bare(Method::GET, "/books"))
            .await
            .unwrap()
            .ok();
        agree(&self.database, &theirs).await;
        let theirs: Vec<Value> = theirs["toss"]["payments"]
            .as_array()
            .unwrap()
            .iter()
            .map(at_the_provider)
            .collect();
        let mut ours = Vec::new();
        for sql in OURS {
            ours.push(self.database.rows(sql).await);
        }
        Books { ours, theirs }
    }
}
