//! A version of the policy that a second person approved, and the notice of it.

use std::sync::Arc;

use credit_gateway::{
    clock::Clock,
    entropy::SystemEntropy,
    rules::Rules,
    store::{
        Db, Writer,
        policies::Publication,
        policy_drafts::{self, Decided},
        writer::Settings,
    },
};
use domain::{
    approval::ApprovalState,
    books::policy_notices::NotifyPolicy,
    effects::{AuditAct, AuditRecord},
    id::{ActId, PolicyDraftId},
    policy::{Policy, PolicyDraft},
    rulebook::Rulebook,
};
use tokio_util::task::TaskTracker;

use super::{RULES, Story, id, person};

/// A version that takes something away in the year 2099.
fn version(name: &str) -> Policy {
    let document = include_str!("../../../policies/2025-07-17.toml")
        .replacen(
            "version = \"2025-07-17\"",
            &format!("version = \"{name}\""),
            1,
        )
        .replacen("change = \"first\"", "change = \"minor\"", 1)
        .replacen("effective_at = \"2025", "effective_at = \"2099", 1)
        .replacen("{ days = 14 }", "{ days = 10 }", 1);
    Policy::parse(&document).unwrap()
}

impl Story {
    fn line(&mut self, act: AuditAct, n: u64, subject: PolicyDraftId) -> AuditRecord {
        AuditRecord {
            id: ActId::new(self.now(), &mut self.entropy),
            by: person(n),
            act,
            subject: subject.to_string(),
            detail: String::new(),
            at: self.now(),
        }
    }

    async fn drafted(&mut self, db: &Db, policy: &Policy) -> PolicyDraftId {
        let (now, draft) = (
            self.now(),
            PolicyDraftId::new(self.now(), &mut self.entropy),
        );
        let draft = PolicyDraft::of(draft, policy, person(1), now);
        let act = self.line(AuditAct::PolicyAsk, 1, draft.id);
        let (draft, waited) = policy_drafts::ask(db, draft, &act).await.unwrap();
        assert!(!waited);
        draft.id
    }

    /// One draft that is approved, one that is rejected, one that waits; and a customer who is told.
    pub(super) async fn policy(&mut self, db: &Db) {
        let cut = version("cut");
        for (policy, word) in [
            (&cut, Some(ApprovalState::Approved)),
            (&version("rejected"), Some(ApprovalState::Rejected)),
            (&version("waiting"), None),
        ] {
            let draft = self.drafted(db, policy).await;
            let Some(word) = word else { continue };
            let (now, act) = (self.now(), self.line(AuditAct::PolicyApprove, 2, draft));
            let decided = policy_drafts::decide(db, draft, now, |known, _| {
                let decision = known.decide(word, person(2), "read".to_owned(), now);
                let publication = Publication {
                    policy: policy.clone(),
                    announcement: None,
                };
                let approved = word == ApprovalState::Approved;
                Ok::<_, credit_gateway::store::StoreError>(Decided {
                    decision: decision.unwrap(),
                    act,
                    publication: approved.then_some(publication),
                })
            });
            assert!(decided.await.unwrap().is_some());
        }
        let known = RULES.known();
        let rules = Rules::new(Rulebook {
            policies: known.policies.with(cut).unwrap(),
            ..known.as_ref().clone()
        });
        let clock: Arc<dyn Clock> = self.clock.clone();
        let told = Story {
            writer: Writer::start(
                db,
                &rules,
                &clock,
                || Box::new(SystemEntropy::new()),
                Settings::of(db.engine()),
                &TaskTracker::new(),
            ),
            clock: self.clock.clone(),
            entropy: SystemEntropy::new(),
        };
        for customer in ["alice", "bob"] {
            told.ok(NotifyPolicy {
                customer: id(customer),
                version: "cut".to_owned(),
                page_url: String::new(),
                page_until: self.now(),
            })
            .await;
        }
    }
}
