//! Lines of settlements against the books, as tables, and what holds for any lines.

mod any;
mod contradicted;
mod differs;
mod disputed;
mod explained;
mod fees;
mod payouts;

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate};

use super::{Line, SettlementKind, compare};
use crate::{
    id::{Entropy, OrderId, PaymentId, RefundId},
    money::{SignedWon, Won},
    order::OrderState,
    reconcile::{Booked, Compared, DiscrepancyKind, Facts, Given, Movement},
};

fn day(n: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    first.checked_add_days(Days::new(n)).unwrap()
}

fn id<T>(n: u128, make: impl FnOnce(DateTime<chrono::Utc>, &mut dyn Entropy) -> T) -> T {
    struct Fixed(u128);
    impl Entropy for Fixed {
        fn bits(&mut self) -> u128 {
            self.0 << 100
        }
    }
    make(DateTime::UNIX_EPOCH, &mut Fixed(n))
}

fn order(n: u128) -> OrderId {
    id(n, OrderId::new)
}

fn won(amount: i64) -> Won {
    Won::new(amount).unwrap()
}

fn signed(amount: i64) -> SignedWon {
    SignedWon::new(amount).unwrap()
}

/// A line of order 1's payment `P` on day 5, with 2.1 % fee and its VAT.
fn line(key: &str, gross: i64) -> Line {
    let fee = gross * 21 / 1000;
    let vat = (fee + 5 * fee.signum()) / 10;
    Line {
        key: key.to_owned(),
        payment_key: "P".to_owned(),
        order_ref: order(1).to_string(),
        kind: if gross < 0 {
            SettlementKind::Cancel
        } else {
            SettlementKind::Payment
        },
        gross: signed(gross),
        fee: signed(fee),
        vat: Some(signed(vat)),
        net: signed(gross - fee - vat),
        sold_on: day(5),
        paid_out_on: Some(day(9)),
    }
}

/// Order 1 of 10,000 won, paid as `P` on day 5.
fn completed() -> Facts {
    Facts {
        order: order(1),
        customer: "alice".parse().unwrap(),
        amount: won(10_000),
        state: OrderState::Completed,
        payment: Some(Booked {
            id: id(1, PaymentId::new),
            key: "P".to_owned(),
            amount: won(10_000),
            day: day(5),
            refunds: Vec::new(),
            under_way: Vec::new(),
            outside: Won::ZERO,
            charged_back: Vec::new(),
            is_account: false,
            came_again: false,
        }),
        parked: Vec::new(),
    }
}

/// The same after a refund on day 5.
fn refunded(amount: i64, key: Option<&str>) -> Facts {
    let mut facts = completed();
    let booked = facts.payment.as_mut().unwrap();
    booked.refunds.push(Given {
        id: id(1, RefundId::new),
        amount: won(amount),
        key: key.map(str::to_owned),
        days: (day(5), day(5)),
    });
    facts
}

fn judged(facts: &Facts, lines: &[Line]) -> Compared {
    let facts = BTreeMap::from([(facts.order, facts.clone())]);
    compare(day(5), lines, &facts, None)
}

fn kinds(compared: &Compared) -> Vec<(DiscrepancyKind, Movement)> {
    let found = compared.found.iter();
    found.map(|it| (it.kind, it.movement)).collect()
}
