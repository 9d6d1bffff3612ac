//! Deposits on our own account: matched by name and amount, never guessed; else they wait for a person.

use super::{Deposit, Model, Movement, Order, Said, Way};
use crate::calendar::{DAY, MINUTE};

/// How long an order that was given up still explains a deposit.
const LATE: i64 = 31 * DAY;

/// How much a bank's clock may be before ours.
const EARLY: i64 = 10 * MINUTE;

impl Model {
    pub(crate) fn deposit(&mut self, told: Movement) -> String {
        let (same, perhaps) = match self.told_before(&told) {
            Some((of, true)) => (Some(of), None),
            Some((of, false)) => (None, Some(of)),
            None => (None, None),
        };
        let deposit = self.deposits.len();
        self.deposits.push(Deposit {
            told,
            state: if same.is_some() {
                "repeated"
            } else {
                "possible_repeat"
            },
            order: None,
            repeat_of: same.or(perhaps),
        });
        if let Some(of) = same {
            self.happened.push("money is told again");
            self.know_better(of, &told);
        } else if perhaps.is_some() {
            self.happened.push("a deposit is in doubt");
        } else {
            self.decide_deposit(deposit);
        }
        self.deposit_in_words(deposit)
    }

    /// Money of its own pays the order that is meant, or waits.
    pub(crate) fn decide_deposit(&mut self, deposit: usize) {
        let told = self.deposits[deposit].told;
        let (state, order) = self.classify(&told);
        (self.deposits[deposit].state, self.deposits[deposit].order) = (state, order);
        if let Some(order) = order.filter(|_| state == "matched") {
            self.complete(order, told.won, told.at);
        }
    }

    pub(crate) fn deposit_in_words(&self, deposit: usize) -> String {
        let it = &self.deposits[deposit];
        format!(
            "deposit {deposit}: {} won, {}, order {:?}, repeat of {:?}",
            it.told.won, it.state, it.order, it.repeat_of
        )
    }

    pub(super) fn classify(&self, told: &Movement) -> (&'static str, Option<usize>) {
        let Movement { name, won, at, .. } = *told;
        let recent = |order: &Order| {
            order
                .closed_at
                .is_none_or(|closed| closed >= self.now - LATE)
        };
        let mut named: Vec<usize> = (0..self.orders.len()).collect();
        named.retain(|at| self.orders[*at].way == Way::Bank(name) && recent(&self.orders[*at]));
        let waits = |at: &usize| self.orders[*at].state == "awaiting_deposit";
        let waiting: Vec<usize> = named.iter().copied().filter(waits).collect();
        let exact = waiting
            .iter()
            .copied()
            .find(|at| self.orders[*at].won == won);
        if let Some(order) = exact {
            if self.payable(order).is_err() {
                return ("unmatched", Some(order));
            }
            let it = &self.orders[order];
            let gone =
                |payment: usize| self.payments[payment].outside == self.payments[payment].won;
            let either = named.iter().map(|at| &self.orders[*at]).any(|other| {
                other.who != it.who && other.won == won && other.payment.is_none_or(gone)
            });
            return if either {
                ("ambiguous", None)
            } else if at < it.opened_at - EARLY {
                ("early", Some(order))
            } else if at >= it.waits_until {
                ("late", Some(order))
            } else {
                ("matched", Some(order))
            };
        }
        match waiting.as_slice() {
            [order] if won < self.orders[*order].won => ("underpaid", Some(*order)),
            [order] => ("overpaid", Some(*order)),
            [_, _, ..] => ("ambiguous", None),
            [] => match named.iter().rev().find(|at| self.orders[**at].won == won) {
                Some(order) if self.orders[*order].state == "completed" => {
                    ("duplicate", Some(*order))
                }
                Some(order) => ("late", Some(*order)),
                None => ("unmatched", None),
            },
        }
    }

    /// The bank took it back, and what it paid with it. That of money that was told again is that of the money. Which money
    /// is gone is not known while one is in doubt.
    pub(crate) fn reverse_deposit(&mut self, deposit: usize) -> Said {
        let it = self.deposits[deposit].clone();
        match (it.state, it.repeat_of) {
            ("possible_repeat", _) => return Err("DepositInDoubt".to_owned()),
            ("repeated", Some(of)) => return self.reverse_deposit(of),
            ("reversed", _) => return Ok(self.deposit_in_words(deposit)),
            _ => {}
        }
        if let Some(payment) = it
            .order
            .filter(|_| it.state == "matched")
            .and_then(|order| self.orders[order].payment)
        {
            self.taken_back(payment, it.told.won);
        }
        self.deposits[deposit].state = "reversed";
        Ok(self.deposit_in_words(deposit))
    }

    pub(super) fn undecided(&self, deposit: usize) -> Result<Deposit, String> {
        let it = &self.deposits[deposit];
        if it.is_open() {
            Ok(it.clone())
        } else {
            Err("DepositSettled".to_owned())
        }
    }

    /// Money in doubt is neither matched nor sent back.
    fn undecided_money(&self, deposit: usize) -> Result<Deposit, String> {
        let it = self.undecided(deposit)?;
        if it.state == "possible_repeat" {
            return Err("DepositInDoubt".to_owned());
        }
        Ok(it)
    }

    pub(crate) fn return_deposit(&mut self, deposit: usize) -> Said {
        self.undecided_money(deposit)?;
        self.deposits[deposit].state = "returned";
        Ok(self.deposit_in_words(deposit))
    }

    /// A person says which order a deposit pays.
    pub(crate) fn match_deposit(
        &mut self,
        deposit: usize,
        order: usize,
        despite_amount: bool,
    ) -> Said {
        let it = self.undecided_money(deposit)?;
        let of = self.orders[order].clone();
        if !matches!(of.way, Way::Bank(_)) {
            return Err("NotABankOrder".to_owned());
        }
        let undone = of
            .payment
            .filter(|at| self.payments[*at].outside == self.payments[*at].won);
        if let Some(payment) = undone {
            self.open_customer(of.who)?;
            if it.told.won != self.payments[payment].won {
                return Err("PaidWithOtherAmount".to_owned());
            }
            (self.deposits[deposit].state, self.deposits[deposit].order) = ("matched", Some(order));
            self.paid_again(payment, 0);
            return Ok(self.deposit_in_words(deposit));
        }
        if !matches!(of.state, "awaiting_deposit" | "expired" | "cancelled") {
            return Err("OrderNotOpen".to_owned());
        }
        self.open_customer(of.who)?;
        if it.told.won != of.won && !despite_amount {
            return Err("DepositAmountDiffers".to_owned());
        }
        self.payable(order)?;
        (self.deposits[deposit].state, self.deposits[deposit].order) = ("matched", Some(order));
        self.complete(order, it.told.won, it.told.at);
        Ok(self.deposit_in_words(deposit))
    }
}
