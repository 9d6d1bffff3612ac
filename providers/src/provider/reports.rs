//! A provider's reports: its movements and its payouts.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    kind::Method,
    money::{AMOUNT_MAX, OutOfRange, Won},
};

use crate::error::ProviderError;

/// A provider's reports for comparing with our books. Reports change nothing and lag behind: a missing row proves
/// nothing.
#[async_trait]
pub trait Settlements: Send + Sync {
    /// Every movement from `from` (inclusive) until `until` (exclusive): all pages, each row once, in the
    /// provider's order. Orders of other systems on the same merchant account are among them.
    async fn transactions(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<Transaction>, ProviderError>;

    /// Every settlement line of sales from one day of Seoul to another, both inclusive.
    async fn settlements(
        &self,
        sold_on_from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Settlement>, ProviderError>;
}

/// One movement as a provider reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The provider's own name of the movement.
    pub key: String,
    pub payment_key: String,
    /// The order as the provider repeats it; it may be none of ours.
    pub order_ref: String,
    pub method: Method,
    pub kind: TransactionKind,
    /// Without a sign: the direction is in `kind`.
    pub amount: Won,
    pub at: DateTime<Utc>,
}

/// The kind of a reported movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransactionKind {
    Paid,
    /// Given back, in whole or in part; of an account without a deposit: given up.
    Cancelled,
    /// An account was issued, or its deposit was taken back.
    AwaitingDeposit,
    /// An unknown word: nothing may be concluded from it.
    Other {
        word: String,
    },
}

/// One line of a provider's settlement. Those of cancels are negative throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The provider's own name of the movement that is settled, as in [`Transaction::key`].
    pub transaction_key: String,
    pub payment_key: String,
    pub order_ref: String,
    pub method: Method,
    pub kind: SettlementKind,
    pub amount: SignedWon,
    /// The amount the provider keeps, VAT included: `amount - fee = paid_out`.
    pub fee: SignedWon,
    /// The fee before VAT.
    pub fee_supply: SignedWon,
    /// The VAT in the fee: `fee_supply + fee_vat = fee`.
    pub fee_vat: SignedWon,
    /// The fee's parts by the provider's own words; empty where it reports none.
    pub fees: Vec<(String, SignedWon)>,
    /// The seller's cost of interest-free instalments.
    pub interest_fee: SignedWon,
    pub paid_out: SignedWon,
    pub approved_at: Option<DateTime<Utc>>,
    /// A day of Seoul, as are all days here.
    pub sold_on: NaiveDate,
    pub paid_out_on: Option<NaiveDate>,
}

/// Whether a line of a settlement brings money or takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettlementKind {
    Sale,
    Cancel,
}

/// Won that are owed in one direction or the other: positive to the seller. Bounded like [`Won`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SignedWon(i64);

impl SignedWon {
    /// # Errors
    /// [`OutOfRange`] when it is further from zero than [`AMOUNT_MAX`].
    pub const fn new(amount: i64) -> Result<Self, OutOfRange> {
        if amount < -AMOUNT_MAX || amount > AMOUNT_MAX {
            Err(OutOfRange(amount))
        } else {
            Ok(Self(amount))
        }
    }

    pub const fn get(self) -> i64 {
        self.0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}
