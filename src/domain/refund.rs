//! Money going back: the quote (what the policy allows now, line by line) and the refund.

mod quote;
mod unreadable;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    actor::Actor,
    calendar::seoul,
    deposit::normalised_name,
    failure::{Failure, Why},
    id::{CustomerId, LotId, PaymentId, QuoteId, RefundId},
    kind::{ProviderId, vocabulary},
    mask::shows,
    money::{Credits, Won},
};

pub use quote::{
    ASKED_BACK_DAYS_MAX, Basis, Beyond, QUOTE_LIVES_SECONDS, Quote, QuoteCode, QuoteLine,
};

/// Business days within which the money must be on its way, from the day after the request, or from its own day where it
/// was made at 00:00 (E-Commerce Act art. 18(2); Civil Act art. 157).
pub const DUE_BUSINESS_DAYS: u32 = 3;

/// Interest of a refund that is late, in per cent a year of 365 days (E-Commerce Act art. 18(2); Enforcement Decree art. 21-3).
const LATE_PER_CENT: i64 = 15;
const DAYS_OF_YEAR: i64 = 365;

/// Where to pay a refund that cannot go back the way the money came.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundAccount {
    /// KFTC three-digit bank code.
    #[schemars(regex(pattern = "^[0-9]{3}$"))]
    pub bank: String,
    /// 6 to 20 digits; hyphens and spaces between them are taken away.
    #[schemars(regex(pattern = "^ *[0-9](?:[ -]*[0-9]){5,19} *$"))]
    pub account_number: String,
    #[schemars(length(min = 1, max = 60))]
    pub holder: String,
}

shows!(RefundAccount: bank);

/// A refund. Its id is the idempotency key at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    pub id: RefundId,
    pub payment: PaymentId,
    pub customer: CustomerId,
    pub provider: ProviderId,
    pub quote: QuoteId,
    pub lot: LotId,
    pub amount: Won,
    /// The amount the provider gave back, where it is less than `amount`.
    pub settled_amount: Option<Won>,
    pub tax_free: Won,
    pub vat: Won,
    pub credits: Credits,
    pub basis: Basis,
    pub reason: String,
    pub account: Option<RefundAccount>,
    /// The balance the provider must still hold when this refund reaches it. It is frozen when the refund is written
    /// and never read again: a guard read again at each send is unsafe.
    pub expected_balance: Won,
    pub state: RefundState,
    /// The provider's last statement: its refusal, or why the outcome is not known yet.
    pub failure: Option<Failure>,
    /// Where a person has to look, or what a person said.
    pub note: Option<String>,
    /// The provider's own name of the cancel.
    pub cancel_key: Option<String>,
    pub requested_by: Actor,
    pub requested_at: DateTime<Utc>,
    /// Exclusive: by when the money must be on its way, [`DUE_BUSINESS_DAYS`] after the request.
    pub due_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub settled_at: Option<DateTime<Utc>>,
}

impl Refund {
    /// The amount that went back or is to go back, in won.
    pub fn given(&self) -> Won {
        self.settled_amount.unwrap_or(self.amount)
    }

    /// Won that the seller owes for the delay, with what went back or is to go back: for each day in Seoul that had begun
    /// after the due date when the money went, or has begun at `now` where it has not gone. A part of a won counts as one, so
    /// that nobody gets less than the law says. A refund went when the gateway learned of it (`settled_at`): where an answer was
    /// lost and the outcome found days later, the provider's console shows the day that counts, and this is too much. The
    /// provider's instant of the cancel is not kept: `settled_at` also orders what followed from the refund (cash receipts).
    pub fn late_interest(&self, now: DateTime<Utc>) -> Won {
        let ended = match self.state {
            RefundState::Declined => return Won::ZERO,
            RefundState::Succeeded => self.settled_at.unwrap_or(now),
            RefundState::Requested
            | RefundState::Sent
            | RefundState::ByHand
            | RefundState::Bounced => now,
        };
        let day = |at: DateTime<Utc>| seoul(at).date_naive();
        if ended < self.due_at {
            return Won::ZERO;
        }
        let days = (day(ended) - day(self.due_at)).num_days() + 1;
        let part = LATE_PER_CENT.saturating_mul(days);
        let interest = self.given().share_ceil(part, 100 * DAYS_OF_YEAR);
        interest.unwrap_or(Won::ZERO)
    }

    /// Replaces the reason for its state.
    pub(crate) fn because(&mut self, why: Why) {
        (self.failure, self.note) = why.columns();
    }
}

vocabulary!(
    /// Where a refund stands.
    RefundState, "state of a refund" {
        /// On disk, credits out of the lot, not sent.
        Requested = "requested",
        /// Written down as sent; the answer may be in doubt.
        Sent = "sent",
        /// A person has to transfer the money by hand.
        ByHand = "by_hand",
        /// A transfer by hand was refused or came back: another account is needed.
        Bounced = "bounced",
        Succeeded = "succeeded",
        /// The provider definitely refused; the credits are back.
        Declined = "declined",
    }
);

impl RefundState {
    /// Whether money may still move.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Requested | Self::Sent | Self::ByHand | Self::Bounced => true,
            Self::Succeeded | Self::Declined => false,
        }
    }
}

/// Whether a cancel's reason, as a provider repeats it, is that of refund `id`: refunds are sent with
/// their id as the first word of the reason.
pub fn is_reason_of(id: RefundId, reason: &str) -> bool {
    reason.split_whitespace().next() == Some(id.to_string().as_str())
}

/// Digits of an account number. Korean banks have 10 to 16. Six is the least that a number of another form has.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=20;
/// Longest name of a holder, in characters. Banks print some twenty, and companies have long names.
pub const HOLDER_CHARS_MAX: usize = 60;
/// A payer's name this long, in characters, may have been cut on the passbook.
const CUT_CHARS_MIN: usize = 2;

impl RefundAccount {
    /// The account in its stored form: the number without the spaces and hyphens with which people and banks write it,
    /// full-width digits as digits, the holder without spaces around it.
    ///
    /// # Errors
    /// The rule that a part of it breaks. The text begins with the name of the part.
    pub fn tidy(self) -> Result<Self, String> {
        let number = |text: &str| -> String {
            text.nfkc()
                .filter(|c| !c.is_whitespace() && !DASHES.contains(c))
                .collect()
        };
        let tidy = Self {
            bank: number(&self.bank),
            account_number: number(&self.account_number),
            holder: self.holder.trim().to_owned(),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if tidy.bank.len() != 3 || !digits(&tidy.bank) {
            return Err("bank is a KFTC code of three digits".to_owned());
        }
        if !DIGITS.contains(&tidy.account_number.len()) || !digits(&tidy.account_number) {
            return Err(format!(
                "account_number has {} to {} digits, with or without hyphens and spaces, and nothing else",
                DIGITS.start(),
                DIGITS.end()
            ));
        }
        if !(1..=HOLDER_CHARS_MAX).contains(&tidy.holder.chars().count())
            || tidy.holder.chars().any(char::is_control)
        {
            return Err(format!("holder has 1 to {HOLDER_CHARS_MAX} characters"));
        }
        Ok(tidy)
    }

    /// Whether the holder is the payer, as the bank printed the payer's name. The name may be cut, and may have digits
    /// that the buyer was asked to add.
    pub fn is_of(&self, payer: &str) -> bool {
        let (holder, payer) = (normalised_name(&self.holder), normalised_name(payer));
        let bare = payer.trim_end_matches(|c: char| c.is_ascii_digit());
        let payer = if bare.is_empty() {
            payer.as_str()
        } else {
            bare
        };
        holder == payer || (payer.chars().count() >= CUT_CHARS_MIN && holder.starts_with(payer))
    }
}

/// Hyphens and dashes of all widths that occur in account numbers.
const DASHES: [char; 7] = [
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}',
];

#[cfg(test)]
#[path = "refund/account_tests.rs"]
mod tests;
