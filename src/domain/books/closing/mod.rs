//! Closing an account: the loss is quoted first, and the closing names that quote.

mod close;
mod open_business;
mod quote;
mod quote_name;

pub use close::CloseCustomer;
pub use quote::QuoteClosing;
