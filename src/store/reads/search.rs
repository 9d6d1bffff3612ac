//! Orders and payments by what people know of them. Each search uses one index, the one that leaves least to read,
//! and filters the rows it finds by the rest.

use domain::{
    id::CustomerId,
    money::{AMOUNT_MAX, Won},
    order::{Order, OrderState},
    payment::Payment,
};

use crate::store::{
    Db, Page, StoreError,
    columns::Set,
    query::Arg,
    sql::{Sql, statements},
};

/// The search terms. Every given term must match exactly.
#[derive(Clone, Default)]
pub struct Search {
    pub customer: Option<CustomerId>,
    /// The key of the depositor, as an order that awaits a transfer carries it.
    pub depositor_key: Option<String>,
    /// The provider's own name for the payment.
    pub payment_key: Option<String>,
    pub amount: Option<Won>,
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search")
            .field("customer", &self.customer)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

/// Conditions on an order once an index has found it. A term that is not given is empty, or the whole range. They are
/// written so that no index serves them: planners without statistics rate the index of a state as high as that of a
/// name.
macro_rules! order_is {
    () => {
        " AND ($3 = '' OR customer_id || '' = $3) AND ($4 = '' OR depositor_key || '' = $4) AND amount + 0 BETWEEN $5 AND $6 \
          AND ($7 = '' OR state || '' = $7)"
    };
}

/// The same for a payment, whose order names the depositor.
macro_rules! payment_is {
    () => {
        " AND ($3 = '' OR customer_id || '' = $3) AND amount + 0 BETWEEN $5 AND $6 \
          AND ($4 = '' OR $4 = (SELECT orders.depositor_key FROM orders WHERE orders.id = payments.order_id))"
    };
}

/// Newest first, in the order of the index that was used.
macro_rules! page {
    () => {
        " AND id < $1 ORDER BY id DESC LIMIT $2"
    };
}

/// Newest first, sorted: there are few, and the planner must not prefer the index of all ids.
macro_rules! few {
    () => {
        " AND id || '' < $1 ORDER BY id || '' DESC LIMIT $2"
    };
}

statements! {
    /// A key is unique at its provider only. Each provider that ever took a payment is found by one step in the index
    /// of both, whether or not it is still configured. Its key is then looked up by another step.
    KEYED =
        "WITH RECURSIVE of_provider(name) AS (SELECT MIN(provider) FROM payments UNION ALL \
         SELECT (SELECT MIN(provider) FROM payments WHERE provider > of_provider.name) FROM of_provider \
         WHERE of_provider.name IS NOT NULL) \
         SELECT (SELECT id FROM payments WHERE provider = of_provider.name AND payment_key = $1), \
                (SELECT order_id FROM payments WHERE provider = of_provider.name AND payment_key = $1) FROM of_provider";
    ORDERS = concat!("SELECT {orders} FROM orders WHERE 0 = 0", order_is!(), page!());
    /// Completed orders are excluded: nearly all orders are completed.
    ORDERS_IN = concat!("SELECT {orders} FROM orders WHERE state = $7 AND state <> 'completed'", order_is!(), page!());
    ORDERS_OF_AMOUNT = concat!("SELECT {orders} FROM orders WHERE amount = $5", order_is!(), page!());
    ORDERS_OF_CUSTOMER = concat!("SELECT {orders} FROM orders WHERE customer_id = $3", order_is!(), page!());
    ORDERS_OF_DEPOSITOR =
        concat!("SELECT {orders} FROM orders WHERE depositor_key = $4 AND depositor_key IS NOT NULL", order_is!(), page!());
    ORDERS_AMONG = concat!("SELECT {orders} FROM orders WHERE id = ANY($8)", order_is!(), few!());
    PAYMENTS = concat!("SELECT {payments} FROM payments WHERE 0 = 0", payment_is!(), page!());
    PAYMENTS_OF_AMOUNT = concat!("SELECT {payments} FROM payments WHERE amount = $5", payment_is!(), page!());
    PAYMENTS_OF_CUSTOMER =
        concat!("SELECT {payments} FROM payments WHERE order_id IN (SELECT id FROM orders WHERE customer_id = $3)",
                payment_is!(), few!());
    PAYMENTS_OF_DEPOSITOR =
        concat!("SELECT {payments} FROM payments WHERE order_id IN \
                 (SELECT id FROM orders WHERE depositor_key = $4 AND depositor_key IS NOT NULL)", payment_is!(), few!());
    PAYMENTS_AMONG = concat!("SELECT {payments} FROM payments WHERE id = ANY($7)", payment_is!(), few!());
}

/// The payments of this key, and the orders that they paid. They never change, so reading this before the rest does no
/// harm.
async fn keyed(db: &Db, key: &str) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let found = db.rows(&KEYED, vec![Arg::Text(key)]).await?;
    let (mut payments, mut orders) = (Vec::new(), Vec::new());
    for row in &found {
        payments.extend(row.text(0)?.map(str::to_owned));
        orders.extend(row.text(1)?.map(str::to_owned));
    }
    Ok((payments, orders))
}

impl Search {
    fn args<'a>(&'a self, page: &'a Page) -> Vec<Arg<'a>> {
        let word = |word: Option<&'a str>| Arg::Text(word.unwrap_or_default());
        let (least, most) = self
            .amount
            .map_or((0, AMOUNT_MAX), |amount| (amount.get(), amount.get()));
        vec![
            Arg::Text(page.before()),
            Arg::Int(page.limit()),
            word(self.customer.as_ref().map(CustomerId::as_str)),
            word(self.depositor_key.as_deref()),
            Arg::Int(least),
            Arg::Int(most),
        ]
    }
}

/// Orders, newest first; in all states, or in one.
pub async fn orders(
    db: &Db,
    search: &Search,
    state: Option<OrderState>,
    page: &Page,
) -> Result<Vec<Order>, StoreError> {
    let mut args = search.args(page);
    args.push(Arg::Text(state.map_or("", OrderState::as_str)));
    if let Some(key) = &search.payment_key {
        let (_, ids) = keyed(db, key).await?;
        args.push(Arg::Set(Set::of(db.engine(), ids)));
    }
    // Few orders are in an unfinished state, and nearly all orders of an amount are in a finished one.
    let goes_on = state.is_some_and(OrderState::is_open);
    let sql: &'static Sql = if search.payment_key.is_some() {
        &ORDERS_AMONG
    } else if search.depositor_key.is_some() {
        &ORDERS_OF_DEPOSITOR
    } else if search.customer.is_some() {
        &ORDERS_OF_CUSTOMER
    } else if search.amount.is_some() && !goes_on {
        &ORDERS_OF_AMOUNT
    } else if state.is_some_and(|state| state != OrderState::Completed) {
        &ORDERS_IN
    } else {
        &ORDERS
    };
    db.things(sql, args).await
}

/// Payments, newest first.
pub async fn payments(db: &Db, search: &Search, page: &Page) -> Result<Vec<Payment>, StoreError> {
    let mut args = search.args(page);
    if let Some(key) = &search.payment_key {
        let (ids, _) = keyed(db, key).await?;
        args.push(Arg::Set(Set::of(db.engine(), ids)));
    }
    let sql: &'static Sql = if search.payment_key.is_some() {
        &PAYMENTS_AMONG
    } else if search.depositor_key.is_some() {
        &PAYMENTS_OF_DEPOSITOR
    } else if search.customer.is_some() {
        &PAYMENTS_OF_CUSTOMER
    } else if search.amount.is_some() {
        &PAYMENTS_OF_AMOUNT
    } else {
        &PAYMENTS
    };
    db.things(sql, args).await
}
