//! Rows written outside the writers.

use credit_gateway::store::{Db, Page, audit_log, inbox, keys};
use domain::{
    books::{
        deposits::Then,
        endpoints::{OpenEndpoint, RotateEndpoint, TurnEndpoint},
    },
    command::Answer,
    effects::{AuditAct, AuditRecord},
    endpoint::EndpointState,
    event::EventKind,
    id::{ActId, KeyId},
    inbox::Verdict,
};

use super::{Story, person};

impl Story {
    /// Keys made and revoked, an account number read, webhooks that wait for a person.
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
            keys::add(db, &key, None).await.unwrap();
            if role == "service" {
                assert!(keys::revoke(db, key.id, self.now(), None).await.unwrap());
            }
        }
        for verdict in [Verdict::Unreadable, Verdict::Contradictory] {
            self.received(verdict, "{\"type\":7}", Then::Nothing).await;
        }
        let open = inbox::list(db, true, &Page::first(9)).await.unwrap();
        assert_eq!(open.len(), 2);
        let act = AuditRecord {
            id: ActId::new(self.now(), &mut self.entropy),
            by: person(1),
            act: AuditAct::InboxSettle,
            subject: open[0].id.to_string(),
            detail: "the feed's maker mended it".to_owned(),
            at: self.now(),
        };
        let settled = inbox::settle(db, open[0].id, "settled by key_1", &act);
        assert!(settled.await.unwrap());
        let again = inbox::settle(db, open[0].id, "settled by key_2", &act);
        assert!(!again.await.unwrap(), "it was settled before");
        let act = AuditRecord {
            id: ActId::new(self.now(), &mut self.entropy),
            by: person(1),
            act: AuditAct::RefundPayoutRead,
            subject: "ref_1".to_owned(),
            detail: String::new(),
            at: self.now(),
        };
        audit_log::add(db, &act).await.unwrap();
        self.endpoints().await;
    }

    /// A webhook endpoint that got another secret and was disabled, and one that is as it was opened.
    async fn endpoints(&mut self) {
        let opening = |name: &str| OpenEndpoint {
            url: format!("https://{name}.example.com/hooks"),
            types: vec![EventKind::OrderCompleted],
            description: name.to_owned(),
            from_position: 0,
            salt: format!("salt of {name}"),
        };
        self.ok(opening("shop")).await;
        let Answer::Endpoint(known) = self.ok(opening("desk")).await else {
            panic!("no endpoint")
        };
        self.ok(RotateEndpoint {
            endpoint: known.id,
            salt: "another".to_owned(),
            until: self.now(),
        })
        .await;
        self.ok(TurnEndpoint {
            endpoint: known.id,
            to: EndpointState::Disabled,
            why: "rebuilt".to_owned(),
        })
        .await;
    }
}
