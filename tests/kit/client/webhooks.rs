//! Signed webhooks of a bank.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

/// One signed message of the bank feed.
#[derive(Debug, Clone)]
pub struct BankWebhook {
    pub id: String,
    pub at: DateTime<Utc>,
    pub body: Vec<u8>,
    pub signature: String,
}

impl BankWebhook {
    /// Signs `body` with `whsec_…` as sent at `at`.
    pub fn signed(secret: &str, id: &str, at: DateTime<Utc>, body: &Value) -> Self {
        let mut webhook = Self {
            id: id.to_owned(),
            at,
            body: body.to_string().into_bytes(),
            signature: String::new(),
        };
        webhook.sign(secret);
        webhook
    }

    /// Signs the current content.
    pub fn sign(&mut self, secret: &str) {
        let key = STANDARD
            .decode(secret.strip_prefix("whsec_").unwrap())
            .unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{}.{}.", self.id, self.at.timestamp()).as_bytes());
        mac.update(&self.body);
        self.signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    }

    pub(super) fn headers(&self) -> [(&'static str, String); 3] {
        [
            ("webhook-id", self.id.clone()),
            ("webhook-timestamp", self.at.timestamp().to_string()),
            ("webhook-signature", self.signature.clone()),
        ]
    }
}
