//! The invariants, checked after every commit by their definitions and not by the code under test.

use std::collections::BTreeMap;

use domain::{
    command::{Command, Reply},
    id::{CustomerId, LotId},
    ledger::{Account, Act, Entry, Unit},
    lot::Lot,
    order::OrderState,
    payment::Payment,
    refusal::Refusal,
    spend::HoldState,
};
use sha2::{Digest as _, Sha256};

use crate::world::{Rows, World};

impl World {
    /// Every invariant over all rows, and over the step from `before`.
    pub(crate) fn audit(&self, before: &Rows) {
        for lot in self.rows.lots.values() {
            self.audit_lot(before.lots.get(&lot.id), lot);
        }
        for payment in self.rows.payments.values() {
            self.audit_payment(payment);
        }
        for order in self.rows.orders.values() {
            let mut known = self.rows.contradictions.values();
            let waits = known.any(|known| known.order == order.id && known.state.is_open());
            assert!(
                order.state != OrderState::Mismatched || waits,
                "a parked order waits for nobody: {order:?}"
            );
        }
        for customer in self.rows.customers.keys() {
            let known = before.entries.get(customer).map_or(0, Vec::len);
            self.audit_ledger(customer, known);
        }
        for (id, order) in &before.orders {
            let now = &self.rows.orders[id];
            if order.payment.is_some() {
                assert_eq!(
                    (now.state, now.payment),
                    (OrderState::Completed, order.payment),
                    "a completed order moved"
                );
            }
            assert_eq!(
                (now.amount, now.credits, &now.policy),
                (order.amount, order.credits, &order.policy)
            );
        }
    }

    fn audit_lot(&self, before: Option<&Lot>, lot: &Lot) {
        let places = [
            lot.remaining,
            lot.held,
            lot.spent,
            lot.refunded,
            lot.expired,
            lot.revoked,
        ];
        let sum: i64 = places.iter().map(|place| place.get()).sum();
        assert_eq!(
            sum,
            lot.granted.get(),
            "lot {} does not add up: {lot:?}",
            lot.id
        );
        let Some(before) = before else { return };
        assert_eq!(
            (before.granted, before.expires_at, before.payment),
            (lot.granted, lot.expires_at, lot.payment)
        );
        if before.expires_at <= self.now {
            let captured = before.held.get() - lot.held.get();
            assert!(
                lot.spent.get() - before.spent.get() <= captured.max(0),
                "expired credits were spent: {lot:?}"
            );
            assert!(
                lot.refunded <= before.refunded,
                "expired credits were refunded: {lot:?}"
            );
        }
    }

    fn audit_payment(&self, payment: &Payment) {
        let (id, paid) = (payment.id, payment.amount.get());
        assert!(
            payment.refunded.get() + payment.in_flight.get() <= paid,
            "more goes back than was paid: {payment:?}"
        );
        assert!(payment.cancelled_outside.get() <= paid, "{payment:?}");
        let lots: Vec<&Lot> = self
            .rows
            .lots
            .values()
            .filter(|lot| lot.payment == Some(id))
            .collect();
        assert_eq!(lots.len(), 1, "payment {id} has not one lot");
        assert!(
            payment.credits_revoked <= lots[0].granted,
            "more credits taken than granted: {payment:?}"
        );
        let refunds: Vec<_> = self
            .rows
            .refunds
            .values()
            .filter(|refund| refund.payment == id)
            .collect();
        let open: i64 = refunds
            .iter()
            .filter(|refund| refund.state.is_open())
            .map(|refund| refund.amount.get())
            .sum();
        assert_eq!(
            open,
            payment.in_flight.get(),
            "in flight is not the sum of open refunds"
        );
        let done = |state| refunds.iter().filter(move |refund| refund.state == state);
        let succeeded: i64 = done(domain::refund::RefundState::Succeeded)
            .map(|refund| refund.given().get())
            .sum();
        assert_eq!(
            succeeded,
            payment.refunded.get(),
            "refunded is not the sum of refunds that succeeded"
        );
        let declined: i64 = done(domain::refund::RefundState::Declined)
            .map(|refund| refund.credits.get())
            .sum();
        let all: i64 = refunds.iter().map(|refund| refund.credits.get()).sum();
        assert_eq!(
            all - declined,
            lots[0].refunded.get(),
            "the lot's refunded credits are not its refunds'"
        );
        for refund in &refunds {
            assert!(
                refund.tax_free.get() + refund.vat.get() <= refund.amount.get(),
                "more tax than money: {refund:?}"
            );
        }
        let short = refunds.iter().any(|refund| refund.settled_amount.is_some());
        audit_shares(payment, lots[0], open, short);
        let orders = self
            .rows
            .orders
            .values()
            .filter(|order| order.payment == Some(id))
            .count();
        assert_eq!(orders, 1, "payment {id} completed {orders} orders");
    }

    /// The chain from entry `known` on, and every counter as the sum of its entries.
    fn audit_ledger(&self, customer: &CustomerId, known: usize) {
        let none = Vec::new();
        let entries = self.rows.entries.get(customer).unwrap_or(&none);
        let mut sums: BTreeMap<(Option<LotId>, Account), i64> = BTreeMap::new();
        let mut won: BTreeMap<Account, i64> = BTreeMap::new();
        let mut head = String::new();
        for (place, entry) in entries.iter().enumerate() {
            assert_eq!(
                entry.seq,
                i64::try_from(place + 1).unwrap(),
                "a gap in the chain of {customer}"
            );
            if place >= known {
                assert_eq!(
                    entry.hash,
                    hash(&head, entry),
                    "entry {} of {customer} breaks the chain",
                    entry.seq
                );
            }
            head.clone_from(&entry.hash);
            assert!(entry.amount > 0 && entry.from != entry.to, "{entry:?}");
            for (account, amount) in [(entry.from, -entry.amount), (entry.to, entry.amount)] {
                match entry.unit {
                    Unit::Credits => *sums.entry((entry.lot, account)).or_default() += amount,
                    Unit::Won => *won.entry(account).or_default() += amount,
                }
            }
        }
        let row = &self.rows.customers[customer];
        assert_eq!(
            row.head, head,
            "the head of {customer} is not its last hash"
        );
        assert_eq!(usize::try_from(row.seq).unwrap(), entries.len());
        let sum = |lot: Option<LotId>, account| sums.get(&(lot, account)).copied().unwrap_or(0);
        for lot in self
            .rows
            .lots
            .values()
            .filter(|lot| lot.customer == *customer)
        {
            let of = |account| sum(Some(lot.id), account);
            assert_eq!(of(Account::Issued), -lot.granted.get());
            assert_eq!(of(Account::Available), lot.remaining.get());
            assert_eq!(of(Account::Held), lot.held.get());
            assert_eq!(of(Account::Used), lot.spent.get());
            assert_eq!(
                of(Account::Refunding) + of(Account::Refunded),
                lot.refunded.get()
            );
            assert_eq!(of(Account::Expired), lot.expired.get());
            assert_eq!(of(Account::Revoked), lot.revoked.get());
        }
        self.audit_debts(customer, entries);
        self.audit_won(customer, &won);
    }

    /// A customer's debt, waived debt and granted credits, and that no debt exists beside credits.
    fn audit_debts(&self, customer: &CustomerId, entries: &[Entry]) {
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

    fn audit_won(&self, customer: &CustomerId, won: &BTreeMap<Account, i64>) {
        let (mut receivable, mut prepaid, mut due) = (0, 0, 0);
        for payment in self
            .rows
            .payments
            .values()
            .filter(|payment| payment.customer == *customer)
        {
            let gone = payment.refunded.get() + payment.cancelled_outside.get();
            receivable += payment.amount.get() - gone;
            prepaid -= payment.amount.get() - gone - payment.in_flight.get();
            due -= payment.in_flight.get();
        }
        let of = |account| won.get(&account).copied().unwrap_or(0);
        assert_eq!(
            of(Account::Receivable),
            receivable,
            "won receivable for {customer}"
        );
        assert_eq!(of(Account::Prepaid), prepaid, "won prepaid by {customer}");
        assert_eq!(
            of(Account::RefundsDue),
            due,
            "won promised back to {customer}"
        );
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
                    && hold.expires_at <= self.now
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

/// Refunds pay the rounded-down share of all their credits. Nobody keeps credits worth more than the amount paid and
/// not returned.
fn audit_shares(payment: &Payment, lot: &Lot, open: i64, short: bool) {
    let (paid, granted) = (payment.amount.get(), lot.granted.get());
    let given = payment.refunded.get() + payment.in_flight.get();
    let share = paid * lot.refunded.get() / granted;
    if payment.outside_at.is_none() && !short {
        assert_eq!(
            given, share,
            "refunds are not the share of their credits: {payment:?} {lot:?}"
        );
    }
    assert!(
        given <= share,
        "refunds are above the share of their credits: {payment:?} {lot:?}"
    );
    if open == 0 && paid > 0 {
        let owed = payment.credits_revoked.get() - lot.revoked.get();
        let kept = lot.remaining.get() + lot.held.get() + lot.spent.get() - owed;
        let rest = (paid - payment.refunded.get() - payment.cancelled_outside.get()).max(0);
        // The credits of one won may be lost twice in rounding.
        let fair = granted * rest / paid + granted / paid + 2;
        assert!(
            kept <= fair,
            "{kept} credits kept for {rest} won: {payment:?} {lot:?}"
        );
    }
}

/// The hash of an entry, implemented again from its description.
fn hash(before: &str, entry: &Entry) -> String {
    let fields = [
        before.to_owned(),
        entry.customer.to_string(),
        entry.seq.to_string(),
        entry.posting.to_string(),
        entry.act.to_string(),
        entry.from.to_string(),
        entry.to.to_string(),
        entry.unit.to_string(),
        entry.amount.to_string(),
        entry.lot.map_or_else(String::new, |lot| lot.to_string()),
        entry.reference.clone(),
        entry.at.timestamp_micros().to_string(),
    ];
    let mut digest = Sha256::new();
    for field in &fields {
        digest.update(format!("{}:{field}", field.len()));
    }
    let bytes = digest.finalize();
    bytes
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
