//! Refunds that a person transfers, some of which the buyer's bank refuses or sends back.

use credit_gateway::access::Role;
use serde_json::{Value, json};

use crate::buyer::{Buyer, text};

impl Buyer {
    /// Transfers the money of a refund. Of every second one the transfer fails: at once, or after it was said to be made. Then it
    /// goes to another account.
    pub(crate) async fn transferred(&mut self, refund: &Value) {
        match self.dice.between(0, 3) {
            0 => {
                self.bounced(refund).await;
                self.paid(refund, 2).await;
            }
            1 => {
                self.paid(refund, 1).await;
                self.bounced(refund).await;
                self.paid(refund, 2).await;
            }
            _ => self.paid(refund, 1).await,
        }
        self.tally.count("refund transferred by hand");
    }

    async fn paid(&self, refund: &Value, transfer: u32) {
        let evidence = json!({"evidence": format!("transfer {transfer} of {}", self.number)});
        let paid = self.said(refund, "paid", transfer, &evidence).await;
        assert_eq!(paid["state"], "succeeded", "{paid}");
    }

    async fn bounced(&self, refund: &Value) {
        let reason = json!({"reason": "the account is closed"});
        let bounced = self.said(refund, "bounced", 1, &reason).await;
        assert_eq!(bounced["state"], "bounced", "{bounced}");
        let other = json!({"refund_account": {"bank": "004", "account_number": "110-987-654321",
            "holder": self.depositor()}});
        let waits = self.said(refund, "account", 1, &other).await;
        assert_eq!(waits["state"], "by_hand", "{waits}");
        self.tally.count("transfer by hand came back");
    }

    /// What support says of a refund.
    async fn said(&self, refund: &Value, what: &str, nth: u32, body: &Value) -> Value {
        let path = format!("/v1/refunds/{}/{what}", text(refund, "id"));
        let key = format!("{what}-{nth}-{}", self.number);
        let answer = self.shop.post(&key, Role::Support, &path, body).await;
        answer.ok()
    }
}
