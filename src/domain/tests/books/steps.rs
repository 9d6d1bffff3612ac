//! Steps of a random history: three numbers, mapped to a command by the world's current rows.

use chrono::Duration;
use domain::{
    books::{
        by_hand::{BounceRefund, GiveAccount},
        credits::{ReleaseHold, ReverseSpend},
        customers::BookExpiry,
        debts::WaiveDebt,
        decisions::{
            AcceptContradiction, CloseContradiction, RefundContradiction, ReopenContradiction,
        },
        deposits::{MatchDeposit, ReturnDeposit, Then},
        observe::ObservePayment,
        orders::{BeginConfirmation, CancelOrder, EndOverdueOrder, ExpireOrder, FailOrder},
        quotes::{Asked, QuoteRefund},
        refunds::{ObserveRefund, RefundOutcome, RefundRoute, SubmitRefund},
    },
    command::{AnyChange, Command},
    deposit::Movement,
    failure::Failure,
    id::CustomerId,
    kind::Kind,
    order::Order,
    payment::{CancelLine, CancelStanding, Standing},
    refund::{Beyond, Refund, RefundAccount, RefundState},
};
use proptest::{collection::vec, prelude::*};

use crate::{
    credits, customer,
    money_verbs::request_of,
    person,
    verbs::{cancel, capture_of, close_by, grant_of, hold_of, idempotency_key, spend_of},
    won,
    world::World,
};

/// The act, the row, the amount.
pub(crate) type Step = (u8, u8, u16);

const WHO: [&str; 3] = ["ann", "bob", "cat"];
const NAMES: [&str; 2] = ["HONG1", "KIM2"];
const PRODUCTS: [&str; 6] = [
    "bonus-100",
    "direct-100",
    "direct-1000",
    "package-1000",
    "odd-7",
    "dense-1000",
];

pub(crate) fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    vec((0..37_u8, any::<u8>(), 0..1_200_u16), 1..most)
}

fn pick<T: Clone>(rows: impl Iterator<Item = T>, which: u8) -> Option<T> {
    let rows: Vec<T> = rows.collect();
    // Mostly the latest rows: most changes are still possible there.
    let back = usize::from(which) % rows.len().max(1) % 6;
    rows.iter().rev().nth(back).cloned()
}

impl World {
    /// The change of a step, if there is a row for it.
    pub(crate) fn change(&mut self, (what, which, amount): Step) -> Option<AnyChange> {
        let who = WHO[usize::from(which) % 3];
        let some = i64::from(amount);
        Some(match what {
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
                }
                .into()
            }
            20 => grant_of(who, Kind::ALL[usize::from(amount % 3)], some / 5).into(),
            21 => BookExpiry {
                customer: customer(who),
            }
            .into(),
            22..=27 => self.refund_step(what, which, amount)?,
            28..=32 => self.deposit_step(what, which, amount)?,
            33 => {
                // An unknown name when there is nothing to close: refused.
                let quote = self.clone().quote_closing(who).map(|quote| quote.id);
                close_by(who, &quote.unwrap_or_default(), amount.is_multiple_of(4)).into()
            }
            35..=36 => self.contradiction_step(which, amount)?,
            _ => WaiveDebt {
                // A customer in debt, where there is one.
                customer: self.debtor().unwrap_or_else(|| customer(who)),
                credits: amount.is_multiple_of(2).then(|| credits(some / 10)),
                reason: "let off".to_owned(),
            }
            .into(),
        })
    }

    fn debtor(&self) -> Option<CustomerId> {
        let mut rows = self.rows.customers.values();
        let owing = rows.find(|row| !row.debt.is_zero());
        owing.map(|row| row.id.clone())
    }

    /// One of the latest orders; for a report of cancels, one whose refund was sent, where there is one.
    fn order_for(&self, what: u8, which: u8) -> Option<Order> {
        let sent = self.rows.refunds.values();
        let sent = sent.filter(|refund| refund.state == RefundState::Sent);
        match pick(sent, which).filter(|_| what == 9) {
            Some(refund) => Some(self.order(self.payment(refund.payment).order).clone()),
            None => pick(self.rows.orders.values(), which).cloned(),
        }
    }

    fn contradiction_step(&self, which: u8, amount: u16) -> Option<AnyChange> {
        let known = pick(self.rows.contradictions.values(), which)?;
        let (customer, order, contradiction) = (known.customer.clone(), known.order, known.id);
        let reason = "decided".to_owned();
        Some(match amount % 4 {
            0 => {
                let mut snapshot = Box::new(self.paid(order));
                snapshot.payment_key.clone_from(&known.payment_key);
                (snapshot.amount, snapshot.cancelled) = (known.amount, known.cancelled);
                let asked_at = self.now;
                AcceptContradiction {
                    customer,
                    order,
                    contradiction,
                    snapshot,
                    asked_at,
                    reason,
                }
                .into()
            }
            1 => RefundContradiction {
                customer,
                order,
                contradiction,
                account: None,
                reason,
            }
            .into(),
            2 => ReopenContradiction {
                customer,
                order,
                contradiction,
                failure: reason.into(),
            }
            .into(),
            _ => CloseContradiction {
                customer,
                order,
                contradiction,
                transferred: (amount % 8 == 3).then(|| "transfer 1".to_owned()),
                reason,
            }
            .into(),
        })
    }

    fn order_step(&self, what: u8, which: u8, amount: i64) -> Option<AnyChange> {
        let row = self.order_for(what, which)?;
        let (customer, order) = (row.customer.clone(), row.id);
        let mut snapshot = self.paid(order);
        match what {
            5..=8 => {
                snapshot.amount = if amount % 9 == 0 {
                    won(amount)
                } else {
                    snapshot.amount
                }
            }
            9 => {
                let payment = row.payment.map(|payment| self.payment(payment))?;
                let ours = payment.refunded.plus(payment.in_flight).unwrap();
                let outside = payment
                    .amount
                    .share_floor(amount.min(1_000), 1_000)
                    .unwrap();
                snapshot.cancelled = ours.plus(outside).unwrap().min(payment.amount);
                snapshot.cancels = self
                    .rows
                    .refunds
                    .values()
                    .filter_map(|refund| listed(refund, amount))
                    .collect();
            }
            10 => {
                snapshot.standing = match amount % 5 {
                    0 => Standing::AwaitingDeposit,
                    1 => Standing::Failed(Failure::new("X", "no")),
                    2 => Standing::Expired,
                    3 => Standing::Voided,
                    _ => Standing::Pending,
                }
            }
            _ => {
                return Some(unpaid_step(&row, amount));
            }
        }
        Some(
            ObservePayment {
                customer,
                order,
                snapshot: Box::new(snapshot),
                asked_at: self.now,
            }
            .into(),
        )
    }

    fn refund_step(&self, what: u8, which: u8, amount: u16) -> Option<AnyChange> {
        let hand = || RefundRoute::Hand("too late".to_owned());
        if what <= 23 {
            let payment = pick(self.rows.payments.values(), which)?;
            return Some(
                QuoteRefund {
                    customer: payment.customer.clone(),
                    payment: payment.id,
                    asked: Asked {
                        credits: amount
                            .is_multiple_of(5)
                            .then(|| credits(i64::from(amount / 4) + 1)),
                        at: None,
                        beyond: amount.is_multiple_of(3).then_some(Beyond::Goodwill),
                    },
                }
                .into(),
            );
        }
        if what <= 25 {
            let quote = pick(self.rows.quotes.values(), which)?;
            let by_hand = amount.is_multiple_of(3);
            let route = if by_hand {
                hand()
            } else {
                RefundRoute::Provider
            };
            return Some(request_of(quote, route).into());
        }
        let row = pick(self.rows.refunds.values(), which)?;
        let (customer, refund) = (row.customer.clone(), row.id);
        if row.state == RefundState::Requested {
            return Some(SubmitRefund { customer, refund }.into());
        }
        let note = "so it is".to_owned();
        let by_hand = matches!(row.state, RefundState::ByHand | RefundState::Succeeded);
        if by_hand && amount.is_multiple_of(5) {
            return Some(
                BounceRefund {
                    customer,
                    refund,
                    note,
                }
                .into(),
            );
        }
        if row.state == RefundState::Bounced && amount.is_multiple_of(2) {
            return Some(another_account(row).into());
        }
        let outcome = match amount % 4 {
            0 => RefundOutcome::Succeeded { cancel_key: None },
            1 => RefundOutcome::Declined(note.as_str().into()),
            2 => RefundOutcome::Open(note.into()),
            _ => RefundOutcome::ByHand(note.into()),
        };
        Some(
            ObserveRefund {
                customer,
                refund,
                outcome,
            }
            .into(),
        )
    }

    fn deposit_step(&mut self, what: u8, which: u8, amount: u16) -> Option<AnyChange> {
        let name = NAMES[usize::from(which) % 2];
        let reason = "a person said so".to_owned();
        Some(match what {
            28..=29 => {
                let prices = [1_000, 10_000, i64::from(amount)];
                let at = self.now - Duration::minutes(i64::from(which % 16));
                let movement = Movement {
                    at,
                    ..self.movement(name, prices[usize::from(amount % 3)])
                };
                self.webhook(Then::Deposit(movement)).into()
            }
            30 => {
                let key = pick(self.rows.deposits.values(), which)?
                    .movement
                    .key
                    .clone();
                self.reversal(&key).into()
            }
            31 => {
                let deposit = pick(self.rows.deposits.values(), which)?.id;
                let order = pick(
                    self.rows
                        .orders
                        .values()
                        .filter(|order| order.depositor_key.is_some()),
                    which,
                )?;
                let (customer, order) = (order.customer.clone(), order.id);
                MatchDeposit {
                    customer,
                    deposit,
                    order,
                    despite_amount: amount.is_multiple_of(2),
                    reason,
                }
                .into()
            }
            _ => ReturnDeposit {
                deposit: pick(self.rows.deposits.values(), which)?.id,
                reason,
            }
            .into(),
        })
    }

    /// A command for a step, with an idempotency key of its own.
    pub(crate) fn command(&mut self, step: Step) -> Option<Command> {
        let change = self.change(step)?;
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
fn listed(refund: &Refund, amount: i64) -> Option<CancelLine> {
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

fn unpaid_step(row: &Order, amount: i64) -> AnyChange {
    let (customer, order, note) = (row.customer.clone(), row.id, "said so".to_owned());
    match amount % 5 {
        0 => CancelOrder {
            customer,
            order,
            note,
        }
        .into(),
        1 => ExpireOrder { customer, order }.into(),
        2 => EndOverdueOrder { customer, order }.into(),
        3 => BeginConfirmation {
            customer,
            order,
            query: std::collections::BTreeMap::default(),
        }
        .into(),
        _ => FailOrder {
            look_at: None,
            customer,
            order,
            failure: note.into(),
        }
        .into(),
    }
}

fn another_account(row: &Refund) -> GiveAccount {
    GiveAccount {
        customer: row.customer.clone(),
        refund: row.id,
        account: RefundAccount {
            bank: "088".to_owned(),
            account_number: "110123456789".to_owned(),
            holder: "홍길동".to_owned(),
        },
        replaces: row.account.clone(),
        payer: None,
        holder_confirmed: false,
    }
}
