//! The settings the sandbox needs. It reads no environment and no clock of its own.

use std::fmt;
use std::time::Duration;

use crate::shared::Clock;

/// Settings of the sandbox.
#[derive(Clone)]
pub struct Settings {
    /// Where a browser reaches the sandbox, without a slash at the end: `http://127.0.0.1:8080/sandbox`.
    pub public_base: String,
    /// The address for webhooks, without a slash at the end: `http://127.0.0.1:8080`. `/webhooks/toss`,
    /// `/webhooks/portone` and `/webhooks/bank` are added to it.
    pub gateway_base: String,
    /// The only secret key the Toss routes accept. A key that starts with `live_` disables `TossPayments-Test-Code`.
    pub toss_secret_key: String,
    /// The only client key Toss's script is served for: the public half of the pair.
    pub toss_client_key: String,
    /// The three static headers the Naver Pay routes accept: client id, client secret and chain id of one shop.
    pub naverpay_client_id: String,
    /// Only a server knows it.
    pub naverpay_client_secret: String,
    /// The chain id of the shop in its group.
    pub naverpay_chain_id: String,
    /// The only secret key the Kakao Pay routes accept. One that starts with `DEV` may also come as `DEV_SECRET_KEY`.
    pub kakaopay_secret_key: String,
    /// The ten characters of the shop's contract for one-time payments; `TC0ONETIME` in tests.
    pub kakaopay_cid: String,
    /// The only API secret the PortOne routes accept.
    pub portone_api_secret: String,
    /// The store of that secret.
    pub portone_store_id: String,
    /// The key of its only channel, which takes every method.
    pub portone_channel_key: String,
    /// `whsec_` and standard base64: what PortOne's webhooks are signed with.
    pub portone_webhook_secret: String,
    /// `whsec_` and standard base64: the Standard Webhooks secret of the bank feed.
    pub bank_webhook_secret: String,
    /// The value PayAction sends as `x-webhook-key`.
    pub payaction_webhook_key: String,
    /// The value PayAction sends as `x-mall-id`.
    pub payaction_mall_id: String,
    /// The number of the account that PayAction watches, when a deposit names none.
    pub bank_account_number: String,
    /// The account a deposit lands on when it names none.
    pub bank_account: String,
    /// Seeds keys and faults. The time of the start is mixed into the keys, so that a restart makes new ones.
    pub seed: u64,
    /// How long one minute of a webhook's retry schedule lasts here; one second compresses four days into 91 minutes.
    pub webhook_minute: Duration,
    /// The clock behind every timestamp and every deadline.
    pub now: Clock,
}

impl Settings {
    /// One minute of a provider's retry schedule, unless a test wants it shorter.
    pub const WEBHOOK_MINUTE: Duration = Duration::from_secs(1);
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("public_base", &self.public_base)
            .field("gateway_base", &self.gateway_base)
            .field("bank_account", &self.bank_account)
            .field("seed", &self.seed)
            .field("webhook_minute", &self.webhook_minute)
            .finish_non_exhaustive()
    }
}
