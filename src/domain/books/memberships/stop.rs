//! Subscriptions paused, resumed and ended. Credits that were given stay in any case, until their own end.

use super::changed;
use crate::{
    actor::Actor,
    books::Books,
    canary,
    command::{Change, of_customer},
    effects::AuditAct,
    event::Event,
    id::{CustomerId, SubscriptionId},
    membership::{Subscription, SubscriptionState},
    refusal::Refusal,
};

/// Pauses an active subscription. Months that become due from now on are skipped. Those due before are given first. One
/// that waits for its payment is skipped as unpaid.
#[derive(Debug, Clone)]
pub struct PauseSubscription {
    pub customer: CustomerId,
    pub subscription: SubscriptionId,
    pub reason: Option<String>,
}

impl Change for PauseSubscription {
    type Answer = Subscription;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(subscriptions: subscription);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Subscription, Refusal> {
        let known = books.in_state(
            &self.customer,
            self.subscription,
            &[SubscriptionState::Active],
        )?;
        let it = books.settle_months(known)?;
        let it = canary!(PausedMonthWaits, it, books.skip_unpaid(it));
        let paused = Subscription {
            state: SubscriptionState::Paused,
            paused_at: Some(books.now),
            reason: self.reason.clone(),
            ..it
        };
        let detail = in_words(&paused);
        books.act(by, AuditAct::SubscriptionPause, &paused.id, detail);
        Ok(books.save_subscription(paused, Event::SubscriptionPaused))
    }
}

/// Resumes a paused subscription on the days that it has always had. Months that became due in between are skipped first.
#[derive(Debug, Clone)]
pub struct ResumeSubscription {
    pub customer: CustomerId,
    pub subscription: SubscriptionId,
}

impl Change for ResumeSubscription {
    type Answer = Subscription;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(subscriptions: subscription);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Subscription, Refusal> {
        let known = books.in_state(
            &self.customer,
            self.subscription,
            &[SubscriptionState::Paused],
        )?;
        let it = books.settle_months(known)?;
        let resumed = Subscription {
            state: SubscriptionState::Active,
            paused_at: None,
            reason: None,
            ..it
        };
        let detail = in_words(&resumed);
        books.act(by, AuditAct::SubscriptionResume, &resumed.id, detail);
        Ok(books.save_subscription(resumed, Event::SubscriptionResumed))
    }
}

/// Ends a subscription for good. Months due before are settled first. Its credits and all other lots stay as they are
/// (credits policy, FAQ: credits remain valid regardless of membership status).
#[derive(Debug, Clone)]
pub struct EndSubscription {
    pub customer: CustomerId,
    pub subscription: SubscriptionId,
    pub reason: Option<String>,
}

impl Change for EndSubscription {
    type Answer = Subscription;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(subscriptions: subscription);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Subscription, Refusal> {
        let open = &[SubscriptionState::Active, SubscriptionState::Paused];
        let known = books.in_state(&self.customer, self.subscription, open)?;
        let it = books.settle_months(known)?;
        Ok(books.end_subscription(it, self.reason.clone(), by))
    }
}

fn in_words(it: &Subscription) -> String {
    let reason = it.reason.as_deref().map(|reason| format!(": {reason}"));
    let reason = reason.unwrap_or_default();
    format!("{}, before month {}{reason}", it.plan, it.next_month)
}

impl Books<'_> {
    /// The customer's subscription, if it is in one of these states.
    pub(super) fn in_state(
        &self,
        customer: &CustomerId,
        id: SubscriptionId,
        states: &[SubscriptionState],
    ) -> Result<Subscription, Refusal> {
        let known = self.subscription(customer, id)?;
        if states.contains(&known.state) {
            return Ok(known);
        }
        Err(Refusal::SubscriptionIs {
            subscription: id,
            state: known.state,
        })
    }

    /// Ends a subscription whose due months are settled.
    pub(in crate::books) fn end_subscription(
        &mut self,
        it: Subscription,
        reason: Option<String>,
        by: &Actor,
    ) -> Subscription {
        let it = self.skip_unpaid(it);
        let ended = Subscription {
            state: SubscriptionState::Ended,
            next_due_at: None,
            paused_at: None,
            ended_at: Some(self.now),
            reason,
            ..it
        };
        self.act(by, AuditAct::SubscriptionEnd, &ended.id, in_words(&ended));
        self.event(Event::SubscriptionEnded(changed(&ended)));
        self.rows.subscriptions.save(ended)
    }
}
