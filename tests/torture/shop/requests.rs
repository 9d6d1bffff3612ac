//! Requests to the gateways and the providers, made until they are answered.

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use credit_gateway::access::Role;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use super::{Shop, is_open};
use crate::client::{Answer, Client, try_send};

/// How long a client keeps asking gateways that are dead or give no final answer: longer than a gateway is ever away.
const INSIST: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(150);

impl Shop {
    /// No more faults, deaths and forgeries begin.
    pub(crate) fn calm_down(&self) {
        self.calm.store(true, Ordering::Release);
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.calm.load(Ordering::Acquire)
    }

    /// The next gateway in turn.
    pub(crate) fn gateway(&self) -> Client {
        let turn = usize::try_from(self.next.fetch_add(1, Ordering::Relaxed)).unwrap();
        self.client(self.ports[turn % self.ports.len()])
    }

    /// Each of them.
    pub(crate) fn gateways(&self) -> Vec<Client> {
        self.ports.iter().map(|port| self.client(*port)).collect()
    }

    fn client(&self, port: u16) -> Client {
        Client {
            base: format!("http://127.0.0.1:{port}"),
            keys: self.keys.read().unwrap().clone(),
            http: self.http.clone(),
        }
    }

    /// The same page at the last gateway, as a load balancer may choose: the first is the public one.
    pub(crate) fn elsewhere(&self, url: &str) -> String {
        let at = |port: u16| format!("127.0.0.1:{port}/");
        let last = self.ports.last().copied().unwrap();
        url.replacen(&at(self.ports[0]), &at(last), 1)
    }

    /// A GET as `role`, or as a browser.
    pub(crate) async fn get(&self, role: Option<Role>, path: &str) -> Answer {
        self.insist(path, |gateway| match role {
            Some(role) => gateway.request(role, Method::GET, path),
            None => gateway.bare(Method::GET, path),
        })
        .await
    }

    /// A POST that is repeated under one key until it is finally answered.
    pub(crate) async fn post(&self, key: &str, role: Role, path: &str, body: &Value) -> Answer {
        self.insist(path, |gateway| {
            let request = gateway.request(role, Method::POST, path);
            let request = request.header("idempotency-key", key);
            if body.is_null() {
                request
            } else {
                request.json(body)
            }
        })
        .await
    }

    /// Asks one gateway after the other until one has a final answer. "Something broke on our side" is no answer to
    /// somebody else's fault.
    async fn insist(&self, what: &str, request: impl Fn(&Client) -> RequestBuilder) -> Answer {
        let deadline = Instant::now() + INSIST;
        loop {
            let answer = try_send(request(&self.gateway())).await;
            match &answer {
                Some(answer) if answer.status == 500 => panic!("{what}: {}", answer.text),
                Some(answer) if !is_open(answer) => return answer.clone(),
                Some(_) | None => {}
            }
            assert!(
                Instant::now() < deadline,
                "{what}: nobody knows within {INSIST:?}: {answer:?}"
            );
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// A request to the simulators, which never die.
    pub(crate) async fn at_provider(&self, method: Method, path: &str, body: &Value) -> Answer {
        let request = self.sandbox.bare(method, path);
        let request = if body.is_null() {
            request
        } else {
            request.json(body)
        };
        crate::client::send(request).await
    }
}
