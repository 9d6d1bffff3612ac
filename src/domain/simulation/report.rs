//! The result of a simulation.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::PurchaseTerms;
use crate::{
    books::quotes::Foreseen,
    calendar::serialize_seoul,
    id::{CustomerId, LotId, PaymentId},
    kind::Kind,
    money::{Credits, Won},
    policy::{Named, PolicyEffect},
    refund::Basis,
};

/// What a draft changes, for whom and by how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicySimulation")]
pub struct Report {
    /// The instant at which everything is judged.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    /// The version that would be in force then without the draft.
    pub without: Named,
    pub draft: Named,
    /// Whether the draft needs notice.
    pub major: bool,
    pub cuts: Vec<String>,
    /// Days of notice that it needs; 0 when it is not major.
    pub notice_days: i64,
    /// Every term that changes, with what it touches. A validity touches no lot that is there: lots keep their terms.
    pub changes: Vec<Standing>,
    pub sums: Sums,
    /// The terms of new purchases, product by product.
    pub purchases: Vec<PurchaseTerms>,
    /// The first payments that are touched, by customer.
    pub rows: Vec<Row>,
    /// How many more payments are touched.
    pub rows_left_out: u64,
}

/// A term that changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyTermTouched")]
pub struct Standing {
    /// The key in the document.
    pub rule: String,
    pub was: Option<String>,
    pub is: Option<String>,
    pub effect: PolicyEffect,
    pub touched: Touched,
}

/// What a change of a window touches. Won are what quotes would give, over the touched payments.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicyTouched")]
pub struct Touched {
    pub customers: u64,
    pub payments: u64,
    pub lots: u64,
    /// Unused credits of the lots.
    pub credits: i64,
    pub refundable_before: i64,
    pub refundable_after: i64,
}

impl Touched {
    pub(super) fn add(&mut self, row: &Row) {
        // A payment has one lot that money goes back for.
        self.payments += 1;
        self.lots += 1;
        self.credits = self.credits.saturating_add(row.unused.get());
        self.refundable_before = self
            .refundable_before
            .saturating_add(row.before.amount.get());
        self.refundable_after = self.refundable_after.saturating_add(row.after.amount.get());
    }
}

/// The sums over all customers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicySimulationSums")]
pub struct Sums {
    pub customers: u64,
    /// Customers with a payment whose window moves.
    pub customers_touched: u64,
    /// Lots of every kind that can be spent from, and their credits.
    pub live_lots: u64,
    pub live_credits: i64,
    pub payments: u64,
    /// Won that quotes of all payments would give without the draft, and with it.
    pub refundable_before: i64,
    pub refundable_after: i64,
    /// Payments that could bring back more with the draft, and by how many won.
    pub gaining: u64,
    pub gained: i64,
    /// Payments that could bring back less with the draft, and by how many won.
    pub losing: u64,
    pub lost: i64,
}

impl Sums {
    pub(super) fn add(&mut self, row: &Row) {
        let (before, after) = (row.before.amount.get(), row.after.amount.get());
        self.payments += 1;
        self.refundable_before = self.refundable_before.saturating_add(before);
        self.refundable_after = self.refundable_after.saturating_add(after);
        if after > before {
            self.gaining += 1;
            self.gained = self.gained.saturating_add(after.saturating_sub(before));
        } else if after < before {
            self.losing += 1;
            self.lost = self.lost.saturating_add(before.saturating_sub(after));
        }
    }
}

/// One payment, judged without the draft and with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicySimulationRow")]
pub struct Row {
    pub customer_id: CustomerId,
    pub payment_id: PaymentId,
    pub lot_id: LotId,
    pub kind: Kind,
    /// Won of the payment.
    pub paid: Won,
    /// Live credits of its lot that are unused and not set aside.
    pub unused: Credits,
    pub before: Judged,
    pub after: Judged,
    /// The changed rules that move a window of it which is still open.
    pub rules: Vec<&'static str>,
}

/// What a quote of everything that is unused would say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PolicySimulationQuote")]
pub struct Judged {
    pub basis: Basis,
    /// Won that would go back.
    pub amount: Won,
    /// Exclusive.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub refund_by_right_until: DateTime<Utc>,
    /// Exclusive.
    #[serde(serialize_with = "serialize_seoul")]
    #[schemars(with = "DateTime<Utc>")]
    pub refund_through_support_until: DateTime<Utc>,
}

impl Judged {
    pub(super) fn of(foreseen: &Foreseen) -> Self {
        Self {
            basis: foreseen.basis,
            amount: foreseen.amount,
            refund_by_right_until: foreseen.by_right_until,
            refund_through_support_until: foreseen.through_support_until,
        }
    }
}
