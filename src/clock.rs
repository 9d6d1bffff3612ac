//! The current time. It is read from the system only here, so that tests can move time by hand.

use std::{
    fmt::Debug,
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Returns the instant, in whole microseconds: the finest both databases store.
pub trait Clock: Debug + Send + Sync {
    fn now(&self) -> DateTime<Utc>;

    /// Time that passed since some beginning, independent of the system's clock. It is for limits, which a step of that
    /// clock must neither lift nor extend.
    fn ticks(&self) -> Duration;

    /// How far the system's clock is behind [`Clock::now`], because it was set back.
    fn behind(&self) -> Duration {
        Duration::ZERO
    }
}

/// The system's clock. Within one process it never goes back, so that a later record is never dated earlier.
#[derive(Debug)]
pub struct SystemClock {
    latest: AtomicI64,
    beginning: Instant,
}

impl SystemClock {
    pub fn new() -> Self {
        Self {
            latest: AtomicI64::new(0),
            beginning: Instant::now(),
        }
    }
}

/// The system's clock, in microseconds since 1970 UTC.
fn system_micros() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        let micros = system_micros();
        let latest = self.latest.fetch_max(micros, Ordering::Relaxed).max(micros);
        DateTime::from_timestamp_micros(latest).unwrap_or_default()
    }

    fn ticks(&self) -> Duration {
        self.beginning.elapsed()
    }

    fn behind(&self) -> Duration {
        let latest = self.latest.load(Ordering::Relaxed);
        let micros = latest.saturating_sub(system_micros());
        Duration::from_micros(u64::try_from(micros).unwrap_or_default())
    }
}

/// The system's clock, ahead by the time it was moved. It never goes back.
#[derive(Debug)]
pub struct MovedClock {
    system: SystemClock,
    ahead_micros: AtomicI64,
}

impl MovedClock {
    pub fn ahead_by(ahead: TimeDelta) -> Self {
        Self {
            system: SystemClock::new(),
            ahead_micros: AtomicI64::new(ahead.num_microseconds().unwrap_or(0).max(0)),
        }
    }

    /// How far it is ahead of the system's.
    pub fn ahead(&self) -> TimeDelta {
        TimeDelta::microseconds(self.ahead_micros.load(Ordering::SeqCst))
    }

    pub fn advance(&self, by: TimeDelta) {
        self.ahead_micros
            .fetch_add(by.num_microseconds().unwrap_or(0).max(0), Ordering::SeqCst);
    }
}

impl Clock for MovedClock {
    fn now(&self) -> DateTime<Utc> {
        self.system.now() + self.ahead()
    }

    fn ticks(&self) -> Duration {
        self.system.ticks() + self.ahead().to_std().unwrap_or_default()
    }

    fn behind(&self) -> Duration {
        self.system.behind()
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct TestClock {
    micros: AtomicI64,
}

impl TestClock {
    pub const fn at(now: DateTime<Utc>) -> Self {
        Self {
            micros: AtomicI64::new(now.timestamp_micros()),
        }
    }

    pub fn set(&self, now: DateTime<Utc>) {
        self.micros.store(now.timestamp_micros(), Ordering::SeqCst);
    }

    pub fn advance(&self, by: TimeDelta) {
        self.micros
            .fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.micros.load(Ordering::SeqCst)).unwrap_or_default()
    }

    fn ticks(&self) -> Duration {
        let micros = self.micros.load(Ordering::SeqCst);
        Duration::from_micros(u64::try_from(micros).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock as _, SystemClock, TestClock};
    use chrono::TimeDelta;

    #[test]
    fn the_system_clock_counts_whole_microseconds_and_never_goes_back() {
        let clock = SystemClock::new();
        let first = clock.now();
        assert_eq!(first.timestamp_subsec_nanos() % 1000, 0);
        assert!(clock.now() >= first);
        clock
            .latest
            .store(i64::MAX / 4_000, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(clock.now().timestamp_micros(), i64::MAX / 4_000);
        assert!(clock.behind().as_secs() > 0);
        let (before, stands) = (clock.ticks(), clock.now());
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert_eq!(clock.now(), stands, "it waits for the system's clock");
        assert!(clock.ticks() > before, "what is limited goes on");
    }

    #[test]
    fn the_test_clock_moves_by_hand() {
        let clock = TestClock::at(chrono::DateTime::UNIX_EPOCH);
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(clock.now().timestamp(), 1);
    }
}
