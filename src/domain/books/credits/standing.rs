//! What a customer has once the holds that ran out are booked, without booking them.

use chrono::{DateTime, Utc};

use crate::{
    books::{Books, Facts, Needs},
    id::{CustomerId, Unkept},
    lot::Lot,
    money::Credits,
    rulebook::Rulebook,
};

/// A customer's credits and debt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Every lot with credits, ended ones too.
    pub lots: Vec<Lot>,
    pub debt: Credits,
}

/// The rows that [`standing`] must see.
pub fn standing_needs(customer: &CustomerId) -> Needs {
    let mut needs = Needs::default();
    needs.customers.insert(customer.clone());
    needs.balances.insert(customer.clone());
    needs.lapsed_holds_of.insert(customer.clone());
    needs.lots_of.insert(customer.clone());
    needs
}

/// Books the holds that ran out, by the code of the sweep, and says what there is then. Nothing of it is to be written.
pub fn standing(
    rules: &Rulebook,
    facts: Facts,
    customer: &CustomerId,
    at: DateTime<Utc>,
) -> Standing {
    let ids = &mut Unkept::default();
    let mut books = Books::new(rules, facts, at, ids);
    books.lapse_holds(customer);
    Standing {
        lots: books.rows.lots.of_customer(customer).cloned().collect(),
        debt: books.customer(customer).debt,
    }
}
