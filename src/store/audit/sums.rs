//! Sums over the places that the journal records and those that the tables name.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, RandomState},
};

use super::{Check, recorded::TABLES};

/// Sums of the places that are recorded and of those that the tables name, one number each. They are equal when the
/// places are, however many there are. The chance of a false match is 1 in 2^64, and nobody can aim at it, because
/// the hashes use random keys.
#[derive(Debug)]
pub(super) struct Sums {
    keys: RandomState,
    /// By letter: how many more are recorded than exist, and the sum of their hashes.
    of: BTreeMap<char, (i64, u64)>,
}

impl Sums {
    pub(super) fn new() -> Self {
        Self {
            keys: RandomState::new(),
            of: BTreeMap::new(),
        }
    }

    pub(super) fn recorded(&mut self, letter: char, place: i64) {
        let hash = self.keys.hash_one(place);
        let sum = self.of.entry(letter).or_default();
        *sum = (sum.0.saturating_add(1), sum.1.wrapping_add(hash));
    }

    /// A place that a row names, or a version that another followed.
    pub(super) fn there(&mut self, letter: char, place: i64) {
        let hash = self.keys.hash_one(place);
        let sum = self.of.entry(letter).or_default();
        *sum = (sum.0.saturating_sub(1), sum.1.wrapping_sub(hash));
    }

    /// Places that are recorded but missing in the tables, or there twice.
    pub(super) fn into_check(self) -> Check {
        let mut check = Check::new(
            "records_kept",
            "of every row that was recorded the last version is there: none is gone, doubled or put back",
        );
        for (letter, sum) in self.of.into_iter().filter(|(_, sum)| *sum != (0, 0)) {
            let small = letter.to_ascii_lowercase();
            let table = TABLES.iter().find(|table| table.letter == small);
            let name = table.map_or_else(|| letter.to_string(), |table| table.name.to_owned());
            let detail = match sum.0 {
                0 => "a row is in an older version, or in another's place".to_owned(),
                gone if gone > 0 => format!("{gone} recorded versions are not there"),
                more => format!("{} versions are there that were not recorded last", -more),
            };
            check.add(name, detail);
        }
        check
    }
}
