//! Thresholds of balances, and notices of ends and of versions of the policy.

use domain::{
    books::{notices::NotifyExpiry, policy_notices::NotifyPolicy, thresholds::SetThresholds},
    command::AnyChange,
    notice::NoticeDays,
    threshold::Thresholds,
};

use super::{Deed, Plan, grants::gift_of, pick_such, wait::to, who};
use crate::{
    calendar::{DAY, midnight_of},
    ids::{Ids, credits},
    reference::{Model, NOTICE_DAYS, PolicyNotice, Said},
    rules::{Day, POLICIES},
    steps::Step,
};

#[derive(Debug)]
struct Set {
    who: usize,
    thresholds: Vec<i64>,
}

/// Mostly some around what is there.
pub(super) fn thresholds(step: &Step, model: &Model) -> Option<Plan> {
    let who = who(step);
    let there = model.balance(who).available;
    let all = [1 + step.amount, there.max(1), there / 2 + 1, 10];
    let mut thresholds: Vec<i64> = all
        .into_iter()
        .take(usize::try_from(step.which % 5).unwrap_or(0))
        .collect();
    thresholds.sort_unstable();
    thresholds.dedup();
    Plan::of(Set { who, thresholds })
}

impl Deed for Set {
    fn carry_out(&self, model: &mut Model) -> Said {
        model.set_thresholds(self.who, &self.thresholds)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let thresholds = self.thresholds.iter().map(|it| credits(*it)).collect();
        SetThresholds {
            customer: ids.customer(self.who),
            thresholds: Thresholds::new(thresholds).expect("thresholds"),
        }
        .into()
    }
}

#[derive(Debug)]
struct End {
    who: usize,
    lot: usize,
    payment: Option<usize>,
}

/// Mostly of a lot that ends within a month.
pub(super) fn end(step: &Step, model: &Model) -> Option<Plan> {
    let soon = |at: usize| {
        let it = &model.lots[at];
        it.is_live(model.now) && it.remaining > 0 && it.expires_at <= model.now + 30 * DAY
    };
    let lot = pick_such(model.lots.len(), step.which, soon)?;
    let it = &model.lots[lot];
    Plan::of(End {
        who: it.who,
        lot,
        payment: it.payment,
    })
}

impl Deed for End {
    fn carry_out(&self, model: &mut Model) -> Said {
        Ok(model.tell_of_end(self.lot))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let days = NOTICE_DAYS.map(|days| days.to_string()).join(",");
        NotifyExpiry {
            customer: ids.customer(self.who),
            lot: ids.lot(self.lot),
            payment: self.payment.map(|payment| ids.payment(payment)),
            days: days.parse::<NoticeDays>().expect("days"),
            renew_url: "https://shop.example/again".to_owned(),
        }
        .into()
    }
}

#[derive(Debug)]
struct Version {
    who: usize,
    policy: usize,
}

/// Most requests and waits of one step.
pub(super) const TURNS: usize = 3;

/// Mostly of the one that takes something away, now and then as soon as it is announced, and of somebody who has credits.
pub(super) fn version(step: &Step, model: &Model) -> Option<Plan> {
    let policy = usize::from(!step.which.is_multiple_of(16));
    let who = who(step);
    if let Some((from, until)) = POLICIES[policy].announced {
        let (from, until) = (start_of(from), start_of(until));
        if model.now < from && step.amount % 3 == 0 {
            return Some(Plan::Wait(to(from, 1 + step.amount % 2)));
        }
        let told = |it: &PolicyNotice| it.who == who && it.policy == policy;
        let has = model.balance(who).available > 0;
        if (from..until).contains(&model.now) && !has && !model.policy_notices.iter().any(told) {
            return gift_of(who, 20);
        }
    }
    Plan::of(Version { who, policy })
}

fn start_of((year, month, day): Day) -> i64 {
    midnight_of(year, month, day)
}

impl Deed for Version {
    fn carry_out(&self, model: &mut Model) -> Said {
        Ok(model.tell_of_policy(self.who, self.policy))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        NotifyPolicy {
            customer: ids.customer(self.who),
            version: POLICIES[self.policy].version.to_owned(),
            page_url: "https://shop.example/mine".to_owned(),
            page_until: ids.now,
        }
        .into()
    }
}
