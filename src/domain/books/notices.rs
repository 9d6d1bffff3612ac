//! Notices that a lot ends soon, each settled once.

use super::{Books, Needs};
use crate::{
    actor::Actor,
    command::{Change, of_customer},
    event::{CreditsExpiring, Event},
    id::{ContractId, CustomerId, LotId, NoticeId, PaymentId},
    lot::Lot,
    notice::{self, ExpiryNotice, NoticeDays, NoticeOutcome},
    order::Order,
    refusal::Refusal,
};

/// Settles the notices of a lot that are due, and sends the one nearest to the lot's end. A notice that was settled
/// before is not sent again.
#[derive(Debug, Clone)]
pub struct NotifyExpiry {
    pub customer: CustomerId,
    pub lot: LotId,
    /// The payment that bought the lot.
    pub payment: Option<PaymentId>,
    pub days: NoticeDays,
    /// The signed page on which the lot's product is bought again. The event has it where that product is still sold.
    pub renew_url: String,
}

impl Change for NotifyExpiry {
    type Answer = Lot;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.lots.insert(self.lot);
        needs.payments.extend(self.payment);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Lot, Refusal> {
        let lot = books.rows.lots.known(&self.lot);
        let settled = books.rows.expiry_notices.of_customer(&self.customer);
        let settled = settled.filter(|notice| notice.lot == lot.id);
        let settled: Vec<i64> = settled.map(|notice| notice.days).collect();
        for (days, outcome) in notice::due(&lot, &settled, &self.days, books.now) {
            books.rows.expiry_notices.put(ExpiryNotice {
                id: NoticeId::new(books.now, books.entropy),
                lot: lot.id,
                customer: lot.customer.clone(),
                days,
                outcome,
                at: books.now,
            });
            if outcome == NoticeOutcome::Sent {
                let again = books.sold_again(&lot);
                let renew_url = again.as_ref().map(|_| self.renew_url.clone());
                books.event(Event::CreditsExpiring(CreditsExpiring {
                    customer_id: lot.customer.clone(),
                    lot_id: lot.id,
                    kind: lot.kind,
                    credits: lot.remaining,
                    expires_at: lot.expires_at,
                    days,
                    product: again.as_ref().map(|order| order.product.clone()),
                    quantity: again.as_ref().map(|order| order.quantity),
                    renew_url,
                }));
            }
        }
        Ok(lot)
    }
}

impl Books<'_> {
    /// The order that bought a lot, where the catalogue still sells its product in that quantity. What was bought under
    /// a contract is sold by that contract alone.
    fn sold_again(&self, lot: &Lot) -> Option<Order> {
        let payment = self.rows.payments.get(&lot.payment?)?;
        let order = self.rows.orders.get(&payment.order)?;
        let policy = self.rules.policies.current(self.now);
        let offer = self
            .rules
            .catalogue
            .offer(&order.product, order.quantity, policy);
        let by_contract = order.policy.parse::<ContractId>().is_ok();
        (offer.is_ok() && !by_contract).then(|| order.clone())
    }
}
