//! Memberships: months on time, late and skipped, another plan, and an end.

use chrono::TimeDelta;
use domain::{
    books::memberships::{
        ChangePlan, Distribute, EndSubscription, PauseSubscription, ResumeSubscription,
        StartSubscription,
    },
    command::Answer,
    id::SubscriptionId,
};

use super::{Story, id};

/// How long the chapter lasts.
pub(super) const DAYS: i64 = 100;

impl Story {
    async fn subscribe(&self, who: &str) -> SubscriptionId {
        let plan = "membership-basic".to_owned();
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

    /// `meg` has a late month, a skipped one and another plan; `ned` paused; `oda` ended; `pia` has not been swept.
    pub(super) async fn memberships(&mut self) {
        let [meg, ned, oda] = [
            self.subscribe("meg").await,
            self.subscribe("ned").await,
            self.subscribe("oda").await,
        ];
        self.clock.advance(TimeDelta::days(40));
        self.month("meg", meg, 1).await;
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
