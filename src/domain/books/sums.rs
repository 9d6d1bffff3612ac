//! Sums that cannot pass the largest amount.

use crate::money::{Credits, Won};

/// A sum of credits of one customer.
///
/// # Panics
/// When it passes the largest amount, as no sum of a customer's credits does (`Books::add_lot`).
pub(super) fn sum(a: Credits, b: Credits) -> Credits {
    a.plus(b)
        .unwrap_or_else(|| panic!("{a} + {b} credits pass the largest amount"))
}

/// A sum of parts of one payment. It cannot pass the payment itself.
pub(super) fn plus(a: Won, b: Won) -> Won {
    a.plus(b)
        .unwrap_or_else(|| panic!("{a} + {b} won passes the largest amount"))
}
