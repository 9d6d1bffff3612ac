//! The invariants, checked after every commit by their definitions and not by the code under test.

use domain::order::OrderState;

use crate::world::{Rows, World};

impl World {
    /// Every invariant over all rows, and over the step from `before`.
    pub(crate) fn audit(&self, before: &Rows) {
        for lot in self.rows.lots.values() {
            self.audit_lot(before.lots.get(&lot.id), lot);
        }
        self.audit_memberships(before);
        for payment in self.rows.payments.values() {
            self.audit_payment(payment);
        }
        for order in self.rows.orders.values() {
            let mut known = self.rows.contradictions.values();
            let waits = known.any(|known| known.order == order.id && known.state.is_open());
            assert!(
                order.state != OrderState::Mismatched || waits,
                "a parked order waits for nobody: {order:?}"
            );
        }
        self.audit_promotions();
        let noticed = self.rows.policy_notices.values();
        let noticed = noticed.map(|it| (&it.customer, &it.version));
        let once: std::collections::BTreeSet<_> = noticed.collect();
        assert_eq!(once.len(), self.rows.policy_notices.len(), "told twice");
        for hold in self.rows.holds.values() {
            let moves = self.rows.hold_extensions.values();
            let moves = moves.filter(|moved| moved.hold == hold.id);
            let last = moves.map(|moved| moved.until).max();
            assert_eq!(last, hold.extended_until, "{hold:?}");
            assert!(
                last.is_none_or(|until| until <= hold.ends_at_most()),
                "{hold:?}"
            );
        }
        for lot in self.rows.lots.values() {
            let known = before.lots.get(&lot.id);
            assert!(
                known.is_none_or(|known| known.expires_at == lot.expires_at),
                "an end moved: {lot:?}"
            );
        }
        for customer in self.rows.customers.keys() {
            let known = before.entries.get(customer).map_or(0, Vec::len);
            self.audit_ledger(customer, known);
        }
        for (id, order) in &before.orders {
            let now = &self.rows.orders[id];
            if order.payment.is_some() {
                assert_eq!(
                    (now.state, now.payment),
                    (OrderState::Completed, order.payment),
                    "a completed order moved"
                );
            }
            assert_eq!(
                (now.amount, now.credits, &now.policy),
                (order.amount, order.credits, &order.policy)
            );
        }
    }
}
