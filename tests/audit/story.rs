//! A small database in which every kind of event has happened, written by the books themselves.

mod approvals;
mod chapters;
mod contracts;
mod contradictions;
mod disputes;
mod inbox;
mod later;
mod memberships;
mod operators;
mod orders;
mod policy;
mod promotions;
mod receipts;
mod tax_invoices;
mod thresholds;
mod uses;
mod windows;

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use chrono::{DateTime, TimeDelta, Utc};
use credit_gateway::{
    clock::{Clock, TestClock},
    entropy::{CounterEntropy, SystemEntropy},
    rules::Rules,
    store::{Db, Writer, writer::Settings},
};
use domain::{
    actor::Actor,
    books::{
        credits::{HoldCredits, SpendCredits},
        customers::GrantCredits,
    },
    command::{Answer, Change, Command},
    id::{CustomerId, Entropy, KeyId, OrderId, RefundId},
    kind::{Kind, Method, ProviderId},
    money::{Credits, Won},
    payment::{CancelLine, CancelStanding, Snapshot, Standing},
    rulebook::Rulebook,
};
use futures_util::future::join_all;
use tokio_util::task::TaskTracker;

const TOSS: ProviderId = ProviderId::known("toss");
const BANK: ProviderId = ProviderId::known("bank");
/// Spends of two credits from lots of one: enough postings of two entries that some page of the ledger ends inside
/// one.
pub(crate) const BUSY: i64 = 500;
/// The same for a test that audits hundreds of times.
pub(crate) const QUIET: i64 = 25;

/// A person with an API key.
fn person(n: u64) -> Actor {
    Actor::Key(KeyId::new(DateTime::UNIX_EPOCH, &mut CounterEntropy(n)))
}

static RULES: LazyLock<Arc<Rules>> = LazyLock::new(|| {
    let policy = include_str!("../../policies/2025-07-17.toml");
    let catalogue = include_str!("../../policies/catalogue.toml");
    let holidays = include_str!("../../policies/kr-holidays.csv");
    Rules::new(Rulebook::parse(&[policy], catalogue, holidays).unwrap())
});

pub(crate) fn rules() -> Arc<Rules> {
    RULES.clone()
}

/// The beginning. [`tell`] returns the end.
pub(crate) fn beginning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).unwrap()
}

struct Story {
    clock: Arc<TestClock>,
    writer: Writer,
    entropy: SystemEntropy,
}

/// Writes all events into an empty database, with this number of spends of the customer `busy`, and returns the
/// instant at the end.
pub(crate) async fn tell(db: &Db, busy_spends: i64) -> DateTime<Utc> {
    let clock = Arc::new(TestClock::at(beginning()));
    let mut entropy = SystemEntropy::new();
    let rules = RULES.known().as_ref().clone();
    credit_gateway::flows::policies::publish(db, rules, false, 30, clock.now(), &mut entropy)
        .await
        .unwrap();
    let (mut story, tracker) = Story::begin(db, clock);
    story.lapses().await;
    story.memberships().await;
    story.windows().await;
    story.uses(busy_spends).await;
    story.refunds().await;
    story.others_cancel().await;
    story.deposits().await;
    story.contradictions(db).await;
    story.approvals().await;
    story.payouts(db).await;
    story.promotions().await;
    story.contracts().await;
    story.thresholds().await;
    story.receipts().await;
    story.disputes().await;
    story.tax_invoices().await;
    story.policy(db).await;
    story.unfinished().await;
    story.operators(db).await;
    let now = story.now();
    drop(story);
    tracker.wait().await;
    now
}

/// Uses a database that is there from `last` on: a grant to a customer of the story, and a spend of it. Returns the
/// instant at the end.
pub(crate) async fn goes_on(db: &Db, last: DateTime<Utc>) -> DateTime<Utc> {
    let (story, tracker) = Story::begin(db, Arc::new(TestClock::at(last)));
    story.grant("busy", Kind::Promotional, 5).await;
    story.spend("busy", 5).await;
    let now = story.now();
    drop(story);
    tracker.wait().await;
    now
}

impl Story {
    /// A writer on a database, by this clock. The tracker ends when the story is dropped.
    fn begin(db: &Db, clock: Arc<TestClock>) -> (Self, TaskTracker) {
        let shared: Arc<dyn Clock> = clock.clone();
        let tracker = TaskTracker::new();
        let entropy = || -> Box<dyn Entropy> { Box::new(SystemEntropy::new()) };
        let writer = Writer::start(
            db,
            &RULES,
            &shared,
            entropy,
            Settings::of(db.engine()),
            &tracker,
        );
        tracker.close();
        let story = Self {
            clock,
            writer,
            entropy: SystemEntropy::new(),
        };
        (story, tracker)
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    async fn ok(&self, change: impl Change) -> Answer {
        self.clock.advance(TimeDelta::seconds(1));
        self.writer
            .submit(Command::new(change, person(1)))
            .await
            .unwrap()
            .answer
    }

    async fn grant(&self, who: &str, kind: Kind, sum: i64) {
        self.ok(grant(who, kind, sum)).await;
    }

    async fn all_at_once(&self, changes: impl Iterator<Item = impl Change>) {
        let submitted = changes.map(|change| self.writer.submit(Command::new(change, person(1))));
        let answers = join_all(submitted).await;
        assert!(answers.iter().all(Result::is_ok));
    }

    async fn spend(&self, who: &str, sum: i64) -> domain::spend::Spend {
        match self.ok(spend(who, sum)).await {
            Answer::Spend(spend) => *spend,
            other => panic!("{other:?}"),
        }
    }

    async fn hold(&self, who: &str, sum: i64) -> domain::spend::Hold {
        let expires_at = self.now() + TimeDelta::hours(1);
        let (meter, reference) = ("video".to_owned(), "r".to_owned());
        match self
            .ok(HoldCredits {
                customer: id(who),
                credits: credits(sum),
                meter,
                reference,
                expires_at,
            })
            .await
        {
            Answer::Hold(hold) => *hold,
            other => panic!("{other:?}"),
        }
    }
}

fn grant(who: &str, kind: Kind, sum: i64) -> GrantCredits {
    GrantCredits {
        customer: id(who),
        kind,
        credits: credits(sum),
        bonus_of: None,
        reason: "welcome".into(),
    }
}

fn spend(who: &str, sum: i64) -> SpendCredits {
    let (meter, reference) = ("video".to_owned(), "r".to_owned());
    SpendCredits {
        customer: id(who),
        credits: credits(sum),
        meter,
        reference,
    }
}

/// A provider's snapshot: paid by card.
fn snapshot(
    order: OrderId,
    price: i64,
    cancelled: i64,
    cancels: Vec<CancelLine>,
    paid_at: DateTime<Utc>,
) -> Snapshot {
    Snapshot {
        provider: TOSS,
        payment_key: format!("tgen_{order}"),
        order_ref: order.to_string(),
        standing: Standing::Paid,
        amount: won(price),
        cancelled: won(cancelled),
        currency: "KRW".to_owned(),
        method: Method::Card,
        paid_at: Some(paid_at),
        tax: None,
        cancels,
        deposit: None,
        webhook_secret: None,
        facts: BTreeMap::new(),
    }
}

/// The provider's cancel of one of our refunds.
fn ours(refund: RefundId, amount: i64, settled: CancelStanding) -> CancelLine {
    CancelLine {
        key: "cancel_1".to_owned(),
        amount: won(amount),
        reason: format!("{refund} unused"),
        at: None,
        settled,
    }
}

fn id(who: &str) -> CustomerId {
    who.parse().unwrap()
}

fn won(amount: i64) -> Won {
    Won::new(amount).unwrap()
}

fn credits(amount: i64) -> Credits {
    Credits::new(amount).unwrap()
}
