//! Loads exactly the rows that a batch needs: the contract of the real store as well.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    approval::ApprovalState,
    books::{Facts, Needs},
    cash_receipt::{CashReceiptOutcome, CashReceiptRequest},
    customer::Customer,
    dispute::{Dispute, DisputeDecision},
    id::{CustomerId, DueMonthId, LotId, SubscriptionId},
    lot::Lot,
    membership::Distribution,
    money::Credits,
    order::Order,
    spend::HoldState,
    tax_invoice::TaxInvoice,
};

use crate::{wanted::Wanted, world::World};

impl World {
    pub(crate) fn load(&mut self, needs: &Needs) -> Facts {
        let wanted = self.wanted(needs);
        for id in &wanted.customers {
            let new = || Customer::new(id.clone(), self.now);
            self.rows.customers.entry(id.clone()).or_insert_with(new);
        }
        let rows = &self.rows;
        let seen = rows.received.iter();
        let seen = seen.map(|it| (it.provider.clone(), it.event_key.clone()));
        let events = seen.filter(|key| needs.events.contains(key)).collect();
        // Of ended orders: open ones have none.
        let contradicted = rows.contradictions.values().filter(|known| {
            (wanted.orders.contains(&known.order) && !rows.orders[&known.order].state.is_open())
                || (needs.everything_of.contains(&known.customer) && known.state.is_open())
        });
        let approvals = rows.approvals.values().filter(|known| {
            let waits = known.decision == ApprovalState::Waiting;
            needs.approvals.contains(&known.id)
                || (waits && needs.everything_of.contains(&known.customer))
        });
        let (campaigns, redemptions) = self.promotions(needs, &wanted);
        let (due_months, subscriptions) = self.due_months(&wanted);
        let (disputes, dispute_decisions) = self.wanted_disputes(needs);
        let (cash_receipt_requests, cash_receipt_outcomes) = self.wanted_receipts(needs);
        Facts {
            campaigns,
            redemptions,
            contracts: self.contracts(needs, &wanted),
            contradictions: contradicted.cloned().collect(),
            approvals: approvals.cloned().collect(),
            subscriptions: found(&rows.subscriptions, &subscriptions),
            due_months: found(&rows.due_months, &due_months),
            distributions: self.months_of(needs),
            webhook_endpoints: found(&rows.webhook_endpoints, &needs.webhook_endpoints),
            customers: found(&rows.customers, &wanted.customers),
            balances: needs
                .balances
                .iter()
                .map(|id| (id.clone(), self.balance(id)))
                .collect(),
            available: self.available(needs, &wanted.customers),
            orders: found(&rows.orders, &wanted.orders),
            payments: found(&rows.payments, &wanted.payments),
            lots: found(&rows.lots, &wanted.lots),
            spends: found(&rows.spends, &wanted.spends),
            holds: found(&rows.holds, &wanted.holds),
            hold_extensions: Vec::new(),
            expiry_notices: rows
                .expiry_notices
                .values()
                .filter(|notice| needs.lots.contains(&notice.lot))
                .cloned()
                .collect(),
            policy_notices: rows
                .policy_notices
                .values()
                .filter(|notice| needs.policy_notices_of.contains(&notice.customer))
                .cloned()
                .collect(),
            quotes: found(&rows.quotes, &needs.quotes),
            refunds: found(&rows.refunds, &wanted.refunds),
            deposits: found(&rows.deposits, &wanted.deposits),
            cash_receipt_requests,
            cash_receipt_outcomes,
            disputes,
            dispute_decisions,
            tax_invoices: self.wanted_tax_invoices(needs),
            events,
            idempotency_keys: found(&rows.idempotency_keys, &needs.idempotency_keys),
        }
    }

    /// The months that customers were given or not.
    fn months_of(&self, needs: &Needs) -> Vec<Distribution> {
        let all = self.rows.distributions.values();
        let of = all.filter(|made| needs.months_of.contains(&made.customer));
        of.cloned().collect()
    }

    /// The disputes of payments, and what became of them.
    fn wanted_disputes(&self, needs: &Needs) -> (Vec<Dispute>, Vec<DisputeDecision>) {
        let charged = |id| !self.rows.payments[id].charged_back.is_zero();
        let of = |payment| needs.disputes_of.contains(payment) || charged(payment);
        let disputes = self.rows.disputes.values();
        let decisions = self.rows.dispute_decisions.values();
        (
            disputes.filter(|it| of(&it.payment)).cloned().collect(),
            decisions.filter(|it| of(&it.payment)).cloned().collect(),
        )
    }

    /// The tax invoices of payments, and those of numbers with what replaced them.
    fn wanted_tax_invoices(&self, needs: &Needs) -> Vec<TaxInvoice> {
        let all = &self.rows.tax_invoices;
        let is_numbered = |it: &TaxInvoice| needs.tax_invoice_numbers.contains(&it.number);
        let replaces = |it: &TaxInvoice| {
            let wrong = it.corrects.and_then(|wrong| all.get(&wrong));
            wrong.is_some_and(is_numbered)
        };
        let is_of = |it: &TaxInvoice| needs.tax_invoices_of.contains(&it.payment);
        let wanted = all.values();
        let wanted = wanted.filter(|it| is_of(it) || is_numbered(it) || replaces(it));
        wanted.cloned().collect()
    }

    /// The cash receipts of payments, and what became of them.
    fn wanted_receipts(&self, needs: &Needs) -> (Vec<CashReceiptRequest>, Vec<CashReceiptOutcome>) {
        let of = |payment| needs.receipts_of.contains(payment);
        let requests = self.rows.cash_receipt_requests.values();
        let outcomes = self.rows.cash_receipt_outcomes.values();
        (
            requests.filter(|it| of(&it.payment)).cloned().collect(),
            outcomes.filter(|it| of(&it.payment)).cloned().collect(),
        )
    }

    /// The months of the orders, with their subscriptions, and those that the subscriptions wait for.
    fn due_months(&self, wanted: &Wanted) -> (BTreeSet<DueMonthId>, BTreeSet<SubscriptionId>) {
        let rows = &self.rows;
        let orders = wanted.orders.iter().filter_map(|id| rows.orders.get(id));
        let mut due: BTreeSet<DueMonthId> = orders.filter_map(Order::month).collect();
        let mut of = wanted.subscriptions.clone();
        of.extend(due.iter().map(|id| rows.due_months[id].subscription));
        let waiting = of.iter().filter_map(|id| rows.subscriptions.get(id));
        due.extend(waiting.filter_map(|known| known.waiting));
        (due, of)
    }

    fn wanted(&self, needs: &Needs) -> Wanted {
        let rows = &self.rows;
        let mut wanted = Wanted {
            customers: needs.customers.clone(),
            subscriptions: needs.subscriptions.clone(),
            ..Wanted::default()
        };
        for (customer, asked) in &needs.spendable {
            wanted.lots.extend(self.covering(customer, *asked));
        }
        wanted.lots.extend(&needs.lots);
        for customer in &needs.lapsed_of {
            let ended = |lot: &&Lot| {
                lot.customer == *customer && lot.expires_at <= self.now && !lot.remaining.is_zero()
            };
            wanted
                .lots
                .extend(rows.lots.values().filter(ended).map(|lot| lot.id));
        }
        for customer in needs.lapsed_of.union(&needs.lapsed_holds_of) {
            let lapsed = rows.holds.values().filter(|hold| {
                hold.customer_id == *customer
                    && hold.state == HoldState::Open
                    && hold.ends_at() <= self.now
            });
            lapsed.for_each(|hold| wanted.hold(rows, hold.id));
        }
        let with_credits = rows.lots.values().filter(|lot| {
            needs.lots_of.contains(&lot.customer)
                && !(lot.remaining.is_zero() && lot.held.is_zero())
        });
        wanted.lots.extend(with_credits.map(|lot| lot.id));
        let all = rows.subscriptions.values();
        let all = all.filter(|known| needs.months_of.contains(&known.customer));
        wanted.subscriptions.extend(all.map(|known| known.id));
        for customer in &needs.subscriptions_of {
            wanted.subscriptions_of(rows, customer);
        }
        for customer in &needs.everything_of {
            wanted.everything(rows, customer);
        }
        needs.orders.iter().for_each(|id| wanted.order(rows, *id));
        needs
            .payments
            .iter()
            .for_each(|id| wanted.payment(rows, *id));
        for id in &needs.spends {
            wanted.spends.insert(*id);
            wanted.lots.extend(
                rows.spends
                    .get(id)
                    .into_iter()
                    .flat_map(|spend| &spend.parts)
                    .map(|part| part.lot),
            );
        }
        needs.holds.iter().for_each(|id| wanted.hold(rows, *id));
        for id in &needs.refunds {
            if let Some(refund) = rows.refunds.get(id) {
                wanted.payment(rows, refund.payment);
            }
        }
        self.deposits_wanted(needs, &mut wanted);
        self.given_back_wanted(&mut wanted);
        wanted
    }

    /// Payments of which others took something or some was refunded. Of customers in debt, of customers with such a
    /// payment loaded, and of customers to whom credits may come back.
    fn given_back_wanted(&self, wanted: &mut Wanted) {
        let rows = &self.rows;
        let owing = wanted
            .customers
            .iter()
            .filter_map(|id| rows.customers.get(id));
        let owing = owing.filter(|row| !row.debt.is_zero()).map(|row| &row.id);
        let paid = wanted
            .payments
            .iter()
            .filter_map(|id| rows.payments.get(id));
        let paid = paid.filter(|payment| !payment.credits_revoked.is_zero());
        let paid = paid.map(|payment| &payment.customer);
        let spent = wanted.spends.iter().filter_map(|id| rows.spends.get(id));
        let spent = spent.map(|spend| &spend.customer_id);
        let held = wanted.holds.iter().filter_map(|id| rows.holds.get(id));
        let held = held.map(|hold| &hold.customer_id);
        let of: BTreeSet<CustomerId> = owing
            .chain(paid)
            .chain(spent)
            .chain(held)
            .cloned()
            .collect();
        for payment in rows.payments.values() {
            let given_back = !payment.credits_revoked.is_zero() || payment.rest() < payment.amount;
            if of.contains(&payment.customer) && given_back {
                wanted.payment(rows, payment.id);
            }
        }
    }

    /// Live lots in spending order, until they cover the requested sum.
    pub(crate) fn covering(&self, customer: &CustomerId, asked: Credits) -> Vec<LotId> {
        let live = |lot: &&Lot| {
            lot.customer == *customer && self.now < lot.expires_at && !lot.remaining.is_zero()
        };
        let mut lots: Vec<&Lot> = self.rows.lots.values().filter(live).collect();
        lots.sort_by_key(|lot| lot.spending_key());
        let mut missing = asked;
        let covering = lots.into_iter().take_while(|lot| {
            let needed = !missing.is_zero();
            missing = missing.minus_or_zero(lot.remaining);
            needed
        });
        covering.map(|lot| lot.id).collect()
    }
}

fn found<K: Ord, V: Clone>(rows: &BTreeMap<K, V>, wanted: &BTreeSet<K>) -> Vec<V> {
    wanted
        .iter()
        .filter_map(|id| rows.get(id))
        .cloned()
        .collect()
}
