//! The effects of a change beside its events: jobs (work to do later) and acts (the audit log). They commit with the
//! change or not at all.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    id::{ActId, ContradictionId, InvalidId, JobId, OrderId, PaymentId, RefundId},
    kind::vocabulary,
};

vocabulary!(
    JobKind, "kind of job" {
        /// Find out what became of an order's payment; the subject is the order.
        SettleOrder = "settle_order",
        /// Send a refund, or find out what became of it; the subject is the refund.
        SettleRefund = "settle_refund",
        /// Cancel a payment that is in no books at its provider, or find out what became of that; the subject is the
        /// contradiction.
        SettleContradiction = "settle_contradiction",
        /// Ask the provider for the cash receipts of a payment, or for cancels of them; the subject is the payment.
        SettleReceipts = "settle_receipts",
    }
);

/// Work to do later: its kind with the id of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Job {
    SettleOrder(OrderId),
    SettleRefund(RefundId),
    SettleContradiction(ContradictionId),
    SettleReceipts(PaymentId),
}

impl Job {
    pub const fn kind(self) -> JobKind {
        match self {
            Self::SettleOrder(_) => JobKind::SettleOrder,
            Self::SettleRefund(_) => JobKind::SettleRefund,
            Self::SettleContradiction(_) => JobKind::SettleContradiction,
            Self::SettleReceipts(_) => JobKind::SettleReceipts,
        }
    }

    /// The id of the subject, as text.
    pub fn subject(self) -> String {
        match self {
            Self::SettleOrder(id) => id.to_string(),
            Self::SettleRefund(id) => id.to_string(),
            Self::SettleContradiction(id) => id.to_string(),
            Self::SettleReceipts(id) => id.to_string(),
        }
    }

    /// The job of this kind about this subject.
    ///
    /// # Errors
    /// When the subject is no id of the thing that such a job is about.
    pub fn of(kind: JobKind, subject: &str) -> Result<Self, InvalidId> {
        Ok(match kind {
            JobKind::SettleOrder => Self::SettleOrder(subject.parse()?),
            JobKind::SettleRefund => Self::SettleRefund(subject.parse()?),
            JobKind::SettleContradiction => Self::SettleContradiction(subject.parse()?),
            JobKind::SettleReceipts => Self::SettleReceipts(subject.parse()?),
        })
    }
}

/// A job to queue. At most one of the same job waits at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    pub id: JobId,
    pub job: Job,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

vocabulary!(
    /// What an actor did, as the audit log names it.
    AuditAct, "act of the audit log" {
        ApprovalAsk = "approval.ask",
        ApprovalApprove = "approval.approve",
        ApprovalReject = "approval.reject",
        CampaignCreate = "campaign.create",
        CampaignEnd = "campaign.end",
        /// A receipt for another number or purpose was asked for in place of an issued one.
        CashReceiptChange = "cash_receipt.change",
        /// The number of a cash receipt was read whole.
        CashReceiptNumber = "cash_receipt.number",
        /// What became of a cash receipt was recorded by a person.
        CashReceiptRecord = "cash_receipt.record",
        CashReceiptRequest = "cash_receipt.request",
        ContractPublish = "contract.publish",
        ContradictionAccept = "contradiction.accept",
        ContradictionRefund = "contradiction.refund",
        ContradictionClose = "contradiction.close",
        CreditsGrant = "credits.grant",
        CustomerClose = "customer.close",
        CustomerFreeze = "customer.freeze",
        /// A link to the customer's own page was made at the desk.
        CustomerLink = "customer.link",
        CustomerThresholds = "customer.thresholds",
        CustomerUnfreeze = "customer.unfreeze",
        DebtWaive = "debt.waive",
        DepositMatch = "deposit.match",
        /// A deposit in doubt is money of its own.
        DepositNew = "deposit.new",
        /// A deposit in doubt is the money of another.
        DepositRepeat = "deposit.repeat",
        DepositReturn = "deposit.return",
        /// The depositor's whole name was read.
        DepositUnmask = "deposit.unmask",
        /// A difference between a provider's list and the books was closed; the detail is the reason.
        DiscrepancyClose = "discrepancy.close",
        /// What became of a dispute was recorded.
        DisputeDecide = "dispute.decide",
        DisputeOpen = "dispute.open",
        /// An event was sent again.
        EventResend = "event.resend",
        /// Credits that a service set aside were released at the desk.
        HoldRelease = "hold.release",
        InboxSettle = "inbox.settle",
        /// A waiting job was to run at once.
        JobNudge = "job.nudge",
        JobRetry = "job.retry",
        /// An API key was made at the desk; the detail says its role and name.
        KeyCreate = "key.create",
        KeyRevoke = "key.revoke",
        /// An operator of the desk was added; the detail says its role and name.
        OperatorAdd = "operator.add",
        /// An operator was ended for good.
        OperatorDisable = "operator.disable",
        /// An operator replaced its own password.
        OperatorPassword = "operator.password",
        /// An operator was given another password, and its second factor was taken away.
        OperatorReset = "operator.reset",
        /// An operator was given a second factor.
        OperatorSecondFactor = "operator.second_factor",
        OperatorSignIn = "operator.sign_in",
        /// An operator was signed out everywhere.
        OperatorSignOut = "operator.sign_out",
        /// Wrong passwords made somebody wait; the subject is the operator whose name it was, where there is one.
        OperatorSlowed = "operator.slowed",
        OrderCancel = "order.cancel",
        /// A draft of the policy was sent, and waits for a second person.
        PolicyAsk = "policy.ask",
        PolicyApprove = "policy.approve",
        PolicyPublish = "policy.publish",
        PolicyReject = "policy.reject",
        /// A comparison of a provider's list with the books was asked for; the detail says of which day.
        ReconciliationStart = "reconciliation.start",
        /// An account for a transfer by hand was given.
        RefundAccount = "refund.account",
        /// A refund beyond the policy was quoted.
        RefundBeyond = "refund.beyond",
        RefundBounced = "refund.bounced",
        /// A quote was made for an earlier request of the buyer.
        RefundDateBack = "refund.date_back",
        /// The account of a transfer by hand was read.
        RefundPayoutRead = "refund.payout_read",
        RefundRequest = "refund.request",
        /// The outcome of a transfer by hand was reported.
        RefundSettleByHand = "refund.settle_by_hand",
        /// Personal data was removed; the detail says how many rows of what.
        RetentionRemove = "retention.remove",
        /// A settlement file, or a statement of the seller's account, was taken in; the detail says whose it is, its name and its hash.
        SettlementImport = "settlement.import",
        SpendReverse = "spend.reverse",
        SubscriptionChange = "subscription.change",
        SubscriptionEnd = "subscription.end",
        SubscriptionPause = "subscription.pause",
        SubscriptionResume = "subscription.resume",
        SubscriptionStart = "subscription.start",
        /// A tax invoice was recorded, or a record of one corrected.
        TaxInvoiceRecord = "tax_invoice.record",
        WebhookEndpointCreate = "webhook_endpoint.create",
        WebhookEndpointDelete = "webhook_endpoint.delete",
        WebhookEndpointDisable = "webhook_endpoint.disable",
        WebhookEndpointEnable = "webhook_endpoint.enable",
        /// Missed events were sent again from a point on.
        WebhookEndpointReplay = "webhook_endpoint.replay",
        /// An endpoint got a new signing secret.
        WebhookEndpointRotate = "webhook_endpoint.rotate",
        WebhookEndpointTest = "webhook_endpoint.test",
    }
);

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    pub id: ActId,
    pub by: Actor,
    pub act: AuditAct,
    pub subject: String,
    pub detail: String,
    pub at: DateTime<Utc>,
}
