//! The rows of a report, in our words.

use chrono::{DateTime, Utc};
use domain::{calendar::seoul, money::Won};

use super::super::{map, wire};
use super::not_understood;
use crate::{
    error::ProviderError,
    http::safe_text,
    provider::{Settlement, SettlementKind, SignedWon, Transaction, TransactionKind},
};

/// In Toss's form: Seoul's time without an offset, which would be an `INVALID_DATE`.
pub(super) fn second(at: DateTime<Utc>) -> String {
    seoul(at).format("%Y-%m-%dT%H:%M:%S").to_string()
}

pub(super) fn transaction(row: wire::Transaction) -> Result<Transaction, ProviderError> {
    let amount = wire::signed(&row.amount)
        .and_then(i64::checked_abs)
        .and_then(|amount| Won::new(amount).ok());
    Ok(Transaction {
        method: map::method_named(row.method.as_deref()),
        kind: match row.status.as_str() {
            "DONE" => TransactionKind::Paid,
            "CANCELED" | "PARTIAL_CANCELED" => TransactionKind::Cancelled,
            "WAITING_FOR_DEPOSIT" => TransactionKind::AwaitingDeposit,
            word => TransactionKind::Other {
                word: safe_text(word),
            },
        },
        amount: amount.ok_or_else(|| not_understood("amount"))?,
        at: map::instant(&row.transaction_at).ok_or_else(|| not_understood("time"))?,
        key: row.transaction_key,
        payment_key: row.payment_key,
        order_ref: row.order_id,
    })
}

pub(super) fn settlement(row: wire::Settlement) -> Result<Settlement, ProviderError> {
    let amount = won(&row.amount)?;
    let cancels = row.cancel.is_some() || amount.is_negative();
    let fees = row.fees.unwrap_or_default().into_iter();
    Ok(Settlement {
        method: map::method_named(row.method.as_deref()),
        kind: if cancels {
            SettlementKind::Cancel
        } else {
            SettlementKind::Sale
        },
        amount,
        fee: won(&row.fee)?,
        fee_supply: won(&row.supply_amount)?,
        fee_vat: won(&row.vat)?,
        fees: fees
            .map(|fee| Ok((fee.kind.unwrap_or_default(), won(&fee.fee)?)))
            .collect::<Result<_, ProviderError>>()?,
        interest_fee: row
            .interest_fee
            .as_ref()
            .map_or(Ok(SignedWon::default()), won)?,
        paid_out: won(&row.pay_out_amount)?,
        approved_at: row.approved_at.as_deref().and_then(map::instant),
        sold_on: row.sold_date,
        paid_out_on: row.paid_out_date,
        transaction_key: row.transaction_key,
        payment_key: row.payment_key,
        order_ref: row.order_id,
    })
}

fn won(value: &serde_json::Value) -> Result<SignedWon, ProviderError> {
    wire::signed(value)
        .and_then(|amount| SignedWon::new(amount).ok())
        .ok_or_else(|| not_understood("amount"))
}
