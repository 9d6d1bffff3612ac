//! Contracts: published, and what an order under one costs.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    command::Change,
    contract::{Agreement, Contract},
    effects::AuditAct,
    id::{ContractId, CustomerId},
    product::Offer,
    refusal::Refusal,
};

/// Keeps a contract that follows the rules ([`Agreement::check_beside`]). The same document again is the same contract.
#[derive(Debug, Clone)]
pub struct PublishContract {
    pub id: ContractId,
    pub agreement: Agreement,
    /// SHA-256 of the policy that it is agreed under.
    pub policy_hash: String,
}

impl Change for PublishContract {
    type Answer = Contract;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.agreement.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.contracts_of.insert(self.agreement.customer.clone());
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Contract, Refusal> {
        let Self {
            id,
            agreement,
            policy_hash,
        } = self;
        books.open_customer(&agreement.customer)?;
        let hash = agreement.hash();
        let mut own = books.rows.contracts.of_customer(&agreement.customer);
        if let Some(known) = own.find(|known| known.hash == hash) {
            return Ok(known.clone());
        }
        drop(own);
        let contract = Contract {
            id: *id,
            customer: agreement.customer.clone(),
            name: agreement.name.clone(),
            reference: agreement.reference.clone(),
            document: agreement.document().to_owned(),
            hash,
            policy: agreement.policy.clone(),
            policy_hash: policy_hash.clone(),
            published_by: by.clone(),
            published_at: books.now,
            effective_at: agreement.effective_at,
        };
        let detail = format!("{}: SHA-256 {}", contract.reference, contract.hash);
        books.act(by, AuditAct::ContractPublish, id, detail);
        Ok(books.rows.contracts.save(contract))
    }
}

impl Books<'_> {
    /// The customer's contract that is in effect now: of those that have taken effect the last to do so, of two at one
    /// instant the later.
    pub(super) fn contract_in_effect(&self, customer: &CustomerId) -> Option<&Contract> {
        let own = self.rows.contracts.of_customer(customer);
        let in_effect = own.filter(|known| known.effective_at <= self.now);
        in_effect.max_by_key(|known| (known.effective_at, known.id))
    }

    /// What a contract sells, with its id and hash, which an order pins.
    pub(super) fn offer_by(
        &self,
        contract: &Contract,
        product: &str,
        quantity: i64,
    ) -> Result<(Offer, (String, String)), Refusal> {
        let pinned = (contract.id.to_string(), contract.hash.clone());
        let known = contract
            .terms(&self.rules.policies)
            .and(contract.agreement());
        let (version, hash) = pinned.clone();
        let agreement = known.ok_or(Refusal::UnknownPolicy { version, hash })?;
        Ok((agreement.offer(product, quantity)?, pinned))
    }
}
