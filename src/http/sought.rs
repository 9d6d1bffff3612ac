//! The criteria of a search for orders or payments, from a query.

use domain::money::{AMOUNT_MAX, Won};

use super::{
    error::{INVALID_FIELD, Problem},
    request::ApiRequest,
};
use crate::flows::search::Sought;

pub(super) fn sought(ask: &ApiRequest) -> Result<Sought, Problem> {
    let customer = ask.query("customer_id").map(str::parse).transpose();
    let not_an_id = |error: domain::id::InvalidCustomerId| {
        Problem::field(&INVALID_FIELD, "customer_id", error.to_string())
    };
    Ok(Sought {
        customer: customer.map_err(not_an_id)?,
        payment_key: ask.query("payment_key").map(str::to_owned),
        amount: ask.query("amount").map(amount).transpose()?,
        depositor_name: ask.query("depositor_name").map(str::to_owned),
    })
}

fn amount(text: &str) -> Result<Won, Problem> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits);
    let amount = number.and_then(|number| Won::new(number).ok());
    amount.ok_or_else(|| {
        let rule = format!("is a whole number of won, 0 to {AMOUNT_MAX}");
        Problem::field(&INVALID_FIELD, "amount", rule)
    })
}
