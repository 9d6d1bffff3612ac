//! Wrong passwords slow down who sends them. It is counted in memory, on each gateway for itself: a row for each guess
//! would let whoever guesses load the database, and what several gateways allow together is still hopeless.

use std::{collections::HashMap, net::IpAddr, time::Duration};

/// Wrong passwords for one name from one address before the first wait: a person's slips.
const FREE_FOR_BOTH: u32 = 5;
/// From one address for any names: an office behind one address.
const FREE_FOR_ADDRESS: u32 = 30;
/// For one name from any addresses. Its waits stay short, because anybody can make the operator wait by them.
const FREE_FOR_NAME: u32 = 50;
/// The longest wait by address.
const WAIT_MAX: Duration = Duration::from_mins(15);
/// The longest wait by name alone.
const WAIT_FOR_NAME_MAX: Duration = Duration::from_secs(30);
/// Wrong passwords are forgotten so long after the last of them.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(1);
/// Entries that are kept: a few megabytes. The one that was used least lately goes for the next.
const KEPT_MAX: usize = 20_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Who {
    Both(String, Option<IpAddr>),
    Address(IpAddr),
    Name(String),
}

#[derive(Debug, Clone, Copy)]
struct Wrong {
    times: u32,
    last: Duration,
}

/// What was wrong lately. Instants are those of a clock that never goes back (`Clock::ticks`).
#[derive(Debug, Default)]
pub struct Throttle(HashMap<Who, Wrong>);

impl Who {
    const fn limits(&self) -> (u32, Duration) {
        match self {
            Self::Both(..) => (FREE_FOR_BOTH, WAIT_MAX),
            Self::Address(_) => (FREE_FOR_ADDRESS, WAIT_MAX),
            Self::Name(_) => (FREE_FOR_NAME, WAIT_FOR_NAME_MAX),
        }
    }

    fn all(name: &str, from: Option<IpAddr>) -> Vec<Self> {
        let both = [
            Self::Both(name.to_owned(), from),
            Self::Name(name.to_owned()),
        ];
        both.into_iter().chain(from.map(Self::Address)).collect()
    }
}

impl Wrong {
    /// Doubles with each wrong password beyond the free ones: 1 s, 2 s, 4 s …
    fn wait(self, (free, most): (u32, Duration)) -> Duration {
        let Some(beyond) = self.times.checked_sub(free) else {
            return Duration::ZERO;
        };
        let seconds = 1_u64.checked_shl(beyond).unwrap_or(u64::MAX);
        Duration::from_secs(seconds).min(most)
    }
}

impl Throttle {
    /// How long this name has to wait from this address before it may try. `None` where it may try now.
    pub fn wait(&self, name: &str, from: Option<IpAddr>, now: Duration) -> Option<Duration> {
        let waits = Who::all(name, from).into_iter().filter_map(|who| {
            let wrong = self.0.get(&who)?;
            let until = wrong.last + wrong.wait(who.limits());
            until.checked_sub(now).filter(|left| !left.is_zero())
        });
        waits.max()
    }

    /// Counts a try before its outcome is known, so that tries at one moment are all counted.
    pub fn tried(&mut self, name: &str, from: Option<IpAddr>, now: Duration) {
        for who in Who::all(name, from) {
            if self.0.len() >= KEPT_MAX && !self.0.contains_key(&who) {
                self.make_room(now);
            }
            let wrong = self.0.entry(who).or_insert(Wrong {
                times: 0,
                last: now,
            });
            if now.saturating_sub(wrong.last) >= FORGOTTEN_AFTER {
                wrong.times = 0;
            }
            wrong.times = wrong.times.saturating_add(1);
            wrong.last = now;
        }
    }

    /// The last try was right: what the name did wrong from here is forgotten, and that try counts for nobody.
    pub fn was_right(&mut self, name: &str, from: Option<IpAddr>) {
        self.0.remove(&Who::Both(name.to_owned(), from));
        let others = Who::all(name, from).into_iter().skip(1);
        for who in others {
            if let Some(wrong) = self.0.get_mut(&who) {
                wrong.times = wrong.times.saturating_sub(1);
            }
        }
    }

    fn make_room(&mut self, now: Duration) {
        self.0
            .retain(|_, wrong| now.saturating_sub(wrong.last) < FORGOTTEN_AFTER);
        if self.0.len() >= KEPT_MAX {
            let oldest = self.0.iter().min_by_key(|(_, wrong)| wrong.last);
            if let Some(who) = oldest.map(|(who, _)| who.clone()) {
                self.0.remove(&who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{FORGOTTEN_AFTER, FREE_FOR_BOTH, FREE_FOR_NAME, KEPT_MAX, Throttle, WAIT_MAX};

    const HERE: Option<std::net::IpAddr> =
        Some(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn each_wrong_password_beyond_the_free_ones_doubles_the_wait() {
        let (mut throttle, mut now) = (Throttle::default(), secs(100));
        for _ in 0..FREE_FOR_BOTH {
            assert_eq!(throttle.wait("ann", HERE, now), None);
            throttle.tried("ann", HERE, now);
        }
        for wait in [1, 2, 4, 8] {
            assert_eq!(throttle.wait("ann", HERE, now), Some(secs(wait)));
            assert_eq!(throttle.wait("bob", HERE, now), None, "another name");
            now += secs(wait);
            assert_eq!(throttle.wait("ann", HERE, now), None);
            throttle.tried("ann", HERE, now);
        }
        for _ in 0..20 {
            throttle.tried("ann", HERE, now);
        }
        assert_eq!(throttle.wait("ann", HERE, now), Some(WAIT_MAX));
        throttle.was_right("ann", HERE);
        assert_eq!(throttle.wait("ann", HERE, now), None);
    }

    #[test]
    fn a_name_that_is_guessed_from_everywhere_waits_a_little() {
        let (mut throttle, now) = (Throttle::default(), secs(100));
        for at in 0..FREE_FOR_NAME + 10 {
            let from = std::net::IpAddr::from(at.to_be_bytes());
            throttle.tried("ann", Some(from), now);
        }
        assert_eq!(throttle.wait("ann", HERE, now), Some(secs(30)));
        assert_eq!(throttle.wait("bob", HERE, now), None);
        let later = now + FORGOTTEN_AFTER;
        throttle.tried("ann", HERE, later);
        assert_eq!(throttle.wait("ann", HERE, later), None);
    }

    #[test]
    fn no_number_of_names_takes_more_room() {
        let mut throttle = Throttle::default();
        for at in 0..u64::try_from(KEPT_MAX).unwrap() + 20 {
            throttle.tried(&at.to_string(), None, secs(at / 100));
        }
        assert!(throttle.0.len() <= KEPT_MAX);
    }
}
