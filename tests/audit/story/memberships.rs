//! Memberships: months on time, late and skipped, another plan, and an end.

use chrono::TimeDelta;
use domain::{
    books::{
        memberships::{
            ChangePlan, Distribute, EndSubscription, PauseSubscription, ResumeSubscription,
            StartSubscription,
        },
        quotes::{Asked, QuoteRefund},
    },
    command::Answer,
    id::SubscriptionId,
};

use super::{Story, id};

/// How long the chapter lasts.
pub(super) const DAYS: i64 = 100;

impl Story {
    async fn subscribe(&self, who: &str) -> SubscriptionId {
        self.subscribe_to(who, "membership-basic").await
    }

    async fn subscribe_to(&self, who: &str, plan: &str) -> SubscriptionId {
        let plan = plan.to_owned();
        let customer = id(who);
        match self.ok(StartSubscription { customer, plan }).await {
            Answer::Subscription(begun) => begun.id,
            other => panic!("{other:?}"),
        }
    }

    async fn month(&self, who: &str, subscription: SubscriptionId, month: i64) {
        self.ok(Distribute {
            customer: id(who),
            subscription,
            month,
        })
        .await;
    }

    /// Orders pay for the months. `mira` has one that was given, and asked for its refund; then one that nobody paid, and one
    /// that waits. `nova` ended before anything was paid.
    async fn paid_months(&mut self) -> [SubscriptionId; 2] {
        let mira = self.subscribe_to("mira", "membership-plus").await;
        let order = self.open_month("mira", mira).await;
        let payment = self.observe("mira", order, 9_900, 0, Vec::new()).await;
        self.ok(QuoteRefund {
            customer: id("mira"),
            payment: payment.id,
            asked: Asked::default(),
        })
        .await;
        let nova = self.subscribe_to("nova", "membership-plus").await;
        self.open_month("nova", nova).await;
        [mira, nova]
    }

    /// `meg` has a late month, a skipped one and another plan; `ned` paused; `oda` ended; `pia` has not been swept.
    pub(super) async fn memberships(&mut self) {
        let [meg, ned, oda] = [
            self.subscribe("meg").await,
            self.subscribe("ned").await,
            self.subscribe("oda").await,
        ];
        let [mira, nova] = self.paid_months().await;
        self.clock.advance(TimeDelta::days(40));
        self.month("meg", meg, 1).await;
        self.month("mira", mira, 1).await;
        self.ok(PauseSubscription {
            customer: id("meg"),
            subscription: meg,
            reason: Some("the card was declined".to_owned()),
        })
        .await;
        self.ok(EndSubscription {
            customer: id("oda"),
            subscription: oda,
            reason: None,
        })
        .await;
        self.clock.advance(TimeDelta::days(30));
        self.month("mira", mira, 2).await;
        self.ok(EndSubscription {
            customer: id("nova"),
            subscription: nova,
            reason: None,
        })
        .await;
        self.ok(ResumeSubscription {
            customer: id("meg"),
            subscription: meg,
        })
        .await;
        self.ok(ChangePlan {
            customer: id("meg"),
            subscription: meg,
            plan: "membership-pro".to_owned(),
        })
        .await;
        self.clock.advance(TimeDelta::days(DAYS - 70));
        self.month("meg", meg, 3).await;
        self.ok(PauseSubscription {
            customer: id("ned"),
            subscription: ned,
            reason: None,
        })
        .await;
        self.subscribe("pia").await;
    }
}
