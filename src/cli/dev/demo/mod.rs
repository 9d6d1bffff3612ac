//! `dev --demo`: a month of a believable shop, lived through before the gateway is served. Everything that happens is a
//! request to the gateway's own routes, a button at a simulated provider or a job of the outbox, by a clock that is moved
//! from thirty days ago to now; nothing is written past the books. What happens follows from a seed and the instant of
//! the end alone, so that two runs with the same end make the same shop.

mod acts;
mod bad_days;
mod buyers;
mod counts;
mod names;
mod plan;
mod refunds;
mod shop;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{calendar::start_of_day, id::Entropy};
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    access::Limits,
    cli::serve::STOP_WITHIN,
    clock::TestClock,
    compose::{self, Parts},
    config::Settings,
    entropy::SeededEntropy,
    http,
    store::{Db, reads},
};
use acts::Act;
use counts::Made;
use plan::{HAPPENS_BEFORE, Plan};
use shop::Shop;

/// Customers of a shop, where no number is given.
pub(super) const CUSTOMERS: &str = "300";
/// The bad days need customers of their own; a larger shop than this takes minutes.
const CUSTOMERS_MIN: usize = 30;
const CUSTOMERS_MAX: usize = 3_000;
/// How long the shop has been open.
const DAYS: i64 = 30;
/// What everything follows from, with the instant of the end.
const SEED: u64 = 20_261_201;
/// Above this a refund waits for a second person. It is in force while the month is lived through, so that one waits.
const REFUND_LIMIT: &str = "support.refund=300000";

/// How many customers the shop has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Customers(usize);

impl FromStr for Customers {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.parse().ok();
        let number = number.filter(|number| (CUSTOMERS_MIN..=CUSTOMERS_MAX).contains(number));
        let rule = || format!("is a number of customers from {CUSTOMERS_MIN} to {CUSTOMERS_MAX}");
        number.map(Self).ok_or_else(rule)
    }
}

/// When a shop that is looked at now was opened: 00:00 in Seoul, thirty days ago.
pub(super) fn beginning(now: DateTime<Utc>) -> DateTime<Utc> {
    start_of_day(now) - TimeDelta::days(DAYS)
}

/// Whether nobody was ever a customer in this database.
pub(super) async fn is_fresh(db: &Db) -> anyhow::Result<bool> {
    let first = reads::customers_after(db, "", 1).await?;
    Ok(first.is_empty())
}

/// What a shop is made in and of.
pub(super) struct Making {
    pub(super) customers: Customers,
    /// Closed at the end.
    pub(super) db: Db,
    pub(super) settings: Settings,
    pub(super) sandbox: sandbox::Settings,
    /// Of the simulators' books.
    pub(super) books: PathBuf,
    pub(super) keys: BTreeMap<String, String>,
    pub(super) now: DateTime<Utc>,
    /// Where the adapters reach the simulators.
    pub(super) listener: TcpListener,
}

/// A source of bits for each part of the gateway, in the order in which they ask.
fn entropy() -> Box<dyn Entropy> {
    static SOURCES: AtomicU64 = AtomicU64::new(SEED);
    Box::new(SeededEntropy::new(
        SOURCES.fetch_add(1, Ordering::Relaxed) << 20,
    ))
}

/// Lives through the month, and says what came of it.
pub(super) async fn fill(making: Making) -> anyhow::Result<()> {
    let began = Instant::now();
    let Making { now, .. } = making;
    say!("Living through {DAYS} days of a shop …");
    let clock = Arc::new(TestClock::at(beginning(now)));
    let (tasks, over) = (TaskTracker::new(), CancellationToken::new());
    let mut settings = making.settings;
    settings.edge.requests_per_second = 0;
    settings.edge.limits = REFUND_LIMIT.parse::<Limits>().map_err(anyhow::Error::msg)?;
    let parts = Parts {
        db: making.db,
        clock: clock.clone(),
        entropy,
        tasks: tasks.clone(),
        stop: over.clone(),
    };
    let app = compose::gateway(settings, parts).await?;
    let of_clock = clock.clone();
    let pretended = sandbox::Settings {
        now: Arc::new(move || crate::clock::Clock::now(&*of_clock)),
        ..making.sandbox
    };
    let gateway = http::router(&app);
    let webhooks = TaskTracker::new();
    let outlet = shop::outlet(gateway.clone());
    let past = sandbox::Past::begin(
        pretended,
        webhooks.clone(),
        over.clone(),
        making.books,
        outlet,
    )?;
    let served = over.clone().cancelled_owned();
    let listening = axum::serve(making.listener, past.router.clone());
    tasks.spawn(async move { listening.with_graceful_shutdown(served).await });
    let mut shop = Shop::new(app.clone(), gateway, past.router.clone(), clock, webhooks);
    shop.keys = making.keys;
    let made = live(&mut shop, Plan::of(making.customers.0, beginning(now), now)).await?;
    past.keep()?;
    drop(shop);
    anyhow::ensure!(app.end(STOP_WITHIN).await, "the shop's work did not end");
    made.announce(began.elapsed());
    Ok(())
}

/// Does one planned act after another, and what comes of them, until now.
async fn live(shop: &mut Shop, mut plan: Plan) -> anyhow::Result<Made> {
    let end = plan.end;
    while let Some((at, act)) = plan.next() {
        if at + HAPPENS_BEFORE >= end {
            break;
        }
        shop.live_until(at).await?;
        match act {
            Act::Buy(buying) => buyers::buy(shop, &mut plan, buying).await?,
            Act::Transfer(transfer) => buyers::transfer(shop, &mut plan, transfer).await?,
            Act::Grant(customer) => buyers::welcome(shop, &plan, customer).await?,
            Act::Subscribe(customer, membership) => {
                buyers::subscribe(shop, &mut plan, customer, membership).await?;
            }
            Act::Unsubscribe(subscription, how) => {
                buyers::unsubscribe(shop, &subscription, how).await?;
            }
            Act::Use(uses) => buyers::spend(shop, &mut plan, uses).await?,
            Act::Refund(asked) => refunds::refund(shop, &mut plan, asked).await?,
            Act::ByHand(refund) => refunds::paid_by_hand(shop, &refund).await?,
            Act::Bad(day) => bad_days::happen(shop, &mut plan, day).await?,
        }
    }
    anyhow::ensure!(
        shop.now() <= end,
        "more happened than the month has time for"
    );
    shop.live_until(end).await?;
    counts::count(shop).await
}
