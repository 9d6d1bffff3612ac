//! The events and their bodies: the members of `data`. All members are always there. Amounts are whole won, credits are
//! whole, instants are RFC 3339 with `+09:00`.

use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use super::{
    cash_receipts::CashReceiptChanged,
    disputes::DisputeChanged,
    operations::{
        AuditFinding, DiscrepancyFound, SealMade, WebhookEndpointDisabled, WebhookEndpointTested,
    },
    tax_invoices::TaxInvoiceRecorded,
};
use crate::{
    calendar::{serialize_seoul, serialize_seoul_option},
    campaign::Gives,
    contradiction::{ContradictionKind, ContradictionState},
    deposit::DepositState,
    id::{
        CampaignId, ContradictionId, CustomerId, DepositId, LotId, OrderId, PaymentId,
        RedemptionId, RefundId, SubscriptionId,
    },
    kind::{Kind, ProviderId, vocabulary},
    membership::{Skipped, SubscriptionState},
    metadata::Metadata,
    money::{Credits, Won},
    policy::Cut,
    refund::Basis,
};

events! {
    /// An order with the payment and the lot that completed it.
    OrderCompleted(order_id, customer_id) {
        order_id: OrderId, customer_id: CustomerId,
        payment_id: PaymentId, lot_id: LotId,
        provider: ProviderId, amount: Won,
        credits: Credits, kind: Kind,
        /// When the credits lapse, exclusive.
        #[serde(serialize_with = "serialize_seoul")] expires_at: DateTime<Utc>,
        metadata: Metadata,
    } in {
        /// An order was paid and its credits are there
        OrderCompleted = "order.completed",
    }
    /// An order that ended unpaid, or waits for a person.
    OrderClosed(order_id, customer_id) {
        order_id: OrderId, customer_id: CustomerId,
        amount: Won,
        note: String,
        metadata: Metadata,
    } in {
        /// An order was not paid: the provider said no
        OrderFailed = "order.failed",
        /// An order was given up, or cancelled at its provider
        OrderCancelled = "order.cancelled",
        /// An order was not paid in time
        OrderExpired = "order.expired",
        /// Money arrived that does not agree with its order: a person has to look
        OrderMismatched = "order.mismatched",
    }
    /// A new contradiction of an order.
    OrderContradicted(order_id, customer_id) {
        order_id: OrderId, customer_id: CustomerId,
        kind: ContradictionKind,
        note: String,
    } in {
        /// A provider says of an order what the books do not: a person has to look
        OrderContradicted = "order.contradicted",
    }
    /// A contradiction that needs nothing more.
    ContradictionSettled(contradiction_id, customer_id) {
        contradiction_id: ContradictionId,
        order_id: OrderId, customer_id: CustomerId,
        kind: ContradictionKind,
        state: ContradictionState,
        note: String,
    } in {
        /// What contradicted the books is decided
        ContradictionSettled = "contradiction.settled",
    }
    /// Money of a payment that was given back without the gateway.
    PaymentCancelledOutside(payment_id, customer_id) {
        payment_id: PaymentId, customer_id: CustomerId,
        /// All that others gave back of this payment.
        amount: Won,
        /// Unused credits that went now.
        credits_revoked: Credits,
        /// Used credits that the customer owes now.
        credits_owed: Credits,
        why: String,
    } in {
        /// Others took a payment back; its credits went with it
        PaymentCancelledOutside = "payment.cancelled_outside",
    }
    /// Money of a payment that came again.
    PaymentPaidAgain(payment_id, customer_id) {
        payment_id: PaymentId, customer_id: CustomerId,
        /// The part that came again.
        amount: Won,
        /// Credits that are in the payment's lot again.
        credits_restored: Credits,
        /// Credits that are not owed any more.
        debt_cancelled: Credits,
        /// Waived credits whose waiver has ended.
        waiver_ended: Credits,
        /// Credits that are back in the lots that had paid the debt.
        credits_returned: Credits,
        why: String,
    } in {
        /// Money that was taken back came again; its credits came back
        PaymentPaidAgain = "payment.paid_again",
    }
    /// A refund in the state that the event names.
    RefundChanged(refund_id, customer_id) {
        refund_id: RefundId,
        payment_id: PaymentId, customer_id: CustomerId,
        amount: Won,
        credits: Credits,
        basis: Basis,
        note: Option<String>,
        /// When the law wants it done, exclusive.
        #[serde(serialize_with = "serialize_seoul")] due_at: DateTime<Utc>,
    } in {
        /// A refund was asked for; its credits are set aside
        RefundRequested = "refund.requested",
        /// A refund has to be transferred by a person
        RefundByHand = "refund.by_hand",
        /// A transfer by hand was refused or came back
        RefundBounced = "refund.bounced",
        /// A provider keeps a refund open; sent whenever its reason changes
        RefundDelayed = "refund.delayed",
        /// The money is back
        RefundSucceeded = "refund.succeeded",
        /// The provider refused; the credits are back
        RefundDeclined = "refund.declined",
    }
    /// A deposit that was not matched with an order.
    DepositQueued(deposit_id) {
        deposit_id: DepositId,
        state: DepositState,
        amount: Won,
        reason: String,
        /// The deposit whose money this one may be.
        repeat_of: Option<DepositId>,
    } in {
        /// A deposit waits for a person
        DepositQueued = "deposit.queued",
    }
    /// A deposit and the deposit whose money it is.
    DepositRepeated(deposit_id) {
        deposit_id: DepositId,
        repeat_of: DepositId,
        amount: Won,
    } in {
        /// A deposit is money that was reported before
        DepositRepeated = "deposit.repeated",
    }
    /// A deposit that a person sent back.
    DepositReturned(deposit_id) {
        deposit_id: DepositId,
        amount: Won,
    } in {
        /// A deposit was sent back
        DepositReturned = "deposit.returned",
    }
    /// A deposit that the bank took back, with the order that it had paid.
    DepositReversed(deposit_id) {
        deposit_id: DepositId,
        amount: Won,
        order_id: Option<OrderId>,
    } in {
        /// The bank took a deposit back
        DepositReversed = "deposit.reversed",
    }
    /// A lot that nobody paid for.
    CreditsGranted(lot_id, customer_id) {
        customer_id: CustomerId,
        lot_id: LotId,
        kind: Kind,
        credits: Credits,
        /// The payment that it is a bonus of.
        payment_id: Option<PaymentId>,
        /// When the credits lapse, exclusive.
        #[serde(serialize_with = "serialize_seoul")] expires_at: DateTime<Utc>,
    } in {
        /// Credits were given without a payment, or as a bonus of one
        CreditsGranted = "credits.granted",
    }
    /// A bonus lot that follows a refund of its payment.
    BonusChanged(lot_id, customer_id) {
        customer_id: CustomerId,
        lot_id: LotId,
        payment_id: Option<PaymentId>,
        credits_revoked: Credits,
        credits_restored: Credits,
    } in {
        /// A purchase's bonus went with its refund, or is there again
        BonusChanged = "bonus.changed",
    }
    /// A lot with the credits that lapsed.
    LotExpired(lot_id, customer_id) {
        customer_id: CustomerId,
        lot_id: LotId,
        kind: Kind,
        credits: Credits,
        #[serde(serialize_with = "serialize_seoul")] expired_at: DateTime<Utc>,
    } in {
        /// Credits were not used in time
        LotExpired = "lot.expired",
    }
    /// A lot that ends soon, with credits that nobody used yet.
    CreditsExpiring(lot_id, customer_id) {
        customer_id: CustomerId,
        lot_id: LotId,
        kind: Kind,
        /// Those that are left now.
        credits: Credits,
        /// When they lapse, exclusive.
        #[serde(serialize_with = "serialize_seoul")] expires_at: DateTime<Utc>,
        /// The setting that this notice belongs to: so many days before the end, or fewer where the gateway was stopped.
        days: i64,
        /// What the lot was bought as, where that is still sold.
        product: Option<String>,
        /// How many of it.
        quantity: Option<i64>,
        /// A signed page on which the same is bought again: for this buyer's eyes alone.
        renew_url: Option<String>,
    } in {
        /// Credits end soon; sent once for each lot and each of the configured days
        CreditsExpiring = "credits.expiring",
    }
    /// What is available to a customer, by the ledger, and a threshold that it fell below.
    BalanceLow(customer_id, customer_id) {
        customer_id: CustomerId,
        threshold: Credits,
        /// At the threshold or above it.
        available_before: Credits,
        /// Below the threshold.
        available_after: Credits,
        /// The number of the ledger entry that it stands after.
        entry_seq: i64,
    } in {
        /// What is available to a customer fell below a threshold; sent once for each time that it did
        BalanceLow = "balance.low",
    }
    /// A debt that a lot paid.
    DebtPaid(lot_id, customer_id) {
        customer_id: CustomerId,
        lot_id: LotId,
        /// Credits that were paid now.
        credits: Credits,
        /// Credits that are still owed.
        debt: Credits,
    } in {
        /// Credits that came paid what was owed
        DebtPaid = "debt.paid",
    }
    /// A debt that fell away.
    DebtUndone(payment_id, customer_id) {
        payment_id: PaymentId, customer_id: CustomerId,
        /// Credits that came back unused.
        credits: Credits,
        /// Credits that are not owed any more.
        debt_cancelled: Credits,
        /// Waived credits whose waiver has ended.
        waiver_ended: Credits,
        /// Credits that are back in the lots that had paid the debt.
        credits_returned: Credits,
    } in {
        /// Used credits that were owed came back unused: they are not owed any more
        DebtUndone = "debt.undone",
    }
    /// A debt that a person waived.
    DebtWaived(customer_id, customer_id) {
        customer_id: CustomerId,
        /// Credits that were waived now.
        credits: Credits,
        /// Credits that are still owed.
        debt: Credits,
        reason: String,
    } in {
        /// A customer was let off a debt
        DebtWaived = "debt.waived",
    }
    /// A subscription as it stands after the change.
    SubscriptionChanged(subscription_id, customer_id) {
        subscription_id: SubscriptionId, customer_id: CustomerId,
        plan: String,
        /// Of each month from the next one on.
        credits: Credits,
        state: SubscriptionState,
        /// The number of the next month, counted from 0.
        next_month: i64,
        /// When the next month is due; null once it has ended.
        #[serde(serialize_with = "serialize_seoul_option")] next_due_at: Option<DateTime<Utc>>,
        /// Why it was paused or has ended, where the seller said so.
        reason: Option<String>,
        /// Won of an order for each month from the next one on, VAT included; null where the seller takes the money.
        price: Option<Won>,
        /// The part of `price` that bears no VAT.
        tax_free: Option<Won>,
    } in {
        /// A subscription began; its month 0 is given with it, or its payment is asked for
        SubscriptionStarted = "subscription.started",
        /// A subscription is paused: months that become due are skipped
        SubscriptionPaused = "subscription.paused",
        /// A subscription goes on, on the days that it has always had
        SubscriptionResumed = "subscription.resumed",
        /// A subscription has another plan from its next month on
        SubscriptionPlanChanged = "subscription.changed",
        /// A subscription ended for good; credits that were given stay
        SubscriptionEnded = "subscription.ended",
    }
    /// A month that an order pays for. `POST /v1/orders` with `customer_id`, `subscription_id` and `month` opens the order.
    SubscriptionMonthDue(subscription_id, customer_id) {
        subscription_id: SubscriptionId, customer_id: CustomerId,
        plan: String,
        /// Counted from 0.
        month: i64,
        #[serde(serialize_with = "serialize_seoul")] due_at: DateTime<Utc>,
        credits: Credits,
        /// Won, VAT included.
        amount: Won,
        /// When the next month is due, exclusive: from then on nothing is taken for this one.
        #[serde(serialize_with = "serialize_seoul")] pay_before: DateTime<Utc>,
    } in {
        /// A month of a subscription is due and waits for its payment
        SubscriptionMonthDue = "subscription.month_due",
    }
    /// A month of a subscription with the lot of its credits.
    MembershipDistributed(subscription_id, customer_id) {
        subscription_id: SubscriptionId, customer_id: CustomerId,
        plan: String,
        /// Counted from 0.
        month: i64,
        #[serde(serialize_with = "serialize_seoul")] due_at: DateTime<Utc>,
        /// Whether it was given on a later Korean day than it was due.
        late: bool,
        lot_id: LotId,
        credits: Credits,
        /// When the credits lapse, exclusive.
        #[serde(serialize_with = "serialize_seoul")] expires_at: DateTime<Utc>,
    } in {
        /// The credits of a month of a membership were given
        MembershipDistributed = "membership.distributed",
    }
    /// A month of a subscription that was not given.
    MembershipSkipped(subscription_id, customer_id) {
        subscription_id: SubscriptionId, customer_id: CustomerId,
        plan: String,
        /// Counted from 0.
        month: i64,
        #[serde(serialize_with = "serialize_seoul")] due_at: DateTime<Utc>,
        credits: Credits,
        skipped: Skipped,
    } in {
        /// The credits of a month of a membership were not given
        MembershipSkipped = "membership.skipped",
    }
    /// A customer with the credits that were forfeited.
    CustomerClosed(customer_id, customer_id) {
        customer_id: CustomerId,
        forfeited: Credits,
    } in {
        /// An account was closed for good
        CustomerClosed = "customer.closed",
    }
    /// A customer whose account was frozen or opened again, and why.
    CustomerStanding(customer_id, customer_id) {
        customer_id: CustomerId,
        reason: String,
    } in {
        /// An account was frozen: nothing is used, bought or given
        CustomerFrozen = "customer.frozen",
        /// A frozen account was opened again
        CustomerUnfrozen = "customer.unfrozen",
    }
    /// What a campaign gave to a customer.
    CampaignRedeemed(redemption_id, customer_id) {
        redemption_id: RedemptionId,
        campaign_id: CampaignId, customer_id: CustomerId,
        /// The order that it came with.
        order_id: Option<OrderId>,
        /// The lot of credits that were given without an order.
        lot_id: Option<LotId>,
        credits: Credits,
        discount: Won,
        /// Whether it is beyond the campaign's limits: its order had ended unpaid and was paid when they had no room for it.
        overrun: bool,
    } in {
        /// A campaign gave what it promised: credits by a code, or its part of an order that was paid
        CampaignRedeemed = "campaign.redeemed",
    }
    /// A campaign as it stood when its limits were reached.
    CampaignExhausted(campaign_id) {
        campaign_id: CampaignId,
        gives: Gives,
        /// Credits or won, as `gives` says.
        budget: i64,
        /// Of the budget: given, or held back for orders that are not paid yet.
        used: i64,
        redeemed: i64,
    } in {
        /// A campaign has no room for another redemption like its last one; an order that ends unpaid may make room again
        CampaignExhausted = "campaign.exhausted",
    }
    /// A version of the credits policy.
    PolicyPublished(version) {
        version: String,
        /// SHA-256 of the document, in hex.
        hash: String,
        /// Whether it takes something away from buyers.
        major: bool,
        /// What it takes away.
        cuts: Vec<String>,
        #[serde(serialize_with = "serialize_seoul")] published_at: DateTime<Utc>,
        #[serde(serialize_with = "serialize_seoul")] effective_at: DateTime<Utc>,
    } in {
        /// A version of the credits policy was published
        PolicyPublished = "policy.published",
    }
    /// A customer's notice that a version of the credits policy will take something away.
    PolicyNotice(version, customer_id) {
        customer_id: CustomerId,
        version: String,
        /// SHA-256 of the document, in hex. `GET /v1/policies/{version}` has its text.
        hash: String,
        title: String,
        #[serde(serialize_with = "serialize_seoul")] published_at: DateTime<Utc>,
        /// When it applies. What was bought before keeps its terms.
        #[serde(serialize_with = "serialize_seoul")] effective_at: DateTime<Utc>,
        /// What it takes away; empty where it only says that it is a major change.
        cuts: Vec<Cut>,
        /// The customer's own page, which shows the change: for this customer's eyes alone.
        page_url: String,
        /// Exclusive: from this instant on the link opens nothing.
        #[serde(serialize_with = "serialize_seoul")] page_until: DateTime<Utc>,
    } in {
        /// A version of the credits policy will take something away; sent once to each customer who holds credits
        PolicyNotice = "policy.notice",
    }
    ; elsewhere
    CashReceiptChanged(cash_receipt_id, customer_id) in {
        /// A cash receipt, or the cancel of one, was asked for
        CashReceiptRequested = "cash_receipt.requested",
        /// A cash receipt for another number or purpose was asked for: the issued one is taken back first
        CashReceiptChangeRequested = "cash_receipt.change_requested",
        /// A cash receipt was issued
        CashReceiptIssued = "cash_receipt.issued",
        /// A cash receipt, or the cancel of one, was refused
        CashReceiptFailed = "cash_receipt.failed",
        /// A cash receipt was taken back, in whole or in part
        CashReceiptCancelled = "cash_receipt.cancelled",
    }
    DisputeChanged(dispute_id, customer_id) in {
        /// A payment is disputed at the card company; nothing of it is refunded meanwhile
        DisputeOpened = "dispute.opened",
        /// A dispute ended in the seller's favour
        DisputeWon = "dispute.won",
        /// A dispute was lost; the credits go with the money
        DisputeLost = "dispute.lost",
        /// The money of a lost dispute came again; its credits came back
        DisputeReinstated = "dispute.reinstated",
    }
    TaxInvoiceRecorded(tax_invoice_id, customer_id) in {
        /// A tax invoice of a payment was recorded, or a record of one corrected
        TaxInvoiceRecorded = "tax_invoice.recorded",
    }
    WebhookEndpointDisabled(endpoint_id) in {
        /// A webhook endpoint takes no more events until a person enables it; its events are kept
        WebhookEndpointDisabled = "webhook_endpoint.disabled",
    }
    DiscrepancyFound(discrepancy_id) in {
        /// A provider's list and the books do not agree on a movement; sent again where they had agreed and differ once more, or a closed one has other amounts
        DiscrepancyFound = "discrepancy.found",
    }
    AuditFinding(finding_id) in {
        /// The auditor beside the gateway finds a row that breaks an invariant; sent once, until it is whole and breaks again
        AuditFinding = "audit.finding",
    }
    SealMade(name) in {
        /// The journal was sealed, once a day where a key for it is set
        SealMade = "seal.made",
    }
    WebhookEndpointTested(endpoint_id) in {
        /// An operator has a test event delivered to one webhook endpoint
        WebhookEndpointTested = "webhook_endpoint.tested",
    }
}
