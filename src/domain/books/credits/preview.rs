//! What a spend would take now, without making it.

use chrono::{DateTime, Utc};

use crate::{
    books::{Books, Needs},
    id::CustomerId,
    money::Credits,
    refusal::Refusal,
    spend::Part,
};

/// What a spend of so many credits would take at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    pub customer: CustomerId,
    pub credits: Credits,
    /// The lots it would take from, in order, each with the reason for its place. All that there is, where some is
    /// missing.
    pub parts: Vec<Part>,
    /// Spendable now.
    pub available: Credits,
    /// What is missing. With any, a spend would be refused.
    pub missing: Credits,
    pub at: DateTime<Utc>,
}

/// The rows that a preview must see: those of the spend itself.
pub fn preview_needs(customer: &CustomerId, credits: Credits) -> Needs {
    let mut needs = Needs::default();
    needs.customers.insert(customer.clone());
    needs.balances.insert(customer.clone());
    needs.lapsed_holds_of.insert(customer.clone());
    needs.spend(customer, credits);
    needs
}

impl Books<'_> {
    /// Chooses lots as a spend would, by the same code. The books are used up, because the holds that lapsed were
    /// released in them, and nothing of it is to be written.
    ///
    /// # Errors
    /// Where a spend of any amount would be refused.
    pub fn preview(mut self, customer: &CustomerId, credits: Credits) -> Result<Preview, Refusal> {
        self.active_customer(customer)?;
        self.lapse_holds(customer);
        let (parts, missing) = self.choose_up_to(customer, credits)?;
        let available = self.rows.balances.get(customer).copied();
        Ok(Preview {
            customer: customer.clone(),
            credits,
            parts,
            available: available.unwrap_or_default(),
            missing,
            at: self.now,
        })
    }
}
