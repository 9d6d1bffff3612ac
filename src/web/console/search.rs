//! What the search box found.

use askama::Template;
use domain::{
    customer::Customer, deposit::Deposit, mask::masked_name, order::Order, payment::Payment,
};

use super::{Frame, list::Cell, states, words};
use crate::web::format;

/// Where to look further, where more was found than is shown.
pub(crate) type More = Option<String>;

#[derive(Debug, Template)]
#[template(path = "console/search.html", config = "src/web/askama.toml")]
pub(crate) struct Search {
    pub(crate) frame: Frame,
    /// What was sought; empty where nothing was.
    pub(crate) sought: String,
    pub(crate) customer: Option<Customer>,
    pub(crate) orders: Vec<Order>,
    pub(crate) more_orders: More,
    pub(crate) payments: Vec<Payment>,
    pub(crate) more_payments: More,
    pub(crate) deposits: Vec<Deposit>,
    /// A customer's uses under a reference: the page of the customer that lists them.
    pub(crate) spends: Vec<(String, Cell, Cell)>,
}

impl Search {
    fn found_nothing(&self) -> bool {
        self.customer.is_none()
            && self.orders.is_empty()
            && self.payments.is_empty()
            && self.deposits.is_empty()
            && self.spends.is_empty()
    }

    fn order_state(order: &Order) -> Cell {
        words::state(order.state.as_str(), words::order(order.state))
    }

    fn depositor(deposit: &Deposit) -> String {
        masked_name(&deposit.movement.name)
    }

    fn deposit_state(deposit: &Deposit) -> Cell {
        words::state(deposit.state.as_str(), states::deposit(deposit.state))
    }

    fn customer_state(customer: &Customer) -> Cell {
        words::state(customer.state.as_str(), words::customer(customer.state))
    }
}
