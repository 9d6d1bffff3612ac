//! Acts on one operator that come at once.

use chrono::{DateTime, Utc};
use credit_gateway::{
    entropy::CounterEntropy,
    store::{
        keys::ApiKey,
        operators::{self, NewPassword, Second},
    },
};
use domain::{
    effects::{AuditAct, AuditRecord},
    id::{ActId, KeyId},
};

use crate::{databases, person, samples::at};

/// Enough that two orders of locks would meet in a few of them.
const ROUNDS: u64 = 40;

fn act(n: u64, act: AuditAct) -> AuditRecord {
    AuditRecord {
        id: ActId::new(at(0), &mut CounterEntropy(n)),
        by: person(0),
        act,
        subject: "an operator".to_owned(),
        detail: String::new(),
        at: at(0),
    }
}

#[tokio::test]
async fn an_operator_is_ended_while_its_password_is_replaced() {
    for test in databases().await {
        let db = &test.db;
        for n in 1..=ROUNDS {
            let key = operator(n, at(0));
            let line = |m: u64, kind| act(n * 10 + m, kind);
            let added = line(1, AuditAct::OperatorAdd);
            assert!(operators::add(db, &key, "h", false, &added).await.unwrap());
            let known = operators::by_id(db, key.id).await.unwrap().unwrap();
            let (session, signed_in) = (n.to_string(), line(2, AuditAct::OperatorSignIn));
            let verified = (&known, Second::None);
            let entered = operators::add_session(db, &session, None, verified, &signed_in).await;
            assert!(entered.unwrap());
            let (ended, replaced) = (
                line(3, AuditAct::OperatorDisable),
                line(4, AuditAct::OperatorReset),
            );
            let new = NewPassword {
                hash: "other",
                replaces: None,
                once: true,
                ends_factor: true,
                kept: "",
            };
            let (ended, replaced) = tokio::join!(
                operators::disable(db, key.id, None, &ended),
                operators::set_password(db, key.id, &new, &replaced),
            );
            // A deadlock would fail one of the two.
            assert_eq!(ended.unwrap(), operators::Disabled::Now);
            assert!(replaced.unwrap());
        }
    }
}

#[tokio::test]
async fn a_password_replaces_the_one_that_was_presented_and_no_other() {
    for test in databases().await {
        let (db, key) = (&test.db, operator(1, at(0)));
        let added = act(1, AuditAct::OperatorAdd);
        operators::add(db, &key, "first", false, &added)
            .await
            .unwrap();
        for (n, replaces, hash, done) in [
            (2, Some("first"), "second", true),
            (3, Some("first"), "third", false),
            (4, None, "fourth", true),
        ] {
            let new = NewPassword {
                hash,
                replaces,
                once: false,
                ends_factor: false,
                kept: "",
            };
            let line = act(n, AuditAct::OperatorPassword);
            let changed = operators::set_password(db, key.id, &new, &line).await;
            assert_eq!(changed.unwrap(), done, "{hash}");
            let now = operators::by_id(db, key.id).await.unwrap().unwrap();
            assert_eq!(now.password == hash, done, "{hash}");
        }
    }
}

fn operator(n: u64, at: DateTime<Utc>) -> ApiKey {
    ApiKey {
        id: KeyId::new(at, &mut CounterEntropy(n)),
        role: "support".to_owned(),
        hash: "desk:support".to_owned(),
        name: format!("operator-{n}"),
        created_at: at,
        revoked_at: None,
    }
}
