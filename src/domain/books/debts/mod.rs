//! Debts: credits that were used and whose payment was taken back by others. A debt is set off at once against any
//! credits that are there or come, in the published order of spending. So nobody has a debt beside credits.

pub(super) mod forgive;
mod pay;

pub use pay::WaiveDebt;
