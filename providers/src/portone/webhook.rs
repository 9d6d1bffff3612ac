//! PortOne's webhooks: Standard Webhooks 1.0.0, signed, of version 2024-04-25 or 2024-01-01
//! (<https://developers.portone.io/opi/ko/integration/webhook/readme-v2>). They name a payment to look up and nothing that is
//! believed: PortOne gives them no amount either.

use chrono::{DateTime, Utc};
use domain::id::OrderId;

use super::{PortOne, lookup::is_payment_id, wire};
use crate::{
    http::safe_text,
    provider::{Acknowledgement, Notice, RawWebhook, Says, Unverified, Verdict, Webhooks},
    signature,
};

/// The kinds of events about payments begin so; those of billing keys do not.
const ABOUT_PAYMENTS: &str = "Transaction.";

impl Webhooks for PortOne {
    fn read(&self, raw: &RawWebhook, now: DateTime<Utc>) -> Result<Notice, Unverified> {
        let id = signature::verify(&self.webhook_secrets, raw, now)?;
        Ok(Notice {
            event_key: id.to_owned(),
            verdict: Verdict::Signed,
            says: Says::of_proved(self.says(&raw.body)),
        })
    }

    fn acknowledgement(&self) -> Acknowledgement {
        // PortOne's examples answer 200 with any body; it tries five times more after anything else.
        Acknowledgement {
            content_type: "application/json",
            body: "{}",
        }
    }
}

impl PortOne {
    fn says(&self, body: &[u8]) -> Result<Says, Unverified> {
        let webhook: wire::Webhook = serde_json::from_slice(body)
            .map_err(|_| malformed("the body is none of the documented envelopes"))?;
        let data = webhook.data.as_ref();
        let id = match (webhook.kind.as_deref(), webhook.payment_id.as_deref()) {
            // A kind that is not known is to be ignored, whatever is in it.
            (Some(kind), _) if !kind.starts_with(ABOUT_PAYMENTS) => {
                let why = format!("events of type {} are not followed", safe_text(kind));
                return Ok(Says::Nothing { why });
            }
            (Some(_), _) => data.and_then(|it| it.payment_id.as_deref()),
            (None, flat) => flat,
        };
        let id = id.ok_or_else(|| malformed("a payment event without a payment"))?;
        if !is_payment_id(id) {
            return Ok(not_ours());
        }
        let store = data.and_then(|it| it.store_id.as_deref());
        if store.is_some_and(|store| store != self.store_id) {
            let why = "the payment is another store's".to_owned();
            return Ok(Says::Nothing { why });
        }
        // Several systems may share one store, so a payment of another form is no error.
        let Ok(order) = id.parse::<OrderId>() else {
            return Ok(not_ours());
        };
        Ok(Says::Look {
            order: Some(order),
            payment_key: Some(id.to_owned()),
            secret: None,
        })
    }
}

fn not_ours() -> Says {
    Says::Nothing {
        why: "the payment is not one of ours".to_owned(),
    }
}

fn malformed(detail: &str) -> Unverified {
    Unverified::new("malformed", detail)
}
