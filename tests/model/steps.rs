//! Random sequences of steps.
//!
//! A step is an act and three small numbers. What they mean is decided when the step is carried out, by what is there
//! then ([`crate::acts`]). So every part of a sequence is a sequence, which is what shrinking needs.

use crate::{
    acts::{ACTS, Act},
    calendar::{DAY, end_of_month, midnight_of},
    dice::Dice,
};

/// Most steps of a sequence.
const STEPS_MAX: u64 = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// The place in [`ACTS`].
    pub act: usize,
    /// Whose, of [`crate::reference::CUSTOMERS`].
    pub who: u64,
    /// Which of the things that are there, mostly one of the latest.
    pub which: u64,
    pub amount: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sequence {
    pub seed: u64,
    /// Microseconds since 1970 UTC.
    pub start: i64,
    pub steps: Vec<Step>,
}

/// The acts that sequences are made of.
#[derive(Debug, Clone)]
pub(crate) enum Drawn {
    All,
    /// Those of these names.
    Only(Vec<String>),
}

impl Drawn {
    /// Names with commas between them. What is no act's name is a slip of whoever wrote it.
    pub(crate) fn only(names: &str) -> Self {
        let names: Vec<String> = names
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect();
        for name in &names {
            let known = ACTS.iter().any(|act| act.name == name);
            assert!(known, "no act is named {name:?}");
        }
        Self::Only(names)
    }

    fn always_has(&self, act: &Act) -> bool {
        match self {
            Self::All => ["wait", "open", "pay"].contains(&act.name),
            Self::Only(names) => names.iter().any(|name| name == act.name),
        }
    }

    /// Few acts are drawn equally often: none is there without need.
    fn weight(&self, act: &Act) -> u64 {
        match self {
            Self::All => act.weight,
            Self::Only(_) => u64::from(self.always_has(act)),
        }
    }
}

/// How often each act is drawn. A sequence of all acts does without half of them and has more of some others, because
/// deep entanglements are of few acts (swarm testing: Groce et al. 2012). Time always passes and orders are always paid.
fn weights(dice: &mut Dice, drawn: &Drawn) -> Vec<u64> {
    let weight = |act: &Act| match dice.below(4) {
        0 | 1 if drawn.always_has(act) => drawn.weight(act),
        0 | 1 => 0,
        2 => drawn.weight(act),
        _ => 2 * drawn.weight(act),
    };
    ACTS.iter().map(weight).collect()
}

/// Half of the steps are of the first customer, so that much happens to one.
fn step(dice: &mut Dice, weights: &[u64]) -> Step {
    let mut left = dice.below(weights.iter().sum());
    let act = weights
        .iter()
        .position(|weight| match left.checked_sub(*weight) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
    Step {
        act: act.unwrap_or(0),
        who: dice.below(4) % 3,
        which: dice.below(256),
        amount: i64::try_from(dice.below(1_200)).unwrap_or(0),
    }
}

/// The sequence of a seed. It begins between August 2025 and the end of 2028: in a third of the cases within the two weeks
/// before the second policy takes effect (`crate::rules`), in a sixth on the last day of a month, where months differ.
pub(crate) fn sequence(seed: u64, drawn: &Drawn) -> Sequence {
    let mut dice = Dice::of(seed);
    let day = |dice: &mut Dice, days: u64| i64::try_from(dice.below(days)).unwrap_or(0);
    let first = match dice.below(6) {
        0 | 1 => midnight_of(2027, 2, 15) + day(&mut dice, 14) * DAY,
        2 => end_of_month(midnight_of(2025, 8, 1) + day(&mut dice, 1_210) * DAY) - DAY,
        _ => midnight_of(2025, 8, 1) + day(&mut dice, 1_240) * DAY,
    };
    let within = i64::try_from(dice.below(u64::try_from(DAY).unwrap_or(1))).unwrap_or(0);
    // More long ones than short ones: much must be there before rare things happen.
    let length = 1 + dice.below(STEPS_MAX).max(dice.below(STEPS_MAX));
    let weights = weights(&mut dice, drawn);
    Sequence {
        seed,
        start: first + if dice.below(8) == 0 { 0 } else { within },
        steps: (0..length).map(|_| step(&mut dice, &weights)).collect(),
    }
}
