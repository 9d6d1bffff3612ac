//! Clients that use credits, buy and ask for refunds, each request under an idempotency key, and repeat it until it is
//! finally answered.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use credit_gateway::access::Role;
use futures_util::future::{join, join_all};
use reqwest::Method;
use serde_json::{Value, json};

use super::shop::Shop;
use crate::support::{
    buyer::id_of,
    client::{Answer, Client, try_send},
    world::SHOP,
};

const SPENDERS: u64 = 24;
const BUYERS: u64 = 2;
/// Between two tries of a request.
const PAUSE: Duration = Duration::from_millis(50);
/// Longer than the database is ever away.
const INSIST: Duration = Duration::from_mins(1);

/// A request that was acknowledged, and how.
pub(crate) struct Acknowledged {
    pub(crate) role: Role,
    pub(crate) path: String,
    pub(crate) key: String,
    pub(crate) body: Value,
    pub(crate) answer: Value,
}

pub(crate) struct Load<'s> {
    shop: &'s Shop,
    over: AtomicBool,
    next: AtomicU64,
    acknowledged: Mutex<Vec<Acknowledged>>,
    /// When each gateway last acknowledged something.
    last: Vec<Mutex<Option<Instant>>>,
}

impl<'s> Load<'s> {
    pub(crate) fn new(shop: &'s Shop) -> Self {
        Self {
            shop,
            over: AtomicBool::new(false),
            next: AtomicU64::new(0),
            acknowledged: Mutex::default(),
            last: shop.gateways.iter().map(|_| Mutex::default()).collect(),
        }
    }

    /// What is under way is finished, and nothing more is begun.
    pub(crate) fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Runs until it is ended; returns all that was acknowledged.
    pub(crate) async fn run(&self) -> Vec<Acknowledged> {
        let spenders = join_all((0..SPENDERS).map(|nth| self.spends(nth)));
        let buyers = join_all((0..BUYERS).map(|nth| self.buys(nth)));
        join(spenders, buyers).await;
        std::mem::take(&mut *self.acknowledged.lock().unwrap())
    }

    /// How long after an instant each gateway acknowledged something again.
    pub(crate) async fn back_after(&self, up: Instant) -> Vec<Duration> {
        let mut back = vec![None; self.last.len()];
        while back.contains(&None) {
            assert!(up.elapsed() < INSIST, "not back: {back:?}");
            for (back, last) in back.iter_mut().zip(&self.last) {
                let last = last.lock().unwrap().filter(|last| *last > up);
                *back = back.or(last.map(|last| last - up));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        back.into_iter().flatten().collect()
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    async fn spends(&self, nth: u64) {
        let customer = format!("spender{nth}");
        let grant = json!({"kind": "promotional", "credits": 1_000_000, "reason": "a test"});
        let path = format!("/v1/customers/{customer}/grants");
        self.post(Role::Service, &path, &grant).await;
        let path = format!("/v1/customers/{customer}/spends");
        let spend = json!({"credits": 1, "meter": "video.generate", "reference": "req-1"});
        while !self.is_over() {
            self.post(Role::Service, &path, &spend).await;
        }
    }

    async fn buys(&self, nth: u64) {
        let mut bought = 0;
        while !self.is_over() {
            let provider = ["toss", "kakaopay"][usize::from(bought % 2 == 1)];
            let order = json!({
                "customer_id": format!("buyer{nth}-{bought}"), "product": "direct-1000", "quantity": 1,
                "provider": provider, "return_url": SHOP,
            });
            bought += 1;
            let order = self.post(Role::Checkout, "/v1/orders", &order).await;
            let payment = self.pays(&order).await;
            let quotes = format!("/v1/payments/{payment}/refund-quotes");
            let quote = self.post(Role::Support, &quotes, &Value::Null).await;
            let refund = json!({"payment_id": payment, "quote_id": quote["id"], "reason": "the buyer asked"});
            self.post(Role::Support, "/v1/refunds", &refund).await;
        }
    }

    /// Goes to the provider's page, pays and comes back, as often as it takes. Returns the payment.
    async fn pays(&self, order: &Value) -> String {
        let page = order["checkout_url"].as_str().unwrap();
        let leads = |answer: &Answer| (300..400).contains(&answer.status);
        let window = self.insist(leads, |gateway| gateway.bare(Method::GET, &path_of(page)));
        let window = window.await.location();
        let pay = self
            .shop
            .sandbox
            .bare(Method::POST, &format!("{window}/pay"));
        let back = crate::support::client::send(pay).await.location();
        let shown = |answer: &Answer| answer.status < 400;
        self.insist(shown, |gateway| gateway.bare(Method::GET, &path_of(&back)))
            .await;
        let path = format!("/v1/orders/{}", id_of(order));
        let done =
            |answer: &Answer| answer.status == 200 && answer.json()["payment_id"].is_string();
        let order = self.insist(done, |gateway| {
            gateway.request(Role::Support, Method::GET, &path)
        });
        order.await.json()["payment_id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// A POST under a key of its own, until it is acknowledged.
    async fn post(&self, role: Role, path: &str, body: &Value) -> Value {
        let key = format!("k{}", self.next.fetch_add(1, Ordering::Relaxed));
        let good = |answer: &Answer| answer.status < 300;
        let answer = self.insist(good, |gateway| {
            let request = gateway.request(role, Method::POST, path);
            let request = request.header("idempotency-key", &key);
            if body.is_null() {
                request
            } else {
                request.json(body)
            }
        });
        let answer = answer.await.json();
        self.acknowledged.lock().unwrap().push(Acknowledged {
            role,
            path: path.to_owned(),
            key,
            body: body.clone(),
            answer: answer.clone(),
        });
        answer
    }

    /// Asks both gateways in turn until one gives the answer that is waited for.
    async fn insist(
        &self,
        waited_for: impl Fn(&Answer) -> bool,
        request: impl Fn(&Client) -> reqwest::RequestBuilder,
    ) -> Answer {
        let began = Instant::now();
        let turn = usize::try_from(self.next.fetch_add(1, Ordering::Relaxed)).unwrap();
        for nth in turn.. {
            let at = nth % self.shop.gateways.len();
            let answer = try_send(request(&self.shop.gateways[at])).await;
            if let Some(answer) = answer {
                let (status, text) = (answer.status, &answer.text);
                assert!(
                    status != 500 && !(400..=408).contains(&status),
                    "{status}: {text}"
                );
                if waited_for(&answer) {
                    *self.last[at].lock().unwrap() = Some(Instant::now());
                    return answer;
                }
            }
            assert!(began.elapsed() < INSIST, "no answer within {INSIST:?}");
            tokio::time::sleep(PAUSE).await;
        }
        unreachable!("there is always another turn")
    }
}

/// The path and query of an address, so that either gateway is asked for it.
fn path_of(url: &str) -> String {
    let (_, rest) = url.split_once("://").unwrap();
    rest[rest.find('/').unwrap()..].to_owned()
}
