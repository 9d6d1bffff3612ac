//! The invariants of debts and balances.

use domain::{
    command::{Command, Reply},
    id::CustomerId,
    ledger::{Account, Act, Entry},
    refusal::Refusal,
    spend::HoldState,
};

use crate::world::World;

impl World {
    /// A customer's debt, waived debt and granted credits, and that no debt exists beside credits.
    pub(crate) fn audit_debts(&self, customer: &CustomerId, entries: &[Entry]) {
        let row = &self.rows.customers[customer];
        let sum = |account: Account, of: &dyn Fn(&Entry) -> bool| {
            let entries = entries.iter().filter(|entry| of(entry));
            let sum: i64 = entries.map(|entry| entry.change_of(account)).sum();
            sum
        };
        let owed = sum(Account::Owed, &|_| true);
        assert_eq!(
            owed,
            row.debt.get(),
            "the debt of {customer} is not what it owes"
        );
        assert_eq!(sum(Account::Clawback, &|_| true), -owed);
        let waived = -sum(Account::Owed, &|entry| entry.act == Act::DebtWaived);
        assert_eq!(waived, row.debt_waived.get(), "waived of {customer}");
        assert!(
            owed == 0 || self.balance(customer).is_zero(),
            "{customer} owes {owed} beside {} credits",
            self.balance(customer)
        );
        self.audit_debts_of_payments(customer);
        let lots = self.rows.lots.values();
        let lots = lots.filter(|lot| lot.customer == *customer);
        let granted: i64 = lots.map(|lot| lot.granted.get()).sum();
        assert_eq!(granted, row.granted.get(), "granted to {customer}");
    }

    /// Open, waived and paid debt belongs to payments. No lot has credits beside used ones that were owed for its
    /// payment.
    fn audit_debts_of_payments(&self, customer: &CustomerId) {
        let row = &self.rows.customers[customer];
        let (mut debt, mut waived, mut raised) = (0, 0, 0);
        for payment in self
            .rows
            .payments
            .values()
            .filter(|payment| payment.customer == *customer)
        {
            let lot = self.lot(payment.id);
            let owed_for = payment.credits_revoked.get() - lot.revoked.get();
            debt += payment.debt.get();
            waived += payment.debt_waived.get();
            raised += owed_for;
            assert!(
                payment.debt.get() + payment.debt_waived.get() <= owed_for,
                "{payment:?} {lot:?}"
            );
            assert!(
                owed_for == 0 || lot.remaining.is_zero(),
                "unused credits beside a debt: {payment:?} {lot:?}"
            );
        }
        let lots = self
            .rows
            .lots
            .values()
            .filter(|lot| lot.customer == *customer);
        let paid: i64 = lots.map(|lot| lot.debt_paid.get()).sum();
        assert_eq!(
            (debt, waived),
            (row.debt.get(), row.debt_waived.get()),
            "of {customer}'s payments"
        );
        assert_eq!(raised, debt + waived + paid, "debts of {customer} raised");
    }

    /// The balance returned right after a single command is the sum over live lots, plus the credits of expired
    /// holds.
    pub(crate) fn audit_balance<A>(&self, command: &Command<A>, answer: &Result<Reply, Refusal>) {
        if let (Ok(reply), Some(customer)) = (answer, command.change.customer())
            && let Some(told) = reply.balance.filter(|_| !reply.replayed)
        {
            let over = self.rows.holds.values().filter(|hold| {
                hold.customer_id == *customer
                    && hold.state == HoldState::Open
                    && hold.ends_at() <= self.now
            });
            let back = over.flat_map(|hold| &hold.parts);
            let back = back.filter(|part| self.now < part.expires_at);
            let lots = self.balance(customer);
            assert_eq!(
                told,
                back.fold(lots, |sum, part| sum.plus(part.credits).unwrap()),
                "the balance told to {customer} is not what the lots hold"
            );
        }
    }
}
