//! What is recorded beside the money.

use domain::{
    approval::{Approval, ApprovalState, LimitedAct, Request},
    books::AnsweredKey,
    campaign::{Audience, Campaign, Gives, Redemption, RedemptionState},
    command::{Answer, IdempotencyKey, Reply},
    contract::Contract,
    contradiction::ContradictionKind,
    deposit::{Balance, Deposit, DepositState, Movement, Reporter, Source},
    effects::{AuditAct, AuditRecord, Job, NewJob},
    endpoint::{Endpoint, EndpointState},
    event::{Event, EventKind, EventRecord, OrderContradicted},
    id::OrderId,
    inbox::{Body, Received, Verdict},
    kind::{Kind, ProviderId},
    money::Credits,
};

use super::credits::spend;
use super::{
    NASTY, act_id, approval_id, at, campaign_id, contract_id, credits, customer_id, deposit_id,
    endpoint_id, event_id, inbox_id, job_id, lot_id, order_id, payment_id, redemption_id, toss,
    won,
};

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

pub(crate) fn campaign(n: u64, code: &str) -> Campaign {
    Campaign {
        id: campaign_id(n),
        name: NASTY.into(),
        audience: Audience::Code,
        code: Some(code.parse().unwrap()),
        gives: Gives::Bonus,
        worth: 5,
        products: vec!["pack-1000".into(), NASTY.into()],
        from: at(0),
        until: at(1_000_000_000),
        budget: 100,
        redemptions_max: Some(3),
        per_customer: 2,
        used: 5,
        redeemed: 1,
        overrun: 7,
        overruns: 2,
        created_by: crate::person(1),
        created_at: at(0),
        ended_at: Some(at(900)),
    }
}

pub(crate) fn contract(n: u64, customer: &str) -> Contract {
    Contract {
        id: contract_id(n),
        customer: customer_id(customer),
        name: NASTY.into(),
        reference: format!("AC-{n}"),
        document: NASTY.into(),
        hash: "5d7f".repeat(16),
        policy: "2025-07-17".into(),
        policy_hash: "7d5f".repeat(16),
        published_by: crate::person(1),
        published_at: at(0),
        effective_at: at(7),
    }
}

pub(crate) fn redemption(n: u64, customer: &str) -> Redemption {
    Redemption {
        id: redemption_id(n),
        campaign: campaign_id(1),
        customer: customer_id(customer),
        order: Some(order_id(n)),
        lot: None,
        credits: credits(5),
        discount: won(0),
        state: RedemptionState::Redeemed,
        at: at(1),
        settled_at: Some(at(2)),
        overrun_at: Some(at(8)),
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
    event_of(n, "alice")
}

pub(crate) fn endpoint(n: u64) -> Endpoint {
    Endpoint {
        id: endpoint_id(n),
        url: format!("https://shop{n}.example.com/hooks?a=%20"),
        types: vec![EventKind::OrderCompleted, EventKind::OrderContradicted],
        description: NASTY.into(),
        from_position: 0,
        state: EndpointState::Enabled,
        note: Some(NASTY.into()),
        salt: "salt".into(),
        previous_salt: Some("before".into()),
        previous_until: Some(at(7)),
        created_at: at(5),
        enabled_at: at(6),
    }
}

pub(crate) fn event_of(n: u64, customer: &str) -> EventRecord {
    EventRecord {
        id: event_id(n),
        event: Event::OrderContradicted(OrderContradicted {
            order_id: order_id(1),
            customer_id: customer_id(customer),
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
