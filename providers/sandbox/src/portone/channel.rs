//! The channel of the simulated store: a contract with a PG, as PortOne's console sets it.

use serde::{Deserialize, Serialize};

/// The settings of the channel in PortOne's console.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Channel {
    /// The money is taken by a confirmation of the merchant's server (수동 승인), not when the window ends.
    pub(crate) manual: bool,
    /// A live channel, on which money moves.
    pub(crate) live: bool,
    /// The PG carries cancels out later.
    pub(crate) slow_cancels: bool,
}

impl Default for Channel {
    fn default() -> Self {
        Self {
            manual: true,
            live: false,
            slow_cancels: false,
        }
    }
}
