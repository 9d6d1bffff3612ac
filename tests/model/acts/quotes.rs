//! Quotes of refunds.

use domain::{
    books::quotes::{Asked, AskedAt, QuoteRefund},
    command::AnyChange,
    refund::Beyond,
};

use super::{Deed, Plan, asker, pick_such};
use crate::{
    calendar::{DAY, HOUR},
    ids::{Ids, credits, instant},
    reference::{Model, Said, Wish},
    steps::Step,
};

#[derive(Debug)]
pub(super) struct Ask {
    pub(super) who: usize,
    pub(super) payment: usize,
    pub(super) wish: Wish,
}

pub(super) fn quote(step: &Step, model: &Model) -> Option<Plan> {
    let open = |at: usize| {
        model.payments[at].rest() > 0 && model.now < model.payments[at].paid_at + 20 * DAY
    };
    let payment = pick_such(model.payments.len(), step.which, open)?;
    let paid = &model.payments[payment];
    let remaining = model.lots[paid.lot].remaining;
    let some = match step.amount % 7 {
        0 | 2 => Some(remaining * (step.amount % 100) / 100),
        1 => Some(remaining + 1),
        _ => None,
    };
    let before = match step.amount % 11 {
        0 => Some(model.now - step.amount % 40 * DAY),
        1 => Some(paid.paid_at),
        2 => Some(model.now - HOUR),
        _ => None,
    };
    let beyond = match step.amount % 13 {
        0 | 1 => Some("goodwill"),
        2 => Some("seller_fault"),
        _ => None,
    };
    Plan::of(Ask {
        who: asker(paid.who, step.which),
        payment,
        wish: Wish {
            credits: some,
            asked_at: before,
            beyond,
        },
    })
}

impl Deed for Ask {
    fn client(&self) -> Option<usize> {
        Some(self.who)
    }

    fn carry_out(&self, model: &mut Model) -> Said {
        model.quote(self.who, self.payment, self.wish)
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let evidence = "a mail".to_owned();
        let change = QuoteRefund {
            customer: ids.customer(self.who),
            payment: ids.payment(self.payment),
            asked: Asked {
                credits: self.wish.credits.map(credits),
                at: self.wish.asked_at.map(|at| AskedAt {
                    at: instant(at),
                    evidence,
                }),
                beyond: self.wish.beyond.map(|word| match word {
                    "goodwill" => Beyond::Goodwill,
                    _ => Beyond::SellerFault,
                }),
            },
        };
        change.into()
    }
}
