//! Statements of a provider that the books cannot follow. They are stored, looked up again, and decided by a person.

mod gave_back_twice;
mod loaded;
mod look;
pub(super) mod park;
mod settle;
pub(super) mod write_down;
