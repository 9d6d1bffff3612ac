//! The counted events of a run, printed whether or not the run succeeds.

use std::{
    collections::BTreeMap,
    io::Write as _,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::{
    LONG, Size,
    books::Settled,
    database::Engine,
    shop::{Counts, points},
    swarm::Fired,
};

/// Deaths that a short run must have seen at least.
const DEATHS_MIN: u64 = 3;

#[derive(Debug, Default)]
pub(crate) struct Tally {
    deaths: Mutex<BTreeMap<&'static str, u64>>,
    events: Mutex<Counts>,
}

impl Tally {
    pub(crate) fn died(&self, point: &'static str) {
        let mut deaths = self.deaths.lock().unwrap_or_else(PoisonError::into_inner);
        *deaths.entry(point).or_default() += 1;
    }

    pub(crate) fn count(&self, what: &str) {
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        *events.entry(what.to_owned()).or_default() += 1;
    }

    pub(crate) fn of(&self, what: &str) -> u64 {
        let events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        events.get(what).copied().unwrap_or_default()
    }

    /// A run with few events proves little.
    pub(crate) fn judge(&self, size: Size) {
        let deaths = self.deaths.lock().unwrap_or_else(PoisonError::into_inner);
        let all: u64 = deaths.values().sum();
        assert!(all >= DEATHS_MIN, "the gateways died only {all} times");
        if size.purchases >= LONG {
            for point in points() {
                assert!(deaths.contains_key(point), "no gateway died at {point}");
            }
        }
        let completed = self.of("completed while the buyer waited");
        assert!(
            completed * 4 >= size.purchases,
            "only {completed} purchases were completed while the buyer waited"
        );
        let refunds = self.of("refund requested");
        assert!(
            refunds * 8 >= size.purchases,
            "only {refunds} refunds were requested"
        );
    }
}

/// Directly to the terminal: the output of a passing test is suppressed.
pub(crate) fn report(
    engine: Engine,
    size: Size,
    tally: &Tally,
    fired: &Fired,
    (storm, settled): (Duration, &Settled),
) {
    let mut lines = vec![format!(
        "torture on {engine:?}: {} purchases, seed {}, {:.1} s of storm; {settled}",
        size.purchases,
        size.seed,
        storm.as_secs_f32()
    )];
    for (kind, by_provider) in fired {
        let all: u64 = by_provider.values().sum();
        let each: Vec<String> = by_provider
            .iter()
            .map(|(provider, count)| format!("{provider} {count}"))
            .collect();
        lines.push(format!("  fault  {kind:26}{all:5}  ({})", each.join(", ")));
    }
    for row in &settled.left {
        lines.push(format!("  in doubt  {}", row.join(" | ")));
    }
    let deaths = tally.deaths.lock().unwrap_or_else(PoisonError::into_inner);
    for (point, count) in deaths.iter() {
        lines.push(format!("  death  {point:26}{count:5}"));
    }
    let events = tally.events.lock().unwrap_or_else(PoisonError::into_inner);
    for (what, count) in events.iter() {
        lines.push(format!("  count  {what:40}{count:5}"));
    }
    let _nobody_reads = writeln!(std::io::stderr(), "{}", lines.join("\n"));
}

/// The kinds that every run must have seen.
pub(crate) fn tell(engine: Engine, kinds: &[(&str, u64)], took: Duration) {
    let took = took.as_secs_f32();
    let mut lines = vec![format!(
        "torture on {engine:?}: months later, {took:.1} s in all"
    )];
    for (kind, times) in kinds {
        lines.push(format!("  kind   {kind:48}{times:5}"));
    }
    let _nobody_reads = writeln!(std::io::stderr(), "{}", lines.join("\n"));
}
