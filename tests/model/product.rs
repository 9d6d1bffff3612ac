//! The product on one database: its writer, with a clock that is moved by hand and ids that are counted.

use std::sync::Arc;

use credit_gateway::{
    clock::{Clock, TestClock},
    entropy::CounterEntropy,
    store::{Db, WriteError, Writer, writer::Settings},
};
use domain::{
    actor::Actor,
    command::{Answer, Command, IdempotencyKey, Reply},
    id::{CampaignId, ContractId, InboxId, KeyId, OrderId},
};
use futures_util::future::join_all;
use kit::database::Engine;
use tokio_util::task::TaskTracker;

use crate::{
    ids::{Ids, instant},
    rules::RULES,
    run::Request,
    seen::Reader,
};

/// One way into a database. Several ways into one have customers of their own, and on PostgreSQL they write at once.
#[derive(Debug)]
pub(crate) struct Lane {
    pub engine: Engine,
    pub db: Db,
    pub reader: Reader,
    pub ids: Ids,
    writer: Writer,
    clock: Arc<TestClock>,
    entropy: CounterEntropy,
    by: Actor,
    second: Actor,
}

/// Ids of two lanes of one database are never alike: each counts from a number of its own.
const APART: u64 = 1 << 40;

impl Lane {
    pub(crate) async fn into(db: &Db, (engine, url): (Engine, &str), number: u64) -> Self {
        let clock = Arc::new(TestClock::at(instant(0)));
        let shared: Arc<dyn Clock> = clock.clone();
        let settings = Settings {
            writers: 1,
            ..Settings::of(db.engine())
        };
        let first = 2 * number * APART;
        let ids = || Box::new(CounterEntropy(first)) as Box<dyn domain::id::Entropy>;
        let writer = Writer::start(db, &RULES, &shared, ids, settings, &TaskTracker::new());
        let mut entropy = CounterEntropy(first + APART);
        let by = Actor::Key(KeyId::new(instant(0), &mut entropy));
        let second = Actor::Key(KeyId::new(instant(0), &mut entropy));
        let ids = new_ids("none", 0, &mut entropy);
        Self {
            engine,
            db: db.clone(),
            reader: Reader::of(engine, url).await,
            ids,
            writer,
            clock,
            entropy,
            by,
            second,
        }
    }

    /// Begins a run of a sequence with customers that nobody knows.
    pub(crate) async fn begin(&mut self, run: &str, now: i64) {
        self.clock.set(instant(now));
        self.ids = new_ids(run, now, &mut self.entropy);
        self.end_greetings().await;
    }

    pub(crate) fn wait(&mut self, until: i64) {
        self.clock.set(instant(until));
        self.ids.now = instant(until);
    }

    /// Has requests carried out, in their order. What comes together is written by one commit.
    pub(crate) async fn submit(&mut self, requests: &[Request]) -> Vec<Result<Reply, WriteError>> {
        let commands: Vec<Command> = requests.iter().map(|it| self.command(it)).collect();
        let answers = commands.iter().cloned();
        let answers = answers.map(|command| self.writer.submit(command));
        let mut results = join_all(answers).await;
        // The lanes of a database wait for each other's greetings, now and then for too long.
        for (result, command) in results.iter_mut().zip(commands) {
            while matches!(result, Err(WriteError::Locked(_))) {
                *result = self.writer.submit(command.clone()).await;
            }
        }
        for result in &results {
            if let Ok(Reply {
                answer: Answer::ClosingQuote(quote),
                replayed: false,
                ..
            }) = result
            {
                self.ids.closing_quotes.push(quote.id.clone());
            }
        }
        results
    }

    fn command(&mut self, Request { deed, key }: &Request) -> Command {
        self.ids.new_order = OrderId::new(self.ids.now, &mut self.entropy);
        self.ids.new_inbox = InboxId::new(self.ids.now, &mut self.entropy);
        self.ids.new_campaign = CampaignId::new(self.ids.now, &mut self.entropy);
        self.ids.new_contract = ContractId::new(self.ids.now, &mut self.entropy);
        let key = key.as_ref().map(|(key, request)| IdempotencyKey {
            scope: "service".to_owned(),
            key: key.clone(),
            fingerprint: request.clone(),
        });
        let by = if deed.by_second() {
            &self.second
        } else {
            &self.by
        };
        let mut command = Command::any(deed.change(&self.ids), by.clone()).under_key(key);
        command.authorization = deed.authorization(&self.ids);
        command
    }
}

fn new_ids(run: &str, now: i64, entropy: &mut CounterEntropy) -> Ids {
    let now = instant(now);
    Ids::new(
        run,
        now,
        OrderId::new(now, entropy),
        InboxId::new(now, entropy),
        CampaignId::new(now, entropy),
        ContractId::new(now, entropy),
    )
}
