//! The providers of this gateway, by name. Built once at the start; flows use only the registry.

use std::{collections::BTreeMap, sync::Arc};

use domain::kind::ProviderId;

use crate::{
    codes::{self, CHECKING, ENDED, ENDED_UNDOCUMENTED, Meaning, UNDOCUMENTED, Words},
    provider::Provider,
};

/// Every configured provider, in the order of their names.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    providers: BTreeMap<ProviderId, Arc<dyn Provider>>,
}

/// Two providers with one name: the second would hide the first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("provider {0} is configured twice")]
pub struct ConfiguredTwice(pub ProviderId);

impl Registry {
    /// # Errors
    /// [`ConfiguredTwice`] when two of them have the same name.
    pub fn new(
        providers: impl IntoIterator<Item = Arc<dyn Provider>>,
    ) -> Result<Self, ConfiguredTwice> {
        let mut known = BTreeMap::new();
        for provider in providers {
            let id = provider.id();
            if known.insert(id.clone(), provider).is_some() {
                return Err(ConfiguredTwice(id));
            }
        }
        Ok(Self { providers: known })
    }

    pub fn get(&self, id: &ProviderId) -> Option<&Arc<dyn Provider>> {
        self.providers.get(id)
    }

    /// The texts for a code that answers a call of ours: of this provider, or of the gateway itself. An undocumented
    /// code also has texts; they say that it is being checked.
    pub fn words(&self, id: &ProviderId, code: &str) -> &'static Words {
        self.row(id, code)
            .map(|row| &row.words)
            .or_else(|| codes::ours(code))
            .unwrap_or(&UNDOCUMENTED)
    }

    /// The texts for a code with which a payment ended unpaid. Nothing is left to check or to wait for, whatever the
    /// code would mean as the answer to a call.
    pub fn words_of_end(&self, id: &ProviderId, code: &str) -> &'static Words {
        let Some(row) = self.row(id, code) else {
            return codes::ours(code).unwrap_or(&ENDED_UNDOCUMENTED);
        };
        match row.confirm {
            Meaning::InDoubt => &ENDED,
            Meaning::Settled if row.words.buyer_en == CHECKING.1 => &ENDED,
            Meaning::NothingMoved
            | Meaning::TooLate
            | Meaning::RetryLater
            | Meaning::Settled
            | Meaning::Misconfigured => &row.words,
        }
    }

    fn row(&self, id: &ProviderId, code: &str) -> Option<&'static codes::Row> {
        self.get(id)?.code(code)
    }

    pub fn all(&self) -> impl Iterator<Item = &Arc<dyn Provider>> {
        self.providers.values()
    }
}
