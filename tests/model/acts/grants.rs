//! Credits that are given.

use domain::{books::customers::GrantCredits, command::AnyChange, kind::Kind};

use super::{Deed, Plan, pick, who};
use crate::{
    ids::{Ids, credits},
    reference::{Model, Said},
    rules::current,
    steps::Step,
};

#[derive(Debug)]
pub(super) struct Grant {
    who: usize,
    kind: Kind,
    credits: i64,
    bonus_of: Option<usize>,
}

pub(super) fn grant(step: &Step, model: &Model) -> Option<Plan> {
    let kind = match step.amount % 9 {
        0..=3 => Kind::Promotional,
        4..=7 => Kind::Membership,
        _ => Kind::Purchased,
    };
    let bonus = step.which.is_multiple_of(4);
    Plan::of(Grant {
        who: who(step),
        kind,
        credits: step.amount / 4,
        bonus_of: pick(model.payments.len(), step.which).filter(|_| bonus),
    })
}

pub(super) fn gift_of(who: usize, credits: i64) -> Option<Plan> {
    Plan::of(gift(who, credits))
}

pub(super) fn gift(who: usize, credits: i64) -> Grant {
    Grant {
        who,
        kind: Kind::Promotional,
        credits,
        bonus_of: None,
    }
}

impl Deed for Grant {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.active_customer(self.who)?;
        if let Some(payment) = self.bonus_of {
            if model.payments[payment].who != self.who {
                return Err("NoPayment".to_owned());
            }
            if self.kind != Kind::Promotional {
                return Err("BonusIsPromotional".to_owned());
            }
        }
        if self.credits == 0 {
            return Err("NoCredits".to_owned());
        }
        let kind = match self.kind {
            Kind::Promotional => "promotional",
            Kind::Membership => "membership",
            Kind::Purchased | Kind::Bulk => return Err("KindIsPaid".to_owned()),
        };
        let lot = model.mint(self.who, kind, self.credits, (current(model.now), 0));
        if let Some(payment) = self.bonus_of {
            model.lots[lot].bonus_of = Some(payment);
            model.follow_bonus(payment);
        }
        model.pay_debt(self.who, &[(lot, model.lots[lot].remaining)]);
        Ok(format!(
            "lot {lot}: {} of {} remaining",
            model.lots[lot].remaining, self.credits
        ))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = GrantCredits {
            customer: ids.customer(self.who),
            kind: self.kind,
            credits: credits(self.credits),
            bonus_of: self.bonus_of.map(|payment| ids.payment(payment)),
            reason: "welcome".to_owned(),
        };
        change.into()
    }
}
