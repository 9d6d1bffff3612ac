//! Acts above somebody's limit: approved, rejected, and still waiting.

use credit_gateway::store::Db;
use domain::{
    approval::Approval,
    books::{
        approvals::RejectApproval,
        by_hand::GiveAccount,
        customers::GrantCredits,
        decisions::{RefundContradiction, ReopenContradiction},
        refunds::{ObserveRefund, RefundOutcome},
    },
    command::{Answer, Change, Command},
    failure::Failure,
    id::{ContradictionId, OrderId},
    kind::Kind,
    payment::Snapshot,
    refund::RefundAccount,
};

use super::{Story, contradictions::waiting, credits, id, person, won};

impl Story {
    pub(super) async fn approvals(&mut self) {
        let asked = self.asked(700).await;
        let approved = Command::new(large(700), person(2)).approving(asked.id, "a fair".to_owned());
        self.writer.submit(approved).await.unwrap();
        let asked = self.asked(800).await;
        let reject = RejectApproval {
            customer: id("mona"),
            approval: asked.id,
            reason: "too much".to_owned(),
        };
        self.writer
            .submit(Command::new(reject, person(2)))
            .await
            .unwrap();
        self.asked(900).await;
    }

    /// Accounts for refunds: another account for a refund by hand, and payments that are in no books. One is refunded
    /// as approved. The provider refuses another, and it is approved anew after a part was returned.
    pub(super) async fn payouts(&mut self, db: &Db) {
        let payment = self.buy("lara", "direct-100", 1, 1_000).await;
        let refund = self.refund("lara", payment.id).await;
        let failure = Failure::new("EXCEED_CANCELABLE_DATE", "too late");
        self.ok(ObserveRefund {
            customer: id("lara"),
            refund,
            outcome: RefundOutcome::ByHand(failure),
        })
        .await;
        let account = RefundAccount {
            bank: "088".to_owned(),
            account_number: "110123456789".to_owned(),
            holder: "홍길동".to_owned(),
        };
        self.approved(GiveAccount {
            customer: id("lara"),
            refund,
            account,
            replaces: None,
            payer: None,
            holder_confirmed: false,
        })
        .await;
        let (order, short) = self.underpaid("lena").await;
        let known = waiting(db, order).await;
        self.approved(giving_back("lena", order, known)).await;
        self.gone("lena", order, &short).await;
        let (order, short) = self.underpaid("lola").await;
        let known = waiting(db, order).await;
        self.approved(giving_back("lola", order, known)).await;
        self.ok(ReopenContradiction {
            customer: id("lola"),
            order,
            contradiction: known,
            failure: Failure::new("NOT_ALLOWED", "no"),
        })
        .await;
        let cancelled = won(5);
        let less = Snapshot { cancelled, ..short };
        self.seen("lola", order, less.clone()).await;
        self.approved(giving_back("lola", order, known)).await;
        self.gone("lola", order, &less).await;
    }

    async fn gone(&self, who: &str, order: OrderId, paid: &Snapshot) {
        let cancelled = paid.amount;
        let gone = Snapshot {
            cancelled,
            ..paid.clone()
        };
        self.seen(who, order, gone).await;
    }

    /// Asked for by one and approved by another.
    async fn approved(&self, change: impl Change + Clone) {
        let asked = self.asked_of(change.clone()).await;
        let approved = Command::new(change, person(2)).approving(asked.id, "seen".to_owned());
        self.writer.submit(approved).await.unwrap();
    }

    async fn asked(&self, sum: i64) -> Approval {
        self.asked_of(large(sum)).await
    }

    async fn asked_of(&self, change: impl Change) -> Approval {
        let asked = Command::new(change, person(1)).up_to(Some(500));
        match self.writer.submit(asked).await.unwrap().answer {
            Answer::Approval(asked) => *asked,
            other => panic!("{other:?}"),
        }
    }
}

fn giving_back(who: &str, order: OrderId, contradiction: ContradictionId) -> RefundContradiction {
    RefundContradiction {
        customer: id(who),
        order,
        contradiction,
        account: None,
        reason: "not what was ordered".to_owned(),
    }
}

fn large(sum: i64) -> GrantCredits {
    GrantCredits {
        customer: id("mona"),
        kind: Kind::Promotional,
        credits: credits(sum),
        bonus_of: None,
        reason: "a fair".to_owned(),
    }
}
