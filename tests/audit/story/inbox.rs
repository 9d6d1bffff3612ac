//! Received webhooks.

use domain::{
    books::deposits::{ReceiveWebhook, Then},
    command::Answer,
    deposit::{Balance, Movement, Reporter, Source},
    id::InboxId,
    inbox::{Body, Received, Verdict},
};

use super::{BANK, Story, won};

impl Story {
    /// A statement also contains the movement.
    pub(super) async fn told_again(&mut self, name: &str, amount: i64, key: &str) {
        let movement = Movement {
            provider: BANK,
            key: key.to_owned(),
            source: Source::new(Reporter::Statement, "12ab34cd-s"),
            account: "main".to_owned(),
            name: name.to_owned(),
            amount: won(amount),
            at: self.now(),
            balance: Some(Balance(1)),
        };
        let body = format!(
            r#"{{"type":"deposit.received","data":{{"movement_id":"{key}","amount":{amount}}}}}"#
        );
        match self.receive(&body, Then::Deposit(movement)).await {
            Answer::Receipt(receipt) => {
                assert_eq!(receipt.deposit.unwrap().state.as_str(), "repeated");
            }
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn receive(&mut self, body: &str, then: Then) -> Answer {
        self.received(Verdict::Signed, body, then).await
    }

    pub(super) async fn received(&mut self, verdict: Verdict, body: &str, then: Then) -> Answer {
        let id = InboxId::new(self.now(), &mut self.entropy);
        let received = Received {
            id,
            provider: BANK,
            event_key: format!("msg_{id}"),
            verdict,
            note: "the signature is right".to_owned(),
            headers: "{}".to_owned(),
            body: Body::Text(body.to_owned()),
            effect: String::new(),
            received_at: self.now(),
            settled_at: None,
        };
        self.ok(ReceiveWebhook { received, then }).await
    }
}
