//! What is written outside the writers.

use credit_gateway::store::{Db, Page, acts, inbox, keys};
use domain::{
    id::{ActId, KeyId},
    promise::AuditAct,
};

use super::Story;

impl Story {
    /// Keys made and revoked, an account number read, a webhook looked at again.
    pub(super) async fn operators(&mut self, db: &Db) {
        for role in ["support", "service"] {
            let key = keys::ApiKey {
                id: KeyId::new(self.now(), &mut self.entropy),
                role: role.to_owned(),
                hash: format!("hash of a {role} key"),
                name: role.to_owned(),
                created_at: self.now(),
                revoked_at: None,
            };
            keys::add(db, &key).await.unwrap();
            if role == "service" {
                assert!(keys::revoke(db, key.id, self.now()).await.unwrap());
            }
        }
        let received = inbox::list(db, None, &Page::first(1)).await.unwrap();
        let told = inbox::tell(db, received[0].id, "looked at again", self.now());
        assert!(told.await.unwrap());
        let act = AuditAct {
            id: ActId::new(self.now(), &mut self.entropy),
            by: "key_1".to_owned(),
            act: "refund.payout_read",
            subject: "ref_1".to_owned(),
            detail: String::new(),
            at: self.now(),
        };
        acts::add(db, &act).await.unwrap();
    }
}
