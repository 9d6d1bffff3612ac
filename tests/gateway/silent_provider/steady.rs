//! A load at a steady rate, and how long its answers take: webhooks of every provider that sends some, uses of credits
//! and reads.

use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use credit_gateway::access::Role;
use futures_util::{StreamExt as _, future::join5, stream::FuturesUnordered};
use reqwest::Method;
use serde_json::json;

use crate::support::{client::send, world::World};

/// Between two requests of a kind: fifty a second in all.
const EVERY: Duration = Duration::from_millis(80);
/// How much slower the slowest hundredth may become.
const SLOWER_MAX: u32 = 3;
/// Below that, what is measured is the other tests of this machine: whatever waited for the provider would take 8 s.
const NOISE: Duration = Duration::from_millis(500);
/// Whatever it was before: a webhook's sender gives up after some seconds, and a call of a provider may take 60 s.
const NEVER_OVER: Duration = Duration::from_secs(2);
/// Fewer samples say nothing about a hundredth.
const SAMPLES_MIN: usize = 30;

/// The load of one world.
pub(super) struct Steady<'w> {
    world: &'w World,
    hinted: &'w [String],
    nth: AtomicU64,
}

/// The slowest hundredth of each kind of request, and how many there were.
pub(super) struct Slowest(BTreeMap<&'static str, (Duration, usize)>);

impl fmt::Display for Slowest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, (p99, count)) in &self.0 {
            write!(f, "{kind} p99 {} ms of {count}, ", p99.as_millis())?;
        }
        Ok(())
    }
}

impl Slowest {
    /// Panics where anything became slower than noise explains.
    pub(super) fn is_like(&self, before: &Self) {
        for (kind, (p99, count)) in &self.0 {
            let (was, _) = before.0[kind];
            let allowed = (was * SLOWER_MAX).max(NOISE).min(NEVER_OVER);
            assert!(*count >= SAMPLES_MIN, "{kind}: only {count}");
            assert!(*p99 <= allowed, "{kind}: {p99:?}, and {was:?} before");
        }
    }
}

impl<'w> Steady<'w> {
    /// `hinted` are the orders that webhooks name.
    pub(super) async fn new(world: &'w World, hinted: &'w [String]) -> Self {
        world.grant("steady", "promotional", 100_000).await;
        Self {
            world,
            hinted,
            nth: AtomicU64::new(0),
        }
    }

    /// Keeps it up while something else is done.
    pub(super) async fn during<T>(&self, act: impl Future<Output = T>) -> (T, Slowest) {
        let (done, took) = (AtomicBool::new(false), Mutex::new(BTreeMap::new()));
        let over = || done.load(Ordering::Relaxed);
        let note = |kind: &'static str, took_one: Duration| {
            let mut took = took.lock().unwrap();
            took.entry(kind).or_insert_with(Vec::new).push(took_one);
        };
        let (result, (), (), (), ()) = join5(
            async {
                let result = act.await;
                done.store(true, Ordering::Relaxed);
                result
            },
            paced(&over, async || note("hints of Toss", self.hint().await)),
            paced(&over, async || {
                note("notices of a bank", self.notice().await);
            }),
            paced(&over, async || note("spends", self.spend().await)),
            paced(&over, async || note("balances", self.balance().await)),
        )
        .await;
        let all = took.into_inner().unwrap();
        let slowest = all.into_iter().map(|(kind, mut all): (_, Vec<Duration>)| {
            all.sort_unstable();
            (
                kind,
                (all[(all.len() * 99 / 100).min(all.len() - 1)], all.len()),
            )
        });
        (result, Slowest(slowest.collect()))
    }

    fn next(&self) -> u64 {
        self.nth.fetch_add(1, Ordering::Relaxed)
    }

    /// Anybody can send it: it names an order, and asks for a look-up.
    async fn hint(&self) -> Duration {
        let nth = self.next();
        let order = &self.hinted[usize::try_from(nth).unwrap() % self.hinted.len()];
        let body = json!({"eventType": "PAYMENT_STATUS_CHANGED", "createdAt": "2026-04-08T10:00:00.000000",
            "data": {"orderId": order, "paymentKey": "hint", "status": "READY"}});
        let request = self
            .world
            .gateway()
            .bare(Method::POST, "/webhooks/toss")
            .json(&body)
            .header(
                "tosspayments-webhook-transmission-id",
                format!("whtrans_{nth}"),
            );
        let began = Instant::now();
        send(request).await.ok();
        began.elapsed()
    }

    /// A signed notice of a deposit that fits no order.
    async fn notice(&self) -> Duration {
        let nth = self.next();
        let amount = 1_000 + i64::try_from(nth).unwrap();
        let (movement, name) = (format!("mv_steady{nth}"), format!("이름{nth}"));
        let notice = self.world.notice(&movement, &name, amount);
        let began = Instant::now();
        let answer = self.world.gateway().bank_webhook(&notice).await;
        let took = began.elapsed();
        assert!(answer.status < 300, "{}: {}", answer.status, answer.text);
        took
    }

    async fn spend(&self) -> Duration {
        let began = Instant::now();
        self.world.spend("steady", 1).await.ok();
        began.elapsed()
    }

    async fn balance(&self) -> Duration {
        let began = Instant::now();
        let path = "/v1/customers/steady/balance";
        self.world.gateway().get(Role::Service, path).await.ok();
        began.elapsed()
    }
}

/// Begins an act at each step, whether or not those before have ended, until it is over; then waits for all.
async fn paced(over: &impl Fn() -> bool, act: impl AsyncFn()) {
    let mut steps = tokio::time::interval(EVERY);
    let mut under_way = FuturesUnordered::new();
    while !over() {
        tokio::select! {
            _ = steps.tick() => under_way.push(act()),
            Some(()) = under_way.next(), if !under_way.is_empty() => {}
        }
    }
    while under_way.next().await.is_some() {}
}
