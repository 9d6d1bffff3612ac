//! The rules that this process knows. Versions of the policy that are published while it runs come to be known without
//! a restart; whoever began with the rules before ends with them.

use std::sync::{Arc, PoisonError, RwLock};

use domain::rulebook::Rulebook;

/// The rules, replaced as a whole.
#[derive(Debug)]
pub struct Rules {
    known: RwLock<Arc<Rulebook>>,
    /// Why published versions could not be taken up the last time.
    trouble: RwLock<Option<String>>,
}

impl Rules {
    pub fn new(rules: Rulebook) -> Arc<Self> {
        Arc::new(Self {
            known: RwLock::new(Arc::new(rules)),
            trouble: RwLock::new(None),
        })
    }

    /// The rules as they are known now. Taken once for each piece of work.
    pub fn known(&self) -> Arc<Rulebook> {
        let known = self.known.read();
        known.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn replace(&self, rules: Rulebook) {
        let known = self.known.write();
        *known.unwrap_or_else(PoisonError::into_inner) = Arc::new(rules);
    }

    /// Why a published version cannot be taken up; none while all are known.
    pub fn trouble(&self) -> Option<String> {
        let trouble = self.trouble.read();
        trouble.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn note(&self, trouble: Option<String>) {
        let noted = self.trouble.write();
        *noted.unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}
