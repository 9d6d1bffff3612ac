//! Credits set aside.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::Change,
    id::{CustomerId, HoldId},
    ledger::Act,
    lot::Bucket,
    money::Credits,
    refusal::Refusal,
    spend::{Hold, HoldState},
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
}
