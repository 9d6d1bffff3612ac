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
    /// The look-up schedule of payments, by provider. A provider that is not named has [`A_YEAR`].
    pub asking: BTreeMap<ProviderId, Asking>,
}

/// The document that is wrong, and the reason.
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

    /// The look-up schedule of this provider's payments.
    pub fn asking(&self, provider: &ProviderId) -> Asking {
        self.asking.get(provider).copied().unwrap_or(A_YEAR)
    }
}
