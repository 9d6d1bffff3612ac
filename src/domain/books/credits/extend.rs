//! A hold that lives longer: its end moves, and each move is kept.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    books::Books,
    canary,
    command::{Change, of_customer},
    id::{CustomerId, ExtensionId, HoldId},
    refusal::Refusal,
    spend::{Hold, HoldExtension},
};

/// Moves the end of an open hold. It never moves to an earlier instant: where the hold already lives longer, it stays as
/// it is. So services that extend one hold at the same time do not shorten it.
#[derive(Debug, Clone)]
pub struct ExtendHold {
    pub customer: CustomerId,
    pub hold: HoldId,
    /// Exclusive. At most [`Hold::ends_at_most`].
    pub until: DateTime<Utc>,
}

impl Change for ExtendHold {
    type Answer = Hold;
    const ANSWERS_BALANCE: bool = true;

    of_customer!(holds: hold);

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Hold, Refusal> {
        books.active_customer(&self.customer)?;
        let hold = books.usable_hold(&self.customer, self.hold)?;
        let at_most = hold.ends_at_most();
        if canary!(HoldWithoutEnd, false, self.until > at_most) {
            return Err(Refusal::HoldLivesTooLong {
                hold: hold.id,
                at: at_most,
            });
        }
        let was = hold.ends_at();
        if self.until <= was {
            return Ok(hold);
        }
        books.rows.hold_extensions.put(HoldExtension {
            id: ExtensionId::new(books.now, books.entropy),
            hold: hold.id,
            customer: hold.customer_id.clone(),
            was,
            until: self.until,
            at: books.now,
        });
        let extended_until = Some(self.until);
        Ok(books.rows.holds.save(Hold {
            extended_until,
            ..hold
        }))
    }
}
