//! Spends, holds and a reversal.

use chrono::TimeDelta;
use domain::{
    actor::Actor,
    books::{
        credits::{CaptureHold, ExtendHold, ReleaseHold, ReverseSpend},
        freezing::{FreezeCustomer, UnfreezeCustomer},
    },
    command::{Command, IdempotencyKey},
    kind::Kind,
};

use super::{Story, credits, grant, id, person, spend};

impl Story {
    /// Spends, holds and a reversal, over two lots.
    pub(super) async fn uses(&mut self, busy_spends: i64) {
        self.buy("alice", "direct-1000", 1, 10_000).await;
        let idempotency_key = IdempotencyKey {
            scope: "key_1".into(),
            key: "k1".into(),
            fingerprint: "f".into(),
        };
        self.writer
            .submit(Command::new(spend("alice", 300), person(1)).under_key(Some(idempotency_key)))
            .await
            .unwrap();
        let taken = self.hold("alice", 100).await;
        self.ok(CaptureHold {
            customer: id("alice"),
            hold: taken.id,
            credits: Some(credits(60)),
        })
        .await;
        let given = self.hold("alice", 5).await;
        for minutes in [70, 90] {
            self.ok(ExtendHold {
                customer: id("alice"),
                hold: given.id,
                until: given.opened_at + TimeDelta::minutes(minutes),
            })
            .await;
        }
        self.ok(ReleaseHold {
            customer: id("alice"),
            hold: given.id,
            reason: None,
        })
        .await;
        let wrong = self.spend("alice", 10).await;
        self.ok(ReverseSpend {
            reason: None,
            customer: id("alice"),
            spend: wrong.id,
        })
        .await;
        self.hold("alice", 50).await;
        self.grant("kay", Kind::Promotional, 5).await;
        // Not by a client: no key is on record.
        let by_none = Command::new(spend("kay", 5), Actor::Worker);
        self.writer.submit(by_none).await.unwrap();
        self.frozen().await;
        let small = (0..2 * busy_spends).map(|_| grant("busy", Kind::Promotional, 1));
        self.all_at_once(small).await;
        for kind in [Kind::Membership, Kind::Promotional, Kind::Promotional] {
            self.grant("busy", kind, 1_000).await;
        }
        self.all_at_once((0..busy_spends).map(|_| spend("busy", 2)))
            .await;
        self.spend("busy", 900).await;
    }

    /// A customer who is frozen again and again.
    async fn frozen(&mut self) {
        self.grant("ivo", Kind::Promotional, 5).await;
        for _ in 0..2 {
            self.ok(FreezeCustomer {
                customer: id("ivo"),
                reason: "a stolen key".to_owned(),
            })
            .await;
            self.ok(UnfreezeCustomer {
                customer: id("ivo"),
                reason: "found".to_owned(),
            })
            .await;
        }
        self.ok(FreezeCustomer {
            customer: id("ivo"),
            reason: "again".to_owned(),
        })
        .await;
    }
}
