//! Setting thresholds, and what was reported low.

use domain::{
    books::thresholds::SetThresholds, command::AnyChange, event::Event, threshold::Thresholds,
};

use crate::{credits, customer, world::World};

pub(crate) fn thresholds_of(who: &str, of: &[i64]) -> SetThresholds {
    SetThresholds {
        customer: customer(who),
        thresholds: Thresholds::new(of.iter().copied().map(credits).collect()).unwrap(),
    }
}

impl World {
    /// Some thresholds near to what random lives have; now and then none.
    #[expect(clippy::unused_self, reason = "like the other steps")]
    pub(crate) fn threshold_step(&self, who: &str, amount: u16) -> AnyChange {
        let some = i64::from(amount);
        let all = [some, some / 2 + 1, some / 7 + 2];
        let mut all: Vec<i64> = all.into_iter().filter(|it| *it > 0).collect();
        all.sort_unstable();
        all.dedup();
        all.truncate(usize::from(amount % 4));
        thresholds_of(who, &all).into()
    }

    /// Threshold, available before and available after of each event so far.
    pub(crate) fn lows(&self) -> Vec<(i64, i64, i64)> {
        let low = self.rows.events.iter().filter_map(|record| {
            let Event::BalanceLow(body) = &record.event else {
                return None;
            };
            let around = (body.available_before.get(), body.available_after.get());
            Some((body.threshold.get(), around.0, around.1))
        });
        low.collect()
    }
}
