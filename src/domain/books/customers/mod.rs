//! Grants, and the booking of expiry.

mod expiry;
mod grant;

pub use expiry::BookExpiry;
pub use grant::GrantCredits;
