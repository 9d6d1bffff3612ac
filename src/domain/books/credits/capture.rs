//! Holds that are captured, wholly or partly.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    id::{CustomerId, HoldId, SpendId},
    ledger::Act,
    lot::Bucket,
    money::Credits,
    refusal::Refusal,
    spend::{Hold, HoldState, Part, Spend},
};

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
    const ANSWERS_BALANCE: bool = true;

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
