//! Spending and holding credits in the published order. Reversal, capture and release go to the same lots.

use chrono::{DateTime, Utc};

use super::{Books, Needs};
use crate::{
    actor::Actor,
    calendar::rfc3339_seoul,
    command::Change,
    effects::AuditAct,
    id::{CustomerId, HoldId, LotId, SpendId},
    ledger::{Act, Line},
    lot::{Bucket, Lot},
    money::Credits,
    refusal::Refusal,
    spend::{Hold, HoldState, Part, Spend},
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

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.spend(&self.customer, self.credits);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Spend, Refusal> {
        books.spend(&self.customer, self.credits, &self.meter, &self.reference)
    }

    fn answers_balance(&self) -> bool {
        true
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

    fn answers_balance(&self) -> bool {
        true
    }
}

/// Sets credits aside until an instant.
#[derive(Debug, Clone)]
pub struct HoldCredits {
    pub customer: CustomerId,
    pub credits: Credits,
    pub meter: String,
    pub reference: String,
    /// Exclusive.
    pub expires_at: DateTime<Utc>,
}

impl Change for HoldCredits {
    type Answer = Hold;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.spend(&self.customer, self.credits);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Hold, Refusal> {
        let (customer, credits, meter, reference, expires_at) = (
            &self.customer,
            self.credits,
            &self.meter,
            &self.reference,
            self.expires_at,
        );
        books.open_customer(customer)?;
        let parts = books.choose(customer, credits)?;
        let id = HoldId::new(books.now, books.entropy);
        let lines = books.shift_parts(&parts, Bucket::Remaining, Bucket::Held);
        books.post(customer, Act::Hold, id.to_string(), &lines);
        let hold = Hold {
            id,
            customer_id: customer.clone(),
            credits,
            captured: Credits::ZERO,
            state: HoldState::Open,
            meter: meter.to_owned(),
            reference: reference.to_owned(),
            parts,
            spend: None,
            opened_at: books.now,
            expires_at,
            closed_at: None,
        };
        books.rows.holds.put(id, hold.clone());
        Ok(hold)
    }

    fn answers_balance(&self) -> bool {
        true
    }
}

/// Uses credits that were set aside. They come from the hold's lots in their order, even from a lot that expired since: they
/// were set aside while it was live. Credits that are not captured are released.
#[derive(Debug, Clone)]
pub struct CaptureHold {
    pub customer: CustomerId,
    pub hold: HoldId,
    /// `None` captures the whole hold. A smaller amount releases the rest.
    pub credits: Option<Credits>,
}

impl Change for CaptureHold {
    type Answer = Hold;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.holds.insert(self.hold);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Hold, Refusal> {
        let (customer, id, asked) = (&self.customer, self.hold, self.credits);
        let mut hold = books.open_hold(customer, id)?;
        if books.now >= hold.expires_at {
            return Err(Refusal::HoldLapsed {
                hold: id,
                at: hold.expires_at,
            });
        }
        let asked = asked.unwrap_or(hold.credits);
        if asked.is_zero() {
            return Err(Refusal::NoCredits);
        }
        if asked > hold.credits {
            return Err(Refusal::CaptureAboveHold {
                hold: id,
                held: hold.credits,
                asked,
            });
        }
        let (captured, released) = split(&hold.parts, asked);
        let spend_id = SpendId::new(books.now, books.entropy);
        let lines = books.shift_parts(&captured, Bucket::Held, Bucket::Spent);
        books.post(customer, Act::Capture, id.to_string(), &lines);
        books.release_parts(customer, id, &released);
        let spend = Spend {
            id: spend_id,
            customer_id: customer.clone(),
            credits: asked,
            meter: hold.meter.clone(),
            reference: hold.reference.clone(),
            parts: captured,
            hold: Some(id),
            at: books.now,
            reversed_at: None,
        };
        books.rows.spends.put(spend_id, spend);
        hold.captured = asked;
        hold.spend = Some(spend_id);
        Ok(books.close_hold(hold, HoldState::Captured))
    }

    fn answers_balance(&self) -> bool {
        true
    }
}

/// Gives credits that were set aside back to their lots.
#[derive(Debug, Clone)]
pub struct ReleaseHold {
    pub customer: CustomerId,
    pub hold: HoldId,
}

impl Change for ReleaseHold {
    type Answer = Hold;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.holds.insert(self.hold);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Hold, Refusal> {
        let (customer, id) = (&self.customer, self.hold);
        let hold = books.open_hold(customer, id)?;
        books.release_parts(customer, id, &hold.parts);
        Ok(books.close_hold(hold, HoldState::Released))
    }

    fn answers_balance(&self) -> bool {
        true
    }
}

impl Books<'_> {
    pub(super) fn spend(
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

    /// Releases a hold that nobody captured in time.
    pub(super) fn lapse(&mut self, customer: &CustomerId, hold: Hold) {
        self.release_parts(customer, hold.id, &hold.parts);
        self.close_hold(hold, HoldState::Lapsed);
    }

    /// The customer's loaded open holds whose time is over.
    pub(super) fn lapsed_holds(&self, customer: &CustomerId) -> Vec<Hold> {
        let lapsed = self.rows.holds.values().filter(|hold| {
            hold.customer_id == *customer
                && hold.state == HoldState::Open
                && hold.expires_at <= self.now
        });
        let mut lapsed: Vec<Hold> = lapsed.cloned().collect();
        lapsed.sort_by_key(|hold| hold.id);
        lapsed
    }

    /// Releases them. Returns their number.
    pub(super) fn lapse_holds(&mut self, customer: &CustomerId) -> i64 {
        let lapsed = self.lapsed_holds(customer);
        let count = i64::try_from(lapsed.len()).unwrap_or(i64::MAX);
        for hold in lapsed {
            self.lapse(customer, hold);
        }
        count
    }

    fn open_hold(&self, customer: &CustomerId, id: HoldId) -> Result<Hold, Refusal> {
        let found = self
            .rows
            .holds
            .get(&id)
            .filter(|hold| hold.customer_id == *customer);
        let hold = found.cloned().ok_or(Refusal::NoHold(id))?;
        match hold.state {
            HoldState::Open => Ok(hold),
            HoldState::Lapsed => Err(Refusal::HoldLapsed {
                hold: id,
                at: hold.expires_at,
            }),
            state @ (HoldState::Captured | HoldState::Released) => {
                Err(Refusal::HoldNotOpen { hold: id, state })
            }
        }
    }

    fn close_hold(&mut self, mut hold: Hold, state: HoldState) -> Hold {
        hold.state = state;
        hold.closed_at = Some(self.now);
        self.rows.holds.put(hold.id, hold.clone());
        hold
    }

    fn release_parts(&mut self, customer: &CustomerId, hold: HoldId, parts: &[Part]) {
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
    pub(super) fn give_back(&mut self, lot: LotId, from: Bucket, credits: Credits) -> Line {
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

    fn shift_parts(&mut self, parts: &[Part], from: Bucket, to: Bucket) -> Vec<Line> {
        parts
            .iter()
            .map(|part| self.shift(part.lot, from, to, part.credits))
            .collect()
    }

    /// Chooses lots for `credits` in the published order, each with the reason for its place.
    fn choose(&self, customer: &CustomerId, credits: Credits) -> Result<Vec<Part>, Refusal> {
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

fn came_back(parts: &[Part]) -> Vec<(LotId, Credits)> {
    parts.iter().map(|part| (part.lot, part.credits)).collect()
}

/// The first `credits` of the parts, and the rest.
fn split(parts: &[Part], credits: Credits) -> (Vec<Part>, Vec<Part>) {
    let mut missing = credits;
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for part in parts {
        let taken = missing.min(part.credits);
        missing = missing.minus_or_zero(taken);
        let left = part.credits.minus_or_zero(taken);
        if !taken.is_zero() {
            first.push(Part {
                credits: taken,
                ..part.clone()
            });
        }
        if !left.is_zero() {
            rest.push(Part {
                credits: left,
                ..part.clone()
            });
        }
    }
    (first, rest)
}
