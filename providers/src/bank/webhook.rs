//! The webhooks of both feeds on one address: Standard Webhooks 1.0.0 by its headers, `PayAction` by its key. A feed
//! cannot be queried again, so only here a verified notice is itself the snapshot.

use chrono::{DateTime, Utc};

use super::{Bank, map, payaction};
use crate::{
    provider::{Acknowledgement, Notice, RawWebhook, Says, Unverified, Verdict, Webhooks},
    signature,
};

impl Webhooks for Bank {
    fn read(&self, raw: &RawWebhook, now: DateTime<Utc>) -> Result<Notice, Unverified> {
        let has = |name: &str| raw.headers.iter().any(|(known, _)| known == name);
        let signed = has("webhook-id") || has("webhook-signature");
        let keyed = has(payaction::KEY_HEADER) || self.secrets.is_empty();
        // The signature is checked first: a key beside a wrong signature must not make up for it.
        match &self.payaction {
            Some(config) if keyed && !signed => payaction::read(config, self, raw),
            _ => {
                let (id, secret) = signature::verify_by(&self.secrets, raw, now)?;
                Ok(Notice {
                    event_key: id.to_owned(),
                    verdict: Verdict::Signed,
                    says: Says::of_proved(map::says(&raw.body, self.series(secret))),
                })
            }
        }
    }

    /// The exact answer `PayAction` requires; the signed feed accepts any 2xx.
    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement {
            content_type: "application/json",
            body: r#"{"status":"success"}"#,
        }
    }
}
