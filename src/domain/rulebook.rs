//! Everything that is configured about the rules: policies, catalogue and holidays, read together.

use std::collections::BTreeMap;

use crate::{
    asking::{A_YEAR, Asking},
    calendar::{Holidays, InvalidHolidays},
    kind::ProviderId,
    policy::{Policies, PoliciesError, Policy, PolicyError},
    product::{Catalogue, CatalogueError},
};

/// The rules in force. Read once when the program starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rulebook {
    pub policies: Policies,
    pub catalogue: Catalogue,
    pub holidays: Holidays,
    /// When a payment is asked about again, by provider. One that is not named is asked by [`A_YEAR`].
    pub asking: BTreeMap<ProviderId, Asking>,
}

/// Which of the documents is wrong, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRulebook {
    #[error(transparent)]
    Policy(#[from] PolicyError),
    #[error(transparent)]
    Policies(#[from] PoliciesError),
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    #[error(transparent)]
    Holidays(#[from] InvalidHolidays),
}

impl Rulebook {
    /// Reads the texts of the policy documents (TOML), the catalogue (TOML) and the holidays (CSV).
    pub fn parse(
        policies: &[&str],
        catalogue: &str,
        holidays: &str,
    ) -> Result<Self, InvalidRulebook> {
        let policies: Result<Vec<Policy>, PolicyError> = policies
            .iter()
            .map(|document| Policy::parse(document))
            .collect();
        Ok(Self {
            policies: Policies::new(policies?)?,
            catalogue: Catalogue::parse(catalogue)?,
            holidays: Holidays::parse(holidays)?,
            asking: BTreeMap::new(),
        })
    }

    /// When a payment of this provider is asked about again.
    pub fn asking(&self, provider: &ProviderId) -> Asking {
        self.asking.get(provider).copied().unwrap_or(A_YEAR)
    }
}
