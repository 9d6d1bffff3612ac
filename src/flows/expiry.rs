//! Books expiry: lots and holds past their end, and orders that nobody paid. Nothing waits for this: from their
//! instants on, an expired lot is not spendable and a lapsed hold is given back.

use domain::{
    actor::Actor,
    books::{customers::BookExpiry, orders::EndOverdueOrder},
    command::{Change, Command},
};
use futures_util::{StreamExt as _, stream};

use super::{FlowError, Result, operators::sessions};
use crate::{
    app::App,
    store::{checkouts, idempotency_keys, operators, reads},
};

/// Orders or old answers handled at one time. The loop goes on until nothing is left.
const TAKEN_MAX: i64 = 500;
/// Customers whose credits ended, taken at one time. Each time, all of them are read and sorted. So they are taken in few
/// rounds even where a month ends for very many, and their ids fit into a megabyte.
const CUSTOMERS_MAX: i64 = 10_000;
/// Changes that wait for the writer at one time: as many as it writes in one commit, and few beside those of clients.
const AT_ONCE: usize = 64;
/// Most rounds of one sweep, so that a row that cannot be written does not keep a sweep running for ever.
pub(super) const ROUNDS_MAX: usize = 200;

/// One sweep. Safe to run on any number of gateways at once.
pub async fn sweep(app: &App) -> Result<()> {
    let now = app.now();
    for _ in 0..ROUNDS_MAX {
        let customers = reads::customers_with_lapsed(&app.db, now, CUSTOMERS_MAX).await?;
        let some = customers.len();
        let changes = customers
            .into_iter()
            .map(|customer| BookExpiry { customer });
        if written(app, changes).await? || !is_full(some, CUSTOMERS_MAX) {
            break;
        }
    }
    for _ in 0..ROUNDS_MAX {
        let orders = reads::orders_to_expire(&app.db, now, TAKEN_MAX).await?;
        let some = orders.len();
        let changes = orders.into_iter().map(|order| EndOverdueOrder {
            customer: order.customer,
            order: order.id,
        });
        if written(app, changes).await? || !is_full(some, TAKEN_MAX) {
            break;
        }
    }
    Ok(())
}

/// Deletes old answers under idempotency keys, checkouts that nobody can open any more and sessions of operators that are
/// over, some at a time, so that a batch of clients waits for no more than one statement. Returns the number of answers.
pub async fn forget(app: &App) -> Result<u64> {
    let mut forgotten = 0;
    for _ in 0..ROUNDS_MAX {
        let some = idempotency_keys::prune(&app.db, app.now(), TAKEN_MAX).await?;
        let more = checkouts::prune(&app.db, app.now(), TAKEN_MAX).await?;
        let over = app.now() - sessions::LASTS;
        let ended = operators::prune(&app.db, over, TAKEN_MAX).await?;
        forgotten += some;
        let most = some.max(more).max(ended);
        if i64::try_from(most).is_ok_and(|most| most < TAKEN_MAX) {
            break;
        }
    }
    Ok(forgotten)
}

fn is_full(taken: usize, most: i64) -> bool {
    i64::try_from(taken).is_ok_and(|taken| taken >= most)
}

/// Writes changes, many in one commit. Returns whether one of them could not be written: it must not block the others.
/// A gateway that cannot write at all ends the sweep.
pub(super) async fn written(app: &App, changes: impl Iterator<Item = impl Change>) -> Result<bool> {
    let submitted = changes.map(|change| app.apply(Command::new(change, Actor::Worker)));
    let mut ends = stream::iter(submitted).buffer_unordered(AT_ONCE);
    let mut stuck = false;
    while let Some(end) = ends.next().await {
        match end {
            Ok(()) => {}
            Err(error @ (FlowError::Busy | FlowError::Stopping | FlowError::Unavailable(_))) => {
                return Err(error);
            }
            Err(error) => {
                tracing::error!(%error, "Something that is due or over could not be written down; it is tried again");
                stuck = true;
            }
        }
    }
    Ok(stuck)
}
