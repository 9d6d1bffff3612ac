//! A plain model beside the product. Random sequences of up to 50 requests, reports of providers and jumps of time are
//! carried out by a reference model that is written from the published policy, by the product on SQLite, and by the
//! product on PostgreSQL. After each step the answers and all rows must be the same. A sequence for which they are not
//! is made short and printed.
//!
//! `MODEL=n` sets how many sequences are run, `MODEL_SEED=n` the first seed. A sequence draws from all acts; with
//! `MODEL_ACTS=open,pay,spend` from these alone, by their names in `acts::ACTS`, as often one as the other. So a seeded mistake is met
//! soon, however many acts there are: each names those by which it shows (`canaries`).
//!
//! To add a command: a file in `acts` with its deed, in which `plan` reads a step's numbers, `carry_out` is the rule in
//! plain words over `reference::Model`, and `change` is the product's command; and its line in `acts::ACTS`. A new thing
//! also needs its list in `reference::things`, its line in `reference::balance` and its table in `tables::TABLES`. A new
//! kind of answer needs its words in `said`. What chance alone brings about too rarely is a `series`, whose one step goes some
//! way along it; what must come about by the way is said by `Model::happened` and listed in `tally`. A mistake in the rule
//! is seeded (`domain::canary`) and listed in `canaries`, with the act and those without which it has nothing to be done to.
//!
//! Every command of the books is drawn. Of endpoints their standing and the secrets that sign are compared, because nothing is
//! delivered. A look-up that is queued and an account that is stored once more change nothing that is compared, and are
//! drawn to show it.
//!
//! * `steps`: random sequences. `acts`: what can be done. `reference` and `calendar`: the model.
//! * `rules`: what is sold under which terms. `ids`, `product`, `said`, `seen`, `tables`: the product in the model's words.
//! * `run`: a sequence. `tally`: what must happen in many. `shrink`: a short one. `canaries`: mistakes that must be noticed.
//!   `judge`: whether they are.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod acts;
mod calendar;
#[cfg(feature = "canaries")]
mod canaries;
mod dice;
mod ids;
#[cfg(feature = "canaries")]
mod judge;
mod product;
mod reference;
mod rules;
mod run;
mod said;
mod seen;
mod shrink;
mod steps;
mod tables;
mod tally;

use std::{
    any::Any,
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use credit_gateway::{sealing::Keyring, store::Db};
use kit::{
    database::{Database, Engine, account_keys},
    postgres, process,
};
use tempfile::TempDir;

use crate::{
    product::Lane,
    run::Runner,
    shrink::shrink,
    steps::{Drawn, sequence},
};

/// Sequences of a run that says nothing else.
const SHORT: u64 = 150;

/// Sequences of a long run, as of `scripts/test --torture`.
const LONG: u64 = 2_000;

/// Sequences of all acts that are under way at once: the machine works on some while others wait for a database. Those of
/// some acts are run one by one: processes for other acts run beside it (`judge`).
const AT_ONCE: u64 = 4;

#[expect(
    clippy::disallowed_methods,
    reason = "the environment says which sequences are run, and how many"
)]
fn text(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn number(name: &str, otherwise: u64) -> u64 {
    text(name).map_or(otherwise, |text| text.parse().expect("a number"))
}

/// A database for a whole run, open.
struct Opened {
    engine: Engine,
    url: String,
    db: Db,
    /// What the database is in: it goes when this is dropped.
    _kept: Box<dyn Any>,
}

/// With keys for the accounts that refunds go to.
fn with_keys(db: Db) -> Db {
    db.with_keys(Keyring::of(&account_keys()).unwrap())
}

/// SQLite in memory where the system has a folder for that: what waits for a disk is proved elsewhere.
async fn sqlite() -> Opened {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        TempDir::new_in(memory)
    } else {
        TempDir::new()
    };
    let folder = folder.unwrap();
    let url = format!("sqlite:{}", folder.path().join("gateway.db").display());
    let db = with_keys(Db::open(&url).await.unwrap());
    db.migrate().await.unwrap();
    Opened {
        engine: Engine::Sqlite,
        url,
        db,
        _kept: Box::new(folder),
    }
}

async fn postgres_if_there() -> Option<Opened> {
    let database = Database::new(Engine::Postgres).await?;
    let db = with_keys(postgres::open(&database.url).await);
    let url = database.url.clone();
    Some(Opened {
        engine: Engine::Postgres,
        url,
        db,
        _kept: Box::new(database),
    })
}

/// What came of some sequences.
struct Ran {
    /// How often each act ended how.
    tally: BTreeMap<String, u64>,
    /// The first that did not agree.
    failure: Option<Failure>,
}

async fn run_all(databases: &[Opened], seeds: std::ops::Range<u64>, drawn: &Drawn) -> Ran {
    let next = Arc::new(AtomicU64::new(seeds.start));
    // Whoever finds one makes it short alone.
    let is_found = Arc::new(AtomicBool::new(false));
    let first: Arc<OnceLock<Failure>> = Arc::new(OnceLock::new());
    let mut tally: BTreeMap<String, u64> = BTreeMap::new();
    let mut tasks = tokio::task::JoinSet::new();
    let at_once = if let Drawn::All = drawn { AT_ONCE } else { 1 };
    for number in 0..at_once {
        let mut lanes = Vec::new();
        for opened in databases {
            lanes.push(Lane::into(&opened.db, (opened.engine, &opened.url), number).await);
        }
        let (next, end, drawn) = (next.clone(), seeds.end, drawn.clone());
        let (first, is_found) = (first.clone(), is_found.clone());
        tasks.spawn(async move {
            let mut runner = Runner::new(number, lanes);
            while !is_found.load(Ordering::SeqCst) {
                let seed = next.fetch_add(1, Ordering::SeqCst);
                if seed >= end {
                    break;
                }
                let sequence = sequence(seed, &drawn);
                if let Err(mismatch) = runner.run(&sequence).await
                    && !is_found.swap(true, Ordering::SeqCst)
                {
                    let (short, mismatch) = shrink(&mut runner, sequence, *mismatch).await;
                    let steps = short.steps.len();
                    let words = in_words(&short, &mismatch);
                    let _nobody_else_is_here = first.set(Failure { steps, words });
                }
            }
            runner.tally
        });
    }
    while let Some(ended) = tasks.join_next().await {
        for (what, times) in ended.unwrap() {
            *tally.entry(what).or_default() += times;
        }
    }
    Ran {
        tally,
        failure: Arc::into_inner(first).and_then(OnceLock::into_inner),
    }
}

#[derive(Debug)]
struct Failure {
    /// Of the shortest sequence that was found.
    steps: usize,
    words: String,
}

fn in_words(sequence: &steps::Sequence, mismatch: &run::Mismatch) -> String {
    let steps: Vec<String> = sequence
        .steps
        .iter()
        .map(|step| format!("    {} {step:?}", acts::ACTS[step.act].name))
        .collect();
    format!(
        "seed {}, shrunk to {} steps, {:?}:\n  {}\n  {}\n{}",
        sequence.seed,
        sequence.steps.len(),
        mismatch.engine,
        mismatch.log.join("\n  "),
        mismatch.differs.join("\n  "),
        steps.join("\n")
    )
}

/// What happened in sequences in which all agree.
fn agreed(Ran { tally, failure }: Ran) -> BTreeMap<String, u64> {
    if let Some(Failure { steps, words }) = failure {
        panic!("the model and the product disagree in {steps} steps\n{words}");
    }
    tally
}

/// In a process in which a mistake is armed, SQLite alone is asked and the failure must come: see `canaries`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_model_and_both_databases_agree() {
    let mistake = process::canary();
    let mut databases = vec![sqlite().await];
    if let Some(name) = &mistake {
        assert!(domain::canary::arm(name), "{name} cannot be armed");
    } else {
        databases.extend(postgres_if_there().await);
    }
    let seed = number("MODEL_SEED", 1);
    let seeds = seed..seed + number("MODEL", SHORT);
    let count = seeds.end - seeds.start;
    let acts = text("MODEL_ACTS");
    let drawn = acts.map_or(Drawn::All, |names| Drawn::only(&names));
    let mut tally = agreed(run_all(&databases, seeds, &drawn).await);
    if let Drawn::All = drawn {
        // What sequences of all acts bring about too rarely has a long run of some acts.
        let rare = tally::RARE.iter().filter(|_| count >= LONG);
        for acts in rare {
            // Databases of their own: each run counts its sequences anew, and ids follow from the count.
            let mut databases = vec![sqlite().await];
            databases.extend(postgres_if_there().await);
            let drawn = Drawn::only(acts);
            let more = agreed(run_all(&databases, seed..seed + SHORT, &drawn).await);
            for (what, times) in more {
                *tally.entry(what).or_default() += times;
            }
        }
    }
    eprintln!("{tally:#?}");
    if let Drawn::All = drawn {
        let missing = tally::missing(&tally, count);
        assert!(missing.is_empty(), "it never happened: {missing:?}");
    }
}
