//! Statements of a provider that differ from the books: accepted, refunded, and still waiting.

use chrono::{DateTime, Utc};
use credit_gateway::store::{Db, Page, reads};
use domain::{
    books::{
        decisions::{AcceptContradiction, RefundContradiction},
        observe::ObservePayment,
    },
    contradiction::ContradictionState,
    id::{ContradictionId, OrderId},
    payment::{CancelStanding, Snapshot},
};

use super::{Story, id, ours, snapshot};

impl Story {
    pub(super) async fn contradictions(&mut self, db: &Db) {
        // Paid 10 won short, and a person accepted it.
        let (order, short) = self.underpaid("xena").await;
        let known = waiting(db, order).await;
        self.ok(AcceptContradiction {
            customer: id("xena"),
            order,
            contradiction: known,
            snapshot: Box::new(short),
            asked_at: self.now(),
            reason: "rounded at the till".to_owned(),
        })
        .await;
        // Another was refunded, and a third waits.
        let (order, short) = self.underpaid("yuri").await;
        let known = waiting(db, order).await;
        let reason = "not what was ordered".to_owned();
        self.ok(RefundContradiction {
            customer: id("yuri"),
            order,
            contradiction: known,
            account: None,
            reason,
        })
        .await;
        let cancelled = short.amount;
        self.seen("yuri", order, Snapshot { cancelled, ..short })
            .await;
        self.underpaid("zoe").await;
        // The provider returned 24 won less than requested.
        let payment = self.buy("xena", "direct-1000", 1, 10_000).await;
        let refund = self.refund("xena", payment.id).await;
        let given = ours(refund, 9_976, CancelStanding::Done);
        self.observe("xena", payment.order, 10_000, 9_976, vec![given])
            .await;
    }

    /// Ten won less than 10,000 were paid.
    pub(super) async fn underpaid(&mut self, who: &str) -> (OrderId, Snapshot) {
        let order = self.confirming(who, "direct-1000", 1).await;
        let snapshot = snapshot(order, 9_990, 0, Vec::new(), self.now());
        self.seen(who, order, snapshot.clone()).await;
        (order, snapshot)
    }

    pub(super) async fn seen(&self, who: &str, order: OrderId, snapshot: Snapshot) {
        let asked_at: DateTime<Utc> = self.now();
        self.ok(ObservePayment {
            customer: id(who),
            order,
            snapshot: Box::new(snapshot),
            asked_at,
        })
        .await;
    }
}

/// The contradiction of an order that waits for a person.
pub(super) async fn waiting(db: &Db, order: OrderId) -> ContradictionId {
    let open = [ContradictionState::Open];
    let open = reads::contradictions_in(db, &open, &Page::first(10)).await;
    let mut of = open
        .unwrap()
        .into_iter()
        .filter(|known| known.order == order);
    of.next().unwrap().id
}
