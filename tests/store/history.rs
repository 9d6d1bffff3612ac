//! A customer's past: the ledger with what was available, the balance in its parts, and what was used. The histories are
//! written by the books themselves.

mod breakdown;
mod ledger;
mod points;
mod usage;

use std::sync::{Arc, LazyLock};

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::{
    clock::{Clock, TestClock},
    entropy::SystemEntropy,
    rules::Rules,
    store::{Db, Timeline, Writer, reads, writer::Settings},
};
use domain::{
    books::{
        credits::{HoldCredits, SpendCredits},
        customers::GrantCredits,
    },
    command::{Answer, Change, Command},
    id::CustomerId,
    kind::Kind,
    ledger::BookedEntry,
    rulebook::Rulebook,
};
use tokio_util::task::TaskTracker;

use crate::samples::*;

static RULES: LazyLock<Arc<Rules>> = LazyLock::new(|| {
    let policy = include_str!("../../policies/2025-07-17.toml");
    let catalogue = include_str!("../../policies/catalogue.toml");
    let holidays = include_str!("../../policies/kr-holidays.csv");
    Rules::new(Rulebook::parse(&[policy], catalogue, holidays).unwrap())
});

/// The books over a database, and a clock that only the test moves.
struct Told<'a> {
    db: &'a Db,
    clock: Arc<TestClock>,
    writer: Writer,
    customer: CustomerId,
}

impl<'a> Told<'a> {
    fn begin(db: &'a Db) -> Self {
        let clock = Arc::new(TestClock::at(at(0)));
        let shared: Arc<dyn Clock> = clock.clone();
        let tracker = TaskTracker::new();
        let settings = Settings::of(db.engine());
        let entropy = || Box::new(SystemEntropy::new()) as _;
        let writer = Writer::start(db, &RULES, &shared, entropy, settings, &tracker);
        tracker.close();
        Self {
            db,
            clock,
            writer,
            customer: customer_id("alice"),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    fn pass(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    /// The answer; none where the books refuse.
    async fn does<C: Change<Answer: TryFrom<Answer>>>(&self, change: C) -> Option<C::Answer> {
        let done = self.writer.submit(Command::new(change, crate::person(1)));
        let reply = done.await.ok()?;
        let answer = reply.answer.try_into().ok();
        Some(answer.expect("the change gives what it says"))
    }

    fn grant(&self, kind: Kind, sum: i64) -> GrantCredits {
        GrantCredits {
            customer: self.customer.clone(),
            kind,
            credits: credits(sum),
            bonus_of: None,
            reason: "a test".into(),
        }
    }

    fn spend(&self, sum: i64, meter: &str, reference: &str) -> SpendCredits {
        SpendCredits {
            customer: self.customer.clone(),
            credits: credits(sum),
            meter: meter.into(),
            reference: reference.into(),
        }
    }

    fn hold(&self, sum: i64, seconds: i64) -> HoldCredits {
        HoldCredits {
            customer: self.customer.clone(),
            credits: credits(sum),
            meter: "m".into(),
            reference: "r".into(),
            expires_at: self.now() + TimeDelta::seconds(seconds),
        }
    }

    /// The whole ledger, read in pages of this length.
    async fn entries(&self, limit: i64) -> Vec<BookedEntry> {
        let mut all: Vec<BookedEntry> = Vec::new();
        loop {
            let after = all.last().map_or(0, |last| last.entry.seq);
            let page = Timeline { after, limit };
            let filter = reads::EntryFilter::default();
            let walked = reads::entries(self.db, &self.customer, &filter, page);
            let walked = walked.await.unwrap();
            assert_eq!(walked.looked_up_to, None);
            if walked.entries.is_empty() {
                return all;
            }
            all.extend(walked.entries);
        }
    }
}

/// Numbers that look drawn, the same in every run.
struct Drawn(u64);

impl Drawn {
    /// One of 0 to `below`, exclusive.
    fn draw(&mut self, below: i64) -> i64 {
        let Self(state) = self;
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(*state >> 33).unwrap() % below
    }
}
