//! The beginning of a subscription.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::{Change, of_customer},
    effects::AuditAct,
    event::Event,
    id::{CustomerId, SubscriptionId},
    membership::{Subscription, SubscriptionState},
    refusal::Refusal,
};

/// Begins a subscription now, and gives its month 0 at once, or asks for its payment. The credits of a month are those that the plan has now. While
/// a month of the plan that was given still runs, no other begins: else each end and start would give a month more.
#[derive(Debug, Clone)]
pub struct StartSubscription {
    pub customer: CustomerId,
    pub plan: String,
}

impl Change for StartSubscription {
    type Answer = Subscription;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.months_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Subscription, Refusal> {
        books.active_customer(&self.customer)?;
        let plan = books.plan(&self.plan)?;
        books.not_subscribed(&self.customer, &plan.id)?;
        books.no_month_runs(&self.customer, &plan.id)?;
        let started = Subscription {
            id: SubscriptionId::new(books.now, books.entropy),
            customer: self.customer.clone(),
            billed: plan.billed(),
            plan: plan.id,
            credits: plan.credits,
            waiting: None,
            state: SubscriptionState::Active,
            started_at: books.now,
            next_month: 0,
            next_due_at: Some(books.now),
            paused_at: None,
            ended_at: None,
            reason: None,
        };
        let detail = format!("{}, {} credits a month", started.plan, started.credits);
        books.act(by, AuditAct::SubscriptionStart, &started.id, detail);
        let started = books.save_subscription(started, Event::SubscriptionStarted);
        books.settle_months(started)
    }
}
