//! A small database in which every kind of event has happened, written by the books themselves.

mod approvals;
mod contradictions;
mod inbox;
mod later;
mod operators;
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
    store::{Db, Writer, writer::Settings},
};
use domain::{
    actor::Actor,
    books::{
        closing::{CloseCustomer, QuoteClosing},
        credits::{HoldCredits, SpendCredits},
        customers::{BookExpiry, GrantCredits},
        deposits::{MatchDeposit, Then},
        observe::ObservePayment,
        orders::{AttachSession, BeginConfirmation, OpenOrder},
        refunds::{ObserveRefund, RefundOutcome},
    },
    command::{Answer, Change, Command},
    deposit::{Movement, Source},
    failure::Failure,
    id::{CustomerId, DepositId, KeyId, OrderId, RefundId},
    kind::{Kind, Method, ProviderId},
    money::{Credits, Won},
    order::Session,
    payment::{CancelLine, CancelStanding, Payment, Snapshot, Standing},
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

static RULES: LazyLock<Arc<Rulebook>> = LazyLock::new(|| {
    let policy = include_str!("../../policies/2025-07-17.toml");
    let catalogue = include_str!("../../policies/catalogue.toml");
    let holidays = include_str!("../../policies/kr-holidays.csv");
    Arc::new(Rulebook::parse(&[policy], catalogue, holidays).unwrap())
});

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
    let shared: Arc<dyn Clock> = clock.clone();
    let mut entropy = SystemEntropy::new();
    let rules = RULES.as_ref().clone();
    credit_gateway::flows::policies::publish(db, rules, false, 30, clock.now(), &mut entropy)
        .await
        .unwrap();
    let tracker = TaskTracker::new();
    let writer = Writer::start(
        db,
        &RULES,
        &shared,
        || Box::new(SystemEntropy::new()),
        Settings::of(db.engine()),
        &tracker,
    );
    tracker.close();
    let mut story = Story {
        clock,
        writer,
        entropy: SystemEntropy::new(),
    };
    story.lapses().await;
    story.windows().await;
    story.uses(busy_spends).await;
    story.refunds().await;
    story.others_cancel().await;
    story.deposits().await;
    story.contradictions(db).await;
    story.approvals().await;
    story.payouts(db).await;
    story.unfinished().await;
    story.operators(db).await;
    let now = story.now();
    drop(story);
    tracker.wait().await;
    now
}

impl Story {
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

    async fn open(
        &mut self,
        who: &str,
        product: &str,
        quantity: i64,
        depositor: Option<&str>,
    ) -> OrderId {
        let order = OpenOrder {
            id: OrderId::new(self.now(), &mut self.entropy),
            customer: id(who),
            product: product.to_owned(),
            quantity,
            provider: if depositor.is_some() { BANK } else { TOSS },
            method: if depositor.is_some() {
                Method::BankTransfer
            } else {
                Method::Card
            },
            depositor: depositor.map(str::to_owned),
            account: depositor.map(|_| "main".to_owned()),
            return_url: "https://shop.example/done".to_owned(),
            metadata: serde_json::from_str(r#"{"cart":"7"}"#).unwrap(),
            expires_at: self.now() + TimeDelta::hours(1),
            amount_min: won(100),
            amount_max: None,
        };
        let order_id = order.id;
        self.ok(order).await;
        let session = Session {
            payment_key: None,
            redirect_url: None,
            mobile_url: None,
            app_url: None,
            callback: std::collections::BTreeMap::new(),
            deposit: None,
            webhook_secret: None,
            awaited_at: None,
            expires_at: self.now() + TimeDelta::hours(1),
        };
        self.ok(AttachSession {
            customer: id(who),
            order: order_id,
            session,
        })
        .await;
        order_id
    }

    async fn confirming(&mut self, who: &str, product: &str, quantity: i64) -> OrderId {
        let order = self.open(who, product, quantity, None).await;
        self.ok(BeginConfirmation {
            customer: id(who),
            order,
            query: BTreeMap::from([("paymentKey".to_owned(), format!("tgen_{order}"))]),
        })
        .await;
        order
    }

    async fn buy(&mut self, who: &str, product: &str, quantity: i64, price: i64) -> Payment {
        let order = self.confirming(who, product, quantity).await;
        self.observe(who, order, price, 0, Vec::new()).await
    }

    async fn observe(
        &self,
        who: &str,
        order: OrderId,
        price: i64,
        cancelled: i64,
        cancels: Vec<CancelLine>,
    ) -> Payment {
        let snapshot = snapshot(order, price, cancelled, cancels, self.now());
        match self
            .ok(ObservePayment {
                customer: id(who),
                order,
                snapshot: Box::new(snapshot),
                asked_at: self.now(),
            })
            .await
        {
            Answer::Observed(seen) => seen.payment.unwrap(),
            other => panic!("{other:?}"),
        }
    }

    async fn deposit(&mut self, name: &str, amount: i64, key: &str) -> DepositId {
        let movement = Movement {
            provider: BANK,
            key: key.to_owned(),
            source: Source::FEED,
            account: "main".to_owned(),
            name: name.to_owned(),
            amount: won(amount),
            at: self.now(),
            balance: None,
        };
        let body = format!(
            r#"{{"type":"deposit.received","data":{{"movement_id":"{key}","amount":{amount}}}}}"#
        );
        match self.receive(&body, Then::Deposit(movement)).await {
            Answer::Receipt(receipt) => receipt.deposit.unwrap().id,
            other => panic!("{other:?}"),
        }
    }

    /// Promotional credits that end, swept and not swept.
    async fn lapses(&mut self) {
        self.grant("gail", Kind::Promotional, 10).await;
        self.grant("hal", Kind::Promotional, 10).await;
        let hold = self.hold("gail", 4).await;
        self.clock.advance(TimeDelta::days(800));
        self.ok(BookExpiry {
            customer: id("gail"),
        })
        .await;
        assert_eq!(hold.credits, credits(4));
        self.grant("erin", Kind::Membership, 10).await;
        let customer = id("erin");
        let quote = match self.ok(QuoteClosing { customer }).await {
            Answer::ClosingQuote(quote) => quote.id,
            other => panic!("{other:?}"),
        };
        self.ok(CloseCustomer {
            customer: id("erin"),
            quote,
            confirm_forfeit: true,
        })
        .await;
    }

    /// One refund that succeeded, one that was declined, one that is running.
    async fn refunds(&mut self) {
        // With a bonus, part of which was used before the purchase was refunded; and one that stays.
        let payment = self.buy("wim", "bonus-1000", 1, 10_000).await;
        self.spend("wim", 40).await;
        self.refund("wim", payment.id).await;
        self.buy("vera", "bonus-1000", 1, 10_000).await;
        // All of the bonus was used, and some of the bought credits.
        let payment = self.buy("wes", "bonus-1000", 1, 10_000).await;
        self.spend("wes", 500).await;
        self.refund("wes", payment.id).await;
        let mut open = Vec::new();
        for who in ["rita", "rob", "bob"] {
            let payment = self.buy(who, "direct-100", 1, 1_000).await;
            open.push((who, payment.order, self.refund(who, payment.id).await));
        }
        let (who, order, refund) = open[0];
        let cancel = ours(refund, 1_000, CancelStanding::Done);
        self.observe(who, order, 1_000, 1_000, vec![cancel]).await;
        let (who, _, refund) = open[1];
        let outcome = RefundOutcome::Declined(Failure::new("NOT_ALLOWED", "no").into());
        self.ok(ObserveRefund {
            customer: id(who),
            refund,
            outcome,
        })
        .await;
    }

    /// Cancelled at the provider's console after half was used; the next purchase pays the debt.
    async fn others_cancel(&mut self) {
        let payment = self.buy("dave", "package-1000", 3, 29_700).await;
        self.spend("dave", 1_500).await;
        self.observe("dave", payment.order, 29_700, 29_700, Vec::new())
            .await;
        self.buy("dave", "direct-1000", 1, 10_000).await;
    }

    /// Matched, reversed, unmatched and matched by hand despite the amount.
    async fn deposits(&mut self) {
        self.open("carol", "direct-100", 1, Some("홍길동")).await;
        self.deposit("홍길동", 1_000, "m-1").await;
        self.told_again("홍길동", 1_000, "statement:m-1").await;
        self.open("carol", "direct-1000", 1, Some("홍길순")).await;
        self.deposit("홍길순", 10_000, "m-2").await;
        let reversed = Then::DepositReversed {
            customer: Some(id("carol")),
            provider: BANK,
            key: "m-2".to_owned(),
        };
        self.receive(
            r#"{"type":"deposit.reversed","data":{"movement_id":"m-2"}}"#,
            reversed,
        )
        .await;
        self.deposit("nobody", 5_000, "m-3").await;
        let order = self.open("cho", "direct-100", 1, Some("조")).await;
        let deposit = self.deposit("조", 990, "m-4").await;
        let reason = "ten won short".to_owned();
        self.ok(MatchDeposit {
            customer: id("cho"),
            deposit,
            order,
            despite_amount: true,
            reason,
        })
        .await;
    }

    async fn unfinished(&mut self) {
        self.confirming("frank", "direct-100", 1).await;
        self.open("frank", "direct-100", 1, None).await;
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
