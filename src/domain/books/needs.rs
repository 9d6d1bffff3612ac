//! The rows that a batch of commands needs.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    campaign::PromotionCode,
    deposit::Nearby,
    id::{
        ApprovalId, CampaignId, ContractId, CustomerId, DepositId, EndpointId, HoldId, LotId,
        OrderId, PaymentId, QuoteId, RefundId, SpendId, SubscriptionId,
    },
    kind::ProviderId,
    money::{AMOUNT_MAX, Credits},
    payment::Snapshot,
    tax_invoice::ApprovalNumber,
};

/// A provider's name and its own name of something: an event, a movement.
pub type ProviderKey = (ProviderId, String);

/// The rows that must be loaded for a batch of commands.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Needs {
    /// Locked in sorted order before anything else is read. Created when missing.
    pub customers: BTreeSet<CustomerId>,
    /// Live lots in spending order, no more than cover this many credits.
    pub spendable: BTreeMap<CustomerId, Credits>,
    /// Customers from whom the batch may take credits otherwise than by spending. For these `spendable` asks for
    /// everything. The store does not use this field.
    pub drained: BTreeSet<CustomerId>,
    /// The sum of live remaining credits.
    pub balances: BTreeSet<CustomerId>,
    /// What the ledger has available: credits of lots past their end too, as long as these are not booked. It is loaded for
    /// every customer with thresholds as well.
    pub available_of: BTreeSet<CustomerId>,
    /// Lots past their end that still have credits remaining, and open holds past theirs with the lots they set aside
    /// from.
    pub lapsed_of: BTreeSet<CustomerId>,
    /// Open holds past their end, with the lots they set aside from. Their credits are the customer's again.
    pub lapsed_holds_of: BTreeSet<CustomerId>,
    /// All lots with credits remaining or held, their payments, open orders, holds and refunds, and subscriptions that
    /// have not ended.
    pub everything_of: BTreeSet<CustomerId>,
    /// All lots with credits remaining or held.
    pub lots_of: BTreeSet<CustomerId>,
    /// The notices of versions of the policy.
    pub policy_notices_of: BTreeSet<CustomerId>,
    /// With payment, its lots, its refunds, its redemption with the campaign, and the month that it pays for with its
    /// subscription. Where others took credits of the payment back, with the lots that paid
    /// the customer's debts. An order that is about to be opened is not there yet. An order that has ended comes with
    /// its contradictions.
    pub orders: BTreeSet<OrderId>,
    /// With the order, and all that an order loads.
    pub payments: BTreeSet<PaymentId>,
    /// With the lots of their parts.
    pub spends: BTreeSet<SpendId>,
    /// With the lots of their parts.
    pub holds: BTreeSet<HoldId>,
    /// With the notices of their ends.
    pub lots: BTreeSet<LotId>,
    pub quotes: BTreeSet<QuoteId>,
    /// Payments with what was asked for and what became of their cash receipts.
    pub receipts_of: BTreeSet<PaymentId>,
    /// Payments with their disputes and what became of these. Loaded payments of which a lost dispute took something out of
    /// a payout come with theirs.
    pub disputes_of: BTreeSet<PaymentId>,
    /// Payments with their tax invoices.
    pub tax_invoices_of: BTreeSet<PaymentId>,
    /// Tax invoices by their numbers, whosever they are, with the records that replaced them. Nobody else may record one of these
    /// numbers meanwhile.
    pub tax_invoice_numbers: BTreeSet<ApprovalNumber>,
    pub approvals: BTreeSet<ApprovalId>,
    /// As all subscriptions that are loaded: with the month that waits for its payment.
    pub subscriptions: BTreeSet<SubscriptionId>,
    /// Subscriptions of a customer that have not ended.
    pub subscriptions_of: BTreeSet<CustomerId>,
    /// All subscriptions of a customer, ended ones too, with their months.
    pub months_of: BTreeSet<CustomerId>,
    /// Locked while they are read: they belong to no customer.
    pub webhook_endpoints: BTreeSet<EndpointId>,
    /// Locked after the customers, in sorted order. Those of the loaded orders come with them.
    pub campaigns: BTreeSet<CampaignId>,
    /// Campaigns by their codes, with the redemptions that the batch's customers have of them.
    pub codes: BTreeSet<PromotionCode>,
    /// Contracts by their ids. Those that the loaded payments were bought under come with them.
    pub contracts: BTreeSet<ContractId>,
    /// Customers with all their contracts.
    pub contracts_of: BTreeSet<CustomerId>,
    /// Customers who may be new. For those who never had credits, with the running campaigns for new customers and their
    /// redemptions of these.
    pub newcomers: BTreeSet<CustomerId>,
    /// With payment, its order, its lots and its other refunds.
    pub refunds: BTreeSet<RefundId>,
    /// With the order each belongs to, if any, and all that an order loads. Where a deposit paid an order, it may be
    /// reversed: then with all live lots of the order's customer.
    pub deposits: BTreeSet<DepositId>,
    /// Deposits by the feed's key, like `deposits`. Where the money was reported before, the deposit of that money too.
    pub movements: BTreeSet<ProviderKey>,
    /// Deposits that may be of the same movement, with all reports of their money and without their orders. Nobody else
    /// may add such a deposit meanwhile.
    pub nearby: BTreeSet<Nearby>,
    /// Orders by depositor key: those awaiting a deposit, and those closed in the last
    /// [`crate::books::LATE_DEPOSIT_DAYS`] days. The customers of the awaiting ones are locked like `customers`.
    pub depositors: BTreeSet<String>,
    /// Whether an order may begin to await its deposit within the batch. Then the payments of all these orders are loaded:
    /// a deposit of the same batch may be of one whose money was taken back.
    pub may_await: bool,
    /// The events to search for in the inbox.
    pub events: BTreeSet<ProviderKey>,
    /// Idempotency keys, by scope and key.
    pub idempotency_keys: BTreeSet<(String, String)>,
}

/// A number so large that all live lots are loaded.
const EVERYTHING: Credits = match Credits::new(AMOUNT_MAX) {
    Ok(everything) => everything,
    Err(_) => Credits::ZERO,
};

impl Needs {
    /// The change takes credits from live lots in the order of spending.
    pub fn spend(&mut self, customer: &CustomerId, credits: Credits) {
        let drained = self.drained.contains(customer);
        let asked = self.spendable.entry(customer.clone()).or_default();
        let sum = asked.plus(credits).filter(|_| !drained);
        *asked = sum.unwrap_or(EVERYTHING);
    }

    /// The change may make the customer owe credits, or must see a debt set off first: all live lots count.
    pub fn all_spendable(&mut self, customer: &CustomerId) {
        self.spendable.insert(customer.clone(), EVERYTHING);
    }

    /// The change may take away credits that a spend of the same batch counts on.
    pub fn drain(&mut self, customer: &CustomerId) {
        self.drained.insert(customer.clone());
        // The order in which the two were added does not matter.
        if let Some(asked) = self.spendable.get_mut(customer) {
            *asked = EVERYTHING;
        }
    }

    /// The change applies a provider's answer about a payment, which others may have taken back.
    pub fn take_back(&mut self, customer: &CustomerId, snapshot: &Snapshot) {
        if snapshot.may_take_back() {
            self.all_spendable(customer);
        }
        self.drain(customer);
    }

    /// Customers to lock because a command names them. The customers behind a deposit or a payment are found later.
    pub fn locks(&self) -> BTreeSet<CustomerId> {
        let mut ids = self.customers.clone();
        ids.extend(self.spendable.keys().cloned());
        for more in [
            &self.balances,
            &self.available_of,
            &self.lapsed_of,
            &self.lapsed_holds_of,
            &self.everything_of,
            &self.lots_of,
            &self.policy_notices_of,
            &self.subscriptions_of,
            &self.months_of,
        ] {
            ids.extend(more.iter().cloned());
        }
        ids
    }
}
