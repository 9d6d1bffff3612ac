//! How old is what is not resolved.

use chrono::{DateTime, TimeDelta, Utc};

use crate::store::figures::Ages as Stored;

/// The limits between the ages that are told apart.
pub const AGES: [TimeDelta; 4] = [
    TimeDelta::hours(1),
    TimeDelta::days(1),
    TimeDelta::days(3),
    TimeDelta::days(7),
];

/// Unfinished things of one kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Ages {
    /// Its word in the store.
    pub what: String,
    /// At which provider; empty where they are of none.
    pub provider: String,
    pub number: i64,
    /// How many are younger than the first limit, between two limits, and older than the last.
    pub of_age: [i64; 5],
    pub oldest: Option<DateTime<Utc>>,
}

pub(super) fn of(stored: Vec<Stored>) -> Vec<Ages> {
    let ages = stored.into_iter().map(|stored| {
        let [hour, day, three, seven] = stored.younger;
        Ages {
            what: stored.what,
            provider: stored.provider,
            number: stored.number,
            of_age: [
                hour,
                day - hour,
                three - day,
                seven - three,
                stored.number - seven,
            ],
            oldest: stored.oldest,
        }
    });
    ages.collect()
}

#[cfg(test)]
mod tests {
    use super::{Stored, of};

    #[test]
    fn each_thing_has_one_age() {
        let stored = Stored {
            what: "refunds".to_owned(),
            provider: "toss".to_owned(),
            number: 12,
            younger: [1, 3, 6, 10],
            oldest: None,
        };
        assert_eq!(of(vec![stored])[0].of_age, [1, 2, 3, 4, 2]);
    }
}
