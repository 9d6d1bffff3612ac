//! Time that passed, written down: lots and holds past their end, orders nobody paid.

use domain::command::{Change, Command};

use super::FlowError;
use crate::{app::App, store::reads};

/// Customers, and orders, taken up in one sweep. The next sweep takes the rest.
const SWEEP_MAX: i64 = 500;

/// One sweep. Safe to run on any number of gateways at once.
pub async fn sweep(app: &App) -> Result<(), FlowError> {
    let now = app.now();
    for customer in reads::customers_with_lapsed(&app.db, now, SWEEP_MAX).await? {
        written(
            app.submit(Command::new(Change::Expire { customer }, "worker"))
                .await,
        )?;
    }
    for order in reads::orders_to_expire(&app.db, now, SWEEP_MAX).await? {
        let change = Change::Overdue {
            customer: order.customer,
            order: order.id,
        };
        written(app.submit(Command::new(change, "worker")).await)?;
    }
    Ok(())
}

/// One row that cannot be written must not keep the others waiting; a gateway that cannot write at all may.
fn written<T>(result: Result<T, FlowError>) -> Result<(), FlowError> {
    match result {
        Err(error @ (FlowError::Busy | FlowError::Stopping)) => Err(error),
        Err(error) => {
            tracing::error!(%error, "Something that is over could not be written down; it is tried again");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}
