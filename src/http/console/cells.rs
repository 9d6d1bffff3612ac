//! Cells and words that many pages show alike: money, a provider, a link to a customer.

use domain::{id::CustomerId, kind::ProviderId, money::Won};

use crate::web::console::{Frame, list::Cell, words};

/// `15,000원`, or `15,000 won`.
pub(super) fn won(frame: &Frame, amount: Won) -> String {
    frame.won(amount)
}

/// A provider by its own name.
pub(super) fn provider(frame: &Frame, id: &ProviderId) -> Cell {
    let known = words::provider(id.as_str());
    let name = known.map_or(id.as_str(), |known| frame.word(known));
    Cell::shown(&name)
}

pub(super) fn to_customer(id: &CustomerId) -> Cell {
    Cell::link(format!("/console/customers/{id}"), id)
}
