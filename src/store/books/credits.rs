//! Loading what credits belong to: spends, holds and lots.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use domain::{
    books::Needs,
    id::{CustomerId, LotId},
    money::{AMOUNT_MAX, Credits},
};

use super::{Load, Loading, find};
use crate::store::StoreError;

impl Load {
    pub(super) async fn spends_and_holds(
        &mut self,
        tx: &mut Loading<'_>,
        needs: &Needs,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        for spend in find::spends(tx, &needs.spends).await? {
            self.spends.insert(spend.id, spend);
        }
        for hold in find::holds(tx, &needs.holds).await? {
            self.holds.insert(hold.id, hold);
        }
        let of = needs.lapsed_of.union(&needs.lapsed_holds_of);
        for hold in find::lapsed_holds(tx, &of.cloned().collect(), now).await? {
            self.holds.insert(hold.id, hold);
        }
        Ok(())
    }

    /// Lots of the payments, of the parts of spends and holds, and lapsed ones. Also lots that paid the debt for a
    /// payment that others took back: that payment may have come again.
    pub(super) async fn lots(
        &mut self,
        tx: &mut Loading<'_>,
        needs: &Needs,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let of_spends = self.spends.values().flat_map(|spend| &spend.parts);
        let of_holds = self.holds.values().flat_map(|hold| &hold.parts);
        let ids: BTreeSet<LotId> = of_spends.chain(of_holds).map(|part| part.lot).collect();
        let lots = find::lots(tx, &ids, self.payments.keys()).await?;
        self.keep_lots(lots);
        let taken_back = |payment: &&domain::payment::Payment| !payment.credits_revoked.is_zero();
        let owing = self.payments.values().filter(taken_back);
        let owing = owing.map(|payment| payment.customer.clone()).collect();
        self.keep_lots(find::lots_that_paid(tx, &owing).await?);
        self.keep_lots(find::lapsed_lots(tx, &needs.lapsed_of, now).await?);
        Ok(())
    }

    /// Live lots in the order of spending, only as many as cover the largest sum asked. A deposit that paid an order
    /// may be reversed, which its customer's other lots pay for. A customer whose payments were loaded gets all live
    /// lots. Another command of the batch may refund or revoke credits of the lots that would have covered the sum. A
    /// later lot must never be spent before an earlier one that was not loaded.
    pub(super) async fn spendable(
        &mut self,
        tx: &mut Loading<'_>,
        needs: &Needs,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let reversible = self.payments.values();
        let reversible = reversible.filter(|payment| self.followed.contains(&payment.order));
        let reversible: BTreeSet<CustomerId> =
            reversible.map(|payment| payment.customer.clone()).collect();
        if needs.spendable.is_empty() && reversible.is_empty() {
            return Ok(());
        }
        let busy: HashSet<&CustomerId> = self
            .payments
            .values()
            .map(|payment| &payment.customer)
            .collect();
        let is_busy = |id: &CustomerId| busy.contains(id);
        let asked = needs
            .spendable
            .iter()
            .filter(|(id, _)| !is_busy(id))
            .map(|(_, asked)| *asked)
            .max();
        let asking = needs.spendable.keys().cloned();
        let (mut whole, covered): (BTreeSet<CustomerId>, BTreeSet<CustomerId>) =
            asking.partition(|id| is_busy(id));
        whole.extend(reversible);
        let all = Credits::new(AMOUNT_MAX).unwrap_or_default();
        let asked = asked.unwrap_or_default();
        let balances = &mut self.balances;
        let covering = find::covering_lots(tx, &covered, asked, now, balances).await?;
        let rest = find::covering_lots(tx, &whole, all, now, balances).await?;
        self.keep_lots(covering);
        self.keep_lots(rest);
        Ok(())
    }

    pub(super) fn keep_lots(&mut self, lots: Vec<domain::lot::Lot>) {
        self.lots.extend(lots.into_iter().map(|lot| (lot.id, lot)));
    }
}
