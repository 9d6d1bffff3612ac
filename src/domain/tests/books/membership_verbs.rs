//! Subscriptions, as verbs of the world and as steps of a random history.

use domain::{
    books::{
        memberships::{
            AskedMonth, ChangePlan, Distribute, EndSubscription, PauseSubscription,
            ResumeSubscription, StartSubscription,
        },
        orders::OpenOrder,
    },
    command::{Answer, AnyChange},
    id::{OrderId, SubscriptionId},
    membership::{Distribution, Subscription, SubscriptionState},
};

use crate::{customer, steps::pick, verbs::take, world::World};

pub(crate) const BASIC: &str = "membership-basic";
pub(crate) const PRO: &str = "membership-pro";
/// Its months are paid by orders: 1,000 credits for 9,900 won.
pub(crate) const PLUS: &str = "membership-plus";

impl World {
    pub(crate) fn subscribe(&mut self, who: &str, plan: &str) -> Subscription {
        take!(self.ok(start_of(who, plan)), Subscription)
    }

    pub(crate) fn subscription(&self, id: SubscriptionId) -> Subscription {
        self.rows.subscriptions[&id].clone()
    }

    /// The months of a subscription, in their order.
    pub(crate) fn months(&self, id: SubscriptionId) -> Vec<Distribution> {
        let months = self.rows.distributions.values();
        let mut months: Vec<Distribution> = months
            .filter(|made| made.subscription == id)
            .cloned()
            .collect();
        months.sort_by_key(|made| made.month);
        months
    }

    /// Settles what is due, one command for each month, like a sweep. Returns how many there were.
    pub(crate) fn distribute(&mut self) -> usize {
        let mut settled = 0;
        loop {
            let now = self.now;
            let due = |known: &&Subscription| known.next_due_at.is_some_and(|due| due <= now);
            let all = self.rows.subscriptions.values();
            let Some(known) = all.filter(due).min_by_key(|known| known.id).cloned() else {
                return settled;
            };
            self.ok(month_of(&known, known.next_month));
            settled += 1;
        }
    }

    pub(crate) fn pause(&mut self, id: SubscriptionId) -> Subscription {
        let customer = self.subscription(id).customer;
        let reason = Some("the card was declined".to_owned());
        take!(
            self.ok(PauseSubscription {
                customer,
                subscription: id,
                reason
            }),
            Subscription
        )
    }

    pub(crate) fn resume(&mut self, id: SubscriptionId) -> Subscription {
        let customer = self.subscription(id).customer;
        take!(
            self.ok(ResumeSubscription {
                customer,
                subscription: id
            }),
            Subscription
        )
    }

    pub(crate) fn end(&mut self, id: SubscriptionId) -> Subscription {
        take!(self.ok(end_of(&self.subscription(id))), Subscription)
    }

    pub(crate) fn move_to(&mut self, id: SubscriptionId, plan: &str) -> Subscription {
        take!(
            self.ok(change_of(&self.subscription(id), plan)),
            Subscription
        )
    }

    /// An order for a month of a subscription, by card.
    pub(crate) fn month_order(&mut self, it: &Subscription, month: Option<i64>) -> OpenOrder {
        let subscription = it.id;
        OpenOrder {
            month: Some(AskedMonth {
                subscription,
                month,
            }),
            ..self.new_order(it.customer.as_str(), "", 1)
        }
    }

    /// The order for the month that waits.
    pub(crate) fn ask_month(&mut self, it: &Subscription) -> OrderId {
        let open = self.month_order(it, None);
        take!(self.ok(open), Order).id
    }

    /// The subscription of `who` to a plan whose months are paid by orders, with its first month paid.
    pub(crate) fn subscribe_paid(&mut self, who: &str) -> Subscription {
        let it = self.subscribe(who, PLUS);
        let order = self.ask_month(&it);
        assert!(self.observe(order, self.paid(order)));
        self.subscription(it.id)
    }

    /// A start of a subscription whose months are paid by orders, or an order for a month of one.
    fn paid_month_step(&mut self, what: u8, which: u8, amount: u16) -> Option<AnyChange> {
        if what == 52 {
            let who = ["ann", "bob", "cat"][usize::from(which) % 3];
            return Some(start_of(who, PLUS).into());
        }
        let known = pick(self.rows.subscriptions.values(), which)?.clone();
        let asked = amount.is_multiple_of(5).then_some(known.next_month - 1);
        Some(if amount.is_multiple_of(4) {
            let by_bank = self.new_bank_order(known.customer.as_str(), "", "HONG1");
            let month = self.month_order(&known, asked).month;
            OpenOrder { month, ..by_bank }.into()
        } else {
            self.month_order(&known, asked).into()
        })
    }

    /// A step with a subscription. Starting and distributing leave most others something to do.
    pub(crate) fn membership_step(
        &mut self,
        what: u8,
        which: u8,
        amount: u16,
    ) -> Option<AnyChange> {
        if let 52..=53 = what {
            return self.paid_month_step(what, which, amount);
        }
        let plan = [BASIC, PRO, PLUS][usize::from(amount % 3)];
        if what == 37 {
            let who = ["ann", "bob", "cat"][usize::from(which) % 3];
            return Some(start_of(who, plan).into());
        }
        let known = pick(self.rows.subscriptions.values(), which)?.clone();
        Some(match what {
            38 => month_of(
                &known,
                known.next_month - i64::from(amount.is_multiple_of(4)),
            )
            .into(),
            39 if known.state == SubscriptionState::Paused => ResumeSubscription {
                customer: known.customer,
                subscription: known.id,
            }
            .into(),
            39 => PauseSubscription {
                customer: known.customer,
                subscription: known.id,
                reason: None,
            }
            .into(),
            _ if amount.is_multiple_of(3) => end_of(&known).into(),
            _ => change_of(&known, plan).into(),
        })
    }
}

pub(crate) fn start_of(who: &str, plan: &str) -> StartSubscription {
    StartSubscription {
        customer: customer(who),
        plan: plan.to_owned(),
    }
}

pub(crate) fn month_of(known: &Subscription, month: i64) -> Distribute {
    Distribute {
        customer: known.customer.clone(),
        subscription: known.id,
        month,
    }
}

pub(crate) fn end_of(known: &Subscription) -> EndSubscription {
    EndSubscription {
        customer: known.customer.clone(),
        subscription: known.id,
        reason: Some("moved away".to_owned()),
    }
}

pub(crate) fn change_of(known: &Subscription, plan: &str) -> ChangePlan {
    ChangePlan {
        customer: known.customer.clone(),
        subscription: known.id,
        plan: plan.to_owned(),
    }
}
