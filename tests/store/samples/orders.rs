//! Orders, payments and refunds.

use std::collections::BTreeMap;

use domain::{
    calendar::Period,
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    failure::{Failure, FailureKind},
    kind::{Kind, Method},
    order::{DepositInstructions, Order, OrderState, Session},
    payment::{Payment, Tax},
    product::Bonus,
    refund::{Basis, Beyond, Quote, QuoteCode, QuoteLine, Refund, RefundAccount, RefundState},
};

use super::{
    NASTY, at, contradiction_id, credits, customer_id, dispute_id, lot_id, order_id, payment_id,
    quote_id, receipt_id, refund_id, toss, won,
};

pub(crate) fn order(n: u64, customer: &str) -> Order {
    Order {
        id: order_id(n),
        customer: customer_id(customer),
        product: "pack-1000".into(),
        title: NASTY.into(),
        quantity: 3,
        amount: won(30_000),
        tax_free: won(0),
        credits: credits(3_000),
        kind: Kind::Bulk,
        validity: Period::Months(3),
        policy: "2025-07-17".into(),
        policy_hash: "5d7f".repeat(16),
        provider: toss(),
        method: Method::VirtualAccount,
        depositor: Some("홍 길동".into()),
        depositor_key: Some(format!("main|홍길동{n}")),
        return_url: "https://shop.example/done?a=1&b=2".into(),
        session: Some(Session {
            payment_key: Some("tgen_1".into()),
            redirect_url: None,
            mobile_url: None,
            app_url: None,
            callback: std::collections::BTreeMap::new(),
            deposit: Some(DepositInstructions {
                bank: "088".into(),
                account_number: "110123456789".into(),
                holder: Some("㈜크레딧".into()),
                due_at: at(9),
            }),
            webhook_secret: Some("s3cret".into()),
            awaited_at: Some(at(1)),
            expires_at: at(10),
        }),
        state: OrderState::AwaitingDeposit,
        failure: Some(Failure::new("CODE", NASTY).of_call(FailureKind::Declined)),
        note: None,
        payment: None,
        opened_at: at(1),
        expires_at: at(1_000),
        closed_at: None,
        hinted_at: Some(at(2)),
        promotion: None,
        metadata: serde_json::from_value(serde_json::json!({ "cart": "7", "비고": NASTY }))
            .unwrap(),
        bonus: Some(Bonus {
            credits: credits(5),
            validity: Period::Days(90),
        }),
    }
}

pub(crate) fn payment(n: u64, customer: &str) -> Payment {
    Payment {
        id: payment_id(n),
        order: order_id(n),
        customer: customer_id(customer),
        provider: toss(),
        payment_key: format!("tgen_{n}"),
        method: Method::Card,
        amount: won(30_000),
        tax: Tax {
            supplied: won(27_273),
            vat: won(2_727),
            tax_free: won(0),
        },
        refunded: won(1),
        in_flight: won(2),
        cancelled_outside: won(3),
        credits_revoked: credits(4),
        debt: credits(2),
        debt_waived: credits(1),
        policy: "2025-07-17".into(),
        policy_hash: "5d7f".repeat(16),
        paid_at: at(2),
        facts: BTreeMap::from([("receipt".into(), NASTY.into())]),
        cash_receipt: Some(receipt_id(n)),
        dispute: Some(dispute_id(n)),
        charged_back: won(3),
        outside_at: Some(at(3)),
    }
}

pub(crate) fn quote(n: u64, customer: &str) -> Quote {
    Quote {
        id: quote_id(n),
        payment_id: payment_id(n),
        customer_id: customer_id(customer),
        amount: won(10_000),
        credits: credits(1_000),
        basis: Basis::ByRight,
        lines: vec![QuoteLine {
            lot: lot_id(1),
            kind: Kind::Bulk,
            granted: credits(3_000),
            not_refundable: credits(2_000),
            debt_paid: credits(7),
            credits: credits(1_000),
            amount: won(10_000),
            revoked: credits(2),
            window_until: Some(at(86_400)),
            code: QuoteCode::UnusedByRight,
            why: NASTY.into(),
        }],
        policy: "2025-07-17".into(),
        policy_hash: "5d7f".repeat(16),
        quoted_at: at(5),
        asked_at: at(4),
        wanted: Some(credits(1_000)),
        beyond: Some(Beyond::Goodwill),
        expires_at: at(900),
    }
}

pub(crate) fn refund(n: u64, customer: &str) -> Refund {
    Refund {
        id: refund_id(n),
        payment: payment_id(n),
        customer: customer_id(customer),
        provider: toss(),
        quote: quote_id(n),
        lot: lot_id(1),
        amount: won(10_000),
        settled_amount: Some(won(9_976)),
        tax_free: won(0),
        vat: won(909),
        credits: credits(1_000),
        basis: Basis::ThroughSupport,
        reason: NASTY.into(),
        account: Some(RefundAccount {
            bank: "004".into(),
            account_number: "123456".into(),
            holder: "홍길동".into(),
        }),
        expected_balance: won(29_999),
        state: RefundState::Sent,
        failure: Some(Failure::new("CODE", NASTY).of_call(FailureKind::TooLate)),
        note: Some(NASTY.into()),
        cancel_key: None,
        requested_by: crate::person(1),
        requested_at: at(6),
        due_at: at(300_000),
        sent_at: Some(at(7)),
        settled_at: None,
    }
}

pub(crate) fn contradiction(n: u64, customer: &str) -> Contradiction {
    Contradiction {
        id: contradiction_id(n),
        customer: customer_id(customer),
        order: order_id(n),
        provider: toss(),
        payment_key: NASTY.into(),
        kind: ContradictionKind::OtherAmount,
        state: ContradictionState::Refunding,
        note: NASTY.into(),
        amount: won(999),
        cancelled: won(1),
        opened_at: at(5),
        settled_at: None,
        decided_by: Some(crate::person(1)),
        reason: Some(NASTY.into()),
        refund: Some(refund_id(n)),
        account: Some(RefundAccount {
            bank: "004".into(),
            account_number: "123456".into(),
            holder: "홍길동".into(),
        }),
        failure: Some(Failure::from(NASTY).of_call(FailureKind::InDoubt)),
    }
}
