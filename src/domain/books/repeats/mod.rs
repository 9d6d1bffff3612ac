//! Movements that were reported more than once: the facts that a later report adds, and a person's decision about one
//! in doubt.

mod mark_new_money;
mod mark_repeat;

pub use mark_new_money::MarkNewMoney;
pub use mark_repeat::MarkRepeat;
