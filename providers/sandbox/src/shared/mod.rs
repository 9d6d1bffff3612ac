//! What the simulators share: the clock, faults, webhooks, pages and the file of the books. Nothing here knows a provider.

pub(crate) mod answers;
pub(crate) mod console;
pub(crate) mod fault_routes;
pub(crate) mod faults;
pub(crate) mod fields;
pub(crate) mod forms;
pub(crate) mod keep;
pub(crate) mod lists;
pub(crate) mod named;
pub(crate) mod outbox;
pub(crate) mod pages;
pub(crate) mod rng;
pub(crate) mod sandbox;
pub(crate) mod settlements;
pub(crate) mod simulator;
pub(crate) mod sold;
pub(crate) mod standard_webhooks;
pub(crate) mod time;
pub(crate) mod webhooks;

use std::sync::Arc;

use chrono::{DateTime, Utc};

/// Returns the present instant; a test passes one that it moves by hand.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;
