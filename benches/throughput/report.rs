//! The measurements, as a table and as the ratios that matter.

use std::{fmt::Display, io::Write as _, time::Duration};

use crate::{load::Outcome, plan::Scenario};

/// Writes a line for people. A closed output is no error.
pub(crate) fn say(line: impl Display) {
    let _reader_gone = writeln!(std::io::stdout(), "{line}");
}

/// One measurement.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) engine: &'static str,
    pub(crate) scenario: Scenario,
    pub(crate) connections: usize,
    pub(crate) outcome: Outcome,
}

impl Measured {
    pub(crate) fn say(&self) {
        let Outcome {
            rate,
            p50,
            p99,
            errors,
            first_error,
            ..
        } = &self.outcome;
        say(format_args!(
            "{:<16} {:<7} {:>5} {rate:>9} {:>9} {:>9} {errors:>7}",
            self.engine,
            self.scenario.name(),
            self.connections,
            millis(*p50),
            millis(*p99),
        ));
        if let Some(error) = first_error {
            say(format_args!("    first error: {error}"));
        }
    }
}

pub(crate) fn say_head() {
    say("engine           what    conns  answers/s    p50 ms    p99 ms  errors");
}

/// All measurements, and their targets.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) measured: Vec<Measured>,
    ratios: Vec<String>,
    pub(crate) wrong: Vec<String>,
}

impl Report {
    pub(crate) fn rate(&self, engine: &str, scenario: Scenario, connections: usize) -> Option<u64> {
        let of = |one: &&Measured| {
            one.engine == engine && one.scenario == scenario && one.connections == connections
        };
        self.measured.iter().find(of).map(|one| one.outcome.rate)
    }

    pub(crate) fn add(&mut self, one: Measured) {
        one.say();
        if one.outcome.errors > 0 {
            let (engine, scenario) = (one.engine, one.scenario.name());
            let line = format!(
                "{engine}, {scenario}, {} connections: errors",
                one.connections
            );
            self.wrong.push(line);
        }
        self.measured.push(one);
    }

    /// `rate` as a multiple of `base`, which must be at least `least` hundredths.
    pub(crate) fn ratio(&mut self, what: &str, rate: u64, base: u64, least: Option<u64>) {
        let hundredths = rate.saturating_mul(100) / base.max(1);
        let held = least.map_or_else(String::new, |least| {
            let mark = if hundredths >= least { "PASS" } else { "SHORT" };
            format!("  (at least {})  {mark}", decimal(least))
        });
        self.ratios
            .push(format!("{:>7} x  {what}{held}", decimal(hundredths)));
    }

    /// `value` as a multiple of `base`, which must be at most `most` hundredths.
    pub(crate) fn at_most(&mut self, what: &str, value: Duration, base: Duration, most: u64) {
        let hundredths = value.as_micros().saturating_mul(100) / base.as_micros().max(1);
        let hundredths = u64::try_from(hundredths).unwrap_or(u64::MAX);
        let mark = if hundredths <= most { "PASS" } else { "SHORT" };
        self.ratios.push(format!(
            "{:>7} x  {what}: {} to {} ms  (at most {})  {mark}",
            decimal(hundredths),
            millis(value),
            millis(base),
            decimal(most)
        ));
    }

    /// A quantity that must stay below a limit.
    pub(crate) fn below(&mut self, what: &str, value: u64, limit: u64, unit: &str) {
        let mark = if value < limit { "PASS" } else { "SHORT" };
        self.ratios.push(format!(
            "{value:>7} {unit}  {what}  (below {limit})  {mark}"
        ));
    }

    /// The latencies at this many connections.
    pub(crate) fn latencies(&mut self, connections: usize) {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let found: Vec<_> = self
            .measured
            .iter()
            .filter(|one| one.connections == connections)
            .map(|one| {
                let what = format!(
                    "p99, {}, {}, {connections} connections",
                    one.engine,
                    one.scenario.name()
                );
                (
                    what,
                    millis(one.outcome.p99),
                    millis(one.scenario.latency_max()),
                )
            })
            .collect();
        for (what, value, limit) in found {
            self.below(&what, value, limit, "ms");
        }
    }

    pub(crate) fn say_ratios(&self) {
        say("");
        for ratio in &self.ratios {
            say(ratio);
        }
        for wrong in &self.wrong {
            say(format_args!("WRONG  {wrong}"));
        }
    }
}

fn decimal(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

pub(crate) fn millis(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{:02}", micros / 1000, micros % 1000 / 10)
}
