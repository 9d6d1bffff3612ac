//! The parts of spends and holds, and the credits of them that come back.

use crate::{
    books::Books,
    id::{CustomerId, HoldId, LotId},
    ledger::{Act, Line},
    lot::Bucket,
    money::Credits,
    spend::Part,
};

impl Books<'_> {
    pub(super) fn release_parts(&mut self, customer: &CustomerId, hold: HoldId, parts: &[Part]) {
        let mut lines = Vec::new();
        for part in parts {
            lines.push(self.give_back(part.lot, Bucket::Held, part.credits));
        }
        self.post(customer, Act::Release, hold.to_string(), &lines);
        self.settle_returned(customer, parts);
    }

    /// Credits that come back to a lot whose money others took go with that money, lot after lot. This happens before
    /// the rest is used, because the rest could belong to a lot whose money went.
    pub(super) fn settle_returned(&mut self, customer: &CustomerId, parts: &[Part]) {
        let mut back = Vec::new();
        for part in parts {
            back.extend(self.undo_debt(part.lot, part.credits));
        }
        back.extend(came_back(parts));
        self.settle_back(customer, &back);
    }

    /// Gives credits back to a lot. They are spendable again while the lot is live, and expire at once when it is not.
    pub(in crate::books) fn give_back(
        &mut self,
        lot: LotId,
        from: Bucket,
        credits: Credits,
    ) -> Line {
        let live = self
            .rows
            .lots
            .get(&lot)
            .is_some_and(|lot| lot.is_live(self.now));
        self.shift(
            lot,
            from,
            if live {
                Bucket::Remaining
            } else {
                Bucket::Expired
            },
            credits,
        )
    }

    pub(super) fn shift_parts(&mut self, parts: &[Part], from: Bucket, to: Bucket) -> Vec<Line> {
        parts
            .iter()
            .map(|part| self.shift(part.lot, from, to, part.credits))
            .collect()
    }
}

fn came_back(parts: &[Part]) -> Vec<(LotId, Credits)> {
    parts.iter().map(|part| (part.lot, part.credits)).collect()
}
