//! The sources of one movement: the feed, `PayAction` and statements.

use chrono::{DateTime, TimeDelta};
use credit_gateway::{
    access::Role,
    flows::import::{self, Became, Mode, Source},
};
use providers::bank::statement;
use serde_json::{Value, json};

use crate::support::{
    buyer::{bank_order, id_of},
    client::BankWebhook,
    world::{BANK_SECRET, PAYACTION_KEY, World},
};

pub(super) const HEAD: &str = "거래일시,입금액,기재내용,거래후잔액";

impl World {
    pub(super) async fn first_order(&self) {
        self.open_order(&bank_order("c1", "direct-1000", "홍길동"))
            .await;
        // Near enough in time to seem meant for the order that is opened next.
        self.pass(TimeDelta::minutes(8));
    }

    /// Another order of the same name and amount, which the money that paid the first must not pay.
    pub(super) async fn next_order(&self) -> Value {
        assert_eq!(self.balance("c1").await, 1_000, "the first order is paid");
        self.open_order(&bank_order("c2", "direct-1000", "홍길동"))
            .await
    }

    pub(super) async fn paid_once(&self, next: &Value) {
        assert_eq!(self.order(&id_of(next)).await["state"], "awaiting_deposit");
        assert_eq!(
            (self.balance("c1").await, self.balance_or_zero("c2").await),
            (1_000, 0),
            "credits without money"
        );
        let counted = self
            .number("deposits WHERE amount = 10000 AND state NOT IN ('matched', 'repeated')")
            .await;
        assert_eq!(counted, 0, "money that came once waits for somebody");
    }

    /// It waits, and nobody is asked to send it back.
    pub(super) async fn paid_once_in_doubt(&self, next: &Value) -> Value {
        assert_eq!(self.order(&id_of(next)).await["state"], "awaiting_deposit");
        assert_eq!(
            (self.balance("c1").await, self.balance_or_zero("c2").await),
            (1_000, 0),
            "credits without money"
        );
        let path = "/v1/deposits?state=possible_repeat";
        let listed = self.gateway().get(Role::Support, path).await.ok();
        let items = listed["items"].as_array().unwrap();
        assert_eq!(items.len(), 1, "{listed}");
        assert!(items[0]["repeat_of"].is_string(), "{listed}");
        items[0].clone()
    }

    pub(super) async fn told_apart(
        &self,
        deposit: &Value,
        verb: &str,
    ) -> crate::support::client::Answer {
        let path = format!("/v1/deposits/{}/{verb}", id_of(deposit));
        let body = json!({"reason": "compared with the bank's own list"});
        self.gateway().post(Role::Support, &path, &body).await
    }

    pub(super) async fn number(&self, of: &str) -> i64 {
        self.database
            .number(&format!("SELECT COUNT(*) FROM {of}"))
            .await
    }

    pub(super) async fn statement(&self, file: &str) -> Vec<Became> {
        let rows = statement::read(file.as_bytes(), None).unwrap();
        let source = Source {
            by: "김담당".to_owned(),
            file: "april.csv".to_owned(),
        };
        import::statement(&self.apps[0], &rows, &source, Mode::Write)
            .await
            .unwrap()
    }

    pub(super) async fn feed(&self, movement: &str, name: &str, at: &str, balance: Option<i64>) {
        assert!(DateTime::parse_from_rfc3339(at).is_ok());
        let mut body = json!({"type": "deposit.received", "timestamp": at, "data": {
            "movement_id": movement, "account": "main", "depositor_name": name, "amount": 10_000, "deposited_at": at,
        }});
        if let Some(balance) = balance {
            body["data"]["balance_after"] = balance.into();
        }
        let id = format!("msg-{movement}");
        let webhook = BankWebhook::signed(BANK_SECRET, &id, self.now(), &body);
        assert_eq!(self.gateway().bank_webhook(&webhook).await.status, 200);
    }

    pub(super) async fn payaction_tells(
        &self,
        trace: &str,
        name: &str,
        at: &str,
        balance: Option<i64>,
    ) {
        let mut body = json!({"transaction_type": "deposited", "bank_account_number": "12345678901234",
            "amount": 10_000, "transaction_date": at, "transaction_name": name});
        if let Some(balance) = balance {
            body["balance"] = balance.into();
        }
        let request = self
            .gateway()
            .bare(reqwest::Method::POST, "/webhooks/bank")
            .json(&body)
            .header("x-webhook-key", PAYACTION_KEY)
            .header("x-trace-id", trace)
            .header("x-mall-id", "1689197615581x256615117901486500");
        let answer = crate::support::client::send(request).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}
