//! Deposits to send.

use std::io::Write as _;

use chrono::FixedOffset;
use providers::signature::WebhookSecret;

use super::now;
use crate::{
    load::Source,
    seed::{self, Orders},
};

/// Signed notices of deposits, each of which pays one waiting order.
pub(crate) struct Deposits {
    orders: Orders,
    secret: WebhookSecret,
    pub(super) host: String,
    pub(super) body: Vec<u8>,
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
