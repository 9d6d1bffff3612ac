//! The invariants of payments and lots.

use domain::{lot::Lot, payment::Payment};

use crate::world::World;

impl World {
    pub(crate) fn audit_lot(&self, before: Option<&Lot>, lot: &Lot) {
        let places = [
            lot.remaining,
            lot.held,
            lot.spent,
            lot.refunded,
            lot.expired,
            lot.revoked,
        ];
        let sum: i64 = places.iter().map(|place| place.get()).sum();
        assert_eq!(
            sum,
            lot.granted.get(),
            "lot {} does not add up: {lot:?}",
            lot.id
        );
        let Some(before) = before else { return };
        assert_eq!(
            (before.granted, before.expires_at, before.payment),
            (lot.granted, lot.expires_at, lot.payment)
        );
        if before.expires_at <= self.now {
            let captured = before.held.get() - lot.held.get();
            assert!(
                lot.spent.get() - before.spent.get() <= captured.max(0),
                "expired credits were spent: {lot:?}"
            );
            assert!(
                lot.refunded <= before.refunded,
                "expired credits were refunded: {lot:?}"
            );
        }
    }

    pub(crate) fn audit_payment(&self, payment: &Payment) {
        let (id, paid) = (payment.id, payment.amount.get());
        assert!(
            payment.refunded.get() + payment.in_flight.get() <= paid,
            "more goes back than was paid: {payment:?}"
        );
        assert!(payment.cancelled_outside.get() <= paid, "{payment:?}");
        let lots: Vec<&Lot> = self
            .rows
            .lots
            .values()
            .filter(|lot| lot.payment == Some(id))
            .collect();
        assert_eq!(lots.len(), 1, "payment {id} has not one lot");
        assert!(
            payment.credits_revoked <= lots[0].granted,
            "more credits taken than granted: {payment:?}"
        );
        let refunds: Vec<_> = self
            .rows
            .refunds
            .values()
            .filter(|refund| refund.payment == id)
            .collect();
        let open: i64 = refunds
            .iter()
            .filter(|refund| refund.state.is_open())
            .map(|refund| refund.amount.get())
            .sum();
        assert_eq!(
            open,
            payment.in_flight.get(),
            "in flight is not the sum of open refunds"
        );
        let done = |state| refunds.iter().filter(move |refund| refund.state == state);
        let succeeded: i64 = done(domain::refund::RefundState::Succeeded)
            .map(|refund| refund.given().get())
            .sum();
        assert_eq!(
            succeeded,
            payment.refunded.get(),
            "refunded is not the sum of refunds that succeeded"
        );
        let declined: i64 = done(domain::refund::RefundState::Declined)
            .map(|refund| refund.credits.get())
            .sum();
        let all: i64 = refunds.iter().map(|refund| refund.credits.get()).sum();
        assert_eq!(
            all - declined,
            lots[0].refunded.get(),
            "the lot's refunded credits are not its refunds'"
        );
        for refund in &refunds {
            assert!(
                refund.tax_free.get() + refund.vat.get() <= refund.amount.get(),
                "more tax than money: {refund:?}"
            );
        }
        let short = refunds.iter().any(|refund| refund.settled_amount.is_some());
        audit_shares(payment, lots[0], open, short);
        let orders = self
            .rows
            .orders
            .values()
            .filter(|order| order.payment == Some(id))
            .count();
        assert_eq!(orders, 1, "payment {id} completed {orders} orders");
    }
}

/// Refunds pay the rounded-down share of all their credits. Nobody keeps credits worth more than the amount paid and
/// not returned.
fn audit_shares(payment: &Payment, lot: &Lot, open: i64, short: bool) {
    let (paid, granted) = (payment.amount.get(), lot.granted.get());
    let given = payment.refunded.get() + payment.in_flight.get();
    let share = paid * lot.refunded.get() / granted;
    if payment.outside_at.is_none() && !short {
        assert_eq!(
            given, share,
            "refunds are not the share of their credits: {payment:?} {lot:?}"
        );
    }
    assert!(
        given <= share,
        "refunds are above the share of their credits: {payment:?} {lot:?}"
    );
    if open == 0 && paid > 0 {
        let owed = payment.credits_revoked.get() - lot.revoked.get();
        let kept = lot.remaining.get() + lot.held.get() + lot.spent.get() - owed;
        let rest = (paid - payment.refunded.get() - payment.cancelled_outside.get()).max(0);
        // The credits of one won may be lost twice in rounding.
        let fair = granted * rest / paid + granted / paid + 2;
        assert!(
            kept <= fair,
            "{kept} credits kept for {rest} won: {payment:?} {lot:?}"
        );
    }
}
