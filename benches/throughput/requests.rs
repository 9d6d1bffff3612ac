//! The requests of each scenario, as a bank's feed and a seller's services would send them.

use std::{
    io::Write as _,
    time::{SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, FixedOffset, Utc};
use providers::signature::WebhookSecret;

use crate::{
    load::Source,
    seed::{self, Orders},
};

/// The present, for a feed's timestamps.
pub(crate) fn now() -> DateTime<Utc> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or_default();
    DateTime::from_timestamp(seconds, since.subsec_nanos()).unwrap_or_default()
}

/// Signed notices of deposits, each of which pays one waiting order.
pub(crate) struct Deposits {
    orders: Orders,
    secret: WebhookSecret,
    host: String,
    body: Vec<u8>,
    deposited_at: String,
}

impl Deposits {
    pub(crate) fn new(orders: Orders, secret: WebhookSecret, host: String) -> Self {
        let seoul = FixedOffset::east_opt(9 * 3600).map(|seoul| now().with_timezone(&seoul));
        let deposited_at = seoul.map(|at| at.format("%Y-%m-%dT%H:%M:%S%:z").to_string());
        let deposited_at = deposited_at.unwrap_or_default();
        Self {
            orders,
            secret,
            host,
            body: Vec::with_capacity(512),
            deposited_at,
        }
    }
}

impl Source for Deposits {
    fn next(&mut self, out: &mut Vec<u8>) -> bool {
        let Some(order) = self.orders.next() else {
            return false;
        };
        let (id, at) = (format!("msg_{order}"), now());
        self.body.clear();
        let written = write!(
            self.body,
            r#"{{"type":"deposit.received","timestamp":"{0}","data":{{"movement_id":"mv-20260102-{order}","account":"{1}","depositor_name":"{2}","amount":{3},"deposited_at":"{0}"}}}}"#,
            self.deposited_at,
            seed::ACCOUNT,
            seed::depositor(order),
            seed::PRICE,
        );
        let signature = self.secret.sign(&id, at, &self.body);
        let head = write!(
            out,
            "POST /webhooks/bank HTTP/1.1\r\nhost: {}\r\nuser-agent: bank-feed/1.0\r\n\
             content-type: application/json\r\nwebhook-id: {id}\r\nwebhook-timestamp: {}\r\n\
             webhook-signature: {signature}\r\ncontent-length: {}\r\n\r\n",
            self.host,
            at.timestamp(),
            self.body.len(),
        );
        out.extend_from_slice(&self.body);
        written.is_ok() && head.is_ok()
    }
}

/// The customer of the next request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Whose {
    /// All in turn, in an order that does not follow the index.
    Spread,
    /// Always the same one.
    Hot,
}

impl Whose {
    /// How many there are.
    const fn count(self) -> u64 {
        match self {
            Self::Spread => seed::CUSTOMERS,
            Self::Hot => 1,
        }
    }

    fn customer(self, turn: u64) -> String {
        match self {
            // A prime that does not divide the number of customers visits each of them once a round.
            Self::Spread => seed::customer(turn * 7919 % seed::CUSTOMERS),
            Self::Hot => seed::HOT.to_owned(),
        }
    }
}

/// A seller service's requests about a customer's credits.
pub(crate) struct Credits {
    pub(crate) act: Act,
    pub(crate) whose: Whose,
    pub(crate) key: String,
    pub(crate) host: String,
    /// Distinguishes the idempotency keys of this measurement from every other.
    pub(crate) measurement: String,
    pub(crate) turn: u64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Act {
    /// Promotional credits, enough for every measurement. Ends after one round.
    Grant,
    Spend,
    Balance,
}

impl Source for Credits {
    fn next(&mut self, out: &mut Vec<u8>) -> bool {
        let turn = self.turn;
        self.turn += 1;
        let customer = self.whose.customer(turn);
        let (path, body) = match self.act {
            Act::Balance => {
                let written = write!(
                    out,
                    "GET /v1/customers/{customer}/balance HTTP/1.1\r\nhost: {}\r\n\
                     authorization: Bearer {}\r\n\r\n",
                    self.host, self.key,
                );
                return written.is_ok();
            }
            Act::Grant if turn >= self.whose.count() => return false,
            Act::Grant => (
                "grants",
                r#"{"kind":"promotional","credits":100000000,"reason":"throughput"}"#.to_owned(),
            ),
            Act::Spend => (
                "spends",
                format!(r#"{{"credits":1,"meter":"chat.tokens","reference":"request-{turn}"}}"#),
            ),
        };
        let written = write!(
            out,
            "POST /v1/customers/{customer}/{path} HTTP/1.1\r\nhost: {}\r\n\
             authorization: Bearer {}\r\nidempotency-key: {}-{turn}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            self.key,
            self.measurement,
            body.len(),
        );
        written.is_ok()
    }
}
