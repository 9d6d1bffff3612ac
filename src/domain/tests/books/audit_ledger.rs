//! The chain and the sums of the ledger, by their definitions.

use std::collections::BTreeMap;

use domain::{
    id::{CustomerId, LotId},
    ledger::{Account, Entry, Unit},
};
use sha2::{Digest as _, Sha256};

use crate::world::World;

impl World {
    /// The chain from entry `known` on, and every counter as the sum of its entries.
    pub(crate) fn audit_ledger(&self, customer: &CustomerId, known: usize) {
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
