//! The books of the simulated Kakao Pay, and the keys of its one shop.

use super::payment::Payments;
use crate::shared::simulator::Simulator;

pub(super) type App = Simulator<Payments>;

/// The keys of the shop that the routes know.
pub(crate) struct Settings {
    /// One that starts with `DEV` may also come as `DEV_SECRET_KEY`.
    pub(crate) secret_key: String,
    /// The ten characters of the contract for one-time payments.
    pub(crate) cid: String,
}
