//! A load under way: what is asked for, and the rows found so far.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use chrono::{DateTime, Utc};
use domain::{
    approval::Approval,
    books::{Facts, Needs},
    contradiction::Contradiction,
    customer::Customer,
    id::{
        CustomerId, HoldId, LotId, OrderId, PaymentId, RefundId, SpendId, SubscriptionId,
        TaxInvoiceId,
    },
    lot::Lot,
    membership::Subscription,
    money::Credits,
    order::Order,
    payment::Payment,
    refund::Refund,
    spend::{Hold, Spend},
    tax_invoice::TaxInvoice,
};

use super::{
    APPROVALS, APPROVALS_WAITING, CONTRADICTIONS_OF, CONTRADICTIONS_OPEN, DISPUTE_DECISIONS,
    DISPUTES, ENDPOINTS, EXPIRY_NOTICES, LOTS_THAT_PAID, LOTS_WITH_CREDITS, Locked, OPEN_HOLDS,
    OPEN_ORDERS, POLICY_NOTICES, QUOTES, RECEIPT_OUTCOMES, RECEIPT_REQUESTS, REFUNDS_TO_SETTLE,
    Reading, TAX_INVOICES, TAX_INVOICES_CORRECTING, TAX_INVOICES_NUMBERED, locks::lock_alone,
};
use crate::store::{
    StoreError, Tx,
    engine::Row,
    journal::draft::Places,
    query::Arg,
    rows::{self, Stored},
    sql::Sql,
};

/// A thing that several statements may find.
pub(super) trait Keep: Stored {
    fn keep(self, found: &mut Found);
}

macro_rules! found {
    ($($kind:ident: $key:ty => $row:ty,)+) => {
        /// Rows found so far, each once.
        #[derive(Default)]
        pub(super) struct Found {
            $(pub(super) $kind: BTreeMap<$key, $row>,)+
        }

        impl Found {
            fn move_to(self, facts: &mut Facts) {
                $(facts.$kind = self.$kind.into_values().collect();)+
            }
        }

        $(impl Keep for $row {
            fn keep(self, found: &mut Found) {
                found.$kind.insert(self.id, self);
            }
        })+
    };
}

found! {
    orders: OrderId => Order,
    payments: PaymentId => Payment,
    lots: LotId => Lot,
    spends: SpendId => Spend,
    holds: HoldId => Hold,
    refunds: RefundId => Refund,
    subscriptions: SubscriptionId => Subscription,
}

/// A load under way.
pub(super) struct Load<'t> {
    pub(super) tx: &'t mut Tx,
    pub(super) needs: &'t Needs,
    pub(super) now: DateTime<Utc>,
    pub(super) found: Found,
    pub(super) reading: Reading,
    /// Where the journal records the last version of each loaded row.
    places: Places,
    /// Orders to load: those that are needed, and those that deposits belong to.
    pub(super) asked: BTreeSet<OrderId>,
    /// Orders that a deposit belongs to or may pay.
    pub(super) followed: BTreeSet<OrderId>,
    /// Payments of other customers' orders of the same name and amount: their money may have been taken back.
    pub(super) of_namesakes: BTreeSet<PaymentId>,
    /// Balances of customers whose lots were loaded in the order of spending.
    pub(super) balances: BTreeMap<CustomerId, Credits>,
}

/// Loads the rows that `needs` names, as they stand at `now`, an instant read after the locks were taken.
pub async fn load(
    tx: &mut Tx,
    locked: &mut Locked,
    needs: &Needs,
    now: DateTime<Utc>,
) -> Result<Facts, StoreError> {
    let missing = locked.missing.iter();
    let missing = missing.map(|id| Customer::new(id.clone(), now));
    let known = std::mem::take(&mut locked.customers).into_iter();
    let mut facts = Facts {
        customers: known.chain(missing).collect(),
        ..Facts::default()
    };
    let mut load = Load {
        tx,
        needs,
        now,
        found: Found::default(),
        reading: locked.reading,
        places: Places::new(),
        asked: needs.orders.clone(),
        followed: BTreeSet::new(),
        of_namesakes: BTreeSet::new(),
        balances: BTreeMap::new(),
    };

    facts.deposits = load.deposits().await?;
    load.waiting(locked).await?;
    load.everything().await?;
    load.find::<Lot>(&LOTS_WITH_CREDITS, &needs.lots_of).await?;
    load.subscriptions().await?;
    facts.distributions = load.months().await?;
    load.spends_and_holds().await?;
    load.payments().await?;
    load.given_back(&facts.customers).await?;
    load.orders().await?;
    facts.due_months = load.due_months().await?;
    load.promotions(&mut facts).await?;
    load.lots().await?;
    load.spendable().await?;
    facts.contracts = load.contracts().await?;

    // Open orders have no contradictions.
    let orders = load.found.orders.values();
    let ended = orders.filter(|order| !order.state.is_open());
    let ended: BTreeSet<OrderId> = ended.map(|order| order.id).collect();
    facts.contradictions = load.by_set(&CONTRADICTIONS_OF, &ended).await?;
    let waiting: Vec<Contradiction> = load
        .by_set(&CONTRADICTIONS_OPEN, &needs.everything_of)
        .await?;
    facts.contradictions.extend(waiting);
    facts.expiry_notices = load.by_set(&EXPIRY_NOTICES, &needs.lots).await?;
    let noticed = &needs.policy_notices_of;
    facts.policy_notices = load.by_set(&POLICY_NOTICES, noticed).await?;
    facts.approvals = load.by_set(&APPROVALS, &needs.approvals).await?;
    let asked: Vec<Approval> = load
        .by_set(&APPROVALS_WAITING, &needs.everything_of)
        .await?;
    facts.approvals.extend(asked);
    facts.webhook_endpoints = load.by_set(&ENDPOINTS, &needs.webhook_endpoints).await?;
    facts.quotes = load.by_set(&QUOTES, &needs.quotes).await?;
    load.of_payments(&mut facts).await?;
    facts.events = load.events().await?;
    facts.idempotency_keys = load.idempotency_keys().await?;
    facts.balances = load.balances().await?;
    facts.available = load.available(&facts.customers).await?;
    // The caller that holds the orders of a deposit's sender must hold their locks.
    let followed = load.followed.iter();
    let mut followed = followed.filter_map(|id| load.found.orders.get(id));
    if followed.any(|order| !locked.has(&order.customer)) {
        return Err(StoreError::Moved);
    }
    locked.places = load.places;
    load.found.move_to(&mut facts);
    Ok(facts)
}

impl Load<'_> {
    /// What was asked for, recorded and decided about payments: cash receipts, disputes and tax invoices.
    async fn of_payments(&mut self, facts: &mut Facts) -> Result<(), StoreError> {
        let receipts = &self.needs.receipts_of;
        // What a look-up of such a payment shows is compared with its disputes.
        let charged = self.found.payments.values();
        let charged = charged.filter(|payment| !payment.charged_back.is_zero());
        let mut disputes = self.needs.disputes_of.clone();
        disputes.extend(charged.map(|payment| payment.id));
        let disputes = &disputes;
        facts.cash_receipt_requests = self.by_set(&RECEIPT_REQUESTS, receipts).await?;
        facts.cash_receipt_outcomes = self.by_set(&RECEIPT_OUTCOMES, receipts).await?;
        facts.disputes = self.by_set(&DISPUTES, disputes).await?;
        facts.dispute_decisions = self.by_set(&DISPUTE_DECISIONS, disputes).await?;
        facts.tax_invoices = self.tax_invoices().await?;
        Ok(())
    }

    /// Those of the payments, and those of the numbers with the records that replaced them: a number is of one customer, and only
    /// a record that was not replaced holds.
    async fn tax_invoices(&mut self) -> Result<Vec<TaxInvoice>, StoreError> {
        let needs = self.needs;
        let of_payments = self.by_set(&TAX_INVOICES, &needs.tax_invoices_of);
        let mut found: Vec<TaxInvoice> = of_payments.await?;
        let numbers = needs.tax_invoice_numbers.iter();
        let numbers: BTreeSet<String> = numbers.map(ToString::to_string).collect();
        lock_alone(self.tx, &numbers).await?;
        let numbered: Vec<TaxInvoice> = self.by_set(&TAX_INVOICES_NUMBERED, &numbers).await?;
        let ids: BTreeSet<TaxInvoiceId> = numbered.iter().map(|it| it.id).collect();
        found.extend(numbered);
        found.extend(self.by_set(&TAX_INVOICES_CORRECTING, &ids).await?);
        let each: BTreeMap<TaxInvoiceId, TaxInvoice> =
            found.into_iter().map(|it| (it.id, it)).collect();
        Ok(each.into_values().collect())
    }

    /// For customers who close: lots with credits, open orders, holds and refunds, and refunds of which less was
    /// given.
    async fn everything(&mut self) -> Result<(), StoreError> {
        let of = &self.needs.everything_of;
        self.find::<Lot>(&LOTS_WITH_CREDITS, of).await?;
        // Credits that paid debts may come back by another command of the batch.
        self.find::<Lot>(&LOTS_THAT_PAID, of).await?;
        self.find::<Order>(&OPEN_ORDERS, of).await?;
        self.find::<Hold>(&OPEN_HOLDS, of).await?;
        self.find::<Refund>(&REFUNDS_TO_SETTLE, of).await
    }

    /// Keeps the rows by one set.
    pub(super) async fn find<T: Keep>(
        &mut self,
        sql: &'static Sql,
        values: &BTreeSet<impl Display>,
    ) -> Result<(), StoreError> {
        let found: Vec<T> = self.by_set(sql, values).await?;
        self.keep(found);
        Ok(())
    }

    pub(super) fn keep<T: Keep>(&mut self, found: Vec<T>) {
        for row in found {
            row.keep(&mut self.found);
        }
    }

    /// Rows by one set; none when the set is empty.
    pub(super) async fn by_set<T: Stored>(
        &mut self,
        sql: &'static Sql,
        values: &BTreeSet<impl Display>,
    ) -> Result<Vec<T>, StoreError> {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        let args = vec![Arg::Set(self.tx.set(values))];
        self.all(sql, args).await
    }

    /// Rows by one set and an instant.
    pub(super) async fn by_set_at<T: Stored>(
        &mut self,
        sql: &'static Sql,
        values: &BTreeSet<impl Display>,
        at: DateTime<Utc>,
    ) -> Result<Vec<T>, StoreError> {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        let set = self.tx.set(values);
        let args = vec![Arg::Set(set), Arg::Int(at.timestamp_micros())];
        self.all(sql, args).await
    }

    pub(super) async fn all<T: Stored>(
        &mut self,
        sql: &'static Sql,
        args: Vec<Arg<'_>>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.tx.conn().all(sql, args).await?;
        self.read(&rows)
    }

    /// Reads rows, and records where the journal has the last version of each.
    pub(super) fn read<T: Stored>(&mut self, rows: &[Row]) -> Result<Vec<T>, StoreError> {
        if T::table().letter.is_some() {
            // The place comes after the row's own columns.
            let at = T::table().columns.len();
            for row in rows {
                if let Some((id, place)) = row.text(0)?.zip(row.int(at)?) {
                    self.places.insert(id.to_owned(), place);
                }
            }
        }
        rows::read_all(rows)
    }
}

/// A column that a statement of a load chose itself and that is never null.
pub(super) fn text_of(row: &Row, at: usize) -> Result<&str, StoreError> {
    Ok(row.text(at)?.unwrap_or_default())
}

pub(super) fn customer_of(row: &Row) -> Result<CustomerId, StoreError> {
    let text = text_of(row, 0)?;
    text.parse()
        .map_err(|_| StoreError::damaged("orders", text, "customer_id", "not a customer's id"))
}
