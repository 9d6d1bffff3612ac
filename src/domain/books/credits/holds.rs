//! Credits set aside, and what becomes of them: captured, wholly or partly, released, or lapsed.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    books::{Books, Needs},
    canary,
    command::{Change, of_customer},
    effects::AuditAct,
    id::{CustomerId, HoldId, SpendId},
    ledger::Act,
    lot::Bucket,
    money::Credits,
    policy::HeldLotEnd,
    refusal::Refusal,
    spend::{Hold, HoldState, Part, Spend},
};

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
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.spend(&self.customer, self.credits);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Hold, Refusal> {
        let (customer, credits) = (&self.customer, self.credits);
        books.active_customer(customer)?;
        let parts = books.choose(customer, credits)?;
        let id = HoldId::new(books.now, books.entropy);
        let lines = books.shift_parts(&parts, Bucket::Remaining, Bucket::Held);
        books.post(customer, Act::Hold, &id, &lines);
        let hold = Hold {
            id,
            customer_id: customer.clone(),
            credits,
            captured: Credits::ZERO,
            state: HoldState::Open,
            meter: self.meter.clone(),
            reference: self.reference.clone(),
            parts,
            spend: None,
            opened_at: books.now,
            expires_at: self.expires_at,
            extended_until: None,
            closed_at: None,
        };
        Ok(books.rows.holds.save(hold))
    }
}

/// Uses credits that were set aside. They come from the hold's lots in their order. The policy of a lot that expired since
/// decides whether its credits are usable still. Credits that are not captured are released.
#[derive(Debug, Clone)]
pub struct CaptureHold {
    pub customer: CustomerId,
    pub hold: HoldId,
    /// `None` captures the whole hold. A smaller amount releases the rest.
    pub credits: Option<Credits>,
}

impl Change for CaptureHold {
    type Answer = Hold;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(holds: hold);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Hold, Refusal> {
        let (customer, id, asked) = (&self.customer, self.hold, self.credits);
        let mut hold = books.usable_hold(customer, id)?;
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
        let (usable, ended) = books.still_usable(&hold)?;
        let (captured, mut released) = split(&usable, asked);
        let found = sum_of(&captured);
        if found < asked {
            return Err(Refusal::HeldLotEnded {
                hold: id,
                usable: found,
                asked,
            });
        }
        released.extend(ended);
        let spend_id = SpendId::new(books.now, books.entropy);
        let lines = books.shift_parts(&captured, Bucket::Held, Bucket::Spent);
        books.post(customer, Act::Capture, &id, &lines);
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
            api_key: by.key(),
        };
        books.rows.spends.put(spend);
        hold.captured = asked;
        hold.spend = Some(spend_id);
        Ok(books.close_hold(hold, HoldState::Captured))
    }
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

fn sum_of(parts: &[Part]) -> Credits {
    let sum = parts.iter().map(|part| part.credits);
    sum.fold(Credits::ZERO, |all, credits| {
        all.plus(credits).unwrap_or(all)
    })
}

/// Gives credits that were set aside back to their lots.
#[derive(Debug, Clone)]
pub struct ReleaseHold {
    pub customer: CustomerId,
    pub hold: HoldId,
    /// Why, where a person does what is the service's: it is a line of the audit log.
    pub reason: Option<String>,
}

impl Change for ReleaseHold {
    type Answer = Hold;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(holds: hold);

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Hold, Refusal> {
        let (customer, id) = (&self.customer, self.hold);
        let hold = books.open_hold(customer, id)?;
        if let Some(reason) = &self.reason {
            let detail = format!("{} credits: {reason}", hold.credits);
            books.act(by, AuditAct::HoldRelease, &id, detail);
        }
        books.release_parts(customer, id, &hold.parts);
        Ok(books.close_hold(hold, HoldState::Released))
    }
}

impl Books<'_> {
    /// An open hold whose time is not over.
    pub(super) fn usable_hold(&self, customer: &CustomerId, id: HoldId) -> Result<Hold, Refusal> {
        let hold = self.open_hold(customer, id)?;
        let at = hold.ends_at();
        if self.now >= at {
            return Err(Refusal::HoldLapsed { hold: id, at });
        }
        Ok(hold)
    }

    /// The parts of a hold that can still be captured, and those whose lot ended under a policy that ends them with it.
    fn still_usable(&self, hold: &Hold) -> Result<(Vec<Part>, Vec<Part>), Refusal> {
        let (mut usable, mut over) = (Vec::new(), Vec::new());
        for part in &hold.parts {
            let lot = self.rows.lots.known(&part.lot);
            let ended = !lot.is_live(self.now);
            let stays = !ended
                || match self.policy_of(&lot)?.holds.lot_ended {
                    HeldLotEnd::StaysUsable => true,
                    HeldLotEnd::EndsWithLot => canary!(HeldPastItsLot, true, false),
                };
            if stays {
                usable.push(part.clone());
            } else {
                over.push(part.clone());
            }
        }
        Ok((usable, over))
    }

    fn open_hold(&self, customer: &CustomerId, id: HoldId) -> Result<Hold, Refusal> {
        let hold = self.hold(customer, id)?;
        match hold.state {
            HoldState::Open => Ok(hold),
            HoldState::Lapsed => Err(Refusal::HoldLapsed {
                hold: id,
                at: hold.ends_at(),
            }),
            state @ (HoldState::Captured | HoldState::Released) => {
                Err(Refusal::HoldNotOpen { hold: id, state })
            }
        }
    }

    fn close_hold(&mut self, mut hold: Hold, state: HoldState) -> Hold {
        hold.state = state;
        hold.closed_at = Some(self.now);
        self.rows.holds.save(hold)
    }

    /// The customer's loaded open holds whose time is over.
    pub(in crate::books) fn lapsed_holds(&self, customer: &CustomerId) -> Vec<Hold> {
        let over = |hold: &&Hold| hold.state == HoldState::Open && hold.ends_at() <= self.now;
        let holds = self.rows.holds.of_customer(customer);
        let holds = holds.filter(|_| canary!(HoldNeverLapses, false, true));
        let mut lapsed: Vec<Hold> = holds.filter(over).cloned().collect();
        lapsed.sort_by_key(|hold| hold.id);
        lapsed
    }

    /// Releases them. Returns their number.
    pub(in crate::books) fn lapse_holds(&mut self, customer: &CustomerId) -> i64 {
        let lapsed = self.lapsed_holds(customer);
        let count = i64::try_from(lapsed.len()).unwrap_or(i64::MAX);
        for hold in lapsed {
            self.release_parts(customer, hold.id, &hold.parts);
            self.close_hold(hold, HoldState::Lapsed);
        }
        count
    }
}
