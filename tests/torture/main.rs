//! All kinds of faults at once: buyers, refunds and forgers at five providers that misbehave in every way the
//! simulators have, and gateways that die at every named point. Real programs, both engines, PostgreSQL with two
//! gateways on one database. Meanwhile banks take deposits back that are then paid again, a statement is imported
//! beside the feed, holds run out, and API keys are replaced. When the faults are over, months pass on all clocks:
//! the feed's secret changes, holds outlive their lots and payments are cancelled at the providers' consoles. Then
//! the books must be right, every row of what each provider lists and pays out of each day must be explained, and nothing may wait for a person that the rules can decide.
//!
//! `TORTURE=n` sets how many purchases are begun (short without it), `TORTURE_SEED=n` repeats a run's decisions. The
//! interleaving of the processes is not repeated: a seed restores the plan, not the timing.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod again;
mod books;
mod buyer;
mod by_hand;
mod days;
mod dice;
mod forger;
mod kinds;
mod parked;
mod rotation;
mod settled;
mod shop;
mod statement;
mod swarm;
mod tally;
mod uses;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use kit::{client, database, process, truth};
use tokio::{sync::Semaphore, task::JoinSet};

use crate::{database::Engine, dice::Dice, shop::Shop, tally::Tally};

/// Purchases begun by the short run: enough for every kind of fault and some deaths, in about a minute.
const SHORT: u64 = 120;
/// From this number on, a run must have seen every kind often.
const LONG: u64 = 1_500;
/// Buyers at one time: most of them wait, for retries or for a gateway that comes back.
const AT_ONCE: usize = 16;
const SEED: u64 = 20_260_408;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_survive_torture_on_sqlite() {
    torture(Engine::Sqlite, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_books_survive_torture_on_postgres_with_two_gateways() {
    torture(Engine::Postgres, 2).await;
}

/// The number of purchases, and the seed of the draws.
#[derive(Debug, Clone, Copy)]
struct Size {
    purchases: u64,
    seed: u64,
}

impl Size {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long to torture is told by the environment"
    )]
    fn told() -> Self {
        let number = |name: &str, usual: u64| match std::env::var(name) {
            Ok(text) => text
                .parse()
                .unwrap_or_else(|_| panic!("{name} is not a number: {text}")),
            Err(_) => usual,
        };
        Self {
            purchases: number("TORTURE", SHORT),
            seed: number("TORTURE_SEED", SEED),
        }
    }

    /// How often each kind of fault must have happened.
    const fn fired_min(self) -> u64 {
        if self.purchases >= LONG { 20 } else { 1 }
    }
}

async fn torture(engine: Engine, gateways: usize) {
    let size = Size::told();
    let Some(shop) = Shop::open(engine, gateways).await else {
        return;
    };
    let (shop, tally) = (Arc::new(shop), Arc::new(Tally::default()));
    let mut dice = Dice::new(size.seed);
    let (began, first_day) = (Instant::now(), shop.now());
    shop.first_start().await;
    let mut background = JoinSet::new();
    for gateway in 0..gateways {
        background.spawn(shop::keep_dying(
            shop.clone(),
            tally.clone(),
            gateway,
            dice.fork(),
        ));
    }
    background.spawn(swarm::stir(shop.clone(), size.fired_min(), dice.fork()));
    background.spawn(forger::forge(shop.clone(), tally.clone(), dice.fork()));
    background.spawn(rotation::rotate(shop.clone(), tally.clone()));
    buyers(&shop, &tally, size, &mut dice).await;
    shop.calm_down();
    while let Some(ended) = background.join_next().await {
        ended.unwrap();
    }
    let storm = began.elapsed();
    swarm::heal(&shop).await;
    let gateways = shop.start_all().await;
    let (settled, gateways) = books::settle(&shop, &tally, gateways).await;
    let fired = swarm::counts(&shop).await;
    tally::report(engine, size, &tally, &fired, (storm, &settled));
    rotation::judge(&shop).await;
    let _gateways = days::pass(&shop, &tally, first_day, gateways).await;
    settled::judge(&shop, engine, first_day).await;
    let kinds = kinds::counts(&shop, &tally).await;
    tally::tell(engine, &kinds, began.elapsed());
    books::judge(&shop, &tally, &settled).await;
    tally.judge(size);
    swarm::judge(&fired, size.fired_min());
    kinds::judge(&kinds);
}

/// Runs all buyers, some at a time.
async fn buyers(shop: &Arc<Shop>, tally: &Arc<Tally>, size: Size, dice: &mut Dice) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut lives = JoinSet::new();
    for number in 0..size.purchases {
        let place = places.clone().acquire_owned().await.unwrap();
        let buyer = buyer::Buyer::new(
            shop.clone(),
            tally.clone(),
            number,
            size.purchases,
            dice.fork(),
        );
        lives.spawn(async move {
            buyer.live().await;
            drop(place);
        });
        while let Some(ended) = lives.try_join_next() {
            ended.unwrap();
        }
    }
    while let Some(ended) = lives.join_next().await {
        ended.unwrap();
    }
}

/// Polls until the condition is true; `None` when it is not within that time.
async fn within(time: Duration, holds: impl AsyncFn() -> bool) -> Option<Duration> {
    let began = Instant::now();
    loop {
        if holds().await {
            return Some(began.elapsed());
        }
        if began.elapsed() >= time {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
