//! Every change that can be asked of the books, who asks, and what is answered.

mod answer;

use chrono::{DateTime, Utc};

pub use answer::{Answer, Closed, Receipt, Reply, Waived, WrongAnswer};

use crate::{
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
    /// Who asks: an API key's id, `provider:toss`, `worker`.
    pub by: String,
    /// The idempotency key of the request, if it has one.
    pub claim: Option<Claim>,
    /// The job that is finished by this change.
    pub finishes: Option<JobId>,
    /// How much whoever asks may do without a second person.
    pub authorization: Authorization,
}

impl Command {
    pub fn new(change: Change, by: impl Into<String>) -> Self {
        Self {
            change,
            by: by.into(),
            claim: None,
            finishes: None,
            authorization: Authorization::Whole,
        }
    }

    #[must_use]
    pub fn claiming(mut self, claim: Option<Claim>) -> Self {
        self.claim = claim;
        self
    }

    #[must_use]
    pub fn finishing(mut self, job: Option<JobId>) -> Self {
        self.finishes = job;
        self
    }

    /// At most so much may be done without a second person, in credits or won; any amount, when there is no limit.
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
    /// More than this, in credits or won, waits for an approval, which is the answer then.
    UpTo(i64),
    /// Whoever asks approves what another asked for; it is done and decided in one.
    Approved {
        approval: ApprovalId,
        reason: String,
    },
}

/// A client's idempotency key. The same key with another fingerprint is refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The role of the API key that used it. The key itself would be wrong: a client that was given a new API key repeats
    /// its request under that one.
    pub scope: String,
    pub key: String,
    /// SHA-256 over method, path and what the body says, in hex.
    pub fingerprint: String,
}

/// The changes.
#[derive(Debug, Clone)]
pub enum Change {
    OpenOrder(OpenOrder),
    AttachSession {
        customer: CustomerId,
        order: OrderId,
        session: Session,
    },
    /// The provider refused to begin or to confirm, or never knew of a payment. Where an earlier confirmation has no outcome, it
    /// is asked once more at `look_at`.
    FailOrder {
        look_at: Option<DateTime<Utc>>,
        customer: CustomerId,
        order: OrderId,
        note: String,
    },
    /// The buyer came back: written down before the provider is asked to take the money.
    Confirming {
        customer: CustomerId,
        order: OrderId,
        /// What the browser brought back, without our own state.
        query: std::collections::BTreeMap<String, String>,
    },
    CancelOrder {
        customer: CustomerId,
        order: OrderId,
        note: String,
    },
    /// The order's time ran out: given up, or asked about first where money may have come unseen.
    Overdue {
        customer: CustomerId,
        order: OrderId,
    },
    /// Given up after the provider was asked.
    ExpireOrder {
        customer: CustomerId,
        order: OrderId,
    },
    /// What the provider says about an order's payment, whoever asked and why.
    Observe {
        customer: CustomerId,
        order: OrderId,
        snapshot: Box<Snapshot>,
        /// When the provider was asked: an answer that was long on its way may be older than what is known.
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
    /// `None` captures the whole hold; less releases the rest.
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
    /// Writes expiry that has already happened into the books: lots past their end, holds nobody captured.
    Expire {
        customer: CustomerId,
    },
    Quote {
        customer: CustomerId,
        payment: PaymentId,
        asked: Asked,
    },
    RequestRefund(RequestRefund),
    /// The refund is about to be sent: on disk first.
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
    /// A webhook came in: stored with its verdict, and acted on as far as it may be.
    Receive {
        received: Received,
        then: Then,
    },
    /// A hint that is not stored, because enough like it are: the provider is asked about the order all the same, by a job
    /// where it is `queued`, else by whoever has the hint.
    Hint {
        customer: CustomerId,
        order: OrderId,
        queued: bool,
    },
    /// The provider could not be asked when it was time to: what is paid, or parked, is asked about at the next.
    LookLater {
        customer: CustomerId,
        order: OrderId,
    },
    /// A person says which order a deposit pays.
    Match {
        customer: CustomerId,
        deposit: DepositId,
        order: OrderId,
        despite_amount: bool,
        reason: String,
    },
    /// A person says that a deposit in doubt is the money of another.
    Repeat {
        deposit: DepositId,
        of: DepositId,
        reason: String,
    },
    /// A person says that a deposit in doubt is money of its own.
    NewMoney {
        deposit: DepositId,
        /// Our account and the depositor, as the deposit has them: the orders it may pay are found by them.
        account: String,
        name: PrintedName,
        reason: String,
    },
    /// A person sent a deposit back.
    Return {
        deposit: DepositId,
        reason: String,
    },
    /// What closing the account would lose.
    QuoteClosing {
        customer: CustomerId,
    },
    CloseCustomer {
        customer: CustomerId,
        /// The quote that was read.
        quote: String,
        confirm_forfeit: bool,
    },
    /// A person says that a payment which contradicts its order is right, as the provider tells it now.
    Accept {
        customer: CustomerId,
        order: OrderId,
        contradiction: ContradictionId,
        snapshot: Box<Snapshot>,
        asked_at: DateTime<Utc>,
        reason: String,
    },
    /// A person wants a payment that is in no books to go back at its provider.
    GiveBack {
        customer: CustomerId,
        order: OrderId,
        contradiction: ContradictionId,
        account: Option<RefundAccount>,
        reason: String,
    },
    /// The provider refused to give it back: a person has to look again.
    NotGivenBack {
        customer: CustomerId,
        order: OrderId,
        contradiction: ContradictionId,
        note: String,
    },
    /// A person closes a contradiction of which nothing is left to do here.
    CloseContradiction {
        customer: CustomerId,
        order: OrderId,
        contradiction: ContradictionId,
        /// Evidence of a person's transfer of what the provider refused to give back.
        transferred: Option<String>,
        reason: String,
    },
    /// A second person does not want done what an approval waits for.
    Reject {
        customer: CustomerId,
        approval: ApprovalId,
        reason: String,
    },
    /// A person lets the customer off a debt, wholly or by so many credits.
    WaiveDebt {
        customer: CustomerId,
        credits: Option<Credits>,
        reason: String,
    },
}

/// An order to open. Price, credits and validity are the catalogue's and the policy's.
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
    /// How many credits; all that are unused when left out.
    pub credits: Option<Credits>,
    /// When the buyer asked and what shows it; now when left out.
    pub at: Option<AskedAt>,
    pub beyond: Option<Beyond>,
}

/// That a buyer asked before the quote was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedAt {
    pub at: DateTime<Utc>,
    /// Where it can be read: a mail, a ticket.
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
    /// Who paid, as the bank printed it, where that is known.
    pub payer: Option<PrintedName>,
    /// A person says that the account is right although its holder is not the payer.
    pub holder_confirmed: bool,
    pub route: RefundRoute,
}

/// An account for a refund that a person transfers.
#[derive(Debug, Clone)]
pub struct GiveAccount {
    pub customer: CustomerId,
    pub refund: RefundId,
    pub account: RefundAccount,
    /// The account that the refund had when this was asked for: another that was given since is not replaced unseen.
    pub replaces: Option<RefundAccount>,
    /// Who paid, as the bank printed it, where that is known.
    pub payer: Option<PrintedName>,
    pub holder_confirmed: bool,
}

/// How the money goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundRoute {
    Provider,
    /// By a person's transfer, and why.
    Hand(String),
}

/// What became of a refund that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefundOutcome {
    /// The provider lists our cancel, under this key.
    Succeeded { cancel_key: Option<String> },
    /// The provider definitely refused; nothing moved.
    Declined { note: String },
    /// The provider cannot do it; a person has to.
    ByHand { note: String },
    /// Not known yet, or not carried out yet, and what the provider says of it.
    Open { note: String },
}

/// What a webhook leads to.
#[derive(Debug, Clone)]
pub enum Then {
    /// Not believed, or of no interest: only stored.
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
