//! Credits minted together, and the one order in which lots are spent.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    canary,
    id::{CustomerId, LotId, PaymentId},
    kind::Kind,
    money::Credits,
};

/// A lot. `granted = remaining + held + spent + refunded + expired + revoked`, always; `refunded`
/// includes credits of refunds that are on their way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    pub id: LotId,
    pub customer: CustomerId,
    pub kind: Kind,
    /// The payment that bought it; none for promotional, membership and enterprise grants.
    pub payment: Option<PaymentId>,
    /// The payment that promotional credits came with. They go with its refund.
    #[serde(default)]
    pub bonus_of: Option<PaymentId>,
    /// How many of a bonus's credits the refunds and cancels of its payment take, as far as they are unused or come
    /// back unused.
    #[serde(default)]
    pub bonus_gone: Credits,
    /// Why it was granted, for lots that were not bought.
    pub reason: Option<String>,
    pub policy: String,
    /// SHA-256 of that version's document, in lower-case hex: terms are pinned by content, not by name.
    #[serde(default)]
    pub policy_hash: String,
    pub granted: Credits,
    pub remaining: Credits,
    pub held: Credits,
    pub spent: Credits,
    pub refunded: Credits,
    pub expired: Credits,
    pub revoked: Credits,
    pub acquired_at: DateTime<Utc>,
    /// Exclusive: at this instant the lot is no longer spendable.
    pub expires_at: DateTime<Utc>,
    /// The part of `spent` that paid the customer's debts.
    pub debt_paid: Credits,
}

/// What the mistake [`canary!`] loses.
const ONE: Credits = match Credits::new(1) {
    Ok(one) => one,
    Err(_) => Credits::ZERO,
};

/// One of the six places a lot's credits can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    Remaining,
    Held,
    Spent,
    Refunded,
    Expired,
    Revoked,
}

impl Lot {
    /// Unused credits of a bonus that go with its payment now.
    pub fn bonus_to_revoke(&self) -> Credits {
        self.bonus_gone
            .minus_or_zero(self.revoked)
            .min(self.remaining)
    }

    /// Moves credits from one place to another. `None` when there are not that many.
    #[must_use]
    pub fn moved(&self, from: Bucket, to: Bucket, credits: Credits) -> Option<Self> {
        let mut lot = self.clone();
        *lot.at_mut(from) = self.at(from).minus(credits)?;
        let arrives = canary!(CreditLost, credits.minus_or_zero(ONE), credits);
        *lot.at_mut(to) = lot.at(to).plus(arrives)?;
        Some(lot)
    }

    pub const fn at(&self, place: Bucket) -> Credits {
        match place {
            Bucket::Remaining => self.remaining,
            Bucket::Held => self.held,
            Bucket::Spent => self.spent,
            Bucket::Refunded => self.refunded,
            Bucket::Expired => self.expired,
            Bucket::Revoked => self.revoked,
        }
    }

    const fn at_mut(&mut self, place: Bucket) -> &mut Credits {
        match place {
            Bucket::Remaining => &mut self.remaining,
            Bucket::Held => &mut self.held,
            Bucket::Spent => &mut self.spent,
            Bucket::Refunded => &mut self.refunded,
            Bucket::Expired => &mut self.expired,
            Bucket::Revoked => &mut self.revoked,
        }
    }

    /// Whether it may still be spent, refunded and counted: [`Lot::expires_at`] is exclusive.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        canary!(
            SpendableAtExpiry,
            now <= self.expires_at,
            now < self.expires_at
        )
    }

    /// Whether the six places of credits add up to what was granted.
    pub fn adds_up(&self) -> bool {
        [
            self.held,
            self.spent,
            self.refunded,
            self.expired,
            self.revoked,
        ]
        .into_iter()
        .try_fold(self.remaining, Credits::plus)
            == Some(self.granted)
    }

    /// The key of the order of spending (credits policy, section 4): earliest expiry; then
    /// promotional, membership, purchased and bulk alike; then earliest acquired; then id.
    pub fn spending_key(&self) -> SpendingKey {
        let (ends, rank, since) = (self.expires_at, self.kind.rank(), self.acquired_at);
        (
            canary!(LatestExpiryFirst, mirrored(ends), ends),
            canary!(PurchasedFirst, -rank, rank),
            canary!(NewestFirst, mirrored(since), since),
            self.id,
        )
    }
}

/// As long before 1970 as `at` is after it: the order of instants is turned round, a mistake that [`canary!`] seeds.
fn mirrored(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH - (at - DateTime::UNIX_EPOCH)
}

/// See [`Lot::spending_key`].
pub type SpendingKey = (DateTime<Utc>, i64, DateTime<Utc>, LotId);
