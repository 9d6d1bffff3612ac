//! Events of money on its way in and out, as verbs of the world.

use domain::{
    books::{
        deposits::{MatchDeposit, ReceiveWebhook, Then},
        quotes::{Asked, QuoteRefund},
        refunds::{ObserveRefund, RefundOutcome, RefundRoute, RequestRefund, SubmitRefund},
    },
    command::Answer,
    deposit::{Deposit, DepositState, Movement, Source},
    id::{CustomerId, DepositId, InboxId, OrderId, PaymentId, RefundId},
    inbox::{Body, Received, Verdict},
    refund::{Quote, Refund},
    refusal::Refusal,
};

use crate::{
    verbs::{BANK, take},
    won,
    world::World,
};

impl World {
    pub(crate) fn quote(&mut self, payment: PaymentId) -> Quote {
        let customer = self.payment(payment).customer.clone();
        let asked = Asked::default();
        let change = QuoteRefund {
            customer,
            payment,
            asked,
        };
        take!(self.ok(change), Quote)
    }

    pub(crate) fn asking(&self, payment: PaymentId, asked: Asked) -> QuoteRefund {
        QuoteRefund {
            customer: self.payment(payment).customer.clone(),
            payment,
            asked,
        }
    }

    pub(crate) fn refund_by(&mut self, payment: PaymentId, route: RefundRoute) -> Refund {
        let quote = self.quote(payment);
        take!(self.ok(request_of(&quote, route)), Refund)
    }

    /// A refund of all unused credits, recorded as sent.
    pub(crate) fn refund(&mut self, payment: PaymentId) -> Refund {
        let refund = self.refund_by(payment, RefundRoute::Provider);
        take!(
            self.ok(SubmitRefund {
                customer: refund.customer,
                refund: refund.id
            }),
            Refund
        )
    }

    pub(crate) fn settle(&mut self, refund: RefundId, outcome: RefundOutcome) -> Refund {
        let customer = self.rows.refunds[&refund].customer.clone();
        take!(
            self.ok(ObserveRefund {
                customer,
                refund,
                outcome
            }),
            Refund
        )
    }

    pub(crate) fn succeed(&mut self, refund: RefundId) -> Refund {
        self.settle(
            refund,
            RefundOutcome::Succeeded {
                cancel_key: Some("c".to_owned()),
            },
        )
    }

    pub(crate) fn decline(&mut self, refund: RefundId) -> Refund {
        self.settle(refund, RefundOutcome::Declined("no".into()))
    }

    pub(crate) fn movement(&mut self, name: &str, amount: i64) -> Movement {
        self.arrivals += 1;
        let key = format!("m-{}", self.arrivals);
        Movement {
            provider: BANK,
            key,
            source: Source::FEED,
            account: "main".to_owned(),
            name: name.to_owned(),
            amount: won(amount),
            at: self.now,
            balance: None,
        }
    }

    /// A webhook with a key of its own.
    pub(crate) fn webhook(&mut self, then: Then) -> ReceiveWebhook {
        self.arrivals += 1;
        let received = Received {
            id: InboxId::new(self.now, &mut self.outside),
            provider: BANK,
            event_key: format!("e-{}", self.arrivals),
            verdict: Verdict::Signed,
            note: "the signature is right".to_owned(),
            headers: "{}".to_owned(),
            body: Body::of(b"{}"),
            effect: "stored".to_owned(),
            received_at: self.now,
            settled_at: None,
        };
        ReceiveWebhook { received, then }
    }

    pub(crate) fn arrives(&mut self, movement: Movement) -> Deposit {
        let webhook = self.webhook(Then::Deposit(movement));
        match self.ok(webhook) {
            Answer::Receipt(receipt) => receipt.deposit.expect("a deposit"),
            other => panic!("answered with {other:?}"),
        }
    }

    pub(crate) fn deposit(&mut self, name: &str, amount: i64) -> Deposit {
        let movement = self.movement(name, amount);
        self.arrives(movement)
    }

    /// The bank takes a deposit back. The customer is the one it was matched to.
    pub(crate) fn reversal(&mut self, key: &str) -> ReceiveWebhook {
        let deposit = self
            .rows
            .deposits
            .values()
            .find(|deposit| deposit.movement.key == key);
        let order = deposit
            .filter(|deposit| deposit.state == DepositState::Matched)
            .and_then(|deposit| deposit.order);
        let customer: Option<CustomerId> = order.map(|order| self.order(order).customer.clone());
        self.webhook(Then::DepositReversed {
            customer,
            provider: BANK,
            key: key.to_owned(),
        })
    }

    pub(crate) fn reverse_deposit(&mut self, key: &str) {
        let reversal = self.reversal(key);
        self.ok(reversal);
    }

    pub(crate) fn match_by_hand(
        &mut self,
        deposit: DepositId,
        order: OrderId,
        despite_amount: bool,
    ) -> Result<Deposit, Refusal> {
        let customer = self.order(order).customer.clone();
        let reason = "the buyer called".to_owned();
        let change = MatchDeposit {
            customer,
            deposit,
            order,
            despite_amount,
            reason,
        };
        self.try_to(change)
            .map(|reply| take!(reply.answer, Deposit))
    }
}

/// The request for a quote's refund.
pub(crate) fn request_of(quote: &Quote, route: RefundRoute) -> RequestRefund {
    RequestRefund {
        customer: quote.customer_id.clone(),
        payment: quote.payment_id,
        quote: quote.id,
        reason: "the buyer asked".to_owned(),
        account: None,
        payer: None,
        holder_confirmed: false,
        route,
    }
}
