//! Credits used at once in the order of spending, their reversal, and the credits of spends and holds that come back.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    calendar::rfc3339_seoul,
    command::Change,
    effects::AuditAct,
    id::{CustomerId, HoldId, LotId, SpendId},
    ledger::{Act, Line},
    lot::{Bucket, Lot},
    money::Credits,
    refusal::Refusal,
    spend::{Part, Spend},
};

/// Uses credits in the published order.
#[derive(Debug, Clone)]
pub struct SpendCredits {
    pub customer: CustomerId,
    pub credits: Credits,
    pub meter: String,
    pub reference: String,
}

impl Change for SpendCredits {
    type Answer = Spend;
    const ANSWERS_BALANCE: bool = true;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.spend(&self.customer, self.credits);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Spend, Refusal> {
        books.spend(&self.customer, self.credits, &self.meter, &self.reference)
    }
}

/// Gives the credits of a spend back to their lots.
#[derive(Debug, Clone)]
pub struct ReverseSpend {
    pub customer: CustomerId,
    pub spend: SpendId,
}

impl Change for ReverseSpend {
    type Answer = Spend;
    const ANSWERS_BALANCE: bool = true;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.spends.insert(self.spend);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Spend, Refusal> {
        let (customer, id) = (&self.customer, self.spend);
        let found = books
            .rows
            .spends
            .get(&id)
            .filter(|spend| spend.customer_id == *customer);
        let mut spend = found.cloned().ok_or(Refusal::NoSpend(id))?;
        books.open_customer(customer)?;
        if let Some(at) = spend.reversed_at {
            return Err(Refusal::AlreadyReversed { spend: id, at });
        }
        spend.reversed_at = Some(books.now);
        let mut lines = Vec::new();
        for part in &spend.parts {
            lines.push(books.give_back(part.lot, Bucket::Spent, part.credits));
        }
        books.post(customer, Act::Reverse, id.to_string(), &lines);
        books.settle_returned(customer, &spend.parts);
        books.act(
            by,
            AuditAct::SpendReverse,
            id.to_string(),
            format!("{} credits", spend.credits),
        );
        books.rows.spends.put(id, spend.clone());
        Ok(spend)
    }
}

impl Books<'_> {
    fn spend(
        &mut self,
        customer: &CustomerId,
        credits: Credits,
        meter: &str,
        reference: &str,
    ) -> Result<Spend, Refusal> {
        self.open_customer(customer)?;
        let parts = self.choose(customer, credits)?;
        let id = SpendId::new(self.now, self.entropy);
        let lines = self.shift_parts(&parts, Bucket::Remaining, Bucket::Spent);
        self.post(customer, Act::Spend, id.to_string(), &lines);
        let spend = Spend {
            id,
            customer_id: customer.clone(),
            credits,
            meter: meter.to_owned(),
            reference: reference.to_owned(),
            parts,
            hold: None,
            at: self.now,
            reversed_at: None,
        };
        self.rows.spends.put(id, spend.clone());
        Ok(spend)
    }
}

impl Books<'_> {
    /// Chooses lots for `credits` in the published order, each with the reason for its place.
    pub(super) fn choose(
        &self,
        customer: &CustomerId,
        credits: Credits,
    ) -> Result<Vec<Part>, Refusal> {
        if credits.is_zero() {
            return Err(Refusal::NoCredits);
        }
        let mut missing = credits;
        let mut parts = Vec::new();
        let mut before: Option<&Lot> = None;
        let order = self.in_order.get(customer).into_iter().flatten();
        let lots = order.filter_map(|(_, _, _, id)| self.rows.lots.get(id));
        for lot in lots.filter(|lot| lot.is_live(self.now) && !lot.remaining.is_zero()) {
            let taken = missing.min(lot.remaining);
            let why = reason(before, lot);
            parts.push(Part {
                lot: lot.id,
                kind: lot.kind,
                credits: taken,
                expires_at: lot.expires_at,
                why,
            });
            missing = missing.minus_or_zero(taken);
            if missing.is_zero() {
                return Ok(parts);
            }
            before = Some(lot);
        }
        Err(Refusal::InsufficientCredits {
            asked: credits,
            available: credits.minus_or_zero(missing),
        })
    }
}

/// Why `lot` comes at its place (credits policy, section 4).
fn reason(before: Option<&Lot>, lot: &Lot) -> String {
    let ends = rfc3339_seoul(lot.expires_at);
    match before {
        None => format!("first to expire, at {ends}"),
        Some(earlier) if earlier.expires_at != lot.expires_at => {
            format!("next to expire, at {ends}")
        }
        Some(earlier) if earlier.kind.rank() != lot.kind.rank() => {
            format!("same expiry: {} before {}", earlier.kind, lot.kind)
        }
        Some(earlier) if earlier.acquired_at != lot.acquired_at => {
            "same expiry and rank: acquired later".to_owned()
        }
        Some(_) => "same expiry, rank and time: by id".to_owned(),
    }
}

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
    fn settle_returned(&mut self, customer: &CustomerId, parts: &[Part]) {
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
