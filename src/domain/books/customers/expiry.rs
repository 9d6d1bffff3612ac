//! The booking of lots and holds past their end.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::{Change, Expired},
    event::{Event, LotExpired},
    id::CustomerId,
    ledger::Act,
    lot::{Bucket, Lot},
    refusal::Refusal,
};

/// Writes expiry that has already happened into the books: lots past their end, and holds that nobody captured.
#[derive(Debug, Clone)]
pub struct BookExpiry {
    pub customer: CustomerId,
}

impl Change for BookExpiry {
    type Answer = Expired;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.lapsed_of.insert(self.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Expired, Refusal> {
        Ok(books.expire(&self.customer))
    }
}

impl Books<'_> {
    /// Books expiry that has already happened: lots past their end are emptied, and holds past theirs are released.
    fn expire(&mut self, customer: &CustomerId) -> Expired {
        let holds = self.lapse_holds(customer);
        let ended: Vec<Lot> = self.lots_of(customer, |lot, now| {
            !lot.is_live(now) && !lot.remaining.is_zero()
        });
        for lot in &ended {
            let lines = [self.shift(lot.id, Bucket::Remaining, Bucket::Expired, lot.remaining)];
            self.post(customer, Act::Expire, lot.id.to_string(), &lines);
            self.event(Event::LotExpired(LotExpired {
                customer_id: customer.clone(),
                lot_id: lot.id,
                kind: lot.kind,
                credits: lot.remaining,
                expired_at: lot.expires_at,
            }));
        }
        Expired {
            lots: count(&ended),
            holds,
        }
    }

    pub(in crate::books) fn lots_of(
        &self,
        customer: &CustomerId,
        which: impl Fn(&Lot, chrono::DateTime<chrono::Utc>) -> bool,
    ) -> Vec<Lot> {
        let order = self.in_order.get(customer).into_iter().flatten();
        order
            .filter_map(|(_, _, _, id)| self.rows.lots.get(id))
            .filter(|lot| which(lot, self.now))
            .cloned()
            .collect()
    }
}

fn count<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}
