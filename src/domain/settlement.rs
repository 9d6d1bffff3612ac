//! Settlements: what a provider pays out, line by line, compared with the books down to the won, and the money that then
//! arrives on the seller's account. So each won on the account leads back to a payment, its lots and its refunds, or is named.
//!
//! The verdicts on movements are those of [`crate::reconcile`]; here are the fees, what is settled and went back with no
//! line of it, and the payouts.

mod agreed;
mod compare;
mod fees;
mod line;
mod payouts;
mod stored;
mod unsettled;

pub use agreed::{AgreedFees, FeeMax};
pub use compare::{Matched, compare, matched};
pub use fees::{Wrong, expected_vat};
pub use line::{Line, SettlementKind, digest};
pub use payouts::{ARRIVES_WITHIN_DAYS, Arrived, Paid, Payouts, payouts};
pub use stored::{Import, Origin, Payout, Row, Settlement};
pub use unsettled::nothing_settled;

#[cfg(test)]
mod tests;
