//! Thresholds of a customer's available credits. The books emit the events; nothing here watches a balance.

use domain::{
    books::thresholds::SetThresholds, customer::Customer, id::CustomerId, money::Credits,
    threshold::Thresholds,
};

use super::{FlowError, Result};
use crate::{access::Caller, app::App, store::reads};

/// Sets all thresholds of a customer, who may be new: credits may come later.
pub async fn set(
    app: &App,
    caller: Caller,
    customer: CustomerId,
    credits: Vec<Credits>,
) -> Result<Thresholds> {
    let thresholds = Thresholds::new(credits);
    let thresholds = thresholds.map_err(|why| FlowError::invalid("thresholds", why.to_string()))?;
    let change = SetThresholds {
        customer,
        thresholds,
    };
    let done = app.submit(caller.command(change)).await?;
    Ok(of_row(done.answer))
}

/// A customer's thresholds; none of a customer whom nobody has met.
pub async fn of(app: &App, customer: &CustomerId) -> Result<Thresholds> {
    let row = reads::customer(&app.db, customer).await?;
    Ok(row.map(of_row).unwrap_or_default())
}

fn of_row(row: Customer) -> Thresholds {
    row.thresholds
        .map(|setting| setting.thresholds)
        .unwrap_or_default()
}
