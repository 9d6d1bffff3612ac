//! Money that definitely came in completes its order. This is the one place where lots are minted.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Books;
use crate::{
    event::{Event, OrderCompleted},
    id::PaymentId,
    kind::{Method, ProviderId},
    ledger::{self, Account, Act},
    lot::Lot,
    money::{Credits, Won, vat_included},
    order::{Order, OrderState},
    payment::{Payment, Snapshot, Tax},
    refusal::Refusal,
};

impl Books<'_> {
    /// Completes an order: payment, lot and entries in one, and the month of a subscription that it pays for. It is the
    /// only place that mints.
    pub(super) fn complete(
        &mut self,
        mut order: Order,
        paid: Paid<'_>,
    ) -> Result<PaymentId, Refusal> {
        self.granted_with(&order.customer, order.all_credits())?;
        self.is_payable(&order)?;
        let payment = Payment {
            id: PaymentId::new(self.now, self.entropy),
            order: order.id,
            customer: order.customer.clone(),
            provider: paid.provider.clone(),
            payment_key: paid.payment_key.to_owned(),
            method: paid.method,
            amount: paid.amount,
            tax: paid
                .tax
                .filter(|tax| tax.fits(paid.amount))
                .unwrap_or_else(|| tax_of(paid.amount, order.tax_free)),
            refunded: Won::ZERO,
            in_flight: Won::ZERO,
            cancelled_outside: Won::ZERO,
            credits_revoked: Credits::ZERO,
            debt: Credits::ZERO,
            debt_waived: Credits::ZERO,
            policy: order.policy.clone(),
            policy_hash: order.policy_hash.clone(),
            paid_at: paid.at,
            facts: paid.facts,
            cash_receipt: None,
            dispute: None,
            charged_back: Won::ZERO,
            outside_at: None,
        };
        let policy = (order.policy.as_str(), order.policy_hash.as_str());
        let bought = self.new_lot(
            &order.customer,
            order.kind,
            order.credits,
            order.validity,
            policy,
        )?;
        let lot = Lot {
            payment: Some(payment.id),
            reason: self.month_in_words(&order),
            ..bought
        };
        let lines = [
            ledger::issued(lot.id, lot.granted),
            ledger::won(Account::Prepaid, Account::Receivable, payment.amount),
        ];
        self.post(&order.customer, Act::Mint, &payment.id, &lines);
        self.event(completed(&order, &payment, &lot));
        self.keep_promotion(&order);
        order.state = OrderState::Completed;
        order.payment = Some(payment.id);
        (order.failure, order.note) = (None, None);
        order.closed_at = Some(self.now);
        self.give_paid_month(&order, &lot)?;
        let (id, minted, customer) = (payment.id, (lot.id, lot.granted), order.customer.clone());
        self.add_lot(lot)?;
        self.rows.payments.put(payment);
        let mut came = vec![minted];
        if let Some(bonus) = order.bonus {
            came.push(self.mint_bonus(&order, id, bonus)?);
        }
        // A debt is paid in the order of spending.
        came.sort_by_key(|(id, _)| self.rows.lots.get(id).map(Lot::spending_key));
        self.rows.orders.put(order);
        self.pay_debt_from(&customer, &came);
        Ok(id)
    }
}

fn completed(order: &Order, payment: &Payment, lot: &Lot) -> Event {
    Event::OrderCompleted(OrderCompleted {
        order_id: order.id,
        customer_id: order.customer.clone(),
        payment_id: payment.id,
        lot_id: lot.id,
        provider: payment.provider.clone(),
        amount: payment.amount,
        credits: lot.granted,
        kind: lot.kind,
        expires_at: lot.expires_at,
        metadata: order.metadata.clone(),
    })
}

/// Money that definitely came in, which completes an order.
pub(super) struct Paid<'a> {
    pub provider: &'a ProviderId,
    pub payment_key: &'a str,
    pub method: Method,
    /// The amount that was really paid. Refunds are shares of this.
    pub amount: Won,
    pub tax: Option<Tax>,
    pub at: DateTime<Utc>,
    pub facts: BTreeMap<String, String>,
}

impl<'s> Paid<'s> {
    /// The payment that a provider's snapshot reports.
    pub(super) fn of(snapshot: &'s Snapshot, now: DateTime<Utc>) -> Self {
        Self {
            provider: &snapshot.provider,
            payment_key: &snapshot.payment_key,
            method: snapshot.method,
            amount: snapshot.amount,
            tax: snapshot.tax,
            at: snapshot.paid_at.unwrap_or(now).min(now),
            facts: snapshot.facts.clone(),
        }
    }
}

/// The split we assume where the provider reports none.
fn tax_of(amount: Won, tax_free: Won) -> Tax {
    let tax_free = tax_free.min(amount);
    let vat = vat_included(amount, tax_free);
    Tax {
        supplied: amount.minus_or_zero(tax_free).minus_or_zero(vat),
        vat,
        tax_free,
    }
}
