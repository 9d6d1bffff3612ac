//! Memberships: a plan's credits each month, on the day of the start (policy, sections 2 and 8, and the decisions on them).
//!
//! A month is given or skipped once, by its number. Every change of a subscription first settles the months that are due.

use super::{Model, Said};
use crate::{
    calendar::{day_of, monthly, show},
    rules::{PLANS, current},
};

#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub who: usize,
    /// By its place in [`PLANS`].
    pub plan: usize,
    /// Of a month.
    pub credits: i64,
    pub state: &'static str,
    pub started_at: i64,
    /// The number of the next month, and when it is due. No month is due once it has ended.
    pub next: i64,
    pub due_at: Option<i64>,
    /// The month that waits for its payment.
    pub waiting: Option<usize>,
    pub paused_at: Option<i64>,
    pub ended_at: Option<i64>,
}

impl Subscription {
    pub(crate) fn is_open(&self) -> bool {
        self.state != "ended"
    }
}

/// A month that was settled.
#[derive(Debug, Clone)]
pub(crate) struct Month {
    pub who: usize,
    pub subscription: usize,
    pub number: i64,
    pub plan: usize,
    pub credits: i64,
    pub due_at: i64,
    pub made_at: i64,
    /// None where it was skipped.
    pub lot: Option<usize>,
    /// How it was settled, in a word.
    pub how: &'static str,
}

impl Month {
    /// Given on a later day in Korea than the one on which it was due.
    pub(super) fn is_late(&self) -> bool {
        self.lot.is_some() && day_of(self.made_at) > day_of(self.due_at)
    }
}

/// What a client asks for about a subscription that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Pause,
    Resume,
    End,
    /// To another plan.
    Change(usize),
}

impl Model {
    pub(crate) fn subscribe(&mut self, who: usize, plan: usize) -> Said {
        self.active_customer(who)?;
        let sold = PLANS.get(plan).ok_or("NoPlan")?;
        self.not_subscribed(who, plan)?;
        for month in &self.months {
            let of = &self.subscriptions[month.subscription];
            let until = monthly(of.started_at, month.number + 1);
            let given = month.who == who && month.plan == plan && month.lot.is_some();
            if given && self.now < until {
                return Err(format!("MonthRuns: until {}", show(until)));
            }
        }
        self.subscriptions.push(Subscription {
            who,
            plan,
            credits: sold.credits,
            state: "active",
            started_at: self.now,
            next: 0,
            due_at: Some(self.now),
            waiting: None,
            paused_at: None,
            ended_at: None,
        });
        let at = self.subscriptions.len() - 1;
        self.settle_months(at);
        Ok(self.subscription_in_words(at))
    }

    fn not_subscribed(&self, who: usize, plan: usize) -> Result<(), String> {
        let same = |it: &Subscription| it.who == who && it.plan == plan && it.is_open();
        if self.subscriptions.iter().any(same) {
            return Err("AlreadySubscribed".to_owned());
        }
        Ok(())
    }

    /// A subscription of this customer's that stands so. In any other state the act is refused.
    fn standing(&self, who: usize, at: usize, states: &[&str]) -> Result<(), String> {
        let it = &self.subscriptions[at];
        if it.who != who {
            return Err("NoSubscription".to_owned());
        }
        if states.contains(&it.state) {
            Ok(())
        } else {
            Err("SubscriptionIs".to_owned())
        }
    }

    pub(crate) fn turn(&mut self, who: usize, at: usize, turn: Turn) -> Said {
        let from: &[&str] = match turn {
            Turn::Pause => &["active"],
            Turn::Resume => &["paused"],
            Turn::End | Turn::Change(_) => &["active", "paused"],
        };
        self.standing(who, at, from)?;
        if let Turn::Change(plan) = turn {
            PLANS.get(plan).ok_or("NoPlan")?;
            if plan != self.subscriptions[at].plan {
                self.not_subscribed(who, plan)?;
            }
        }
        if self.subscriptions[at]
            .due_at
            .is_some_and(|due_at| due_at <= self.now)
        {
            self.happened.push("months are due before a change");
        }
        self.settle_months(at);
        if turn == Turn::Pause {
            self.skip_unpaid(at);
        }
        let now = self.now;
        let it = &mut self.subscriptions[at];
        match turn {
            Turn::Pause => (it.state, it.paused_at) = ("paused", Some(now)),
            Turn::Resume => (it.state, it.paused_at) = ("active", None),
            Turn::End => self.end_subscription(at),
            Turn::Change(plan) => (it.plan, it.credits) = (plan, PLANS[plan].credits),
        }
        Ok(self.subscription_in_words(at))
    }

    fn end_subscription(&mut self, at: usize) {
        self.skip_unpaid(at);
        let it = &mut self.subscriptions[at];
        (it.state, it.due_at) = ("ended", None);
        (it.paused_at, it.ended_at) = (None, Some(self.now));
    }

    /// The gateway gives a month by its number. One that was settled before, or of a subscription that has ended, changes
    /// nothing; one that is not due is refused.
    pub(crate) fn distribute(&mut self, who: usize, at: usize, number: i64) -> Said {
        let it = &self.subscriptions[at];
        if it.who != who {
            return Err("NoSubscription".to_owned());
        }
        if let Some(due_at) = it.due_at.filter(|_| number >= it.next) {
            if number > it.next || due_at > self.now {
                let next = it.next;
                return Err(format!("MonthNotDue: month {next} at {}", show(due_at)));
            }
            self.settle_month(at, due_at);
        }
        Ok(self.subscription_in_words(at))
    }

    pub(crate) fn settle_months_of(&mut self, who: usize) {
        for at in 0..self.subscriptions.len() {
            if self.subscriptions[at].who == who {
                self.settle_months(at);
            }
        }
    }

    pub(crate) fn end_subscriptions_of(&mut self, who: usize) {
        for at in 0..self.subscriptions.len() {
            if self.subscriptions[at].who == who && self.subscriptions[at].is_open() {
                self.end_subscription(at);
            }
        }
    }

    pub(super) fn settle_months(&mut self, at: usize) {
        while let Some(due_at) = self.subscriptions[at].due_at
            && due_at <= self.now
        {
            self.settle_month(at, due_at);
        }
    }

    fn settle_month(&mut self, at: usize, due_at: i64) {
        self.skip_unpaid(at);
        let it = self.subscriptions[at].clone();
        let how = if it.state == "paused" {
            "paused"
        } else if self.customers[it.who].frozen {
            "frozen"
        } else {
            "given"
        };
        if how == "given"
            && let Some(won) = PLANS[it.plan].won
        {
            self.ask_for_month(at, won);
            return;
        }
        let lot = (how == "given").then(|| {
            let terms = (current(self.now), 0);
            let lot = self.mint(it.who, "membership", it.credits, terms);
            self.pay_debt(it.who, &[(lot, it.credits)]);
            lot
        });
        let month = Month {
            who: it.who,
            subscription: at,
            number: it.next,
            plan: it.plan,
            credits: it.credits,
            due_at,
            made_at: self.now,
            lot,
            how,
        };
        self.happened.push(match how {
            "given" if month.is_late() => "a month is given late",
            "given" => "a month is given on its day",
            "paused" => "a month of a pause is skipped",
            _ => "a month of a freeze is skipped",
        });
        self.months.push(month);
        self.next_month(at);
    }

    pub(super) fn next_month(&mut self, at: usize) {
        let it = &mut self.subscriptions[at];
        it.next += 1;
        it.due_at = Some(monthly(it.started_at, it.next));
    }

    fn subscription_in_words(&self, at: usize) -> String {
        let it = &self.subscriptions[at];
        format!(
            "subscription {at}: {}, {} credits a month, {}, month {} at {}",
            PLANS[it.plan].id,
            it.credits,
            it.state,
            it.next,
            it.due_at.map_or("no time".to_owned(), show)
        )
    }

    pub(super) fn membership_lines(&self, lines: &mut Vec<String>) {
        self.due_month_lines(lines);
        for (at, it) in self.subscriptions.iter().enumerate() {
            lines.push(format!(
                "subscription {at}: of {}, waits {:?}, {}, {} credits a month, {} since {}, month {} at {}, paused {}, ended {}",
                it.who,
                it.waiting,
                PLANS[it.plan].id,
                it.credits,
                it.state,
                it.started_at,
                it.next,
                it.due_at.unwrap_or(0),
                it.paused_at.unwrap_or(0),
                it.ended_at.unwrap_or(0)
            ));
        }
        for (at, it) in self.months.iter().enumerate() {
            lines.push(format!(
                "month {at}: of {}, subscription {:?}, lot {:?}, number {} of {}, {} credits, due {}, made {}, {}{}",
                it.who,
                Some(it.subscription),
                it.lot,
                it.number,
                PLANS[it.plan].id,
                it.credits,
                it.due_at,
                it.made_at,
                it.how,
                if it.is_late() { ", late" } else { "" }
            ));
        }
    }
}
