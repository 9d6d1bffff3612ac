//! Holds that are released, or lapse.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    id::{CustomerId, HoldId},
    refusal::Refusal,
    spend::{Hold, HoldState},
};

/// Gives credits that were set aside back to their lots.
#[derive(Debug, Clone)]
pub struct ReleaseHold {
    pub customer: CustomerId,
    pub hold: HoldId,
}

impl Change for ReleaseHold {
    type Answer = Hold;
    const ANSWERS_BALANCE: bool = true;

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
}

impl Books<'_> {
    pub(super) fn open_hold(&self, customer: &CustomerId, id: HoldId) -> Result<Hold, Refusal> {
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

    pub(super) fn close_hold(&mut self, mut hold: Hold, state: HoldState) -> Hold {
        hold.state = state;
        hold.closed_at = Some(self.now);
        self.rows.holds.put(hold.id, hold.clone());
        hold
    }

    /// Releases a hold that nobody captured in time.
    fn lapse(&mut self, customer: &CustomerId, hold: Hold) {
        self.release_parts(customer, hold.id, &hold.parts);
        self.close_hold(hold, HoldState::Lapsed);
    }

    /// The customer's loaded open holds whose time is over.
    pub(in crate::books) fn lapsed_holds(&self, customer: &CustomerId) -> Vec<Hold> {
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
    pub(in crate::books) fn lapse_holds(&mut self, customer: &CustomerId) -> i64 {
        let lapsed = self.lapsed_holds(customer);
        let count = i64::try_from(lapsed.len()).unwrap_or(i64::MAX);
        for hold in lapsed {
            self.lapse(customer, hold);
        }
        count
    }
}
