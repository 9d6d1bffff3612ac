//! What a reader sees of a customer at an instant, and all that is compared with the databases.

use super::Model;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Balance {
    pub available: i64,
    pub held: i64,
    pub debt: i64,
    pub next_expiry: Option<i64>,
}

impl Model {
    /// Whether a sweep ran does not matter: lots that have ended do not count, and holds that lapsed are given back.
    pub(crate) fn balance(&self, who: usize) -> Balance {
        let mut seen = self.clone();
        seen.lapse(who);
        let live = seen.spendable(who);
        let of_customer = seen.lots.iter().filter(|lot| lot.who == who);
        Balance {
            available: live.iter().map(|lot| seen.lots[*lot].remaining).sum(),
            held: of_customer.map(|lot| lot.held).sum(),
            debt: seen.customers[who].debt,
            next_expiry: live.first().map(|lot| seen.lots[*lot].expires_at),
        }
    }

    /// Every row, in the words in which [`crate::seen`] reads them from a database.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (who, it) in self.customers.iter().enumerate() {
            let state = match (it.closed, it.frozen) {
                (true, _) => "closed",
                (false, true) => "frozen",
                (false, false) => "open",
            };
            lines.push(format!(
                "customer {who}: {state}, debt {}, waived {}",
                it.debt, it.debt_waived
            ));
            let balance = self.balance(who);
            lines.push(format!("balance {who}: {balance:?}"));
        }
        self.money_lines(&mut lines);
        self.credit_lines(&mut lines);
        self.membership_lines(&mut lines);
        self.campaign_lines(&mut lines);
        self.contract_lines(&mut lines);
        self.notice_lines(&mut lines);
        self.contradiction_lines(&mut lines);
        self.approval_lines(&mut lines);
        self.endpoint_lines(&mut lines);
        lines
    }

    fn money_lines(&self, lines: &mut Vec<String>) {
        for (at, it) in self.orders.iter().enumerate() {
            lines.push(format!(
                "order {at}: of {}, payment {:?}, month {:?}, {}, {} won, {} credits, {}",
                it.who, it.payment, it.month, it.kind, it.won, it.credits, it.state
            ));
        }
        for (at, it) in self.payments.iter().enumerate() {
            lines.push(format!(
                "payment {at}: of {}, order {:?}, {} won, {} refunded, {} in flight, {} outside, {} credits gone, {} owed, {} waived",
                it.who, Some(it.order), it.won, it.refunded, it.in_flight, it.outside, it.credits_gone, it.debt, it.debt_waived
            ));
        }
        for (at, it) in self.quotes.iter().enumerate() {
            lines.push(format!(
                "quote {at}: of {}, payment {:?}, {} won, {} credits, {}",
                it.who,
                Some(it.payment),
                it.won,
                it.credits,
                it.basis
            ));
        }
        for (at, it) in self.refunds.iter().enumerate() {
            lines.push(format!(
                "refund {at}: of {}, payment {:?}, quote {:?}, {} won, {} credits, {}, due {}, account {}",
                it.who,
                Some(it.payment),
                Some(it.quote),
                it.won,
                it.credits,
                it.state,
                it.due_at,
                i32::from(it.account.is_some())
            ));
        }
        for (at, it) in self.deposits.iter().enumerate() {
            lines.push(format!(
                "deposit {at}: order {:?}, repeat of {:?}, {} won, {}",
                it.order, it.repeat_of, it.told.won, it.state
            ));
        }
    }

    fn credit_lines(&self, lines: &mut Vec<String>) {
        for (at, it) in self.lots.iter().enumerate() {
            lines.push(format!(
                "lot {at}: of {}, payment {:?}, bonus of {:?}, {}, {} = {} remaining + {} held + {} spent + {} refunded + {} expired + {} revoked; {} paid debts, {} of the bonus gone; policy {}, {} to {}",
                it.who, it.payment, it.bonus_of, it.kind, it.granted, it.remaining, it.held, it.spent, it.refunded,
                it.expired, it.revoked, it.debt_paid, it.bonus_gone, self.terms(it.policy).version,
                it.acquired_at, it.expires_at
            ));
        }
        for (at, it) in self.spends.iter().enumerate() {
            lines.push(format!(
                "spend {at}: of {}, hold {:?}, {} credits, reversed at {}",
                it.who,
                it.hold,
                it.credits,
                it.reversed_at.unwrap_or(0)
            ));
        }
        for (at, it) in self.holds.iter().enumerate() {
            lines.push(format!(
                "hold {at}: of {}, {} credits, {} captured, {} until {}, then {}",
                it.who,
                it.credits,
                it.captured,
                it.state,
                it.expires_at,
                it.extended_until.unwrap_or(0)
            ));
        }
        for (at, it) in self.extensions.iter().enumerate() {
            let hold = Some(it.hold);
            lines.push(format!(
                "extension {at}: of {}, hold {hold:?}, from {} to {} at {}",
                self.holds[it.hold].who, it.was, it.until, it.at
            ));
        }
    }
}
