//! The requests of each scenario, as a bank's feed and a seller's services would send them.

mod deposits;

use std::{
    io::Write as _,
    time::{SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, Utc};

pub(crate) use self::deposits::Deposits;
use crate::{load::Source, seed};

/// The present, for a feed's timestamps.
pub(crate) fn now() -> DateTime<Utc> {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or_default();
    DateTime::from_timestamp(seconds, since.subsec_nanos()).unwrap_or_default()
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
    /// The policies, which the gateway has in memory. They are of no customer.
    Policies,
}

impl Credits {
    fn get(&self, out: &mut Vec<u8>, path: &str) -> bool {
        let written = write!(
            out,
            "GET {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\r\n",
            self.host, self.key,
        );
        written.is_ok()
    }
}

impl Source for Credits {
    fn next(&mut self, out: &mut Vec<u8>) -> bool {
        let turn = self.turn;
        self.turn += 1;
        let customer = self.whose.customer(turn);
        let (path, body) = match self.act {
            Act::Balance => return self.get(out, &format!("/v1/customers/{customer}/balance")),
            Act::Policies => return self.get(out, "/v1/policies"),
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
