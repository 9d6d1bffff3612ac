//! A fake store: all rows in maps, time that moves by hand, ids from a counter.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};
use domain::{
    approval::Approval,
    books::{AnsweredKey, Books, Changes, Needs},
    campaign::{Campaign, Redemption},
    cash_receipt::{CashReceiptOutcome, CashReceiptRequest},
    command::{Answer, AnyChange, Command, Reply},
    contract::Contract,
    contradiction::Contradiction,
    customer::Customer,
    deposit::Deposit,
    dispute::{Dispute, DisputeDecision},
    effects::{AuditRecord, Job, NewJob},
    endpoint::Endpoint,
    event::EventRecord,
    id::{
        ApprovalId, CampaignId, CashReceiptId, CashReceiptOutcomeId, ContractId, ContradictionId,
        CustomerId, DepositId, DisputeDecisionId, DisputeId, DistributionId, DueMonthId,
        EndpointId, Entropy, ExtensionId, HoldId, JobId, LotId, NoticeId, OrderId, PaymentId,
        PolicyNoticeId, QuoteId, RedemptionId, RefundId, SpendId, SubscriptionId, TaxInvoiceId,
    },
    inbox::Received,
    ledger::Entry,
    lot::Lot,
    membership::{Distribution, DueMonth, Subscription},
    money::Credits,
    notice::{ExpiryNotice, PolicyNotice},
    order::Order,
    payment::Payment,
    refund::{Quote, Refund},
    refusal::Refusal,
    rulebook::Rulebook,
    spend::{Hold, HoldExtension, Spend},
    tax_invoice::TaxInvoice,
};

use crate::{RULES, at, person};

/// Bits that count up: ids of one instant sort in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counter(pub(crate) u64);

impl Entropy for Counter {
    fn bits(&mut self) -> u128 {
        self.0 += 1;
        u128::from(self.0) << 48
    }
}

/// Everything a store keeps.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rows {
    pub customers: BTreeMap<CustomerId, Customer>,
    pub orders: BTreeMap<OrderId, Order>,
    pub payments: BTreeMap<PaymentId, Payment>,
    pub lots: BTreeMap<LotId, Lot>,
    pub spends: BTreeMap<SpendId, Spend>,
    pub holds: BTreeMap<HoldId, Hold>,
    pub hold_extensions: BTreeMap<ExtensionId, HoldExtension>,
    pub expiry_notices: BTreeMap<NoticeId, ExpiryNotice>,
    pub policy_notices: BTreeMap<PolicyNoticeId, PolicyNotice>,
    pub quotes: BTreeMap<QuoteId, Quote>,
    pub refunds: BTreeMap<RefundId, Refund>,
    pub deposits: BTreeMap<DepositId, Deposit>,
    pub cash_receipt_requests: BTreeMap<CashReceiptId, CashReceiptRequest>,
    pub cash_receipt_outcomes: BTreeMap<CashReceiptOutcomeId, CashReceiptOutcome>,
    pub disputes: BTreeMap<DisputeId, Dispute>,
    pub dispute_decisions: BTreeMap<DisputeDecisionId, DisputeDecision>,
    pub tax_invoices: BTreeMap<TaxInvoiceId, TaxInvoice>,
    pub contradictions: BTreeMap<ContradictionId, Contradiction>,
    pub approvals: BTreeMap<ApprovalId, Approval>,
    pub subscriptions: BTreeMap<SubscriptionId, Subscription>,
    pub due_months: BTreeMap<DueMonthId, DueMonth>,
    pub distributions: BTreeMap<DistributionId, Distribution>,
    pub webhook_endpoints: BTreeMap<EndpointId, Endpoint>,
    pub campaigns: BTreeMap<CampaignId, Campaign>,
    pub redemptions: BTreeMap<RedemptionId, Redemption>,
    pub contracts: BTreeMap<ContractId, Contract>,
    pub entries: BTreeMap<CustomerId, Vec<Entry>>,
    pub received: Vec<Received>,
    pub idempotency_keys: BTreeMap<(String, String), AnsweredKey>,
    pub jobs: BTreeMap<Job, NewJob>,
    pub events: Vec<EventRecord>,
    pub audit_log: Vec<AuditRecord>,
    pub finished: Vec<JobId>,
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub rows: Rows,
    pub now: DateTime<Utc>,
    pub rules: &'static Rulebook,
    pub entropy: Counter,
    /// For ids that the books do not make, so that the books' ids do not depend on the other callers.
    pub outside: Counter,
    /// Counts outside arrivals, for distinct keys.
    pub arrivals: u64,
}

impl World {
    /// A Monday morning in Seoul, far from any holiday.
    pub(crate) fn new() -> Self {
        Self {
            rows: Rows::default(),
            now: at("2026-03-09T10:00:00+09:00"),
            rules: &RULES,
            entropy: Counter::default(),
            outside: Counter(1 << 40),
            arrivals: 0,
        }
    }

    pub(crate) fn pass(&mut self, time: Duration) {
        self.now += time;
    }

    pub(crate) fn pass_days(&mut self, days: i64) {
        self.pass(Duration::days(days));
    }

    /// One transaction: load what the batch needs, apply, save, check.
    pub(crate) fn run<A>(&mut self, batch: &[Command<A>]) -> Vec<Result<Reply, Refusal>> {
        let mut needs = Needs::default();
        for command in batch {
            command.needs(&mut needs);
        }
        let facts = self.load(&needs);
        let mut books = Books::new(self.rules, facts, self.now, &mut self.entropy);
        let answers: Vec<Result<Reply, Refusal>> =
            batch.iter().map(|command| books.apply(command)).collect();
        let changes = books.into_changes();
        if answers
            .iter()
            .all(|answer| answer.as_ref().is_ok_and(|reply| reply.replayed) || answer.is_err())
        {
            assert_eq!(
                format!("{changes:?}"),
                format!("{:?}", Changes::default()),
                "a refusal left something behind"
            );
        }
        let before = self.rows.clone();
        self.save(changes);
        self.audit(&before);
        if let [answer] = answers.as_slice() {
            self.audit_balance(&batch[0], answer);
            self.audit_lows(&before);
        }
        answers
    }

    pub(crate) fn send<A>(&mut self, command: &Command<A>) -> Result<Reply, Refusal> {
        self.run(std::slice::from_ref(command)).remove(0)
    }

    pub(crate) fn try_to(&mut self, change: impl Into<AnyChange>) -> Result<Reply, Refusal> {
        self.send(&Command::any(change.into(), person("tester")))
    }

    #[track_caller]
    pub(crate) fn ok(&mut self, change: impl Into<AnyChange>) -> Answer {
        self.try_to(change).unwrap().answer
    }

    #[track_caller]
    pub(crate) fn refused(&mut self, change: impl Into<AnyChange>) -> Refusal {
        self.try_to(change).unwrap_err()
    }

    /// Sum of live remaining credits, by the definition.
    pub(crate) fn balance(&self, customer: &CustomerId) -> Credits {
        let lots = self
            .rows
            .lots
            .values()
            .filter(|lot| lot.customer == *customer && self.now < lot.expires_at);
        lots.fold(Credits::ZERO, |sum, lot| sum.plus(lot.remaining).unwrap())
    }

    fn save(&mut self, changes: Changes) {
        macro_rules! keep {
            ($($kind:ident)+) => {
                $(self.rows.$kind.extend(changes.$kind.into_iter().map(|row| (row.id.clone(), row)));)+
            };
        }
        keep!(
            customers
            orders
            payments
            lots
            spends
            holds
            hold_extensions
            expiry_notices
            policy_notices
            quotes
            refunds
            deposits
            cash_receipt_requests
            cash_receipt_outcomes
            disputes
            dispute_decisions
            tax_invoices
            contradictions
            approvals
            subscriptions
            due_months
            distributions
            webhook_endpoints
            campaigns
            contracts
            redemptions
        );
        let rows = &mut self.rows;
        for entry in changes.entries {
            rows.entries
                .entry(entry.customer.clone())
                .or_default()
                .push(entry);
        }
        rows.received.extend(changes.received);
        for stored in changes.idempotency_keys {
            let key = (
                stored.idempotency_key.scope.clone(),
                stored.idempotency_key.key.clone(),
            );
            assert!(
                rows.idempotency_keys.insert(key, stored).is_none(),
                "an idempotency key was stored twice"
            );
        }
        for job in changes.jobs {
            let waiting = rows.jobs.entry(job.job).or_insert_with(|| job.clone());
            waiting.run_at = waiting.run_at.min(job.run_at);
        }
        rows.events.extend(changes.events);
        rows.audit_log.extend(changes.audit_log);
        rows.finished.extend(changes.finished);
    }
}
