//! Customers with all that decides about their money, read page by page at one instant, while gateways go on writing.
//! Nothing is locked. Judging what is read is deliberately not here.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
};

use domain::{
    books::Facts,
    contract::Contract,
    customer::Customer,
    id::{ContractId, CustomerId, PaymentId},
    lot::Lot,
    payment::Payment,
    refund::Refund,
    spend::Hold,
};

use super::{
    Db, StoreError,
    columns::Set,
    db::Held,
    query::Arg,
    rows::{self, Stored},
    sql::{Sql, statements},
};

/// One instant for every statement, and the limits and plans of any other session. A page takes some milliseconds.
const PG_BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 10000; \
    SET LOCAL idle_in_transaction_session_timeout = 10000; SET LOCAL jit = off; \
    SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

// Customers of a page: what is done with them takes a few milliseconds, in which nothing else of this thread runs.
statements! {
    CUSTOMERS = "SELECT {customers} FROM customers WHERE id > $1 ORDER BY id LIMIT 200";
    LOTS = "SELECT {lots} FROM lots WHERE customer_id = ANY($1)";
    PAYMENTS = "SELECT {payments} FROM payments WHERE id = ANY($1)";
    REFUNDS = "SELECT {refunds} FROM refunds WHERE payment_id = ANY($1)";
    CONTRACTS = "SELECT {contracts} FROM contracts WHERE id = ANY($1)";
    HOLDS = "SELECT {holds} FROM holds WHERE customer_id = ANY($1) AND state = 'open'";
}

/// The database at one instant.
#[derive(Debug)]
pub struct Snapshot {
    held: Held,
    after: String,
}

impl Snapshot {
    pub async fn begin(db: &Db) -> Result<Self, StoreError> {
        let mut held = db.reader().await?;
        match &mut held {
            Held::Postgres(link) => link.begin(PG_BEGIN).await?,
            // Its first statement fixes the instant.
            Held::Sqlite(link) => link.begin("BEGIN").await?,
        }
        let after = String::new();
        Ok(Self { held, after })
    }

    /// The next customers, by id, each with all lots, payments and refunds, the contracts that these are under, and the
    /// open holds. None at the end.
    pub async fn page(&mut self) -> Result<Vec<(CustomerId, Facts)>, StoreError> {
        let args = vec![Arg::Text(&self.after)];
        let found = self.held.conn().all(&CUSTOMERS, args).await?;
        let customers: Vec<Customer> = rows::read_all(&found)?;
        let Some(last) = customers.last() else {
            return Ok(Vec::new());
        };
        last.id.as_str().clone_into(&mut self.after);
        let ids: Vec<&CustomerId> = customers.iter().map(|customer| &customer.id).collect();
        let lots: Vec<Lot> = self.of(&LOTS, &ids).await?;
        let holds: Vec<Hold> = self.of(&HOLDS, &ids).await?;
        let paid: Vec<PaymentId> = lots.iter().filter_map(|lot| lot.payment).collect();
        let payments: Vec<Payment> = self.of(&PAYMENTS, &paid).await?;
        let refunds: Vec<Refund> = self.of(&REFUNDS, &paid).await?;
        let agreed = agreed(&lots, &payments);
        let contracts: Vec<Contract> = self.of(&CONTRACTS, &agreed).await?;
        let mut lots = grouped(lots, |lot| lot.customer.clone());
        let mut holds = grouped(holds, |hold| hold.customer_id.clone());
        let mut payments = grouped(payments, |payment| payment.customer.clone());
        let mut refunds = grouped(refunds, |refund| refund.customer.clone());
        let mut contracts = grouped(contracts, |contract| contract.customer.clone());
        let pages = customers.into_iter().map(|customer| {
            let id = customer.id.clone();
            let facts = Facts {
                lots: lots.remove(&id).unwrap_or_default(),
                holds: holds.remove(&id).unwrap_or_default(),
                payments: payments.remove(&id).unwrap_or_default(),
                refunds: refunds.remove(&id).unwrap_or_default(),
                contracts: contracts.remove(&id).unwrap_or_default(),
                customers: vec![customer],
                ..Facts::default()
            };
            (id, facts)
        });
        Ok(pages.collect())
    }

    async fn of<T: Stored>(
        &mut self,
        sql: &'static Sql,
        ids: &[impl std::fmt::Display],
    ) -> Result<Vec<T>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let conn = self.held.conn();
        let set = Set::of(conn.engine(), ids);
        rows::read_all(&conn.all(sql, vec![Arg::Set(set)]).await?)
    }

    pub async fn end(self) -> Result<(), StoreError> {
        match self.held {
            Held::Postgres(mut link) => link.rollback().await,
            Held::Sqlite(mut link) => link.rollback().await,
        }
    }
}

/// The contracts that something was bought under. A version of a policy has not the form of a contract's id.
fn agreed(lots: &[Lot], payments: &[Payment]) -> Vec<ContractId> {
    let of_lots = lots.iter().map(|lot| &lot.policy);
    let terms = of_lots.chain(payments.iter().map(|payment| &payment.policy));
    let agreed: BTreeSet<ContractId> = terms.filter_map(|version| version.parse().ok()).collect();
    agreed.into_iter().collect()
}

fn grouped<K: Eq + Hash, T>(things: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for thing in things {
        groups.entry(key(&thing)).or_default().push(thing);
    }
    groups
}
