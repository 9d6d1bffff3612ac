//! One row of each kind, with quotes, line breaks and Korean texts.

mod credits;
mod disputes;
mod memberships;
mod orders;
mod receipts;
mod records;
mod tax_invoices;

use chrono::{DateTime, Utc};
use credit_gateway::entropy::CounterEntropy;
use domain::{
    books::Changes,
    campaign::Promotion,
    customer::{Customer, CustomerState},
    id::{
        ActId, ApprovalId, CampaignId, CashReceiptId, CashReceiptOutcomeId, ContractId,
        ContradictionId, CustomerId, DepositId, DisputeDecisionId, DisputeId, DistributionId,
        DueMonthId, EndpointId, EventId, ExtensionId, HoldId, InboxId, JobId, KeyId, LotId,
        NoticeId, OrderId, PaymentId, PolicyNoticeId, PostingId, QuoteId, RedemptionId, RefundId,
        SpendId, SubscriptionId, TaxInvoiceId,
    },
    kind::{Kind, ProviderId},
    ledger::Account,
    lot::Lot,
    money::{Credits, Won},
    order::{Order, OrderState},
    spend::Hold,
    threshold::{ThresholdSetting, Thresholds},
};

pub(crate) use self::credits::{entry, extension, hold, lot, notice, policy_notice, spend};
pub(crate) use self::disputes::{dispute, dispute_decision};
pub(crate) use self::memberships::{distribution, due_month, skipped, subscription};
pub(crate) use self::orders::{contradiction, order, payment, quote, refund};
pub(crate) use self::receipts::{receipt_outcome, receipt_request};
pub(crate) use self::records::{
    act, approval, campaign, contract, deposit, endpoint, event, event_of, idempotency_key, job,
    received, redemption,
};
pub(crate) use self::tax_invoices::tax_invoice;

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

ids!(invoice_id: TaxInvoiceId, dispute_id: DisputeId, decision_id: DisputeDecisionId, receipt_id: CashReceiptId, receipt_outcome_id: CashReceiptOutcomeId, order_id: OrderId, payment_id: PaymentId, lot_id: LotId, spend_id: SpendId, hold_id: HoldId, extension_id: ExtensionId, notice_id: NoticeId, policy_notice_id: PolicyNoticeId, quote_id: QuoteId,
     refund_id: RefundId, contradiction_id: ContradictionId, approval_id: ApprovalId, deposit_id: DepositId, posting_id: PostingId, inbox_id: InboxId, job_id: JobId,
     campaign_id: CampaignId, contract_id: ContractId, redemption_id: RedemptionId, event_id: EventId, endpoint_id: EndpointId, act_id: ActId, key_id: KeyId, subscription_id: SubscriptionId, distribution_id: DistributionId, due_month_id: DueMonthId);

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
        thresholds: Some(ThresholdSetting {
            number: 1,
            after_entry: 1,
            thresholds: Thresholds::new(vec![credits(5), credits(9)]).unwrap(),
        }),
    }
}

/// One row of each kind, all of alice's.
#[expect(
    clippy::too_many_lines,
    reason = "one line for each kind of row there is"
)]
pub(crate) fn one_of_everything() -> Changes {
    Changes {
        customers: vec![customer("alice")],
        orders: vec![Order {
            payment: Some(payment_id(1)),
            state: OrderState::Completed,
            promotion: Some(Promotion {
                campaign: campaign_id(1),
                redemption: redemption_id(1),
                discount: won(0),
                bonus: credits(5),
            }),
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
        holds: vec![Hold {
            extended_until: Some(at(40)),
            ..hold(1, "alice")
        }],
        hold_extensions: vec![extension(1, "alice")],
        expiry_notices: vec![notice(1, "alice")],
        policy_notices: vec![policy_notice(1, "alice")],
        quotes: vec![quote(1, "alice")],
        refunds: vec![refund(1, "alice")],
        deposits: vec![deposit(1, Some(order_id(1)))],
        cash_receipt_requests: vec![receipt_request(1, "alice")],
        cash_receipt_outcomes: vec![receipt_outcome(1, "alice")],
        disputes: vec![dispute(1, "alice")],
        dispute_decisions: vec![dispute_decision(1, "alice")],
        tax_invoices: vec![tax_invoice(1, "alice")],
        contradictions: vec![contradiction(1, "alice")],
        approvals: vec![approval(1, "alice")],
        subscriptions: vec![subscription(1, "alice")],
        due_months: vec![due_month(1, "alice")],
        distributions: vec![distribution(1, "alice")],
        webhook_endpoints: vec![endpoint(1)],
        campaigns: vec![campaign(1, "SPRING")],
        redemptions: vec![redemption(1, "alice")],
        contracts: vec![contract(1, "alice")],
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
