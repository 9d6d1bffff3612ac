//! Bonus credits belong to a purchase. They are never paid out, and the unused ones go with its refund (the policy's
//! decision on bonus lots).

mod follow;
mod mint;
mod quote_lines;
