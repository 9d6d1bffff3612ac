//! A customer with a contract: credits bought under it, and a refund in its window.

use domain::{books::contracts::PublishContract, contract::Agreement, id::ContractId};

use super::{RULES, Story};

const CONTRACT: &str = include_str!("../../../src/domain/tests/contract.toml");

impl Story {
    pub(super) async fn contracts(&mut self) {
        // Before the story begins.
        let document = CONTRACT.replace("2026-03-09T00", "2025-10-01T00");
        let id = ContractId::new(self.now(), &mut self.entropy);
        self.ok(PublishContract {
            id,
            agreement: Agreement::parse(&document).unwrap(),
            policy_hash: RULES.known().policies.all()[0].hash.clone(),
        })
        .await;
        self.buy("acme", "acme-credits", 10, 90_000).await;
        let payment = self.buy("acme", "acme-credits", 1, 9_500).await;
        self.refund("acme", payment.id).await;
    }
}
