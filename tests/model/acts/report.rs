//! What a provider reports of an order's payment. The acts of `pay`, `unpaid` and `outside` make such reports.

use std::collections::BTreeMap;

use domain::{
    books::observe::ObservePayment,
    command::AnyChange,
    failure::Failure,
    kind::{Method, ProviderId},
    order::DepositInstructions,
    payment::{CancelLine, CancelStanding, Snapshot, Standing},
};

use super::Deed;
use crate::{
    ids::{Ids, instant, won},
    reference::{Model, Said, Told, Way},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Paid,
    /// An account is there until an instant, and no money on it, or no more.
    Awaiting(i64),
    Failed,
    Expired,
    Voided,
}

#[derive(Debug, Clone)]
pub(super) struct Report {
    pub who: usize,
    pub order: usize,
    pub way: Way,
    pub word: Word,
    pub won: i64,
    /// All that was given back there, by anybody.
    pub cancelled: i64,
    /// A refund of ours that the provider lists as done, with its won.
    pub done: Option<(usize, i64)>,
    /// Of another payment of the same order.
    pub second: bool,
}

impl Report {
    /// That an order was paid as ordered, with what was given back of it until now.
    pub(super) fn of(model: &Model, order: usize) -> Self {
        let it = &model.orders[order];
        let paid = it.payment.map(|payment| &model.payments[payment]);
        Self {
            who: it.who,
            order,
            way: it.way,
            word: Word::Paid,
            won: paid.map_or(it.won, |paid| paid.won),
            cancelled: it.payment.map_or(0, |payment| {
                given_there(model, payment) + model.payments[payment].outside
            }),
            done: None,
            second: false,
        }
    }
}

/// What our refunds gave back through the provider.
pub(super) fn given_there(model: &Model, payment: usize) -> i64 {
    let refunds = model
        .refunds
        .iter()
        .filter(|refund| refund.payment == payment);
    let there = refunds.filter(|refund| refund.state == "succeeded" && refund.sent);
    there.map(|refund| refund.won).sum()
}

impl Deed for Report {
    fn carry_out(&self, model: &mut Model) -> Said {
        let order = self.order;
        let told = Told {
            second: self.second,
            won: self.won,
            cancelled: self.cancelled,
        };
        let before = model.orders[order].payment;
        match (before, self.word) {
            (None, Word::Paid) => model.paid(order, told),
            (None, Word::Awaiting(until)) if model.orders[order].is_open() => {
                // Nothing is shown for longer than the month waits.
                let waits = model.month_waits_until(order);
                let until = waits.map_or(until, |waits| until.min(waits));
                let it = &mut model.orders[order];
                (it.state, it.waits_until) = ("awaiting_deposit", until);
                (it.account_until, it.session_until) = (Some(until), Some(until));
            }
            (None, Word::Awaiting(_) | Word::Expired) => model.unpaid(order, "expired"),
            (None, Word::Failed) => model.unpaid(order, "failed"),
            (None, Word::Voided) => model.unpaid(order, "cancelled"),
            (Some(_), Word::Paid) if self.second => model.second_payment(order, told),
            // What was paid never changes. Nothing else of such an answer is believed.
            (Some(payment), Word::Paid) if self.won != model.payments[payment].won => {
                let note = format!("{} won", self.won);
                model.contradict(order, "amount_changed", note, told);
            }
            (Some(payment), Word::Paid) => self.paid_before(model, payment, told),
            (Some(payment), Word::Awaiting(_) | Word::Voided) => {
                model.taken_back(payment, self.won);
            }
            // Written down for a person. The money is believed to be there.
            (Some(_), Word::Failed) => model.contradict(order, "ended", "failed".to_owned(), told),
            (Some(_), Word::Expired) => {
                model.contradict(order, "ended", "expired".to_owned(), told);
            }
        }
        let minted = before.is_none() && model.orders[order].payment.is_some();
        Ok(format!("{}, minted {minted}", model.order_in_words(order)))
    }

    fn change(&self, ids: &Ids) -> AnyChange {
        let change = ObservePayment {
            customer: ids.customer(self.who),
            order: ids.order(self.order),
            snapshot: Box::new(self.snapshot(ids)),
            asked_at: ids.now,
        };
        change.into()
    }
}

impl Report {
    /// In the product's words.
    pub(super) fn snapshot(&self, ids: &Ids) -> Snapshot {
        let order = ids.order(self.order);
        let lines = self.done.iter().map(|(refund, amount)| CancelLine {
            key: "c1".to_owned(),
            amount: won(*amount),
            reason: format!("{} the buyer asked", ids.refund(*refund)),
            at: None,
            settled: CancelStanding::Done,
        });
        Snapshot {
            provider: ProviderId::known("toss"),
            payment_key: if self.second {
                format!("second_{order}")
            } else {
                format!("key_{order}")
            },
            order_ref: order.to_string(),
            standing: self.standing(),
            amount: won(self.won),
            cancelled: won(self.cancelled),
            currency: "KRW".to_owned(),
            method: if self.way == Way::Card {
                Method::Card
            } else {
                Method::VirtualAccount
            },
            paid_at: Some(ids.now),
            tax: None,
            cancels: lines.collect(),
            deposit: self.account(),
            webhook_secret: None,
            facts: BTreeMap::new(),
        }
    }

    fn standing(&self) -> Standing {
        match self.word {
            Word::Paid => Standing::Paid,
            Word::Awaiting(_) => Standing::AwaitingDeposit,
            Word::Failed => Standing::Failed(Failure::new("REJECT", "no")),
            Word::Expired => Standing::Expired,
            Word::Voided => Standing::Voided,
        }
    }

    fn account(&self) -> Option<DepositInstructions> {
        let Word::Awaiting(until) = self.word else {
            return None;
        };
        Some(DepositInstructions {
            bank: "004".to_owned(),
            account_number: "12345678901234".to_owned(),
            holder: None,
            due_at: instant(until),
        })
    }

    /// Our refund that is listed went; the rest was done by others, more or less than before.
    fn paid_before(&self, model: &mut Model, payment: usize, told: Told) {
        // What a person transfers of our own money leaves the provider with some that is ours.
        let gone = self.won - self.cancelled <= model.by_hand(payment);
        model.agreed((self.order, false), true, |kind| {
            matches!(kind, "ended" | "amount_changed") || (gone && kind == "paid_again_closed")
        });
        if let Some((refund, _)) = self
            .done
            .filter(|(refund, _)| model.refunds[*refund].state == "sent")
        {
            model.succeed(refund).expect("it was sent");
        }
        let others = model.of_others(payment, self.cancelled);
        let known = model.payments[payment].outside;
        let under_way = |state: &str| matches!(state, "requested" | "sent");
        let waits = model
            .refunds
            .iter()
            .any(|refund| refund.payment == payment && under_way(refund.state));
        if others > known {
            model.taken_back(payment, others);
        } else if others < known && !waits {
            model.paid_again(payment, others);
            if model.customers[self.who].closed {
                model.contradict(self.order, "paid_again_closed", String::new(), told);
            }
        }
    }
}
