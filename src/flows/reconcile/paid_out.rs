//! The comparison of what a provider pays out on one day with what arrived on the seller's account.

use chrono::Days;
use domain::{
    money::Won,
    settlement::{Arrived, Paid, payouts},
};

use super::{
    holding::{Ended, Holding},
    kept::keep,
    swept::told,
};
use crate::store::settlements;

/// How far around the day payouts and money are read: what a month takes off may be taken off the next payout.
const AROUND_DAYS: u64 = 31;

/// Compares the day by what is kept: nobody is asked.
pub(super) async fn paid_out(holding: &mut Holding) -> Result<Option<String>, Ended> {
    let (app, run) = (holding.app.clone(), holding.run().clone());
    let around = Days::new(AROUND_DAYS);
    let days = (run.day - around, run.day + around);
    let settlements = settlements::paid(&app.db, &run.provider, days).await?;
    let money = settlements::arrived(&app.db, &run.provider, days).await?;
    let paid: Vec<Paid> = settlements
        .iter()
        .filter_map(|it| {
            Some(Paid {
                day: it.paid_out_on?,
                net: it.net,
            })
        })
        .collect();
    let arrived: Vec<Arrived> = money
        .iter()
        .map(|it| Arrived {
            key: it.key.clone(),
            day: it.day,
            amount: it.amount,
        })
        .collect();
    let result = payouts(run.day, &paid, &arrived);
    told(holding, &result.compared);
    holding.renew().await?;
    let mut matched = result.matched.iter();
    let key = matched.find(|(day, _)| *day == run.day).map(|(_, key)| key);
    let payout = key.and_then(|key| money.iter().find(|it| it.key == *key));
    let payout = payout.filter(|it| it.amount > Won::ZERO).map(|it| it.id);
    settlements::arrive(&app.db, &run.provider, run.day, payout).await?;
    let open = keep(&app, holding.run(), &result.compared.found, true).await?;
    holding.held.run.tally.open = open;
    Ok(None)
}
