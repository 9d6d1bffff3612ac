//! The first page of a checkout, as buyers' browsers ask for it.

use std::io::Write as _;

use anyhow::ensure;

use crate::{
    client::Connection,
    gateway::{self, Gateway},
    load::Source,
    seed,
};

/// Checkouts whose pages are asked for in turn.
const CHECKOUTS: u64 = 200;

/// Requests for the pages of checkouts.
pub(super) struct Pages {
    requests: Vec<Vec<u8>>,
    turn: usize,
}

impl Pages {
    /// Opens the checkouts, each of a customer of its own.
    pub(super) async fn open(database: &str, gateway: &Gateway) -> anyhow::Result<Self> {
        let key = gateway::key(database, "checkout")?;
        let host = gateway.address.to_string();
        let mut connection = Connection::open(gateway.address).await?;
        let mut requests = Vec::new();
        for number in 0..CHECKOUTS {
            let body = format!(
                r#"{{"customer_id":"{}","product":"direct-1000","quantity":1,"return_url":"http://127.0.0.1/bought"}}"#,
                seed::customer(number)
            );
            let mut request = Vec::new();
            write!(
                request,
                "POST /v1/checkouts HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {key}\r\n\
                 idempotency-key: page-{number}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )?;
            let status = connection.call(&request).await?;
            let answer = connection.body();
            ensure!(status == 201, "a checkout: {status} {answer}");
            let path = path(&answer)?;
            let mut request = Vec::new();
            write!(request, "GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n")?;
            let status = connection.call(&request).await?;
            ensure!(status == 200, "its page: {status} {}", connection.body());
            requests.push(request);
        }
        Ok(Self { requests, turn: 0 })
    }
}

/// The path and query of the page that an answer names.
fn path(answer: &str) -> anyhow::Result<String> {
    let checkout: serde_json::Value = serde_json::from_str(answer)?;
    let url: url::Url = checkout["checkout_url"]
        .as_str()
        .unwrap_or_default()
        .parse()?;
    Ok(url[url::Position::BeforePath..].to_owned())
}

impl Source for Pages {
    fn next(&mut self, out: &mut Vec<u8>) -> bool {
        out.extend_from_slice(&self.requests[self.turn % self.requests.len()]);
        self.turn += 1;
        true
    }
}
