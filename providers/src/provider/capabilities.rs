//! A provider's limits and abilities, as data.

use domain::{
    asking::{A_YEAR, Asking},
    calendar::Period,
    kind::Method,
    money::Won,
};

/// A provider's limits and abilities, as data that flows and pages read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    pub methods: Vec<Method>,
    /// Smallest amount it takes, by any of its methods.
    pub amount_min: Won,
    /// The methods that take other amounts than that and more.
    pub amount_limits: Vec<AmountLimit>,
    /// How long a session lasts from `begin`, in minutes.
    pub session_minutes: i64,
    /// How long after payment it still takes refunds, by method; a method not named has no formal limit.
    pub refund_within: Vec<(Method, Period)>,
    /// When a payment is looked up again: as long as it may be refunded, somebody may cancel it at the provider's
    /// console.
    pub asked_again: Asking,
    pub partial_refunds: bool,
    /// Methods whose refunds need the buyer's account.
    pub refund_account_for: Vec<Method>,
    pub refunds: RefundsBy,
    /// Whether a payment can be looked up. A signed feed has no look-up: its notice is the snapshot.
    pub lookups: bool,
    /// The name of the seller's own account, where it is a deposit there that pays an order. Never the number.
    pub deposit_account: Option<String>,
    /// The query parameter in which a buyer's return names the reason for a failure. A hint, enough for a sentence.
    pub callback_code: Option<&'static str>,
    /// Whether a refused buyer must read the provider's own message, unaltered. Otherwise the buyer reads ours.
    pub shows_message: bool,
}

impl Capabilities {
    /// Those of a provider of which nothing else is known: no look-ups, no refunds but by hand, and no other limits.
    /// `session_minutes` counts from `begin`.
    pub const fn new(methods: Vec<Method>, amount_min: Won, session_minutes: i64) -> Self {
        Self {
            methods,
            amount_min,
            amount_limits: Vec::new(),
            session_minutes,
            refund_within: Vec::new(),
            asked_again: A_YEAR,
            partial_refunds: false,
            refund_account_for: Vec::new(),
            refunds: RefundsBy::Hand,
            lookups: false,
            deposit_account: None,
            callback_code: None,
            shows_message: false,
        }
    }

    /// The amounts one method accepts.
    pub fn amounts(&self, method: Method) -> AmountLimit {
        let own = self.amount_limits.iter().find(|it| it.method == method);
        own.copied().unwrap_or(AmountLimit {
            method,
            min: self.amount_min,
            max: None,
        })
    }
}

/// The smallest and the largest amount that one method accepts in one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmountLimit {
    pub method: Method,
    pub min: Won,
    /// `None`: no limit is documented.
    pub max: Option<Won>,
}

/// Who sends money back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefundsBy {
    Provider,
    /// A person, by a transfer from the seller's account.
    Hand,
}
