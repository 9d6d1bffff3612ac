//! Everything that is configured about the rules: policies, catalogue and holidays, read together.

use crate::{
    calendar::{Holidays, InvalidHolidays},
    policy::{Policies, PoliciesError, Policy, PolicyError},
    product::{Catalogue, CatalogueError},
};

/// The rules in force. Read once when the program starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rulebook {
    pub policies: Policies,
    pub catalogue: Catalogue,
    pub holidays: Holidays,
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
        })
    }
}
