//! Disputes: open, won, lost by a payout and reinstated, lost by a cancel.

use domain::{
    books::disputes::{DecideDispute, OpenDispute},
    command::Answer,
    dispute::{Taken, Verdict},
    id::DisputeId,
    payment::Payment,
};

use super::{Story, id, won};

impl Story {
    pub(super) async fn disputes(&mut self) {
        self.disputed("ursula").await;
        let (payment, dispute) = self.disputed("victor").await;
        self.decided(&payment, dispute, Verdict::Won).await;
        let (payment, dispute) = self.disputed("wanda").await;
        let lost = Verdict::Lost(Taken::Settlement);
        self.decided(&payment, dispute, lost).await;
        let (payment, dispute) = self.disputed("xaver").await;
        self.decided(&payment, dispute, lost).await;
        self.decided(&payment, dispute, Verdict::Reinstated).await;
        let (payment, dispute) = self.disputed("yvonne").await;
        self.decided(&payment, dispute, Verdict::Lost(Taken::Cancel))
            .await;
    }

    /// A payment of 10,000 won, of which 4,000 are disputed.
    async fn disputed(&mut self, who: &str) -> (Payment, DisputeId) {
        let order = self.confirming(who, "direct-1000", 1).await;
        let payment = self.observe(who, order, 10_000, 0, Vec::new()).await;
        let opening = OpenDispute {
            customer: id(who),
            payment: payment.id,
            amount: Some(won(4_000)),
            reference: format!("case of {who}"),
            reason: "not mine".to_owned(),
            respond_by: Some(self.now() + chrono::Duration::days(7)),
        };
        match self.ok(opening).await {
            Answer::Disputed(known) => (payment, known.dispute.id),
            other => panic!("{other:?}"),
        }
    }

    async fn decided(&self, payment: &Payment, dispute: DisputeId, verdict: Verdict) {
        self.ok(DecideDispute {
            customer: payment.customer.clone(),
            payment: payment.id,
            order: payment.order,
            dispute,
            verdict,
            note: "they wrote".to_owned(),
        })
        .await;
    }
}
