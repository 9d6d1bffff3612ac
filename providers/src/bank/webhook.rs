//! The deposit feed's webhooks: Standard Webhooks 1.0.0. A feed cannot be asked again, so here, and
//! only here, a verified notice is itself the snapshot.

use chrono::{DateTime, Utc};

use super::{Bank, map};
use crate::{
    provider::{Acknowledgement, Notice, RawWebhook, Unverified, Verdict, Webhooks},
    signature,
};

impl Webhooks for Bank {
    fn read(&self, raw: &RawWebhook, now: DateTime<Utc>) -> Result<Notice, Unverified> {
        let id = signature::verify(&self.secrets, raw, now)?;
        Ok(Notice {
            event_key: id.to_owned(),
            verdict: Verdict::Signed,
            says: map::says(&raw.body)?,
        })
    }

    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement {
            content_type: "application/json",
            body: "{}",
        }
    }
}
