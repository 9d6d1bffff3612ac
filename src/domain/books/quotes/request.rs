//! The values that a quote is judged by.

use chrono::{DateTime, Utc};

use crate::{
    money::Credits,
    refund::{Beyond, Quote},
};

/// The values that a quote is judged by, beside the payment and its lot.
#[derive(Clone, Copy)]
pub(in crate::books) struct QuoteRequest {
    pub asked_at: DateTime<Utc>,
    pub wanted: Option<Credits>,
    pub beyond: Option<Beyond>,
}

impl QuoteRequest {
    /// All unused credits, asked for now.
    pub(in crate::books) const fn at(asked_at: DateTime<Utc>) -> Self {
        Self {
            asked_at,
            wanted: None,
            beyond: None,
        }
    }

    /// The request that a quote was made for.
    pub(in crate::books) const fn of(quote: &Quote) -> Self {
        Self {
            asked_at: quote.asked_at,
            wanted: quote.wanted,
            beyond: quote.beyond,
        }
    }
}
