//! Lots, and what uses them.

use domain::{
    id::LotId,
    kind::Kind,
    ledger::{Account, Act, Entry, Unit},
    lot::Lot,
    money::Credits,
    notice::{ExpiryNotice, NoticeOutcome, PolicyNotice},
    spend::{Hold, HoldExtension, HoldState, Part, Spend},
};

use super::{
    NASTY, at, credits, customer_id, extension_id, hold_id, lot_id, notice_id, policy_notice_id,
    posting_id, spend_id,
};

/// A live lot of `remaining` credits that ends at `expires`.
pub(crate) fn lot(n: u64, customer: &str, remaining: i64, expires: i64) -> Lot {
    Lot {
        id: lot_id(n),
        customer: customer_id(customer),
        kind: Kind::Promotional,
        payment: None,
        bonus_of: None,
        bonus_gone: Credits::ZERO,
        reason: Some(NASTY.into()),
        policy: "2025-07-17".into(),
        policy_hash: "5d7f".repeat(16),
        granted: credits(remaining),
        remaining: credits(remaining),
        held: Credits::ZERO,
        spent: Credits::ZERO,
        refunded: Credits::ZERO,
        expired: Credits::ZERO,
        revoked: Credits::ZERO,
        acquired_at: at(0),
        expires_at: at(expires),
        debt_paid: Credits::ZERO,
    }
}

fn part(n: u64) -> Part {
    Part {
        lot: lot_id(n),
        kind: Kind::Purchased,
        credits: credits(5),
        expires_at: at(50),
        why: NASTY.into(),
    }
}

pub(crate) fn spend(n: u64, customer: &str) -> Spend {
    Spend {
        id: spend_id(n),
        customer_id: customer_id(customer),
        credits: credits(10),
        meter: "video.generate".into(),
        reference: NASTY.into(),
        parts: vec![part(1), part(2)],
        hold: Some(hold_id(n)),
        at: at(3),
        reversed_at: Some(at(4)),
        api_key: crate::person(1).key(),
    }
}

pub(crate) fn hold(n: u64, customer: &str) -> Hold {
    Hold {
        id: hold_id(n),
        customer_id: customer_id(customer),
        credits: credits(10),
        captured: credits(5),
        state: HoldState::Open,
        meter: "m".into(),
        reference: "r".into(),
        parts: vec![part(1)],
        spend: None,
        opened_at: at(3),
        expires_at: at(30),
        extended_until: None,
        closed_at: None,
    }
}

pub(crate) fn extension(n: u64, customer: &str) -> HoldExtension {
    HoldExtension {
        id: extension_id(n),
        hold: hold_id(n),
        customer: customer_id(customer),
        was: at(30),
        until: at(40),
        at: at(5),
    }
}

pub(crate) fn entry(
    customer: &str,
    seq: i64,
    (from, to): (Account, Account),
    amount: i64,
    lot: Option<LotId>,
    when: i64,
) -> Entry {
    Entry {
        customer: customer_id(customer),
        seq,
        posting: posting_id(1),
        act: Act::Mint,
        from,
        to,
        unit: Unit::Credits,
        amount,
        lot,
        reference: NASTY.into(),
        at: at(when),
        hash: "cd".repeat(32),
    }
}

pub(crate) fn policy_notice(n: u64, customer: &str) -> PolicyNotice {
    PolicyNotice {
        id: policy_notice_id(n),
        customer: customer_id(customer),
        version: NASTY.into(),
        hash: "ab".repeat(32),
        at: at(5),
    }
}

pub(crate) fn notice(n: u64, customer: &str) -> ExpiryNotice {
    ExpiryNotice {
        id: notice_id(n),
        lot: lot_id(n),
        customer: customer_id(customer),
        days: 7,
        outcome: NoticeOutcome::Sent,
        at: at(5),
    }
}
