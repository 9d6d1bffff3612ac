//! Loading what credits belong to: spends, holds, lots and balances.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domain::{
    canary,
    customer::Customer,
    id::{CustomerId, LotId},
    lot::Lot,
    money::{AMOUNT_MAX, Credits},
    spend::{Hold, Spend},
};

use super::{
    AVAILABLE, BALANCES, COVERING_LOTS, HOLDS, LAPSED_HOLDS, LAPSED_LOTS, LOTS, LOTS_THAT_PAID,
    SPENDS,
    load::{Load, customer_of},
};
use crate::store::{StoreError, engine::Row, query::Arg, rows::Stored as _};

impl Load<'_> {
    pub(super) async fn spends_and_holds(&mut self) -> Result<(), StoreError> {
        let needs = self.needs;
        self.find::<Spend>(&SPENDS, &needs.spends).await?;
        self.find::<Hold>(&HOLDS, &needs.holds).await?;
        let of = needs.lapsed_of.union(&needs.lapsed_holds_of).collect();
        let lapsed: Vec<Hold> = self.by_set_at(&LAPSED_HOLDS, &of, self.now).await?;
        self.keep(lapsed);
        Ok(())
    }

    /// Lots of the payments, of the parts of spends and holds, and lapsed ones. Also lots that paid the debt for a
    /// payment that others took back: that payment may have come again.
    pub(super) async fn lots(&mut self) -> Result<(), StoreError> {
        let of_spends = self.found.spends.values().flat_map(|spend| &spend.parts);
        let of_holds = self.found.holds.values().flat_map(|hold| &hold.parts);
        let mut ids: BTreeSet<LotId> = of_spends.chain(of_holds).map(|part| part.lot).collect();
        ids.extend(&self.needs.lots);
        let payments = &self.found.payments;
        let taken_back = payments.values().filter(|it| !it.credits_revoked.is_zero());
        let owing = taken_back.map(|payment| payment.customer.clone()).collect();
        if !(ids.is_empty() && payments.is_empty()) {
            let payments = self.tx.set(payments.keys());
            let args = vec![Arg::Set(self.tx.set(ids)), Arg::Set(payments)];
            let lots: Vec<Lot> = self.all(&LOTS, args).await?;
            self.keep(lots);
        }
        self.find::<Lot>(&LOTS_THAT_PAID, &owing).await?;
        let of = &self.needs.lapsed_of;
        let lapsed: Vec<Lot> = self.by_set_at(&LAPSED_LOTS, of, self.now).await?;
        self.keep(lapsed);
        Ok(())
    }

    /// Live lots in the order of spending, only as many as cover the largest sum asked. A deposit that paid an order
    /// may be reversed, which its customer's other lots pay for. A customer whose payments were loaded gets all live
    /// lots. Another command of the batch may refund or revoke credits of the lots that would have covered the sum. A
    /// later lot must never be spent before an earlier one that was not loaded.
    pub(super) async fn spendable(&mut self) -> Result<(), StoreError> {
        let asking = &self.needs.spendable;
        let reversible = self.found.payments.values();
        let reversible = reversible.filter(|payment| self.followed.contains(&payment.order));
        let reversible: BTreeSet<CustomerId> =
            reversible.map(|payment| payment.customer.clone()).collect();
        if asking.is_empty() && reversible.is_empty() {
            return Ok(());
        }
        let payments = self.found.payments.values();
        let busy: HashSet<&CustomerId> = payments.map(|payment| &payment.customer).collect();
        let asked = asking.iter().filter(|(id, _)| !busy.contains(id));
        let asked = asked.map(|(_, asked)| *asked).max().unwrap_or_default();
        let (mut whole, covered): (BTreeSet<CustomerId>, BTreeSet<CustomerId>) =
            asking.keys().cloned().partition(|id| busy.contains(id));
        whole.extend(reversible);
        let all = Credits::new(AMOUNT_MAX).unwrap_or_default();
        self.covering_lots(&covered, asked).await?;
        self.covering_lots(&whole, all).await
    }

    async fn covering_lots(
        &mut self,
        of: &BTreeSet<CustomerId>,
        asked: Credits,
    ) -> Result<(), StoreError> {
        if of.is_empty() {
            return Ok(());
        }
        let args = vec![
            Arg::Set(self.tx.set(of)),
            Arg::Int(self.now.timestamp_micros() - canary!(SpendableAtExpiry, 1, 0)),
            // A caller that asks for zero credits still gets the balance.
            Arg::Int(asked.get().max(1)),
        ];
        let none = of.iter().map(|id| (id.clone(), Credits::ZERO));
        self.balances.extend(none);
        let total = Lot::table().columns.len() + 1;
        let found = self.tx.conn().all(&COVERING_LOTS, args).await?;
        let lots: Vec<Lot> = self.read(&found)?;
        for (row, lot) in found.iter().zip(&lots) {
            let sum = sum_of(row, total, &lot.customer)?;
            self.balances.insert(lot.customer.clone(), sum);
        }
        self.keep(lots);
        Ok(())
    }

    /// Live credits of each customer asked for; zero for one who has none.
    pub(super) async fn balances(&mut self) -> Result<BTreeMap<CustomerId, Credits>, StoreError> {
        let mut balances = std::mem::take(&mut self.balances);
        let asked = &self.needs.balances;
        balances.retain(|id, _| asked.contains(id));
        let missing = asked.iter().filter(|id| !balances.contains_key(*id));
        let missing: Vec<CustomerId> = missing.cloned().collect();
        if missing.is_empty() {
            return Ok(balances);
        }
        let set = self.tx.set(&missing);
        let args = vec![Arg::Set(set), Arg::Int(self.now.timestamp_micros())];
        balances.extend(missing.into_iter().map(|id| (id, Credits::ZERO)));
        for row in self.tx.conn().all(&BALANCES, args).await? {
            let customer = customer_of(&row)?;
            let sum = sum_of(&row, 1, &customer)?;
            balances.insert(customer, sum);
        }
        Ok(balances)
    }

    /// What the ledger has available to those of the customers that have thresholds, and to those asked for. Where there
    /// are none, nothing is asked.
    pub(super) async fn available(
        &mut self,
        customers: &[Customer],
    ) -> Result<BTreeMap<CustomerId, Credits>, StoreError> {
        let watched = customers.iter().filter(|row| {
            let setting = row.thresholds.as_ref();
            setting.is_some_and(|setting| !setting.thresholds.is_empty())
        });
        let watched = watched.map(|row| &row.id).chain(&self.needs.available_of);
        let mut available: BTreeMap<CustomerId, Credits> =
            watched.map(|id| (id.clone(), Credits::ZERO)).collect();
        if available.is_empty() {
            return Ok(available);
        }
        let args = vec![Arg::Set(self.tx.set(available.keys()))];
        for row in self.tx.conn().all(&AVAILABLE, args).await? {
            let customer = customer_of(&row)?;
            let sum = sum_of(&row, 1, &customer)?;
            available.insert(customer, sum);
        }
        Ok(available)
    }
}

/// A sum of credits of one customer.
fn sum_of(row: &Row, at: usize, customer: &CustomerId) -> Result<Credits, StoreError> {
    Credits::new(row.int(at)?.unwrap_or_default()).map_err(|_| {
        StoreError::damaged(
            "lots",
            customer.to_string(),
            "remaining",
            "the sum is out of range",
        )
    })
}
