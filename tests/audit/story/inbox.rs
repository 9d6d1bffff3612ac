//! Webhooks that came in.

use domain::{
    command::{Answer, Change, Then},
    id::InboxId,
    inbox::{Body, Received, Verdict},
};

use super::{BANK, Story};

impl Story {
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
        self.ok(Change::Receive { received, then }).await
    }
}
