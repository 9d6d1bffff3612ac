//! Calls of the gateway's API.

use std::time::Duration;

use anyhow::Context as _;
use providers::http::{self, Answer, Limits};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::tools::{BODY, Operation};
use crate::entropy::SystemEntropy;
use domain::id::Entropy as _;

/// Longer than the gateway's own limit for a request, so that its answer is what the model reads.
const PATIENCE: Duration = Duration::from_mins(1);

/// The gateway, as a client sees it.
pub(super) struct Gateway {
    client: http::Client,
    url: Url,
    key: SecretString,
}

impl Gateway {
    pub(super) fn new(url: Url, key: SecretString) -> anyhow::Result<Self> {
        anyhow::ensure!(
            matches!(url.scheme(), "http" | "https"),
            "--url: `{url}` is not an address of http or https"
        );
        let client = http::client(Limits { total: PATIENCE })?;
        Ok(Self { client, url, key })
    }

    /// Whether the gateway answers and knows the key, before a client relies on it.
    pub(super) async fn check(&self) -> anyhow::Result<()> {
        let asked = self.client.get(under(&self.url, "/v1/products"));
        let asked = asked.bearer_auth(self.key.expose_secret());
        let answer = http::send(asked).await;
        let answer = answer.with_context(|| format!("no gateway answers at {}", self.url))?;
        anyhow::ensure!(
            answer.status.is_success(),
            "the gateway at {} refuses the key (status {}): it is unknown or revoked",
            self.url,
            answer.status.as_u16()
        );
        Ok(())
    }

    /// Has one operation done. `Ok` is the gateway's answer, `Err` what is wrong, both for a model to read.
    pub(super) async fn call(
        &self,
        known: &Operation,
        arguments: Map<String, Value>,
    ) -> Result<String, String> {
        let url = self.address(known, &arguments)?;
        let mut asked = match known.verb.as_str() {
            "GET" => self.client.get(url),
            _ => self.client.post(url),
        };
        if known.keyed {
            asked = asked.header("Idempotency-Key", idempotency_key(known, &arguments));
        }
        if let Some(body) = arguments.get(BODY) {
            asked = asked.json(body);
        }
        let asked = asked.bearer_auth(self.key.expose_secret());
        let answer = http::send(asked).await.map_err(|error| error.to_string())?;
        read(&answer)
    }

    /// The operation's path and query with these arguments.
    fn address(&self, known: &Operation, arguments: &Map<String, Value>) -> Result<Url, String> {
        let mut path = known.path.clone();
        let mut query = Vec::new();
        for (name, value) in arguments.iter().filter(|(name, _)| *name != BODY) {
            let value = match value {
                Value::String(text) => text.clone(),
                Value::Number(_) | Value::Bool(_) => value.to_string(),
                _ => return Err(format!("`{name}` is neither a text nor a number")),
            };
            let place = format!("{{{name}}}");
            if known.query.contains(name) {
                query.push((name, value));
            } else if path.contains(&place) {
                path = path.replace(&place, &segment(name, &value)?);
            } else {
                return Err(format!("`{name}` is no argument of this tool"));
            }
        }
        if let Some((_, rest)) = path.split_once('{') {
            let missing = rest.split('}').next().unwrap_or_default();
            return Err(format!("`{missing}` is missing"));
        }
        let mut url = under(&self.url, &path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url)
    }
}

/// One segment of a path. What a model sends can never lead to another route.
fn segment(name: &str, value: &str) -> Result<String, String> {
    if matches!(value, "" | "." | "..") {
        return Err(format!("`{name}` is empty, or no name"));
    }
    Ok(url::form_urlencoded::byte_serialize(value.as_bytes())
        .collect::<String>()
        .replace('+', "%20"))
}

fn under(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    let whole = format!("{}{path}", base.path().trim_end_matches('/'));
    url.set_path(&whole);
    url
}

/// What may wait for a person is asked for once: the same arguments are the same request, however often a model repeats
/// them. Anything else, such as a quote that ends after a while, is asked for anew each time.
fn idempotency_key(known: &Operation, arguments: &Map<String, Value>) -> String {
    if !known.waits {
        return format!("mcp-{:032x}", SystemEntropy::new().bits());
    }
    let asked = Value::Object(arguments.clone()).to_string();
    let digest = Sha256::digest(format!("{} {asked}", known.tool.name));
    let hex: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("mcp-{}", hex.concat())
}

fn read(answer: &Answer) -> Result<String, String> {
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    match answer.status.as_u16() {
        202 => Ok(format!(
            "Nothing was done yet: a person has to approve this first.\n{text}"
        )),
        _ if answer.status.is_success() => Ok(text),
        status => Err(format!("The gateway refused (status {status}).\n{text}")),
    }
}

#[cfg(test)]
#[path = "call_tests.rs"]
mod tests;
