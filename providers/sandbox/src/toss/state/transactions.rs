//! The rows of `GET /v1/transactions`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::method::Method;
use super::super::payment::{Payment, Status};
use super::Books;

/// One row of `GET /v1/transactions`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Transaction {
    pub(crate) key: String,
    pub(crate) payment_key: String,
    pub(crate) status: Status,
    pub(crate) at: DateTime<Utc>,
    /// Won; 0 when a virtual account is issued, negative when money goes back.
    pub(crate) amount: i64,
}

/// Gives the payment a new transaction key, and writes the row that `GET /v1/transactions` will show. The key has the
/// one of two forms that was seen with its method.
pub(crate) fn record(
    books: &mut Books,
    payment: &mut Payment,
    at: DateTime<Utc>,
    amount: i64,
) -> String {
    let transaction_key = if payment.method == Method::Card {
        format!("txrd_a{}", books.rng.ulid(at))
    } else {
        books.rng.hex32()
    };
    payment.last_transaction_key = Some(transaction_key.clone());
    books.transactions.push(Transaction {
        key: transaction_key.clone(),
        payment_key: payment.key.clone(),
        status: payment.status,
        at,
        amount,
    });
    transaction_key
}
