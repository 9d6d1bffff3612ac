//! The figures that were read last, which the gateway keeps for those who ask next.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};

use super::{ages::Ages, latency::Latency, money::Money, owed::Owed, tried::OfWay};

/// All of them. One that could not be read in time is not there.
#[derive(Debug)]
pub struct Figures {
    pub at: DateTime<Utc>,
    pub money: Option<Money>,
    pub tried: Option<Vec<OfWay>>,
    pub owed: Option<Owed>,
    pub ages: Option<Vec<Ages>>,
    /// Of this process, since its start.
    pub latency: Vec<Latency>,
}

/// The last figures, and when they were read (`Clock::ticks`). One request reads while others wait for it.
#[derive(Debug, Default)]
pub struct Kept(pub(super) tokio::sync::Mutex<Option<(Duration, Arc<Figures>)>>);
