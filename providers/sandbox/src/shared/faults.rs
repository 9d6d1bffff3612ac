//! Faults made on purpose, and the seeded draw that decides when. A fault damages an answer or a webhook on its way.
//! The provider's books stay right, so that a test can compare them with the gateway's. With two faults the provider
//! itself does something other than requested, and its books record that.

mod kind;

use std::collections::BTreeMap;
use std::time::Duration;

pub(crate) use self::kind::Kind;
use super::rng::Rng;

/// Whether a fault can happen at a provider.
pub(crate) type Rule = fn(Kind, Operation) -> bool;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Create,
    Confirm,
    Lookup,
    Cancel,
    Webhook,
}

impl Operation {
    pub(crate) const ALL: [Self; 5] = [
        Self::Create,
        Self::Confirm,
        Self::Lookup,
        Self::Cancel,
        Self::Webhook,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Confirm => "confirm",
            Self::Lookup => "lookup",
            Self::Cancel => "cancel",
            Self::Webhook => "webhook",
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    pub(crate) probability_percent: u64,
    pub(crate) operation: Option<Operation>,
    /// How often it may still happen; `None` is without end.
    pub(crate) times_left: Option<u64>,
    pub(crate) delay: Duration,
}

impl Fault {
    fn applies(&self, rule: Rule, operation: Operation, kind: Kind) -> bool {
        self.kind == kind
            && self.times_left != Some(0)
            && self.operation.map_or_else(
                || kind.hits_by_default(rule, operation),
                |only| only == operation,
            )
    }
}

/// The faults of one provider.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) faults: Vec<Fault>,
    rng: Rng,
    pub(crate) rule: Rule,
    fired: BTreeMap<Kind, u64>,
}

impl Plan {
    /// How often this kind has happened since the start.
    pub(crate) fn fired(&self, kind: Kind) -> u64 {
        self.fired.get(&kind).copied().unwrap_or(0)
    }

    /// Draws from the start of another sequence. What has happened stays counted.
    pub(crate) fn replace(&mut self, seed: u64, faults: Vec<Fault>) {
        (self.seed, self.faults, self.rng) = (seed, faults, Rng::new(seed));
    }
}

/// The faults of every provider, by its name.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) BTreeMap<&'static str, Plan>);

impl Faults {
    /// A provider without faults.
    pub(crate) fn add(&mut self, provider: &'static str, rule: Rule, seed: u64) {
        let plan = Plan {
            seed,
            faults: Vec::new(),
            rng: Rng::new(seed),
            rule,
            fired: BTreeMap::new(),
        };
        self.0.insert(provider, plan);
    }

    /// Draws for each fault that applies. The first that happens is counted and returns how long to wait.
    pub(crate) fn draw(
        &mut self,
        provider: &str,
        operation: Operation,
        kind: Kind,
    ) -> Option<Duration> {
        let plan = self.0.get_mut(provider)?;
        let (rng, rule) = (&mut plan.rng, plan.rule);
        let hit = plan
            .faults
            .iter_mut()
            .filter(|fault| fault.applies(rule, operation, kind))
            .find(|fault| rng.below(100) < fault.probability_percent)?;
        hit.times_left = hit.times_left.map(|left| left.saturating_sub(1));
        *plan.fired.entry(kind).or_insert(0) += 1;
        Some(hit.delay)
    }
}
