//! The request limit of an API key, counted by key and gateway, so that one client that is out of control leaves
//! capacity for the others. It does not depend on the content of the requests.

use std::{num::NonZeroU32, sync::Arc};

use domain::id::KeyId;
use governor::{
    NotUntil, Quota, RateLimiter,
    clock::Clock as _,
    middleware::{StateInformationMiddleware, StateSnapshot},
    nanos::Nanos,
    state::keyed::HashMapStateStore,
};

use crate::clock::Clock;

/// The gateway's clock, in the form that the limiter reads.
#[derive(Debug, Clone)]
struct Ticks(Arc<dyn Clock>);

impl governor::clock::Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::new(u64::try_from(self.0.ticks().as_nanos()).unwrap_or(u64::MAX))
    }
}

type Limiter = RateLimiter<KeyId, HashMapStateStore<KeyId>, Ticks, StateInformationMiddleware>;

/// Counts the requests of every key. The requests of one second may come at once.
pub struct Pace {
    limit: u32,
    limiter: Limiter,
    ticks: Ticks,
}

impl std::fmt::Debug for Pace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pace")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// The state of a key's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests in a second.
    pub limit: u32,
    /// Requests that it may still make at once.
    pub left: u32,
    /// Seconds until it may make the next request. `None` when it may make this one.
    pub wait: Option<u32>,
}

impl Pace {
    /// `None` where the limit is 0, which is no limit.
    pub fn new(per_second: u32, clock: Arc<dyn Clock>) -> Option<Self> {
        let limit = NonZeroU32::new(per_second)?;
        let ticks = Ticks(clock);
        let limiter: Limiter = RateLimiter::new(
            Quota::per_second(limit),
            HashMapStateStore::default(),
            ticks.clone(),
        );
        Some(Self {
            limit: per_second,
            limiter,
            ticks,
        })
    }

    /// Counts one request of this key.
    pub fn count(&self, key: KeyId) -> Allowance {
        self.allowance(self.limiter.check_key(&key))
    }

    /// Counts `more` further requests of this key, all or none: the other items of a batch whose first was counted as the
    /// request. `None` where the key may never make so many in one second.
    pub fn count_more(&self, key: KeyId, more: NonZeroU32) -> Option<Allowance> {
        if more.get() >= self.limit {
            return None;
        }
        let counted = self.limiter.check_key_n(&key, more).ok()?;
        Some(self.allowance(counted))
    }

    fn allowance(&self, counted: Result<StateSnapshot, NotUntil<Nanos>>) -> Allowance {
        let (left, wait) = match counted {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(later) => {
                let wait = later.wait_time_from(self.ticks.now());
                // Whole seconds, never zero: a client that comes back at once would be refused again.
                let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
                (0, Some(seconds.saturating_add(1)))
            }
        };
        Allowance {
            limit: self.limit,
            left,
            wait,
        }
    }
}

#[cfg(test)]
#[path = "pace_tests.rs"]
mod tests;
