//! Contracts: published and listed.

use domain::{
    books::contracts::PublishContract,
    command::{Command, Reply},
    contract::{Agreement, Contract},
    id::{ContractId, CustomerId},
    rulebook::Rulebook,
};

use super::{
    FlowError, Result,
    page::{Page, Paged},
};
use crate::{app::App, store::reads};

/// Reads a document and checks it, by itself and beside the policy and the catalogue.
///
/// # Errors
/// That it cannot be read, or the first field that breaks a rule.
pub fn read(rules: &Rulebook, document: &str) -> Result<Agreement, String> {
    let agreement = Agreement::parse(document).map_err(|error| error.to_string())?;
    let base = rules.policies.get(&agreement.policy);
    let base = base.ok_or_else(|| {
        format!(
            "contract: field `policy`: there is no policy {}",
            agreement.policy
        )
    })?;
    let beside = agreement.check_beside(base, &rules.catalogue);
    beside.map_err(|error| error.to_string())?;
    Ok(agreement)
}

/// Publishes a contract. `command` makes the command of whoever asks.
pub async fn publish(
    app: &App,
    document: &str,
    command: impl FnOnce(PublishContract) -> Command<Contract>,
) -> Result<Reply<Contract>> {
    let rules = app.rules();
    let agreement = read(&rules, document).map_err(|rule| FlowError::invalid("document", rule))?;
    let base = rules.policies.get(&agreement.policy);
    let change = PublishContract {
        id: app.id(ContractId::new),
        policy_hash: base.map(|base| base.hash.clone()).unwrap_or_default(),
        agreement,
    };
    app.submit(command(change)).await
}

/// A customer's contracts, newest first.
pub async fn list(
    app: &App,
    customer: &CustomerId,
    page: Page<ContractId>,
) -> Result<Paged<Contract>> {
    let found = reads::contracts_of(&app.db, customer, &page.and_one()).await?;
    Ok(page.cut(found, |known| known.id))
}

/// What a customer's contract that is in effect now says. `None` where there is none, or its terms are not known here.
pub async fn agreed(app: &App, customer: &CustomerId) -> Result<Option<Agreement>> {
    let found = reads::contract_in_effect(&app.db, customer, app.now()).await?;
    let rules = app.rules();
    let known = found.filter(|contract| contract.terms(&rules.policies).is_some());
    Ok(known.and_then(|contract| contract.agreement()))
}
