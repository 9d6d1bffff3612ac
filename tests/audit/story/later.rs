//! Later changes of recorded facts: the books stay right, and the auditor agrees; tampering meanwhile is found.

mod compared;

use chrono::TimeDelta;
use domain::{
    books::{
        by_hand::BounceRefund,
        quotes::Asked,
        refunds::{ObserveRefund, RefundOutcome, RefundRoute, RequestRefund},
    },
    command::Answer,
    id::RefundId,
    payment::CancelStanding,
    refund::RefundAccount,
};

use super::*;

pub(super) fn start(db: &Db, clock: &Arc<TestClock>) -> Story {
    let shared: Arc<dyn Clock> = clock.clone();
    let tracker = TaskTracker::new();
    let writer = Writer::start(
        db,
        &RULES,
        &shared,
        || Box::new(SystemEntropy::new()),
        Settings::of(db.engine()),
        &tracker,
    );
    Story {
        clock: clock.clone(),
        writer,
        entropy: SystemEntropy::new(),
    }
}

pub(super) async fn publish(db: &Db) {
    let mut entropy = SystemEntropy::new();
    let rules = RULES.known().as_ref().clone();
    credit_gateway::flows::policies::publish(db, rules, false, 30, beginning(), &mut entropy)
        .await
        .unwrap();
}

impl Story {
    async fn by_hand(&self, who: &str, payment: domain::id::PaymentId, sum: i64) -> RefundId {
        let some = Asked {
            credits: Some(credits(sum)),
            ..Asked::default()
        };
        let quote = self.quote(who, payment, some).await;
        let request = RequestRefund {
            customer: id(who),
            payment,
            quote: quote.id,
            reason: "unused".to_owned(),
            account: Some(RefundAccount {
                bank: "088".to_owned(),
                account_number: "110123456789".to_owned(),
                holder: "kim".to_owned(),
            }),
            payer: None,
            holder_confirmed: false,
            route: RefundRoute::Hand("too late".to_owned()),
        };
        let refund = match self.ok(request).await {
            Answer::Refund(refund) => refund.id,
            other => panic!("{other:?}"),
        };
        self.became(
            who,
            refund,
            RefundOutcome::Succeeded {
                cancel_key: Some("t".into()),
            },
        )
        .await;
        refund
    }

    async fn became(&self, who: &str, refund: RefundId, outcome: RefundOutcome) {
        self.ok(ObserveRefund {
            customer: id(who),
            refund,
            outcome,
        })
        .await;
    }
}

async fn broken(db: &Db, now: DateTime<Utc>) -> Vec<credit_gateway::store::audit::Check> {
    let checks = credit_gateway::store::audit::audit(db, now, &crate::days_off())
        .await
        .unwrap();
    checks.into_iter().filter(|check| !check.holds()).collect()
}

/// The first of two transfers by hand comes back and is given up: the books are right, and the auditor must not
/// report them as broken.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refund_that_came_back_and_was_declined_leaves_the_next_right() {
    for test in crate::empty_databases().await {
        publish(&test.db).await;
        let mut story = start(&test.db, &Arc::new(TestClock::at(beginning())));
        let payment = story.buy("moa", "direct-10000", 1, 95_000).await;
        let first = story.by_hand("moa", payment.id, 1).await;
        story.by_hand("moa", payment.id, 1).await;
        assert_eq!(broken(&test.db, story.now()).await, Vec::new());
        story
            .ok(BounceRefund {
                customer: id("moa"),
                refund: first,
                note: "closed account".to_owned(),
            })
            .await;
        assert_eq!(broken(&test.db, story.now()).await, Vec::new());
        story
            .became("moa", first, RefundOutcome::Declined("gave up".into()))
            .await;
        assert_eq!(broken(&test.db, story.now()).await, Vec::new());
    }
}

/// Two gateways whose clocks differ by 50 ms.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_that_differ_a_little_break_nothing() {
    for test in crate::empty_databases().await {
        publish(&test.db).await;
        let (one, other) = (
            Arc::new(TestClock::at(beginning())),
            Arc::new(TestClock::at(beginning() - TimeDelta::milliseconds(1050))),
        );
        let mut fast = start(&test.db, &one);
        let slow = start(&test.db, &other);
        let payment = fast.buy("moa", "direct-10000", 1, 95_000).await;
        other.advance(fast.now() - slow.now() - TimeDelta::milliseconds(1050));
        // `ok` moves each clock by one second before it asks.
        let quote = fast.quote("moa", payment.id, Asked::default()).await;
        let request = RequestRefund {
            customer: id("moa"),
            payment: payment.id,
            quote: quote.id,
            reason: "unused".to_owned(),
            account: None,
            payer: None,
            holder_confirmed: false,
            route: RefundRoute::Provider,
        };
        other.advance(TimeDelta::seconds(1));
        slow.ok(request).await;
        assert_eq!(broken(&test.db, fast.now()).await, Vec::new());
    }
}

/// A cancel at the console that fails later, after the rest was refunded.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancel_that_its_provider_took_back_leaves_the_refund_beside_it_right() {
    for test in crate::empty_databases().await {
        publish(&test.db).await;
        let mut story = start(&test.db, &Arc::new(TestClock::at(beginning())));
        let payment = story.buy("moa", "direct-100", 1, 1_000).await;
        let console = |settled| CancelLine {
            key: "console".to_owned(),
            amount: won(254),
            reason: "console".to_owned(),
            at: None,
            settled,
        };
        let done = console(CancelStanding::Done);
        story
            .observe("moa", payment.order, 1_000, 254, vec![done.clone()])
            .await;
        let refund = story.refund("moa", payment.id).await;
        let ours = ours(refund, 746, CancelStanding::Done);
        story
            .observe("moa", payment.order, 1_000, 1_000, vec![done, ours.clone()])
            .await;
        assert_eq!(broken(&test.db, story.now()).await, Vec::new());
        let failed = console(CancelStanding::Failed);
        story
            .observe("moa", payment.order, 1_000, 746, vec![failed, ours])
            .await;
        assert_eq!(broken(&test.db, story.now()).await, Vec::new());
    }
}
