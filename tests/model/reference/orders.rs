//! Orders: opened with a price, paid once, and ended.

use super::{Model, Order, Payment, Said, Ware, Way};
use crate::{
    calendar::HOUR,
    rules::{PACKAGES, POLICIES, PRODUCTS, current},
};

/// The product sells at most so many at once.
const QUANTITY_MAX: i64 = 1_000;

/// What is sold, under which terms.
pub(super) struct Offer {
    pub won: i64,
    pub credits: i64,
    pub bonus: i64,
    pub kind: &'static str,
    pub policy: usize,
    /// The month that it is, and until when it can be paid.
    pub month: Option<usize>,
    pub until: Option<i64>,
}

impl Model {
    pub(crate) fn open_order(
        &mut self,
        who: usize,
        ware: Ware,
        quantity: i64,
        (way, waits_until, code): (Way, i64, Option<usize>),
    ) -> Said {
        self.active_customer(who)?;
        let sold = match ware {
            Ware::Month(subscription, number) => {
                self.month_offer(who, (subscription, number), quantity)?
            }
            _ => self.offer(who, ware, quantity).ok_or("NotForSale")?,
        };
        let full = sold.won;
        let promise = match ware {
            Ware::Public(product) => self.promised(who, (product, full), code)?,
            Ware::Own(_) => self.nothing_promised(code)?,
            Ware::Month(..) => None,
        };
        let waits_until = sold
            .until
            .map_or(waits_until, |until| waits_until.min(until));
        let won = full - promise.map_or(0, |promise| promise.discount);
        let bonus = promise.map_or(0, |promise| promise.bonus);
        let taken = |order: &Order| {
            order.way == way && order.state == "awaiting_deposit" && order.won == won
        };
        if matches!(way, Way::Bank(_)) && self.orders.iter().any(taken) {
            return Err("DepositorTaken".to_owned());
        }
        self.orders.push(Order {
            who,
            quantity,
            won,
            credits: sold.credits,
            bonus: sold.bonus + bonus,
            kind: sold.kind,
            policy: sold.policy,
            way,
            state: if matches!(way, Way::Bank(_)) {
                "awaiting_deposit"
            } else {
                "open"
            },
            opened_at: self.now,
            waits_until,
            closed_at: None,
            account_until: None,
            session_until: None,
            payment: None,
            promotion: None,
            month: sold.month,
        });
        let order = self.orders.len() - 1;
        if let Some(promise) = promise {
            self.reserve(order, promise);
        }
        Ok(self.order_in_words(order))
    }

    /// What so much of something costs and brings, where it is sold to this customer.
    fn offer(&self, who: usize, ware: Ware, quantity: i64) -> Option<Offer> {
        match ware {
            Ware::Public(product) => {
                let sold = PRODUCTS.get(product)?;
                let right = if sold.package {
                    PACKAGES.contains(&quantity)
                } else {
                    (1..=QUANTITY_MAX).contains(&quantity)
                };
                right.then(|| Offer {
                    won: sold.won * quantity,
                    credits: sold.credits * quantity,
                    bonus: sold.bonus * quantity,
                    kind: if sold.package { "bulk" } else { "purchased" },
                    policy: current(self.now),
                    month: None,
                    until: None,
                })
            }
            Ware::Own(product) => {
                let contract = self.contract_of(who)?;
                let (won, credits) = self.by_volume(contract, product, quantity)?;
                (quantity <= QUANTITY_MAX).then_some(Offer {
                    won,
                    credits,
                    bonus: 0,
                    kind: "purchased",
                    policy: POLICIES.len() + contract,
                    month: None,
                    until: None,
                })
            }
            Ware::Month(..) => None,
        }
    }

    pub(crate) fn order_in_words(&self, order: usize) -> String {
        let it = &self.orders[order];
        format!("order {order}: {} won, {}", it.won, it.state)
    }

    pub(crate) fn end(&mut self, order: usize, state: &'static str) {
        self.orders[order].state = state;
        self.orders[order].closed_at = Some(self.now);
        if matches!(state, "failed" | "cancelled" | "expired") {
            self.give_promise_back(order);
        }
    }

    /// Money that definitely came in: the one place where a purchase is minted. `paid_at` is the provider's word.
    pub(crate) fn complete(&mut self, order: usize, won: i64, paid_at: i64) {
        let it = self.orders[order].clone();
        let lot = self.mint(it.who, it.kind, it.credits, (it.policy, it.quantity));
        let payment = self.payments.len();
        self.lots[lot].payment = Some(payment);
        self.payments.push(Payment {
            order,
            who: it.who,
            lot,
            won,
            paid_at: paid_at.min(self.now),
            policy: it.policy,
            refunded: 0,
            in_flight: 0,
            outside: 0,
            credits_gone: 0,
            debt: 0,
            debt_waived: 0,
        });
        let mut came = vec![(lot, it.credits)];
        if it.bonus > 0 {
            let bonus = self.mint(it.who, "promotional", it.bonus, (it.policy, 0));
            self.lots[bonus].bonus_of = Some(payment);
            came.push((bonus, it.bonus));
        }
        came.sort_by_key(|(lot, _)| self.place(*lot));
        self.keep_promise(order);
        self.give_paid_month(order, lot);
        self.end(order, "completed");
        self.orders[order].payment = Some(payment);
        self.pay_debt(it.who, &came);
    }

    pub(crate) fn cancel(&mut self, order: usize) -> Said {
        let it = &self.orders[order];
        match it.state {
            "awaiting_deposit" if it.account_until.is_some() => {
                return Err("AccountIssued".to_owned());
            }
            "open" | "awaiting_deposit" => self.end(order, "cancelled"),
            "cancelled" => {}
            "confirming" => return Err("OrderConfirming".to_owned()),
            _ => return Err("OrderNotOpen".to_owned()),
        }
        Ok(self.order_in_words(order))
    }

    /// The order's time may be over. Where an account was issued the provider is asked first.
    pub(crate) fn end_overdue(&mut self, order: usize) -> Said {
        let now = self.now;
        let it = &mut self.orders[order];
        if it.state == "awaiting_deposit" && it.account_until.is_some() && now >= it.waits_until {
            it.waits_until = now + HOUR;
        } else {
            return self.expire(order);
        }
        Ok(self.order_in_words(order))
    }

    /// An order that is not paid in its time is given up.
    pub(crate) fn expire(&mut self, order: usize) -> Said {
        let it = &self.orders[order];
        let until = it.session_until.unwrap_or(i64::MAX).min(it.waits_until);
        if it.state == "confirming" {
            return Err("OrderConfirming".to_owned());
        }
        if it.is_open() && self.now >= until {
            self.end(order, "expired");
        }
        Ok(self.order_in_words(order))
    }

    /// The window in which an order is paid is stored, once.
    pub(crate) fn attach(&mut self, order: usize, until: i64) -> Said {
        let it = &mut self.orders[order];
        if !it.is_open() {
            return Err("OrderNotOpen".to_owned());
        }
        it.session_until.get_or_insert(until);
        Ok(self.order_in_words(order))
    }

    /// The provider refused to begin or to take the payment.
    pub(crate) fn fail(&mut self, order: usize) -> String {
        if self.orders[order].is_open() {
            self.end(order, "failed");
        }
        self.order_in_words(order)
    }
}
