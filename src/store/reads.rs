//! Reads for answers and pages. They do not pass the writer: each is one statement at one instant.

pub(super) mod balance;
pub(super) mod breakdown;
pub(super) mod cash_receipts;
mod deposits;
pub(super) mod disputes;
pub mod facts;
pub(super) mod history;
mod lists;
pub(super) mod memberships;
pub(super) mod policy_notices;
pub(super) mod search;
pub(super) mod spends_by_key;
pub mod statement;
pub(super) mod tax_invoices;
pub(super) mod usage;

use domain::{
    approval::Approval,
    campaign::{Campaign, Redemption},
    contract::Contract,
    contradiction::Contradiction,
    customer::Customer,
    deposit::Deposit,
    id::{
        ApprovalId, CampaignId, ContractId, ContradictionId, CustomerId, DepositId, HoldId, LotId,
        OrderId, PaymentId, QuoteId, RedemptionId, RefundId, SpendId,
    },
    kind::ProviderId,
    lot::Lot,
    order::Order,
    payment::Payment,
    refund::{Quote, Refund},
    spend::{Hold, Spend},
};

pub use super::rows::StoredEvent;
use super::{
    Db, Page, StoreError,
    query::Arg,
    rows::Stored,
    sql::{Sql, statements},
};
pub use balance::{Balance, balance, balance_at};
pub use breakdown::{Breakdown, ByEnd, breakdown, breakdown_at};
pub use cash_receipts::{cash_receipt, cash_receipts_of, cash_receipts_waiting};
pub use deposits::{arrived, deposits_of_amount, waits_alone};
pub use disputes::{dispute, disputes, disputes_of};
pub use history::{EntryFilter, SCANNED_MAX, Walked, entries, entries_of};
pub use lists::{
    acts_by_hand, acts_of, approvals_in, approvals_waiting_of, audit_log, campaigns,
    contract_in_effect, contracts_of, contradictions_in, contradictions_of, customers_after,
    customers_with_lapsed, deposits_between, deposits_in, events, holds_of, let_in, lot_of_payment,
    lots_of, lots_to_notify, lots_within, orders_to_expire, redemptions_by, redemptions_of,
    refunds_in, refunds_of_payment, spends_of, spends_within,
};
pub use memberships::{
    distributions_of, due_month, subscription, subscriptions_due, subscriptions_of,
};
pub use policy_notices::{Customers, policy_notices_due};
pub use search::{Search, orders, payments};
pub use spends_by_key::{SPENDS_LOOKED_AT_MAX, spends_by_key};
pub use tax_invoices::{amendments_due, tax_invoices_of};
pub use usage::{Groups, usage};

statements! {
    CUSTOMER = "SELECT {customers} FROM customers WHERE id = $1";
    CUSTOMERS_NAMED =
        "SELECT {customers} FROM customers WHERE id >= $1 AND id < $2 AND id > $3 ORDER BY id LIMIT $4";
    DEBTORS = "SELECT {customers} FROM customers WHERE debt > 0 AND id > $1 ORDER BY id LIMIT $2";
    ORDER = "SELECT {orders} FROM orders WHERE id = $1";
    PAYMENT = "SELECT {payments} FROM payments WHERE id = $1";
    PAYMENT_BY_KEY = "SELECT {payments} FROM payments WHERE provider = $1 AND payment_key = $2";
    LOT = "SELECT {lots} FROM lots WHERE id = $1";
    SPEND = "SELECT {spends} FROM spends WHERE id = $1";
    HOLD = "SELECT {holds} FROM holds WHERE id = $1";
    QUOTE = "SELECT {quotes} FROM quotes WHERE id = $1";
    REFUND = "SELECT {refunds} FROM refunds WHERE id = $1";
    DEPOSIT = "SELECT {deposits} FROM deposits WHERE id = $1";
    /// Sorted: a customer has few, and their index is in the order of spending.
    LOTS_OF =
        "SELECT {lots} FROM lots WHERE customer_id = $1 AND id || '' < $2 AND expires_at < $4 ORDER BY id || '' DESC LIMIT $3";
    SPENDS_OF =
        "SELECT {spends} FROM spends WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    SPENDS_BY_REFERENCE =
        "SELECT {spends} FROM spends WHERE customer_id = $1 AND reference = $4 AND id < $2 ORDER BY id DESC LIMIT $3";
    HOLDS_OF =
        "SELECT {holds} FROM holds WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    HOLDS_BY_REFERENCE =
        "SELECT {holds} FROM holds WHERE customer_id = $1 AND reference = $4 AND id < $2 ORDER BY id DESC LIMIT $3";
    REFUNDS_IN =
        "SELECT {refunds} FROM refunds WHERE state = ANY($1) AND id < $2 AND due_at < $4 ORDER BY id DESC LIMIT $3";
    /// Of all states, in the order of ids.
    REFUNDS_AMONG =
        "SELECT {refunds} FROM refunds WHERE state || '' = ANY($1) AND id < $2 AND due_at < $4 ORDER BY id DESC LIMIT $3";
    LOTS_OF_PAYMENT = "SELECT {lots} FROM lots WHERE payment_id = $1";
    REFUNDS_OF_PAYMENT = "SELECT {refunds} FROM refunds WHERE payment_id = $1 ORDER BY id";
    DEPOSITS_IN =
        "SELECT {deposits} FROM deposits WHERE state = ANY($1) AND state <> 'matched' AND id < $2 ORDER BY id DESC LIMIT $3";
    /// Includes those that are matched, as nearly all are.
    DEPOSITS_AMONG = "SELECT {deposits} FROM deposits WHERE state || '' = ANY($1) AND id < $2 ORDER BY id DESC LIMIT $3";
    CONTRADICTION = "SELECT {contradictions} FROM contradictions WHERE id = $1";
    CAMPAIGN = "SELECT {campaigns} FROM campaigns WHERE id = $1";
    CAMPAIGNS = "SELECT {campaigns} FROM campaigns WHERE id < $1 ORDER BY id DESC LIMIT $2";
    CONTRACT = "SELECT {contracts} FROM contracts WHERE id = $1";
    CONTRACTS_OF =
        "SELECT {contracts} FROM contracts WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    CONTRACT_IN_EFFECT =
        "SELECT {contracts} FROM contracts WHERE customer_id = $1 AND effective_at <= $2 \
         ORDER BY effective_at DESC, id DESC LIMIT 1";
    REDEMPTION = "SELECT {redemptions} FROM redemptions WHERE id = $1";
    REDEMPTIONS_OF =
        "SELECT {redemptions} FROM redemptions WHERE customer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    REDEMPTIONS_BY =
        "SELECT {redemptions} FROM redemptions WHERE campaign_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    APPROVAL = "SELECT {approvals} FROM approvals WHERE id = $1";
    APPROVALS_WAITING_OF =
        "SELECT {approvals} FROM approvals WHERE customer_id = $1 AND state || '' IN ('waiting') AND expires_at > $2";
    APPROVALS_IN =
        "SELECT {approvals} FROM approvals WHERE state = ANY($1) AND expires_at > $2 AND expires_at <= $3 AND id < $4 \
         ORDER BY id DESC LIMIT $5";
    CONTRADICTIONS_IN =
        "SELECT {contradictions} FROM contradictions WHERE state = ANY($1) AND id < $2 ORDER BY id DESC LIMIT $3";
    CONTRADICTIONS_OF_ORDER =
        "SELECT {contradictions} FROM contradictions WHERE order_id = $1 AND id || '' < $2 ORDER BY id || '' DESC LIMIT $3";
    DEPOSIT_BY_KEY = "SELECT {deposits} FROM deposits WHERE key = $1";
    /// Oldest first, for a copy of all of them.
    SPENDS_WITHIN =
        "SELECT {spends} FROM spends WHERE customer_id = $1 AND id > $2 AND id < $6 AND spent_at >= $4 AND spent_at < $5 \
         ORDER BY id LIMIT $3";
    LOTS_WITHIN =
        "SELECT {lots} FROM lots WHERE customer_id = $1 AND id || '' > $2 AND acquired_at >= $4 AND acquired_at < $5 \
         ORDER BY id || '' LIMIT $3";
    CUSTOMERS_AFTER = "SELECT id FROM customers WHERE id > $1 ORDER BY id LIMIT $2";
    EVENTS = "SELECT {events} FROM events WHERE id < $1 ORDER BY id DESC LIMIT $2";
    AUDIT_LOG = "SELECT {audit_log} FROM audit_log WHERE id < $1 ORDER BY id DESC LIMIT $2";
    AUDIT_LOG_OF = "SELECT {audit_log} FROM audit_log WHERE act = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    LET_IN =
        "SELECT {audit_log} FROM audit_log WHERE act IN ('key.create', 'operator.add', 'operator.reset', 'operator.second_factor') \
         AND subject = $1 AND actor = $2 AND acted_at > $3 ORDER BY id DESC LIMIT 1";
    /// Such acts are few, and none of a refund is older than it.
    ACTS_BY_HAND =
        "SELECT {audit_log} FROM audit_log WHERE act IN ('refund.account', 'refund.bounced', 'refund.settle_by_hand') \
         AND subject = $1 AND acted_at >= $2 ORDER BY id || '' LIMIT $3";
    /// Not those being confirmed: the provider decides whether they were paid, not the clock.
    ORDERS_TO_EXPIRE =
        "SELECT {orders} FROM orders WHERE state IN ('open', 'confirming', 'awaiting_deposit') \
         AND state <> 'confirming' AND expires_at <= $1 ORDER BY expires_at LIMIT $2";
    /// In the words of the indexes of lapsing rows (`lots_lapsing`), which no other statement uses.
    CUSTOMERS_WITH_LAPSED =
        "SELECT customer_id FROM (SELECT customer_id FROM lots WHERE has_remaining + 0 = 1 AND expires_at <= $1 \
             UNION SELECT customer_id FROM holds WHERE closed_at IS NULL AND expires_at <= $1 \
                 AND COALESCE(extended_until, expires_at) <= $1) AS lapsed \
         ORDER BY customer_id LIMIT $2";
    /// In the words of `lots_lapsing` as well.
    LOTS_TO_NOTIFY =
        "SELECT {lots} FROM lots WHERE has_remaining + 0 = 1 AND expires_at > $1 AND expires_at <= $2 \
             AND acquired_at < expires_at - $3 AND NOT EXISTS (SELECT 1 FROM expiry_notices \
                 WHERE expiry_notices.lot_id = lots.id AND expiry_notices.days = $4) \
         ORDER BY expires_at LIMIT $5";
    DEPOSITS_SINCE =
        "SELECT {deposits} FROM deposits WHERE state = ANY($1) AND state <> 'matched' AND provider = $2 AND account = $3 \
             AND moved_at >= $4 ORDER BY id DESC LIMIT $5";
    /// In the words of `orders_by_state`: few orders wait, and of an amount there may be a million.
    ORDERS_AWAITING =
        "SELECT id FROM orders WHERE state = 'awaiting_deposit' AND state <> 'completed' AND amount + 0 = $1 \
             AND SUBSTR(depositor_key, 1, LENGTH($2)) = $2 LIMIT 2";
    DEPOSITS_OF_AMOUNT =
        "SELECT {deposits} FROM deposits WHERE amount = $1 ORDER BY moved_at DESC LIMIT $2";
    DEPOSITS_BETWEEN =
        "SELECT {deposits} FROM deposits WHERE provider = $1 AND account = $2 AND moved_at >= $3 AND moved_at < $4 \
         ORDER BY id";
}

/// A customer's spends or holds, newest first: of all references by one statement, of a named one by the other.
async fn used<T: Stored>(
    db: &Db,
    [all, named]: [&'static Sql; 2],
    customer: &CustomerId,
    reference: Option<&str>,
    page: &Page,
) -> Result<Vec<T>, StoreError> {
    let mut args = vec![
        Arg::Text(customer.as_str()),
        Arg::Text(page.before()),
        Arg::Int(page.limit()),
    ];
    args.extend(reference.map(Arg::Text));
    db.things(if reference.is_some() { named } else { all }, args)
        .await
}

pub async fn customer(db: &Db, id: &CustomerId) -> Result<Option<Customer>, StoreError> {
    db.thing(&CUSTOMER, id.as_str()).await
}

/// Customers whose id begins with a text, by id from `after` on.
pub async fn customers_named(
    db: &Db,
    begins: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Customer>, StoreError> {
    // Behind every id that begins so, in the order of bytes.
    let until = format!("{begins}{}", char::MAX);
    let args = vec![
        Arg::Text(begins),
        Arg::Text(&until),
        Arg::Text(after),
        Arg::Int(limit),
    ];
    db.things(&CUSTOMERS_NAMED, args).await
}

/// Customers who owe credits, by id from `after` on.
pub async fn debtors(db: &Db, after: &str, limit: i64) -> Result<Vec<Customer>, StoreError> {
    db.things(&DEBTORS, vec![Arg::Text(after), Arg::Int(limit)])
        .await
}

/// Things by their ids.
macro_rules! by_id {
    ($($name:ident: $id:ty => $thing:ty = $sql:ident;)+) => {
        $(pub async fn $name(db: &Db, id: $id) -> Result<Option<$thing>, StoreError> {
            db.thing(&$sql, &id.to_string()).await
        })+
    };
}

by_id! {
    order: OrderId => Order = ORDER;
    payment: PaymentId => Payment = PAYMENT;
    lot: LotId => Lot = LOT;
    spend: SpendId => Spend = SPEND;
    hold: HoldId => Hold = HOLD;
    quote: QuoteId => Quote = QUOTE;
    refund: RefundId => Refund = REFUND;
    deposit: DepositId => Deposit = DEPOSIT;
    contradiction: ContradictionId => Contradiction = CONTRADICTION;
    approval: ApprovalId => Approval = APPROVAL;
    campaign: CampaignId => Campaign = CAMPAIGN;
    redemption: RedemptionId => Redemption = REDEMPTION;
    contract: ContractId => Contract = CONTRACT;
}

/// A payment by the provider's own name for it.
pub async fn payment_by_key(
    db: &Db,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<Payment>, StoreError> {
    let found = db
        .things(
            &PAYMENT_BY_KEY,
            vec![Arg::Text(provider.as_str()), Arg::Text(key)],
        )
        .await?;
    Ok(found.into_iter().next())
}

/// A deposit by the feed's own key of its movement.
pub async fn deposit_by_key(
    db: &Db,
    provider: &ProviderId,
    key: &str,
) -> Result<Option<Deposit>, StoreError> {
    db.thing(&DEPOSIT_BY_KEY, &format!("{provider}/{key}"))
        .await
}
