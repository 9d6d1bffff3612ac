//! Wrong passwords slow down who sends them. It is counted in memory, on each gateway for itself: a row for each guess
//! would let whoever guesses load the database, and what several gateways allow together is still hopeless.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    net::IpAddr,
    sync::Arc,
    time::Duration,
};

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
/// Lines of the audit log about waits that begin, in an hour: enough to see that somebody guesses, and whoever guesses
/// cannot fill the log.
const LINES_MAX: u32 = 12;
const LINES_WITHIN: Duration = Duration::from_hours(1);

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
    /// Its place among all, by its last use.
    place: u64,
    /// Whether it was told that a wait began.
    told: bool,
}

/// What was wrong lately. Instants are those of a clock that never goes back (`Clock::ticks`).
#[derive(Debug, Default)]
pub struct Throttle {
    known: HashMap<Arc<Who>, Wrong>,
    /// All of them, the one that was used least lately first.
    by_use: BTreeMap<u64, Arc<Who>>,
    uses: u64,
    lines: Lines,
}

/// Waits that were told of within an hour.
#[derive(Debug, Default)]
struct Lines {
    since: Duration,
    told: u32,
    untold: u32,
}

/// A wait that begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slowed {
    why: &'static str,
    /// Waits that began before it and were not told.
    untold: u32,
}

impl fmt::Display for Slowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.why)?;
        match self.untold {
            0 => Ok(()),
            untold => write!(f, "; {untold} more waits were not written down"),
        }
    }
}

impl Who {
    const fn limits(&self) -> (u32, Duration) {
        match self {
            Self::Both(..) => (FREE_FOR_BOTH, WAIT_MAX),
            Self::Address(_) => (FREE_FOR_ADDRESS, WAIT_MAX),
            Self::Name(_) => (FREE_FOR_NAME, WAIT_FOR_NAME_MAX),
        }
    }

    const fn why(&self) -> &'static str {
        match self {
            Self::Both(..) => "wrong passwords for a name from one address",
            Self::Address(_) => "wrong passwords for many names from one address",
            Self::Name(_) => "wrong passwords for a name from many addresses",
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
            let wrong = self.known.get(&who)?;
            let until = wrong.last + wrong.wait(who.limits());
            until.checked_sub(now).filter(|left| !left.is_zero())
        });
        waits.max()
    }

    /// Counts a try before its outcome is known, so that tries at one moment are all counted.
    pub fn tried(&mut self, name: &str, from: Option<IpAddr>, now: Duration) {
        for who in Who::all(name, from) {
            let (who, mut wrong) = self.take(who);
            if now.saturating_sub(wrong.last) >= FORGOTTEN_AFTER {
                (wrong.times, wrong.told) = (0, false);
            }
            wrong.times = wrong.times.saturating_add(1);
            wrong.last = now;
            self.put(who, wrong);
        }
    }

    /// The last try was wrong: the wait that begins with it, where one does that is worth a line of the audit log.
    pub fn slowed(&mut self, name: &str, from: Option<IpAddr>, now: Duration) -> Option<Slowed> {
        let mut begun = None;
        for who in Who::all(name, from) {
            let (free, _) = who.limits();
            if let Some(wrong) = self.known.get_mut(&who)
                && wrong.times >= free
                && !wrong.told
            {
                wrong.told = true;
                begun = Some(who.why());
            }
        }
        self.lines.tell(begun?, now)
    }

    /// The last try was right: what the name did wrong from here is forgotten, and that try counts for nobody.
    pub fn was_right(&mut self, name: &str, from: Option<IpAddr>) {
        let mut all = Who::all(name, from).into_iter();
        if let Some(wrong) = all.next().and_then(|both| self.known.remove(&both)) {
            self.by_use.remove(&wrong.place);
        }
        for who in all {
            if let Some(wrong) = self.known.get_mut(&who) {
                wrong.times = wrong.times.saturating_sub(1);
            }
        }
    }

    /// Takes an entry out; a new one has nothing wrong.
    fn take(&mut self, who: Who) -> (Arc<Who>, Wrong) {
        let Some((who, wrong)) = self.known.remove_entry(&who) else {
            let none = Wrong {
                times: 0,
                last: Duration::ZERO,
                place: 0,
                told: false,
            };
            return (Arc::new(who), none);
        };
        self.by_use.remove(&wrong.place);
        (who, wrong)
    }

    /// Puts an entry in as the one that was used last. Where there is no room the one that was used least lately goes.
    fn put(&mut self, who: Arc<Who>, mut wrong: Wrong) {
        if self.known.len() >= KEPT_MAX
            && let Some((_, oldest)) = self.by_use.pop_first()
        {
            self.known.remove(&oldest);
        }
        self.uses += 1;
        wrong.place = self.uses;
        self.by_use.insert(wrong.place, who.clone());
        self.known.insert(who, wrong);
    }
}

impl Lines {
    fn tell(&mut self, why: &'static str, now: Duration) -> Option<Slowed> {
        if now.saturating_sub(self.since) >= LINES_WITHIN {
            (self.since, self.told) = (now, 0);
        }
        if self.told >= LINES_MAX {
            self.untold = self.untold.saturating_add(1);
            return None;
        }
        self.told += 1;
        let untold = std::mem::take(&mut self.untold);
        Some(Slowed { why, untold })
    }
}

#[cfg(test)]
#[path = "throttle_tests.rs"]
mod tests;
