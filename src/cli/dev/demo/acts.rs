//! What can happen in the shop.

use chrono::TimeDelta;

/// Something that happens.
#[derive(Debug)]
pub(super) enum Act {
    Buy(Buying),
    Transfer(Transfer),
    /// A customer is welcomed with credits.
    Grant(usize),
    Subscribe(usize, &'static str),
    Unsubscribe(String, &'static str),
    /// So many people use credits.
    Use(u64),
    Refund(Asked),
    /// A refund by hand is transferred.
    ByHand(String),
    Bad(Bad),
}

/// What the buyer does at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Button {
    Pay,
    Decline,
    Close,
    /// Looks at the window and goes away.
    None,
}

#[derive(Debug)]
pub(super) struct Buying {
    pub(super) person: usize,
    pub(super) product: &'static str,
    pub(super) quantity: i64,
    pub(super) credits: i64,
    pub(super) provider: &'static str,
    pub(super) method: Option<&'static str>,
    pub(super) button: Button,
}

impl Buying {
    /// A purchase of the bad days, which is paid.
    pub(super) const fn paid(
        person: usize,
        provider: &'static str,
        method: Option<&'static str>,
    ) -> Self {
        Self {
            person,
            product: "direct-1000",
            quantity: 1,
            credits: 1_000,
            provider,
            method,
            button: Button::Pay,
        }
    }

    pub(super) fn is_transfer(&self) -> bool {
        self.provider == "bank" || self.method == Some("virtual_account")
    }
}

/// Money on its way to an account that an order waits at.
#[derive(Debug)]
pub(super) struct Transfer {
    pub(super) order: String,
    pub(super) buying: Buying,
    pub(super) name: String,
    pub(super) amount: i64,
}

/// A buyer asked for money back.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) payment: String,
    pub(super) person: usize,
    /// Only so many credits; all that is unused where there is none.
    pub(super) credits: Option<i64>,
    /// Whether the buyer asked a day before support got to it.
    pub(super) dated_back: bool,
    /// No provider sends it.
    pub(super) to_account: bool,
    pub(super) reason: &'static str,
    /// What becomes of a refund by hand.
    pub(super) by_hand: ByHand,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByHand {
    Transferred,
    Waits,
    Bounces,
}

impl Asked {
    /// All of a payment of the bad days.
    pub(super) const fn all_of(payment: String, person: usize) -> Self {
        Self {
            payment,
            person,
            credits: None,
            dated_back: false,
            to_account: false,
            reason: "단순 변심",
            by_hand: ByHand::Transferred,
        }
    }
}

/// What goes wrong. A customer's number stands for one of those to whom nothing else happens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bad {
    /// A provider takes less than an order costs.
    Mismatch(usize),
    /// A provider gives back less than it was asked for.
    GivenLess(usize),
    /// A payment is taken back at the provider after its credits were used; it was bought so many hours before.
    TakenBack(usize),
    /// A provider refuses every cancel from then on, until the look-ups are used up.
    Silent(usize),
    /// A refund to an account waits for its transfer, or came back.
    ByHand(usize, ByHand),
    /// A transfer under another name than the order's; matched by support, or not yet.
    Misnamed(usize, bool),
    /// A transfer of too little.
    Short(usize),
    /// Money of nobody who ordered.
    Stranger(&'static str, i64),
    /// A transfer after the order's end.
    Late(usize),
    /// A transfer that is made twice.
    Twice(usize),
    /// Two answers of a provider are lost.
    LostAnswers,
    /// A notice of the bank's feed that cannot be read.
    Garbled(usize),
    /// A refund above the limit of one person.
    Large(usize),
    /// An account that is frozen.
    Frozen(usize),
}

impl Bad {
    /// Each with the time between it and the end.
    pub(super) fn all() -> Vec<(TimeDelta, Self)> {
        let hours = |hours, bad| (TimeDelta::hours(hours), bad);
        vec![
            hours(29 * 24, Self::Frozen(0)),
            hours(19 * 24, Self::Misnamed(1, true)),
            hours(15 * 24, Self::LostAnswers),
            hours(12 * 24, Self::Misnamed(2, true)),
            hours(10 * 24, Self::TakenBack(3)),
            hours(8 * 24, Self::ByHand(4, ByHand::Bounces)),
            hours(6 * 24 + 5, Self::Misnamed(5, true)),
            hours(6 * 24, Self::GivenLess(6)),
            hours(4 * 24 + 3, Self::TakenBack(7)),
            hours(4 * 24 + 2, Self::Short(8)),
            hours(4 * 24, Self::Silent(9)),
            hours(72, Self::Stranger("주식회사 다온", 132_000)),
            hours(70, Self::Late(10)),
            hours(53, Self::Mismatch(11)),
            hours(50, Self::Twice(12)),
            hours(44, Self::ByHand(13, ByHand::Waits)),
            hours(31, Self::Misnamed(14, false)),
            hours(28, Self::Garbled(15)),
            hours(20, Self::Short(16)),
            hours(9, Self::Stranger("김영희", 10_000)),
            hours(7, Self::ByHand(17, ByHand::Waits)),
            hours(6, Self::Misnamed(18, false)),
            hours(5, Self::Large(19)),
        ]
    }
}
