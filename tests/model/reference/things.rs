//! The things that the reference keeps.

#[derive(Debug, Clone, Default)]
pub(crate) struct Customer {
    pub closed: bool,
    pub frozen: bool,
    pub debt: i64,
    pub debt_waived: i64,
    /// Below which available credits the seller hears of it.
    pub thresholds: Vec<i64>,
    /// How often something of theirs was moved.
    pub moves: u64,
}

/// Where an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Card,
    VirtualAccount,
    /// By a transfer from a depositor, by the place of the name.
    Bank(usize),
}

#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub who: usize,
    pub quantity: i64,
    pub won: i64,
    pub credits: i64,
    pub bonus: i64,
    pub kind: &'static str,
    pub policy: usize,
    pub way: Way,
    pub state: &'static str,
    pub opened_at: i64,
    pub waits_until: i64,
    pub closed_at: Option<i64>,
    /// Until when the provider's account takes money, once it was issued.
    pub account_until: Option<i64>,
    /// Until when its window at the provider is open, where one was stored.
    pub session_until: Option<i64>,
    pub payment: Option<usize>,
    /// What a campaign promised with it.
    pub promotion: Option<usize>,
    /// The month of a subscription that it pays for.
    pub month: Option<usize>,
}

impl Order {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, "open" | "confirming" | "awaiting_deposit")
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub order: usize,
    pub who: usize,
    pub lot: usize,
    pub won: i64,
    pub paid_at: i64,
    pub policy: usize,
    pub refunded: i64,
    pub in_flight: i64,
    /// What others gave back.
    pub outside: i64,
    /// Credits that went with that, unused ones and owed ones.
    pub credits_gone: i64,
    pub debt: i64,
    pub debt_waived: i64,
}

impl Payment {
    /// What nobody gave back and what is not on its way.
    pub(crate) fn rest(&self) -> i64 {
        (self.won - self.refunded - self.in_flight - self.outside).max(0)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Lot {
    pub who: usize,
    pub kind: &'static str,
    pub payment: Option<usize>,
    pub bonus_of: Option<usize>,
    /// How much of a bonus goes with its purchase.
    pub bonus_gone: i64,
    pub policy: usize,
    pub granted: i64,
    pub remaining: i64,
    pub held: i64,
    pub spent: i64,
    pub refunded: i64,
    pub expired: i64,
    pub revoked: i64,
    /// What of the spent credits paid debts.
    pub debt_paid: i64,
    pub acquired_at: i64,
    /// Exclusive.
    pub expires_at: i64,
    /// Whether its credits came again after the end of the lot that they were used of.
    pub of_grace: bool,
}

/// One lot's part of a use, with the reason for its place.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub lot: usize,
    pub credits: i64,
    pub why: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Spend {
    pub who: usize,
    pub credits: i64,
    pub parts: Vec<Part>,
    pub hold: Option<usize>,
    pub reversed_at: Option<i64>,
}

#[derive(Debug, Clone)]
pub(crate) struct Hold {
    pub who: usize,
    pub credits: i64,
    pub captured: i64,
    pub parts: Vec<Part>,
    pub state: &'static str,
    pub opened_at: i64,
    pub expires_at: i64,
    /// The later end that it was given since.
    pub extended_until: Option<i64>,
}

impl Hold {
    pub(crate) fn ends_at(&self) -> i64 {
        self.extended_until.unwrap_or(self.expires_at)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Quote {
    pub who: usize,
    pub payment: usize,
    pub wish: super::Wish,
    pub won: i64,
    pub credits: i64,
    pub basis: &'static str,
    pub policy: usize,
    pub expires_at: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub who: usize,
    pub payment: usize,
    pub quote: usize,
    pub won: i64,
    pub credits: i64,
    pub state: &'static str,
    /// Whether it was sent to the provider, who counts it among its cancels.
    pub sent: bool,
    pub due_at: i64,
    /// Where it goes, by the number of the account.
    pub account: Option<usize>,
}

impl Refund {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, "requested" | "sent" | "by_hand" | "bounced")
    }
}

/// What a source tells of money that came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Movement {
    /// By the place of the depositor's name.
    pub name: usize,
    pub won: i64,
    /// Midnight where only the day is told.
    pub at: i64,
    /// Who tells it: the feed, or a statement.
    pub source: usize,
    /// What was on the account after it, where it is told.
    pub balance: Option<i64>,
}

#[derive(Debug, Clone)]
pub(crate) struct Deposit {
    pub told: Movement,
    pub state: &'static str,
    pub order: Option<usize>,
    /// Whose money it tells again, or may tell again.
    pub repeat_of: Option<usize>,
}

impl Deposit {
    /// Whether a person still has to decide.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.state, "matched" | "repeated" | "returned" | "reversed")
    }
}

#[derive(Debug, Clone)]
pub(crate) struct ClosingQuote {
    pub who: usize,
    pub forfeited: i64,
    pub losses: Vec<super::Loss>,
    pub debt: i64,
    pub moves: u64,
    pub expires_at: i64,
}

impl ClosingQuote {
    /// What could go back first, in won.
    pub(crate) fn refundable(&self) -> i64 {
        self.losses.iter().map(|of| of.won).sum()
    }
}
