//! Acts on a customer's account. Closing it: the loss is quoted, and the closing names the quote. Waiving a debt.

use domain::{
    books::{
        closing::{CloseCustomer, QuoteClosing},
        debts::WaiveDebt,
    },
    command::{Closed, Reply, Waived},
    customer::ClosingQuote,
    id::CustomerId,
};

use super::{Result, check_text, views};
use crate::{access::Caller, app::App};

/// Longest reason of a waiver.
pub const REASON_MAX: usize = 200; // like a grant's

/// The loss in closing the account now.
pub async fn quote(app: &App, caller: Caller, customer: CustomerId) -> Result<Reply<ClosingQuote>> {
    views::customer(app, &customer).await?;
    app.submit(caller.command(QuoteClosing { customer })).await
}

/// Closes a customer by a quote that is still valid. The remaining credits are forfeited, and that has to be confirmed.
pub async fn close(app: &App, caller: Caller, change: CloseCustomer) -> Result<Reply<Closed>> {
    views::customer(app, &change.customer).await?;
    app.submit(caller.command(change)).await
}

/// Waives a customer's debt, in whole when no number of credits is given.
pub async fn waive(app: &App, caller: Caller, change: WaiveDebt) -> Result<Reply<Waived>> {
    check_text("reason", &change.reason, REASON_MAX)?;
    views::customer(app, &change.customer).await?;
    app.submit(caller.command(change)).await
}
