//! What a provider has of a day: its list of movements, or where it has none what it says of each of our sessions.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    calendar::{in_seoul, seoul},
    payment::{CancelStanding, Snapshot, Standing},
    reconcile::{Listed, Movement},
};
use providers::{
    error::ProviderError,
    provider::{Movements, Transaction, TransactionKind},
};

use super::holding::{Ended, Holding, LOOKS_APART};
use crate::{
    flows::{payment, views},
    store::reads::facts,
};

/// What there is, and what kept the rest from being known.
pub(super) struct OfDay {
    pub(super) rows: Vec<Listed>,
    /// Why some could not be asked about.
    pub(super) unknown: Option<String>,
}

/// 00:00 in Seoul of a day.
pub(super) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    in_seoul(day.and_time(chrono::NaiveTime::MIN)).unwrap_or_default()
}

/// The whole of it for the day of the comparison; for a list with the days around it.
pub(super) async fn of_day(holding: &mut Holding) -> Result<Result<OfDay, ProviderError>, Ended> {
    let app = holding.app.clone();
    let provider = app.provider(&holding.run().provider)?;
    match provider.movements() {
        Some(list) => from_list(holding, list).await,
        None => Ok(Ok(by_look_ups(holding).await?)),
    }
}

async fn from_list(
    holding: &mut Holding,
    list: &dyn Movements,
) -> Result<Result<OfDay, ProviderError>, Ended> {
    let day = holding.run().day;
    let from = midnight(day - Days::new(1));
    let until = midnight(day + Days::new(2));
    let listed = holding.during(list.transactions(from, until)).await?;
    Ok(listed.map(|rows| OfDay {
        rows: rows.into_iter().filter_map(movement).collect(),
        unknown: None,
    }))
}

/// An account that was issued moved nothing.
fn movement(row: Transaction) -> Option<Listed> {
    let movement = match row.kind {
        TransactionKind::Paid => Movement::Paid,
        TransactionKind::AwaitingDeposit if row.amount.is_zero() => return None,
        TransactionKind::Cancelled | TransactionKind::AwaitingDeposit => Movement::Returned,
        TransactionKind::Other { .. } => Movement::Unknown,
    };
    Some(Listed {
        key: row.key,
        payment_key: row.payment_key,
        order_ref: row.order_ref,
        movement,
        method: row.method,
        amount: row.amount,
        day: seoul(row.at).date_naive(),
    })
}

/// Asks about every session of the day that did not end in a payment, while the provider answers. Kakao Pay has no list, and sends
/// no webhook.
async fn by_look_ups(holding: &mut Holding) -> Result<OfDay, Ended> {
    let app = holding.app.clone();
    let (provider, day) = (holding.run().provider.clone(), holding.run().day);
    let time = (midnight(day), midnight(day) + TimeDelta::days(1));
    let adapter = app.provider(&provider)?;
    let mut of_day = OfDay {
        rows: Vec::new(),
        unknown: None,
    };
    let sessions = holding.in_turn(facts::unpaid(&app.db, &provider, time).await?);
    for (nth, id) in sessions.iter().enumerate() {
        let left = sessions.len() - nth;
        if let Some(why) = holding.silence.ends(left, of_day.unknown.as_deref()) {
            of_day.unknown = Some(why);
            break;
        }
        holding.renew().await?;
        let order = views::order(&app, *id).await?;
        let reference = payment::reference(&order, app.now());
        let answer = holding.during(adapter.lookup(&reference)).await?;
        holding.silence.note(answer.as_ref().err());
        match answer {
            Ok(snapshot) => of_day.rows.extend(movements(&snapshot, day)),
            // It knows of no payment.
            Err(ProviderError::Declined { .. } | ProviderError::TooLate { .. }) => {}
            Err(error) => of_day.unknown = Some(format!("{id}: {error}")),
        }
        holding.held.run.tally.asked += 1;
        tokio::time::sleep(LOOKS_APART).await;
    }
    Ok(of_day)
}

/// The movements of a payment as a snapshot shows them, as rows of the session's day.
fn movements(snapshot: &Snapshot, day: NaiveDate) -> Vec<Listed> {
    if snapshot.standing != Standing::Paid {
        return Vec::new();
    }
    let row = |key: &str, movement, amount| Listed {
        key: key.to_owned(),
        payment_key: snapshot.payment_key.clone(),
        order_ref: snapshot.order_ref.clone(),
        movement,
        method: snapshot.method,
        amount,
        day,
    };
    let paid = row(&snapshot.payment_key, Movement::Paid, snapshot.amount);
    let cancels = snapshot
        .cancels
        .iter()
        .filter(|line| line.settled == CancelStanding::Done);
    let cancels = cancels.map(|line| row(&line.key, Movement::Returned, line.amount));
    std::iter::once(paid).chain(cancels).collect()
}
