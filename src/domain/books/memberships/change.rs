//! Another plan for a subscription.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    canary,
    command::{Change, of_customer},
    effects::AuditAct,
    event::Event,
    id::{CustomerId, SubscriptionId},
    membership::{Subscription, SubscriptionState},
    refusal::Refusal,
};

/// Moves a subscription to another plan from its next month on, with the credits that the plan has now. The day of the
/// month stays. Months due before are settled under the old plan, and the credits of the current month stay as they were
/// given, or wait for their payment. To the plan that it has: it takes the credits that the plan has now.
#[derive(Debug, Clone)]
pub struct ChangePlan {
    pub customer: CustomerId,
    pub subscription: SubscriptionId,
    pub plan: String,
}

impl Change for ChangePlan {
    type Answer = Subscription;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.subscriptions.insert(self.subscription);
        needs.subscriptions_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Subscription, Refusal> {
        let open = &[SubscriptionState::Active, SubscriptionState::Paused];
        let known = books.in_state(&self.customer, self.subscription, open)?;
        let plan = books.plan(&self.plan)?;
        if plan.id != known.plan {
            books.not_subscribed(&self.customer, &plan.id)?;
        }
        let it = canary!(OldMonthsOfNewPlan, known, books.settle_months(known)?);
        let detail = format!(
            "from {} with {} to {} with {} credits a month, from month {} on",
            it.plan, it.credits, plan.id, plan.credits, it.next_month
        );
        books.act(by, AuditAct::SubscriptionChange, &it.id, detail);
        let changed = Subscription {
            billed: plan.billed(),
            plan: plan.id,
            credits: plan.credits,
            ..it
        };
        Ok(books.save_subscription(changed, Event::SubscriptionPlanChanged))
    }
}
