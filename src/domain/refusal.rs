//! Refusals by the rules. Each is named and carries the facts that explain it.

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    approval::ApprovalState,
    calendar::{OutOfCalendar, rfc3339_seoul},
    campaign::{Gives, PromotionCode},
    cash_receipt::{NoReceipt, ReceiptEnd, ReceiptState},
    contradiction::{ContradictionKind, ContradictionState},
    deposit::DepositState,
    dispute::DisputeState,
    id::{
        ApprovalId, CampaignId, CashReceiptId, ContractId, ContradictionId, CustomerId, DepositId,
        DisputeId, DueMonthId, EndpointId, HoldId, OrderId, PaymentId, PolicyDraftId, QuoteId,
        RefundId, SpendId, SubscriptionId, TaxInvoiceId,
    },
    kind::{Kind, Method, ProviderId},
    membership::SubscriptionState,
    money::{Credits, Won},
    order::OrderState,
    product::NotForSale,
    refund::RefundState,
    spend::HoldState,
    tax_invoice::{ApprovalNumber, InvoiceBound, NoInvoice},
};

/// A refusal. The command that met it changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("customer {0} is closed; a closed id never comes back")]
    CustomerClosed(CustomerId),
    #[error(
        "customer {0} is frozen: nothing is used, bought or given until support opens the account again"
    )]
    CustomerFrozen(CustomerId),
    #[error("customer {0} is not frozen")]
    NotFrozen(CustomerId),
    #[error("no order {0}")]
    NoOrder(OrderId),
    #[error("no payment {0}")]
    NoPayment(PaymentId),
    #[error("no spend {0}")]
    NoSpend(SpendId),
    #[error("no hold {0}")]
    NoHold(HoldId),
    #[error("no quote {0}")]
    NoQuote(QuoteId),
    #[error("no refund {0}")]
    NoRefund(RefundId),
    #[error("no deposit {0}")]
    NoDeposit(DepositId),
    #[error("no deposit with the feed's key")]
    NoDepositKey,
    #[error("there is no cash receipt for payment {payment}: {why}")]
    NoCashReceipt { payment: PaymentId, why: NoReceipt },
    #[error("no cash receipt {0}")]
    NoCashReceiptOf(CashReceiptId),
    #[error("payment {payment} has the cash receipt {receipt} already")]
    CashReceiptExists {
        payment: PaymentId,
        receipt: CashReceiptId,
    },
    #[error("what became of cash receipt {receipt} is known: {end}")]
    CashReceiptRecorded {
        receipt: CashReceiptId,
        end: ReceiptEnd,
    },
    #[error(
        "cash receipt {receipt} is {state}, or a cancel of it is open: only an issued one is changed"
    )]
    CashReceiptInState {
        receipt: CashReceiptId,
        state: ReceiptState,
    },
    #[error("cash receipt {0} has this number and purpose already")]
    CashReceiptSame(CashReceiptId),
    #[error("no dispute {0}")]
    NoDispute(DisputeId),
    #[error("payment {payment} is disputed: {dispute} is open")]
    PaymentDisputed {
        payment: PaymentId,
        dispute: DisputeId,
    },
    #[error("a dispute of {amount} won: nobody has given back {left} won of payment {payment}")]
    DisputeOverLeft {
        payment: PaymentId,
        amount: Won,
        left: Won,
    },
    #[error("dispute {dispute} is {state}, and cannot become {verdict}")]
    DisputeInState {
        dispute: DisputeId,
        state: DisputeState,
        verdict: DisputeState,
    },
    #[error("there is no tax invoice for payment {payment}: {why}")]
    NoTaxInvoice { payment: PaymentId, why: NoInvoice },
    #[error("no tax invoice {0}")]
    NoTaxInvoiceOf(TaxInvoiceId),
    #[error("the record of tax invoice {0} was corrected by another: correct that one")]
    TaxInvoiceCorrected(TaxInvoiceId),
    #[error("the tax invoice of this number is recorded for payment {payment} as {invoice}")]
    TaxInvoiceExists {
        payment: PaymentId,
        invoice: TaxInvoiceId,
    },
    #[error(
        "approval_number {number} is recorded for payment {payment} of another customer as {invoice}: a tax invoice has one buyer"
    )]
    TaxInvoiceOfAnother {
        number: ApprovalNumber,
        payment: PaymentId,
        invoice: TaxInvoiceId,
    },
    #[error(
        "tax invoices of {amount} won for payment {payment}: no more than the {most} won that {bound}"
    )]
    TaxInvoiceOver {
        payment: PaymentId,
        amount: Won,
        most: Won,
        bound: InvoiceBound,
    },
    #[error("no webhook endpoint {0}")]
    NoEndpoint(EndpointId),
    #[error("no contradiction {0}")]
    NoContradiction(ContradictionId),
    #[error("contradiction {contradiction} is {state}: there is nothing left to decide")]
    ContradictionSettled {
        contradiction: ContradictionId,
        state: ContradictionState,
    },
    #[error("contradiction {contradiction} is of the kind {kind}: {instead}")]
    NotForThatKind {
        contradiction: ContradictionId,
        kind: ContradictionKind,
        instead: &'static str,
    },
    #[error(
        "the provider now says something else of contradiction {0} than when it was read: read it again"
    )]
    ContradictionChanged(ContradictionId),
    #[error(
        "the provider still holds {left} won of contradiction {contradiction}: accept it, refund it, or cancel it at the provider first; what the provider refused to give back is closed with `transferred`"
    )]
    MoneyStillThere {
        contradiction: ContradictionId,
        left: Won,
    },
    #[error(
        "the provider never refused to give back the money of contradiction {0}: refund it, and transfer it by hand only when the provider refuses"
    )]
    NotRefused(ContradictionId),
    #[error("no approval {0}")]
    NoApproval(ApprovalId),
    #[error("approval {approval} is {state}: there is nothing left to decide")]
    ApprovalSettled {
        approval: ApprovalId,
        state: ApprovalState,
    },
    #[error("approval {approval} ended undecided at {}; ask for it again", rfc3339_seoul(*.at))]
    ApprovalExpired {
        approval: ApprovalId,
        at: DateTime<Utc>,
    },
    #[error(
        "approval {approval} is not for what would be done now: {why}; reject it and ask again"
    )]
    ApprovalStale { approval: ApprovalId, why: String },
    #[error(
        "approval {0} was asked for by the same API key: a second person decides, with a key of their own"
    )]
    OwnApproval(ApprovalId),
    #[error(
        "{by} made or let in whoever decides here, on {}: somebody else decides, or both wait until {}",
        rfc3339_seoul(*.at), rfc3339_seoul(*.until)
    )]
    LetInByAsker {
        by: Actor,
        at: DateTime<Utc>,
        /// Exclusive.
        until: DateTime<Utc>,
    },
    #[error("policy draft {draft} is {state}: there is nothing left to decide")]
    PolicyDraftSettled {
        draft: PolicyDraftId,
        state: ApprovalState,
    },
    #[error("policy draft {draft} ended undecided at {}; send it again", rfc3339_seoul(*.at))]
    PolicyDraftExpired {
        draft: PolicyDraftId,
        at: DateTime<Utc>,
    },
    #[error("policy draft {0} was published meanwhile: reject it")]
    PolicyDraftStale(PolicyDraftId),
    #[error(
        "policy draft {0} was sent by the same API key: a second person decides, with a key of their own"
    )]
    OwnPolicyDraft(PolicyDraftId),
    #[error(transparent)]
    NotForSale(#[from] NotForSale),
    #[error(transparent)]
    OutOfCalendar(#[from] OutOfCalendar),
    #[error("{provider} takes at least {amount_min} won, and this order is {amount} won")]
    BelowMinimum {
        provider: ProviderId,
        amount: Won,
        amount_min: Won,
    },
    #[error("{provider} takes at most {amount_max} won by {}, and this order is {amount} won", .method.as_str())]
    AboveMaximum {
        provider: ProviderId,
        method: Method,
        amount: Won,
        amount_max: Won,
    },
    #[error(
        "order {other} already awaits {amount} won from a depositor of this name; use another depositor name"
    )]
    DepositorTaken { other: OrderId, amount: Won },
    #[error("order {order} is {state}, not open")]
    OrderNotOpen { order: OrderId, state: OrderState },
    #[error("order {order} is at the provider being paid; its outcome is being asked for")]
    OrderConfirming { order: OrderId },
    #[error("order {order} has an account at the provider that takes money until {}; let it run out", rfc3339_seoul(*.until))]
    AccountIssued {
        order: OrderId,
        until: DateTime<Utc>,
    },
    #[error("credits must be at least 1")]
    NoCredits,
    #[error("{asked} credits asked, {available} available")]
    InsufficientCredits { asked: Credits, available: Credits },
    #[error("the total of credits would pass the largest amount the books hold")]
    TooManyCredits,
    #[error("spend {spend} was reversed at {}", rfc3339_seoul(*.at))]
    AlreadyReversed { spend: SpendId, at: DateTime<Utc> },
    #[error("hold {hold} is {state}")]
    HoldNotOpen { hold: HoldId, state: HoldState },
    #[error("hold {hold} lapsed at {}", rfc3339_seoul(*.at))]
    HoldLapsed { hold: HoldId, at: DateTime<Utc> },
    #[error("hold {hold} sets aside {held} credits, fewer than the {asked} to capture")]
    CaptureAboveHold {
        hold: HoldId,
        held: Credits,
        asked: Credits,
    },
    #[error(
        "hold {hold} can live until {} at most; capture or release it before", rfc3339_seoul(*.at)
    )]
    HoldLivesTooLong { hold: HoldId, at: DateTime<Utc> },
    /// By the policy of the lot ([`crate::policy::HeldLotEnd`]).
    #[error(
        "a lot of hold {hold} has ended, and its policy ends what was held of it: {usable} of the {asked} credits are usable"
    )]
    HeldLotEnded {
        hold: HoldId,
        usable: Credits,
        asked: Credits,
    },
    #[error("{0} credits are not granted: they come from a payment")]
    KindIsPaid(Kind),
    #[error("a bonus of a purchase is of promotional credits, not {0}")]
    BonusIsPromotional(Kind),
    #[error("quote {quote} ended at {}; ask for a new one", rfc3339_seoul(*.at))]
    QuoteExpired { quote: QuoteId, at: DateTime<Utc> },
    #[error("quote {quote} was paid by refund {refund}; ask for a new one")]
    QuoteUsed { quote: QuoteId, refund: RefundId },
    #[error("quote {quote} is for payment {of}")]
    QuoteOfOther { quote: QuoteId, of: PaymentId },
    #[error(
        "quote {quote} no longer holds: it says {quoted} won for {quoted_credits} credits, now it would be {now} won for {now_credits}; ask for a new one"
    )]
    QuoteStale {
        quote: QuoteId,
        quoted: Won,
        quoted_credits: Credits,
        now: Won,
        now_credits: Credits,
    },
    #[error("{asked} credits asked back, {unused} unused")]
    CreditsAboveUnused { asked: Credits, unused: Credits },
    #[error(
        "asked at {} is not between {} and now", rfc3339_seoul(*.at), rfc3339_seoul(*.from)
    )]
    AskedOutOfBounds {
        at: DateTime<Utc>,
        from: DateTime<Utc>,
    },
    #[error("payment {payment} is not refundable: {}", .reasons.join("; "))]
    NotRefundable {
        payment: PaymentId,
        reasons: Vec<String>,
    },
    #[error("refund {refund} of this payment is still {state}; one refund at a time")]
    RefundOpen {
        refund: RefundId,
        state: RefundState,
    },
    #[error("refund {refund} is {state}")]
    RefundNotOpen {
        refund: RefundId,
        state: RefundState,
    },
    #[error("others took the payment of refund {0} back: decline it instead of transferring it")]
    MoneyTakenBack(RefundId),
    #[error("another account was given for refund {0} meanwhile: read it again")]
    RefundAccountChanged(RefundId),
    #[error(
        "the account is encrypted under key {key}, which this gateway does not have: set that key again"
    )]
    AccountKeyMissing { key: String },
    #[error(
        "the account's holder is not who made payment {0}: ask whether that is right, and say holder_confirmed"
    )]
    HolderDiffers(PaymentId),
    #[error("deposit {deposit} is {state}: there is nothing left to decide")]
    DepositSettled {
        deposit: DepositId,
        state: DepositState,
    },
    #[error(
        "deposit {deposit} is {deposited} won and order {order} costs {amount} won; say despite_amount to accept it"
    )]
    DepositAmountDiffers {
        deposit: DepositId,
        order: OrderId,
        deposited: Won,
        amount: Won,
    },
    #[error(
        "deposit {deposit} may be the money of deposit {of}, reported again: say first whether it is a repeat or new"
    )]
    DepositInDoubt { deposit: DepositId, of: DepositId },
    #[error("nobody doubts that deposit {deposit} is money of its own")]
    DepositNotInDoubt { deposit: DepositId },
    #[error(
        "deposit {deposit} cannot be the money of deposit {of}: another account or amount, or itself a repeat"
    )]
    NotThatDeposit { deposit: DepositId, of: DepositId },
    #[error(
        "order {order} was paid with {paid} won, which the bank took back, and is paid again only with as much: send the {deposited} won back, or match them to a new order"
    )]
    PaidWithOtherAmount {
        order: OrderId,
        paid: Won,
        deposited: Won,
    },
    #[error("order {order} is not paid by bank transfer")]
    NotABankOrder { order: OrderId },
    #[error(
        "closing forfeits {forfeited} credits; {refundable} won of them could still be refunded: refund first, or say confirm_forfeit"
    )]
    ForfeitNotConfirmed { forfeited: Credits, refundable: Won },
    #[error("no closing quote has that name; ask for one")]
    NoClosingQuote,
    #[error("the closing quote ended at {}; ask for a new one", rfc3339_seoul(*.at))]
    ClosingQuoteExpired { at: DateTime<Utc> },
    #[error(
        "the closing quote no longer holds: now {forfeited} credits would be lost and {refundable} won of them could be refunded; ask for a new one"
    )]
    ClosingQuoteStale { forfeited: Credits, refundable: Won },
    #[error("customer {0} owes nothing")]
    NoDebt(CustomerId),
    #[error("the debt is {debt} credits, fewer than the {waived} to waive")]
    WaiverAboveDebt { debt: Credits, waived: Credits },
    #[error("no plan `{plan}`; there are {}", .known.join(", "))]
    NoPlan { plan: String, known: Vec<String> },
    #[error("no subscription {0}")]
    NoSubscription(SubscriptionId),
    #[error("the customer has subscription {other} to plan `{plan}`; end it or change its plan")]
    AlreadySubscribed { plan: String, other: SubscriptionId },
    #[error(
        "a month of plan `{plan}` was given by subscription {subscription} and runs until {}; the plan can begin again then", rfc3339_seoul(*.until)
    )]
    MonthRuns {
        plan: String,
        subscription: SubscriptionId,
        /// Exclusive.
        until: DateTime<Utc>,
    },
    #[error("subscription {subscription} is {state}")]
    SubscriptionIs {
        subscription: SubscriptionId,
        state: SubscriptionState,
    },
    #[error(
        "month {month} of subscription {subscription} is not due: the next is month {next}, at {}", rfc3339_seoul(*.due_at)
    )]
    MonthNotDue {
        subscription: SubscriptionId,
        month: i64,
        next: i64,
        due_at: DateTime<Utc>,
    },
    #[error("no month {0} that an order pays for")]
    NoDueMonth(DueMonthId),
    #[error(
        "month {month} of subscription {subscription} was given or skipped: nothing is to be paid for it"
    )]
    MonthSettled {
        subscription: SubscriptionId,
        month: i64,
    },
    #[error("the months of subscription {0} are paid to the seller, not by orders")]
    MonthsNotSold(SubscriptionId),
    #[error("customer has open business: {}", .what.join(", "))]
    OpenBusiness { what: Vec<String> },
    /// Another gateway on this database published it after this one started.
    #[error(
        "policy {version} with SHA-256 {hash} is not known to this gateway: restart it, so that it reads what was published since"
    )]
    UnknownPolicy { version: String, hash: String },
    #[error("no campaign {0}")]
    NoCampaign(CampaignId),
    #[error("promotion code {code} belongs to campaign {campaign}, for good: choose another")]
    PromotionCodeTaken {
        code: PromotionCode,
        campaign: CampaignId,
    },
    #[error("no promotion has the code {0}")]
    NoPromotion(PromotionCode),
    #[error("the promotion begins at {}", rfc3339_seoul(*.at))]
    PromotionNotYet {
        campaign: CampaignId,
        at: DateTime<Utc>,
    },
    #[error("the promotion ended at {}", rfc3339_seoul(*.at))]
    PromotionOver {
        campaign: CampaignId,
        at: DateTime<Utc>,
    },
    #[error("the budget of the promotion is used up")]
    PromotionUsedUp(CampaignId),
    #[error("the customer redeemed the promotion {times} times, as often as one customer may")]
    PromotionRedeemed { campaign: CampaignId, times: i64 },
    #[error("the promotion is not for {product}; it is for {}", .products.join(", "))]
    PromotionNotForProduct {
        campaign: CampaignId,
        product: String,
        products: Vec<String>,
    },
    #[error("contract {contract} has prices of its own, and no promotion is for what it sells")]
    PromotionByContract {
        campaign: CampaignId,
        contract: ContractId,
    },
    #[error("the promotion would take nothing off: the price is the least that can be paid")]
    PromotionWithoutEffect(CampaignId),
    #[error("the promotion gives {gives}, which {instead}")]
    PromotionElsewhere {
        campaign: CampaignId,
        gives: Gives,
        instead: &'static str,
    },
    #[error("idempotency key was used before with another request")]
    KeyReused,
}
