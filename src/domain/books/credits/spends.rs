//! Credits used at once in the order of spending, their reversal, and the credits of spends and holds that come back.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    calendar::rfc3339_seoul,
    canary,
    command::{Change, of_customer},
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

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.spend(&self.customer, self.credits);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Spend, Refusal> {
        let (customer, credits) = (&self.customer, self.credits);
        books.active_customer(customer)?;
        let parts = books.choose(customer, credits)?;
        let id = SpendId::new(books.now, books.entropy);
        let lines = books.shift_parts(&parts, Bucket::Remaining, Bucket::Spent);
        books.post(customer, Act::Spend, &id, &lines);
        Ok(books.rows.spends.save(Spend {
            id,
            customer_id: customer.clone(),
            credits,
            meter: self.meter.clone(),
            reference: self.reference.clone(),
            parts,
            hold: None,
            at: books.now,
            reversed_at: None,
            api_key: by.key(),
        }))
    }
}

/// Gives the credits of a spend back to their lots. What belongs to a lot that has ended expires at once, and comes again
/// where the lot's policy has a grace.
#[derive(Debug, Clone)]
pub struct ReverseSpend {
    pub customer: CustomerId,
    pub spend: SpendId,
    /// Why a person does it, for the audit log.
    pub reason: Option<String>,
}

impl Change for ReverseSpend {
    type Answer = Spend;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(spends: spend);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Spend, Refusal> {
        let (customer, id) = (&self.customer, self.spend);
        let mut spend = books.spend(customer, id)?;
        books.open_customer(customer)?;
        if let Some(at) = spend.reversed_at {
            return Err(Refusal::AlreadyReversed { spend: id, at });
        }
        spend.reversed_at = Some(books.now);
        let in_grace = books.parts_in_grace(&spend.parts)?;
        let lines = books.give_parts_back(&spend.parts, Bucket::Spent);
        books.post(customer, Act::Reverse, &id, &lines);
        let undone = books.settle_returned(customer, &spend.parts);
        for ended in &in_grace {
            let part = spend.parts.iter().find(|part| part.lot == ended.0.id);
            let came = part.map(|part| Books::came_unowed(part, &undone));
            if let Some(came) = came.filter(|came| !came.is_zero()) {
                books.grant_in_grace(customer, id, ended, came)?;
            }
        }
        let detail = match &self.reason {
            Some(reason) => format!("{} credits: {reason}", spend.credits),
            None => format!("{} credits", spend.credits),
        };
        books.act(by, AuditAct::SpendReverse, &id, detail);
        Ok(books.rows.spends.save(spend))
    }
}

impl Books<'_> {
    /// Chooses lots for `credits` in the published order, each with the reason for its place.
    pub(super) fn choose(
        &self,
        customer: &CustomerId,
        credits: Credits,
    ) -> Result<Vec<Part>, Refusal> {
        let (parts, missing) = self.choose_up_to(customer, credits)?;
        if missing.is_zero() {
            return Ok(parts);
        }
        Err(Refusal::InsufficientCredits {
            asked: credits,
            available: credits.minus_or_zero(missing),
        })
    }

    /// The same as far as there are credits, and how many are missing.
    pub(super) fn choose_up_to(
        &self,
        customer: &CustomerId,
        credits: Credits,
    ) -> Result<(Vec<Part>, Credits), Refusal> {
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
            parts.push(Part {
                lot: lot.id,
                kind: lot.kind,
                credits: taken,
                expires_at: lot.expires_at,
                why: reason(before, lot),
            });
            missing = missing.minus_or_zero(taken);
            if missing.is_zero() {
                break;
            }
            before = Some(lot);
        }
        Ok((parts, missing))
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
        let lines = self.give_parts_back(parts, Bucket::Held);
        self.post(customer, Act::Release, &hold, &lines);
        self.settle_returned(customer, parts);
    }

    /// Credits that come back to a lot whose money others took go with that money, lot after lot. This happens before
    /// the rest is used, because the rest could belong to a lot whose money went. Returns how many of each lot went.
    fn settle_returned(&mut self, customer: &CustomerId, parts: &[Part]) -> Vec<(LotId, Credits)> {
        let (mut back, mut went) = (Vec::new(), Vec::new());
        for part in parts {
            let undone = self.undo_debt(part.lot, part.credits);
            went.push((part.lot, undone.credits));
            back.extend(undone.back);
        }
        back.extend(parts.iter().map(|part| (part.lot, part.credits)));
        self.settle_back(customer, &back);
        went
    }

    /// Gives credits back to a lot. They are spendable again while the lot is live, and expire at once when it is not.
    pub(in crate::books) fn give_back(
        &mut self,
        lot: LotId,
        from: Bucket,
        credits: Credits,
    ) -> Line {
        let known = self.rows.lots.get(&lot);
        let live = known.is_some_and(|lot| lot.is_live(self.now));
        let to = if canary!(EndedLotRevived, true, live) {
            Bucket::Remaining
        } else {
            Bucket::Expired
        };
        self.shift(lot, from, to, credits)
    }

    fn give_parts_back(&mut self, parts: &[Part], from: Bucket) -> Vec<Line> {
        parts
            .iter()
            .map(|part| self.give_back(part.lot, from, part.credits))
            .collect()
    }

    pub(super) fn shift_parts(&mut self, parts: &[Part], from: Bucket, to: Bucket) -> Vec<Line> {
        parts
            .iter()
            .map(|part| self.shift(part.lot, from, to, part.credits))
            .collect()
    }
}
