//! Every change that can be asked of the books, with its caller and its answer.

mod answer;

use chrono::{DateTime, Utc};

pub use answer::{Answer, Closed, Receipt, Reply, Waived, WrongAnswer};

use crate::{
    actor::Actor,
    deposit::{Movement, PrintedName},
    id::{
        ApprovalId, ContradictionId, CustomerId, DepositId, HoldId, JobId, OrderId, PaymentId,
        QuoteId, RefundId, SpendId,
    },
    inbox::Received,
    kind::{Kind, Method, ProviderId},
    metadata::Metadata,
    money::Credits,
    order::Session,
    payment::Snapshot,
    refund::{Beyond, RefundAccount},
};

/// One change asked of the books, with what must commit together with it.
#[derive(Debug, Clone)]
pub struct Command {
    pub change: Change,
    /// Who asks.
    pub by: Actor,
    /// The idempotency key of the request, if it has one.
    pub idempotency_key: Option<IdempotencyKey>,
    /// The job that is finished by this change.
    pub finishes: Option<JobId>,
    /// How much the caller may do without a second person.
    pub authorization: Authorization,
}

impl Command {
    pub fn new(change: Change, by: Actor) -> Self {
        Self {
            change,
            by,
            idempotency_key: None,
            finishes: None,
            authorization: Authorization::Whole,
        }
    }

    #[must_use]
    pub fn under_key(mut self, idempotency_key: Option<IdempotencyKey>) -> Self {
        self.idempotency_key = idempotency_key;
        self
    }

    #[must_use]
    pub fn finishing(mut self, job: Option<JobId>) -> Self {
        self.finishes = job;
        self
    }

    /// The most that may be done without a second person, in credits or won. `None` is no limit.
    #[must_use]
    pub fn up_to(mut self, most: Option<i64>) -> Self {
        self.authorization = most.map_or(Authorization::Whole, Authorization::UpTo);
        self
    }

    /// Carries out what an approval waits for.
    #[must_use]
    pub fn approving(mut self, approval: ApprovalId, reason: String) -> Self {
        self.authorization = Authorization::Approved { approval, reason };
        self
    }
}

/// How much of a change may be done without a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    Whole,
    /// A larger amount, in credits or won, waits for an approval. The answer is then that approval.
    UpTo(i64),
    /// The caller approves what another person asked for. The change and the decision are one command.
    Approved {
        approval: ApprovalId,
        reason: String,
    },
}

/// A client's idempotency key. The same key with another fingerprint is refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey {
    /// The role of the API key that used it, not the key itself: a client with a new API key repeats its request under
    /// the new one.
    pub scope: String,
    pub key: String,
    /// SHA-256 over method, path and the content of the body, in hex.
    pub fingerprint: String,
}

#[derive(Debug, Clone)]
pub enum Change {
    OpenOrder(OpenOrder),
    AttachSession {
        customer: CustomerId,
        order: OrderId,
        session: Session,
    },
    /// The provider refused to begin or to confirm, or never knew of a payment. Where an earlier confirmation has no
    /// known outcome, the provider is asked once more at `look_at`.
    FailOrder {
        look_at: Option<DateTime<Utc>>,
        customer: CustomerId,
        order: OrderId,
        note: String,
    },
    /// The buyer came back. This is stored before the provider is asked to take the money.
    Confirming {
        customer: CustomerId,
        order: OrderId,
        /// The query that the browser brought back, without our own state.
        query: std::collections::BTreeMap<String, String>,
    },
    CancelOrder {
        customer: CustomerId,
        order: OrderId,
        note: String,
    },
    /// The order's time ran out. It is given up, or the provider is asked first where money may have come unseen.
    Overdue {
        customer: CustomerId,
        order: OrderId,
    },
    /// The order is given up after the provider was asked.
    ExpireOrder {
        customer: CustomerId,
        order: OrderId,
    },
    /// A provider's answer about an order's payment, for any caller and reason.
    Observe {
        customer: CustomerId,
        order: OrderId,
        snapshot: Box<Snapshot>,
        /// When the provider was asked. An answer that took long to arrive may be older than the known state.
        asked_at: DateTime<Utc>,
    },
    Spend {
        customer: CustomerId,
        credits: Credits,
        meter: String,
        reference: String,
    },
    Reverse {
        customer: CustomerId,
        spend: SpendId,
    },
    Hold {
        customer: CustomerId,
        credits: Credits,
        meter: String,
        reference: String,
        expires_at: DateTime<Utc>,
    },
    /// `None` captures the whole hold. A smaller amount releases the rest.
    Capture {
        customer: CustomerId,
        hold: HoldId,
        credits: Option<Credits>,
    },
    Release {
        customer: CustomerId,
        hold: HoldId,
    },
    Grant {
        customer: CustomerId,
        kind: Kind,
        credits: Credits,
        /// The purchase that promotional credits belong to.
        bonus_of: Option<PaymentId>,
        reason: String,
    },
    /// Writes expiry that has already happened into the books: lots past their end, and holds that nobody captured.
    Expire {
        customer: CustomerId,
    },
    Quote {
        customer: CustomerId,
        payment: PaymentId,
        asked: Asked,
    },
    RequestRefund(RequestRefund),
    /// The refund is about to be sent. It is on disk first.
    Submit {
        customer: CustomerId,
        refund: RefundId,
    },
    ObserveRefund {
        customer: CustomerId,
        refund: RefundId,
        outcome: RefundOutcome,
    },
    /// A transfer by hand was refused or came back.
    Bounce {
        customer: CustomerId,
        refund: RefundId,
        note: String,
    },
    /// Where to transfer a refund by hand.
    GiveAccount(GiveAccount),
    /// A webhook came in. It is stored with its verdict, and acted on as far as the verdict allows.
    Receive {
        received: Received,
        then: Then,
    },
    /// A hint that is not stored, because enough similar hints are. The provider is still asked about the order: by a
    /// job when `queued`, else by the caller.
    Hint {
        customer: CustomerId,
        order: OrderId,
        queued: bool,
    },
    /// The provider could not be asked when a look-up was due. A paid or parked order gets its next scheduled look-up.
    LookLater {
        customer: CustomerId,
        order: OrderId,
    },
    /// A person decides which order a deposit pays.
    Match {
        customer: CustomerId,
        deposit: DepositId,
        order: OrderId,
        despite_amount: bool,
        reason: String,
    },
    /// A person decides that a deposit in doubt is the money of another deposit.
    Repeat {
        deposit: DepositId,
        of: DepositId,
        reason: String,
    },
    /// A person decides that a deposit in doubt is money of its own.
    NewMoney {
        deposit: DepositId,
        /// Our account and the depositor, as the deposit has them. They find the orders that the deposit may pay.
        account: String,
        name: PrintedName,
        reason: String,
    },
    /// A person sent a deposit back.
    Return {
        deposit: DepositId,
        reason: String,
    },
    /// Quotes what closing the account would lose.
    QuoteClosing {
        customer: CustomerId,
    },
    CloseCustomer {
        customer: CustomerId,
        /// The quote that was read.
        quote: String,
        confirm_forfeit: bool,
    },
    /// A person decides that a payment which contradicts its order is right, as the provider reports it now.
    Accept {
        customer: CustomerId,
        order: OrderId,
        contradiction: ContradictionId,
        snapshot: Box<Snapshot>,
        asked_at: DateTime<Utc>,
        reason: String,
    },
    /// A person asks the provider to give back a payment that is in no books.
    GiveBack {
        customer: CustomerId,
        order: OrderId,
        contradiction: ContradictionId,
        account: Option<RefundAccount>,
        reason: String,
    },
    /// The provider refused to give it back. A person has to decide again.
    NotGivenBack {
        customer: CustomerId,
        order: OrderId,
        contradiction: ContradictionId,
        note: String,
    },
    /// A person closes a contradiction that needs nothing more here.
    CloseContradiction {
        customer: CustomerId,
        order: OrderId,
        contradiction: ContradictionId,
        /// Evidence that a person transferred the money that the provider refused to give back.
        transferred: Option<String>,
        reason: String,
    },
    /// A second person rejects the act that an approval waits for.
    Reject {
        customer: CustomerId,
        approval: ApprovalId,
        reason: String,
    },
    /// A person waives a debt, in whole or by a number of credits.
    WaiveDebt {
        customer: CustomerId,
        credits: Option<Credits>,
        reason: String,
    },
}

/// An order to open. Price, credits and validity come from the catalogue and the policy.
#[derive(Debug, Clone)]
pub struct OpenOrder {
    pub id: OrderId,
    pub customer: CustomerId,
    pub product: String,
    pub quantity: i64,
    pub provider: ProviderId,
    pub method: Method,
    pub depositor: Option<String>,
    /// Our account that a bank deposit would arrive on, by its configured name.
    pub account: Option<String>,
    pub return_url: String,
    pub metadata: Metadata,
    pub expires_at: DateTime<Utc>,
    /// The smallest amount that the provider takes by this method, in won.
    pub amount_min: crate::money::Won,
    /// The largest, where there is one.
    pub amount_max: Option<crate::money::Won>,
}

/// What a quote is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// How many credits; all unused credits when left out.
    pub credits: Option<Credits>,
    /// When the buyer asked, with the evidence; now when left out.
    pub at: Option<AskedAt>,
    pub beyond: Option<Beyond>,
}

/// A buyer's request from before the quote was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAt {
    pub at: DateTime<Utc>,
    /// Where the request can be read: a mail, a ticket.
    pub evidence: String,
}

/// A refund to request.
#[derive(Debug, Clone)]
pub struct RequestRefund {
    pub customer: CustomerId,
    pub payment: PaymentId,
    pub quote: QuoteId,
    pub reason: String,
    pub account: Option<RefundAccount>,
    /// The payer's name as the bank printed it, where it is known.
    pub payer: Option<PrintedName>,
    /// A person confirms that the account is right although its holder is not the payer.
    pub holder_confirmed: bool,
    pub route: RefundRoute,
}

/// An account for a refund that a person transfers.
#[derive(Debug, Clone)]
pub struct GiveAccount {
    pub customer: CustomerId,
    pub refund: RefundId,
    pub account: RefundAccount,
    /// The account that the refund had when this was asked for. An account that was given since is not replaced unseen.
    pub replaces: Option<RefundAccount>,
    /// The payer's name as the bank printed it, where it is known.
    pub payer: Option<PrintedName>,
    pub holder_confirmed: bool,
}

/// How the money goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundRoute {
    Provider,
    /// By a person's transfer, with the reason.
    Hand(String),
}

/// The outcome of a refund that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundOutcome {
    /// The provider lists our cancel, under this key.
    Succeeded { cancel_key: Option<String> },
    /// The provider definitely refused; nothing moved.
    Declined { note: String },
    /// The provider cannot do it; a person has to.
    ByHand { note: String },
    /// Not known yet, or not carried out yet, with the provider's statement.
    Open { note: String },
}

/// The action that follows from a webhook.
#[derive(Debug, Clone)]
pub enum Then {
    /// Not believed, or of no interest. The webhook is only stored.
    Nothing,
    /// Ask the provider about this order.
    Look {
        customer: CustomerId,
        order: OrderId,
    },
    /// Money came in on our account.
    Deposit(Movement),
    /// A deposit was taken back by the bank.
    DepositReversed {
        customer: Option<CustomerId>,
        provider: ProviderId,
        key: String,
    },
}
