//! A payment at Naver Pay, from its reservation to its last cancel, and how its money is split.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::codes::Code;
use crate::shared::named::named;

/// The window closes this long after the reservation.
pub(crate) const WINDOW_MINUTES: i64 = 30;
/// The merchant must ask for approval within this time after the buyer authenticated.
pub(crate) const APPROVE_MINUTES: i64 = 10;

/// The fields of a reservation, as approvals and history return them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reservation {
    pub(crate) merchant_pay_key: String,
    pub(crate) merchant_user_key: Option<String>,
    pub(crate) merchant_pay_transaction_key: Option<String>,
    pub(crate) product_name: String,
    pub(crate) product_count: i64,
    pub(crate) total: i64,
    pub(crate) tax: TaxSplit,
    pub(crate) return_url: String,
    pub(crate) extra_deduction: bool,
    pub(crate) use_cfm_ymdt: Option<String>,
    pub(crate) extra_parameter: Option<String>,
    pub(crate) sub_merchant: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stage {
    Reserved,
    /// The window refused, or its time was over.
    Failed,
    /// No money has moved; the ten minutes run.
    Authenticated {
        at: DateTime<Utc>,
    },
    Approved {
        at: DateTime<Utc>,
    },
}

/// Money that went back, or an attempt at it that failed at the card company or bank.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Cancel {
    /// The number of this cancel's own row in the history.
    pub(crate) history_id: String,
    pub(crate) merchant_pay_transaction_key: Option<String>,
    pub(crate) reason: String,
    /// `1` buyer, `2` merchant.
    pub(crate) requester: String,
    /// From then on it is in the history; until then Naver Pay is still processing it.
    pub(crate) done_at: DateTime<Utc>,
    pub(crate) parts: Parts,
    pub(crate) tax: TaxSplit,
    /// The whole amount in one go (`03`), or a part (`04`), were it the last one.
    pub(crate) whole: bool,
    pub(crate) failed: bool,
    pub(crate) idempotency_key: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) reserve_id: String,
    /// Given when the buyer authenticates.
    pub(crate) number: Option<String>,
    pub(crate) wanted: Reservation,
    pub(crate) reserved_at: DateTime<Utc>,
    pub(crate) stage: Stage,
    pub(crate) way: Way,
    /// The code every approval will answer, chosen by the buyer on the simulator's page.
    pub(crate) approval_fails: Option<Code>,
    /// The number of the approval's row in the history.
    pub(crate) history_id: String,
    pub(crate) card_auth_no: String,
    pub(crate) approvals: u32,
    pub(crate) cancels: Vec<Cancel>,
}

impl Payment {
    pub(crate) fn window_is_over(&self, now: DateTime<Utc>) -> bool {
        now >= self.reserved_at + TimeDelta::minutes(WINDOW_MINUTES)
    }

    /// Cancels that moved money or are about to.
    fn effective_cancels(&self) -> impl Iterator<Item = &Cancel> {
        self.cancels.iter().filter(|cancel| !cancel.failed)
    }

    pub(crate) fn paid(&self) -> Parts {
        match self.stage {
            Stage::Approved { .. } => self.way.split(self.wanted.total),
            Stage::Reserved | Stage::Failed | Stage::Authenticated { .. } => Parts::default(),
        }
    }

    pub(crate) fn rest(&self) -> Parts {
        let cancels = self.effective_cancels();
        cancels.fold(self.paid(), |rest, cancel| rest.minus(cancel.parts))
    }

    pub(crate) fn tax_rest(&self) -> TaxSplit {
        let cancels = self.effective_cancels();
        cancels.fold(self.wanted.tax, |rest, cancel| rest.minus(cancel.tax))
    }

    /// The cancel that Naver Pay is still processing.
    pub(crate) fn unfinished(&self, now: DateTime<Utc>) -> Option<usize> {
        self.cancels
            .iter()
            .position(|cancel| !cancel.failed && now < cancel.done_at)
    }

    /// The state in the simulator's words: Naver Pay itself never names the state of a payment.
    fn status(&self, now: DateTime<Utc>) -> &'static str {
        match self.stage {
            Stage::Reserved if self.window_is_over(now) => "EXPIRED",
            Stage::Reserved => "RESERVED",
            Stage::Failed => "FAILED",
            Stage::Authenticated { at } if is_too_late(at, now) => "EXPIRED",
            Stage::Authenticated { .. } => "AUTHENTICATED",
            Stage::Approved { .. } if self.rest().total() == 0 => "CANCELLED",
            Stage::Approved { .. } if self.effective_cancels().next().is_some() => "PART_CANCELLED",
            Stage::Approved { .. } => "APPROVED",
        }
    }

    /// Its entry in `GET /sandbox/books`. Before the buyer has authenticated it has no payment key.
    pub(crate) fn book_entry(&self, now: DateTime<Utc>) -> Value {
        let cancels: Vec<Value> = self
            .effective_cancels()
            .map(|cancel| {
                json!({
                    "transaction_key": cancel.history_id,
                    "merchant_pay_transaction_key": cancel.merchant_pay_transaction_key,
                    "amount": cancel.parts.total(),
                    "reason": cancel.reason,
                    "idempotency_key": cancel.idempotency_key,
                })
            })
            .collect();
        json!({
            "payment_key": self.number,
            "reserve_id": self.reserve_id,
            "order_id": self.wanted.merchant_pay_key,
            "amount": self.wanted.total,
            "cancelled": self.paid().total() - self.rest().total(),
            "status": self.status(now),
            "approvals": self.approvals,
            "cancels": cancels,
        })
    }
}

/// More than ten minutes after the authentication.
pub(crate) fn is_too_late(authenticated_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now > authenticated_at + TimeDelta::minutes(APPROVE_MINUTES)
}

named! {
    /// The means the buyer pays with.
    #[derive(Serialize, Deserialize)]
    Way {
        Card = "card",
        Bank = "bank",
        Points = "points",
        /// Card, points, a gift card and an instant discount in one payment.
        Mixed = "mixed",
    }
}

impl Way {
    /// `primaryPayMeans`: empty when nothing but points or money was used.
    pub(crate) fn primary_means(self) -> &'static str {
        match self {
            Self::Card | Self::Mixed => "CARD",
            Self::Bank => "BANK",
            Self::Points => "",
        }
    }

    pub(crate) fn split(self, total: i64) -> Parts {
        let (npoint, gift_card, discount) = match self {
            Self::Card | Self::Bank => (0, 0, 0),
            Self::Points => (total, 0, 0),
            Self::Mixed => (total / 5, total / 10, total / 10),
        };
        Parts {
            primary: total - npoint - gift_card - discount,
            npoint,
            gift_card,
            discount,
        }
    }
}

/// Won by payment means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parts {
    pub(crate) primary: i64,
    pub(crate) npoint: i64,
    pub(crate) gift_card: i64,
    pub(crate) discount: i64,
}

impl Parts {
    /// The amount the buyer paid: everything except the instant discount.
    pub(crate) fn apply(self) -> i64 {
        self.primary + self.npoint + self.gift_card
    }

    pub(crate) fn total(self) -> i64 {
        self.apply() + self.discount
    }

    fn minus(self, other: Self) -> Self {
        Self {
            primary: self.primary - other.primary,
            npoint: self.npoint - other.npoint,
            gift_card: self.gift_card - other.gift_card,
            discount: self.discount - other.discount,
        }
    }

    /// `amount` out of these, the primary means first. The order in which Naver Pay takes them is not documented.
    pub(crate) fn take(self, amount: i64) -> Self {
        let mut left = amount;
        let mut from = |part: i64| {
            let taken = part.min(left);
            left -= taken;
            taken
        };
        Self {
            primary: from(self.primary),
            npoint: from(self.npoint),
            gift_card: from(self.gift_card),
            discount: from(self.discount),
        }
    }
}

/// Won by their tax.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TaxSplit {
    pub(crate) taxable: i64,
    pub(crate) tax_free: i64,
    /// The deposit on a cup.
    pub(crate) deposit: i64,
}

impl TaxSplit {
    /// `None` when the sum is beyond any amount.
    pub(crate) fn total(self) -> Option<i64> {
        self.taxable
            .checked_add(self.tax_free)?
            .checked_add(self.deposit)
    }

    fn minus(self, other: Self) -> Self {
        Self {
            taxable: self.taxable - other.taxable,
            tax_free: self.tax_free - other.tax_free,
            deposit: self.deposit - other.deposit,
        }
    }

    pub(crate) fn fits_in(self, rest: Self) -> bool {
        self.taxable <= rest.taxable
            && self.tax_free <= rest.tax_free
            && self.deposit <= rest.deposit
    }
}
