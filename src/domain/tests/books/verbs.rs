//! Events, as verbs of the world.

use chrono::Duration;
use domain::{
    books::{
        closing::{CloseCustomer, QuoteClosing},
        observe::ObservePayment,
        orders::{AttachSession, OpenOrder},
    },
    command::{Answer, AnyChange, Closed, Command, IdempotencyKey},
    customer::{ClosingQuote, Customer},
    id::{DepositId, HoldId, OrderId, PaymentId, RefundId, SpendId},
    kind::{Method, ProviderId},
    lot::Lot,
    metadata::Metadata,
    order::{Order, OrderState, Session},
    payment::{CancelLine, CancelStanding, Payment, Snapshot, Standing},
    refusal::Refusal,
};

use crate::{customer, person, won, world::World};

pub(crate) const TOSS: ProviderId = ProviderId::known("toss");

pub(crate) const BANK: ProviderId = ProviderId::known("bank");

macro_rules! take {
    ($answer:expr, $variant:ident) => {
        match $answer {
            Answer::$variant(thing) => *thing,
            other => panic!("answered with {other:?}"),
        }
    };
}

pub(crate) use take;

/// A claim of `key` for the request `what`.
pub(crate) fn idempotency_key(key: &str, what: &str) -> IdempotencyKey {
    IdempotencyKey {
        scope: "key_one".to_owned(),
        key: key.to_owned(),
        fingerprint: what.to_owned(),
    }
}

/// The provider's name of the payment that was begun for an order.
pub(crate) fn key_of(order: OrderId) -> String {
    format!("tgen_{order}")
}

/// A cancel of ours or, with another reason, somebody else's, as the provider lists it.
pub(crate) fn cancel(reason: &str, amount: i64, settled: CancelStanding) -> CancelLine {
    CancelLine {
        key: format!("cancel of {amount}"),
        amount: won(amount),
        reason: reason.to_owned(),
        at: None,
        settled,
    }
}

impl World {
    pub(crate) fn quote_closing(&mut self, who: &str) -> Result<ClosingQuote, Refusal> {
        let customer = customer(who);
        let reply = self.try_to(QuoteClosing { customer })?;
        Ok(take!(reply.answer, ClosingQuote))
    }

    /// Quotes the closing and closes.
    pub(crate) fn close(&mut self, who: &str, confirm_forfeit: bool) -> Result<Closed, Refusal> {
        let quote = self.quote_closing(who)?;
        let close = close_by(who, &quote.id, confirm_forfeit);
        Ok(take!(self.try_to(close)?.answer, Closed))
    }

    /// An order to be paid by card.
    pub(crate) fn new_order(&mut self, who: &str, product: &str, quantity: i64) -> OpenOrder {
        OpenOrder {
            id: OrderId::new(self.now, &mut self.outside),
            customer: customer(who),
            product: product.to_owned(),
            quantity,
            provider: TOSS,
            method: Method::Card,
            depositor: None,
            account: None,
            return_url: "https://shop.example/done".to_owned(),
            metadata: Metadata::default(),
            promotion_code: None,
            by_contract: false,
            month: None,
            expires_at: self.now + Duration::minutes(30),
            amount_min: won(0),
            amount_max: None,
        }
    }

    pub(crate) fn open(&mut self, who: &str, product: &str, quantity: i64) -> OrderId {
        let open = self.new_order(who, product, quantity);
        let order = take!(self.ok(open), Order);
        let session = Self::session_of(&order);
        self.ok(AttachSession {
            customer: order.customer,
            order: order.id,
            session,
        });
        order.id
    }

    /// A session in which the buyer can pay the order.
    pub(crate) fn session_of(order: &Order) -> Session {
        Session {
            payment_key: Some(key_of(order.id)),
            redirect_url: Some("https://pay.example/1".to_owned()),
            mobile_url: None,
            app_url: None,
            callback: std::collections::BTreeMap::new(),
            deposit: None,
            webhook_secret: None,
            awaited_at: None,
            expires_at: order.expires_at,
        }
    }

    /// An order to be paid by a transfer from `name` to our account `main` within a day.
    pub(crate) fn new_bank_order(&mut self, who: &str, product: &str, name: &str) -> OpenOrder {
        OpenOrder {
            provider: BANK,
            method: Method::BankTransfer,
            depositor: Some(name.to_owned()),
            account: Some("main".to_owned()),
            expires_at: self.now + Duration::days(1),
            ..self.new_order(who, product, 1)
        }
    }

    pub(crate) fn bank_order(&mut self, who: &str, product: &str, name: &str) -> OrderId {
        let open = self.new_bank_order(who, product, name);
        take!(self.ok(open), Order).id
    }

    pub(crate) fn order(&self, id: OrderId) -> &Order {
        &self.rows.orders[&id]
    }

    pub(crate) fn state(&self, id: OrderId) -> OrderState {
        self.order(id).state
    }

    /// The provider's snapshot: the order was paid as ordered, nothing cancelled.
    pub(crate) fn paid(&self, order: OrderId) -> Snapshot {
        let order = self.order(order);
        Snapshot {
            provider: order.provider.clone(),
            payment_key: key_of(order.id),
            order_ref: order.id.to_string(),
            standing: Standing::Paid,
            amount: order.amount,
            cancelled: won(0),
            currency: "KRW".to_owned(),
            method: order.method,
            paid_at: Some(self.now),
            tax: None,
            cancels: Vec::new(),
            deposit: None,
            webhook_secret: None,
            facts: std::collections::BTreeMap::new(),
        }
    }

    /// Returns whether credits were minted.
    pub(crate) fn observe(&mut self, order: OrderId, snapshot: Snapshot) -> bool {
        let customer = self.order(order).customer.clone();
        match self.ok(ObservePayment {
            customer,
            order,
            snapshot: Box::new(snapshot),
            asked_at: self.now,
        }) {
            Answer::Observed(seen) => seen.minted,
            other => panic!("answered with {other:?}"),
        }
    }

    pub(crate) fn observe_standing(&mut self, order: OrderId, standing: Standing) -> bool {
        let snapshot = Snapshot {
            standing,
            ..self.paid(order)
        };
        self.observe(order, snapshot)
    }

    /// The provider reports that others returned `cancelled` won in total.
    pub(crate) fn cancel_outside(&mut self, payment: PaymentId, cancelled: i64) {
        let order = self.payment(payment).order;
        let snapshot = Snapshot {
            cancelled: won(cancelled),
            ..self.paid(order)
        };
        self.observe(order, snapshot);
    }

    pub(crate) fn buy(&mut self, who: &str, product: &str, quantity: i64) -> PaymentId {
        let order = self.open(who, product, quantity);
        assert!(self.observe(order, self.paid(order)));
        self.order(order).payment.unwrap()
    }

    pub(crate) fn payment(&self, id: PaymentId) -> &Payment {
        &self.rows.payments[&id]
    }

    pub(crate) fn lot(&self, payment: PaymentId) -> &Lot {
        self.rows
            .lots
            .values()
            .find(|lot| lot.payment == Some(payment))
            .unwrap()
    }

    pub(crate) fn row(&self, who: &str) -> &Customer {
        &self.rows.customers[&customer(who)]
    }

    pub(crate) fn owed(&self, who: &str) -> i64 {
        self.row(who).debt.get()
    }

    pub(crate) fn has(&self, who: &str) -> i64 {
        self.balance(&customer(who)).get()
    }
}

/// A closing by a fresh quote, or without one where there can be none.
pub(crate) fn close_by(who: &str, quote: &str, confirm_forfeit: bool) -> CloseCustomer {
    CloseCustomer {
        customer: customer(who),
        quote: quote.to_owned(),
        confirm_forfeit,
    }
}

pub(crate) fn claimed(change: impl Into<AnyChange>, key: &str, what: &str) -> Command {
    Command::any(change.into(), person("tester")).under_key(Some(idempotency_key(key, what)))
}

/// Ids that nothing has.
pub(crate) fn nobody_s(
    world: &mut World,
) -> (OrderId, PaymentId, SpendId, HoldId, RefundId, DepositId) {
    let (now, entropy) = (world.now, &mut world.outside);
    (
        OrderId::new(now, entropy),
        PaymentId::new(now, entropy),
        SpendId::new(now, entropy),
        HoldId::new(now, entropy),
        RefundId::new(now, entropy),
        DepositId::new(now, entropy),
    )
}
