//! What a gateway knows of the notices of versions of the policy: whether it sends any, and how far it has come.

use std::{collections::BTreeMap, sync::Mutex};

use chrono::{DateTime, Utc};
use domain::notice::PolicyNotices;

/// See [`super::policy_notices`].
#[derive(Debug)]
pub struct Walks {
    pub(super) notices: PolicyNotices,
    /// By version. Nothing depends on it but how many customers are read: a notice that was sent is a row.
    pub(super) of: Mutex<BTreeMap<String, Walk>>,
}

/// How far this gateway has walked over all customers.
#[derive(Debug, Clone, Default)]
pub(super) struct Walk {
    /// The last customer of the page before.
    pub(super) after: String,
    /// When the next walk begins, once one has ended.
    pub(super) again_at: Option<DateTime<Utc>>,
}

impl Walks {
    pub fn new(notices: PolicyNotices) -> Self {
        Self {
            notices,
            of: Mutex::default(),
        }
    }
}
