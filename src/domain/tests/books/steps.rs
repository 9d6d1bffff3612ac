//! Steps of a random history: three numbers, mapped to a command by the world's current rows.

use chrono::Duration;
use domain::{
    books::{
        credits::{ReleaseHold, ReverseSpend},
        customers::BookExpiry,
        debts::WaiveDebt,
        freezing::{FreezeCustomer, UnfreezeCustomer},
    },
    command::{AnyChange, Command},
    id::CustomerId,
    kind::Kind,
    payment::{CancelLine, CancelStanding},
    refund::{Refund, RefundState},
};
use proptest::{collection::vec, prelude::*};

use crate::{
    credit_verbs::{capture_of, extend_of, grant_of, hold_of, spend_of},
    credits, customer, person,
    policy_notices::notice_of,
    verbs::{cancel, close_by, idempotency_key},
    world::World,
};

/// The act, the row, the amount.
pub(crate) type Step = (u8, u8, u16);

const WHO: [&str; 3] = ["ann", "bob", "cat"];

pub(crate) const NAMES: [&str; 2] = ["HONG1", "KIM2"];

const PRODUCTS: [&str; 6] = [
    "bonus-100",
    "direct-100",
    "direct-1000",
    "package-1000",
    "odd-7",
    "dense-1000",
];

pub(crate) fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let what = prop_oneof![25 => 0..50_u8, 3 => 52..58_u8];
    vec((what, any::<u8>(), 0..1_200_u16), 1..most)
}

pub(crate) fn pick<T: Clone>(rows: impl Iterator<Item = T>, which: u8) -> Option<T> {
    let rows: Vec<T> = rows.collect();
    // Mostly the latest rows: most changes are still possible there.
    let back = usize::from(which) % rows.len().max(1) % 6;
    rows.iter().rev().nth(back).cloned()
}

impl World {
    /// The change of a step, if there is a row for it, and whether a provider or the clock makes it. Such a change may
    /// come twice.
    pub(crate) fn change(&mut self, (what, which, amount): Step) -> Option<(AnyChange, bool)> {
        if let 22..=27 = what {
            return self.refund_step(what, which, amount);
        }
        let may_repeat = matches!(what, 5..=10 | 21 | 28..=30 | 38 | 56..=57);
        let who = WHO[usize::from(which) % 3];
        let some = i64::from(amount);
        let change = match what {
            0..=3 => (self.new_order(who, PRODUCTS[usize::from(amount % 6)], 1)).into(),
            4 => (self.new_bank_order(
                who,
                PRODUCTS[usize::from(amount % 2)],
                NAMES[usize::from(amount % 2)],
            ))
            .into(),
            5..=11 => self.order_step(what, which, some)?,
            12..=14 => spend_of(who, some / 3).into(),
            15 => {
                let spend = pick(self.rows.spends.values(), which)?;
                ReverseSpend {
                    reason: None,
                    customer: spend.customer_id.clone(),
                    spend: spend.id,
                }
                .into()
            }
            16..=17 => hold_of(who, some / 4, self.now + Duration::hours(some % 72)).into(),
            18 => capture_of(pick(self.rows.holds.values(), which)?, Some(some % 300)).into(),
            19 => {
                let hold = pick(self.rows.holds.values(), which)?;
                ReleaseHold {
                    customer: hold.customer_id.clone(),
                    hold: hold.id,
                    reason: None,
                }
                .into()
            }
            20 => grant_of(who, Kind::ALL[usize::from(amount % 3)], some / 5).into(),
            21 => BookExpiry {
                customer: customer(who),
            }
            .into(),
            28..=32 => self.deposit_step(what, which, amount)?,
            33 => {
                // An unknown name when there is nothing to close: refused.
                let quote = self.clone().quote_closing(who).map(|quote| quote.id);
                close_by(who, &quote.unwrap_or_default(), amount.is_multiple_of(4)).into()
            }
            37..=40 | 52..=53 => self.membership_step(what, which, amount)?,
            35..=36 => self.contradiction_step(which, amount)?,
            48..=49 => self.threshold_step(who, amount),
            41..=44 | 54..=55 => self.promotion_step(what, which, amount)?,
            45..=46 => {
                let hold = pick(self.rows.holds.values(), which)?;
                // Now and then too long.
                extend_of(hold, hold.opened_at + Duration::minutes(some * 2)).into()
            }
            47 => freeze_step(who, amount),
            56..=57 => notice_of(who, "2090").into(),
            _ => WaiveDebt {
                // A customer in debt, where there is one.
                customer: self.debtor().unwrap_or_else(|| customer(who)),
                credits: amount.is_multiple_of(2).then(|| credits(some / 10)),
                reason: "let off".to_owned(),
            }
            .into(),
        };
        Some((change, may_repeat))
    }

    fn debtor(&self) -> Option<CustomerId> {
        let mut rows = self.rows.customers.values();
        let owing = rows.find(|row| !row.debt.is_zero());
        owing.map(|row| row.id.clone())
    }

    /// A command for a step, with an idempotency key of its own.
    pub(crate) fn command(&mut self, step: Step) -> Option<Command> {
        let (change, _) = self.change(step)?;
        self.arrivals += 1;
        Some(
            Command::any(change, person("life")).under_key(Some(idempotency_key(
                &format!("k{}", self.arrivals),
                "the request",
            ))),
        )
    }
}

/// Our cancel in the provider's list: done, running, failed or missing.
pub(crate) fn listed(refund: &Refund, amount: i64) -> Option<CancelLine> {
    let settled = CancelStanding::ALL.get(usize::try_from(amount % 4).unwrap())?;
    let reason = format!("{} because", refund.id);
    // Sometimes an amount other than the requested one.
    let given = match amount % 12 {
        0 | 8 => (refund.amount.get() - 1).max(0),
        4 => refund.amount.get() + 1,
        _ => refund.amount.get(),
    };
    (refund.state == RefundState::Sent).then(|| cancel(&reason, given, *settled))
}

/// A freeze now and then, and its end.
fn freeze_step(who: &str, amount: u16) -> AnyChange {
    let customer = customer(who);
    if amount.is_multiple_of(3) {
        let reason = "a stolen key".to_owned();
        FreezeCustomer { customer, reason }.into()
    } else {
        let reason = "found".to_owned();
        UnfreezeCustomer { customer, reason }.into()
    }
}
