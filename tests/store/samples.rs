//! One row of each kind, with quotes, line breaks and Korean texts.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use credit_gateway::entropy::CounterEntropy;
use domain::{
    approval::{Approval, ApprovalState, LimitedAct, Request},
    books::{AnsweredKey, Changes},
    calendar::Period,
    command::{Answer, IdempotencyKey, Reply},
    contradiction::{Contradiction, ContradictionKind, ContradictionState},
    customer::{Customer, CustomerState},
    deposit::{Balance, Deposit, DepositState, Movement, Reporter, Source},
    effects::{AuditAct, AuditRecord, Job, NewJob},
    event::{Event, EventRecord, OrderContradicted},
    failure::Failure,
    id::{
        ActId, ApprovalId, ContradictionId, CustomerId, DepositId, EventId, HoldId, InboxId, JobId,
        KeyId, LotId, OrderId, PaymentId, PostingId, QuoteId, RefundId, SpendId,
    },
    inbox::{Body, Received, Verdict},
    kind::{Kind, Method, ProviderId},
    ledger::{Account, Act, Entry, Unit},
    lot::Lot,
    money::{Credits, Won},
    order::{DepositInstructions, Order, OrderState, Session},
    payment::{Payment, Tax},
    product::Bonus,
    refund::{Basis, Beyond, Quote, QuoteLine, Refund, RefundAccount, RefundState},
    spend::{Hold, HoldState, Part, Spend},
};

pub(crate) const NASTY: &str = "말 \"따옴표\" \\ back\nline\ttab 'quote' 🙂 {json} $1";

/// Microseconds after a fixed instant.
pub(crate) fn at(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_800_000_000_000_000 + micros).unwrap()
}

pub(crate) fn customer_id(name: &str) -> CustomerId {
    name.parse().unwrap()
}

pub(crate) fn toss() -> ProviderId {
    ProviderId::known("toss")
}

pub(crate) fn won(amount: i64) -> Won {
    Won::new(amount).unwrap()
}

pub(crate) fn credits(amount: i64) -> Credits {
    Credits::new(amount).unwrap()
}

macro_rules! ids {
    ($($name:ident: $id:ident),+ $(,)?) => {
        $(pub(crate) fn $name(n: u64) -> $id {
            $id::new(at(0), &mut CounterEntropy(n))
        })+
    };
}
ids!(order_id: OrderId, payment_id: PaymentId, lot_id: LotId, spend_id: SpendId, hold_id: HoldId, quote_id: QuoteId,
     refund_id: RefundId, contradiction_id: ContradictionId, approval_id: ApprovalId, deposit_id: DepositId, posting_id: PostingId, inbox_id: InboxId, job_id: JobId,
     event_id: EventId, act_id: ActId, key_id: KeyId);

pub(crate) fn customer(name: &str) -> Customer {
    Customer {
        id: customer_id(name),
        state: CustomerState::Open,
        debt: credits(3),
        debt_waived: credits(1),
        granted: credits(100),
        seq: 2,
        head: "ab".repeat(32),
        opened_at: at(0),
        closed_at: None,
    }
}

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
        failure: Some(Failure::new("CODE", NASTY)),
        note: None,
        payment: None,
        opened_at: at(1),
        expires_at: at(1_000),
        closed_at: None,
        hinted_at: Some(at(2)),
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
        outside_at: Some(at(3)),
    }
}

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
        closed_at: None,
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
            code: "unused_by_right".into(),
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
        failure: Some(Failure::new("CODE", NASTY)),
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
        failure: Some(NASTY.into()),
    }
}

pub(crate) fn approval(n: u64, customer: &str) -> Approval {
    Approval {
        id: approval_id(n),
        customer: customer_id(customer),
        act: LimitedAct::Grant,
        subject: customer.into(),
        amount: 7,
        request: Request::Grant {
            kind: Kind::Promotional,
            credits: Credits::new(7).unwrap(),
            bonus_of: Some(payment_id(1)),
            reason: NASTY.into(),
        },
        asked_by: crate::person(1),
        asked_at: at(5),
        expires_at: at(6),
        decision: ApprovalState::Approved,
        decided_by: Some(crate::person(2)),
        decided_at: Some(at(5)),
        reason: Some(NASTY.into()),
        outcome: Some(lot_id(n).to_string()),
    }
}

pub(crate) fn deposit(n: u64, order: Option<OrderId>) -> Deposit {
    Deposit {
        id: deposit_id(n),
        movement: Movement {
            provider: ProviderId::known("bank"),
            key: format!("m/{n}"),
            source: Source::new(Reporter::Statement, "12ab"),
            account: "main".into(),
            name: "홍 길동".into(),
            amount: won(30_000),
            at: at(8),
            balance: Some(Balance(-1)),
        },
        state: DepositState::Unmatched,
        reason: NASTY.into(),
        order,
        repeat_of: Some(deposit_id(n + 1)),
        received_at: at(9),
        settled_at: None,
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

pub(crate) fn received(n: u64, body: &[u8]) -> Received {
    Received {
        id: inbox_id(n),
        provider: toss(),
        event_key: format!("evt/{n}"),
        verdict: Verdict::Unsigned,
        note: "asked for".into(),
        headers: "{\"a\":\"b\"}".into(),
        body: Body::of(body),
        effect: "a look-up was queued".into(),
        received_at: at(9),
        settled_at: None,
    }
}

pub(crate) fn idempotency_key(key: &str) -> AnsweredKey {
    AnsweredKey {
        idempotency_key: IdempotencyKey {
            scope: "key_1".into(),
            key: key.into(),
            fingerprint: "f".into(),
        },
        reply: Reply {
            answer: Answer::Spend(Box::new(spend(1, "alice"))),
            balance: None,
            replayed: false,
        },
        at: at(9),
    }
}

pub(crate) fn job(n: u64, order: u64, run_at: i64) -> NewJob {
    NewJob {
        id: job_id(n),
        job: Job::SettleOrder(order_id(order)),
        run_at: at(run_at),
        created_at: at(0),
    }
}

pub(crate) fn event(n: u64) -> EventRecord {
    EventRecord {
        id: event_id(n),
        event: Event::OrderContradicted(OrderContradicted {
            order_id: order_id(1),
            customer_id: customer_id("alice"),
            kind: ContradictionKind::OtherOrder,
            note: NASTY.into(),
        }),
        at: at(9),
    }
}

pub(crate) fn act(n: u64) -> AuditRecord {
    AuditRecord {
        id: act_id(n),
        by: crate::person(1),
        act: AuditAct::DepositMatch,
        subject: "dep".into(),
        detail: NASTY.into(),
        at: at(9),
    }
}

/// One row of each kind, all of alice's.
pub(crate) fn one_of_everything() -> Changes {
    Changes {
        customers: vec![customer("alice")],
        orders: vec![Order {
            payment: Some(payment_id(1)),
            state: OrderState::Completed,
            ..order(1, "alice")
        }],
        payments: vec![payment(1, "alice")],
        lots: vec![
            Lot {
                payment: Some(payment_id(1)),
                kind: Kind::Bulk,
                ..lot(1, "alice", 40, 50)
            },
            Lot {
                bonus_of: Some(payment_id(2)),
                bonus_gone: credits(1),
                ..lot(2, "alice", 7, 60)
            },
        ],
        spends: vec![spend(1, "alice")],
        holds: vec![hold(1, "alice")],
        quotes: vec![quote(1, "alice")],
        refunds: vec![refund(1, "alice")],
        deposits: vec![deposit(1, Some(order_id(1)))],
        contradictions: vec![contradiction(1, "alice")],
        approvals: vec![approval(1, "alice")],
        entries: vec![
            entry(
                "alice",
                1,
                (Account::Issued, Account::Available),
                40,
                Some(lot_id(1)),
                9,
            ),
            entry("alice", 2, (Account::Owed, Account::Clawback), 1, None, 9),
        ],
        received: vec![
            received(1, NASTY.as_bytes()),
            received(2, b"\xff\x00binary"),
        ],
        idempotency_keys: vec![idempotency_key("k/1")],
        jobs: vec![job(1, 1, 5)],
        events: vec![event(1)],
        audit_log: vec![act(1)],
        finished: vec![],
    }
}
