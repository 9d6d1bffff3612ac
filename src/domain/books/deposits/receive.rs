//! Webhooks and imported rows, stored with their verdict and applied, and hints that an order may have changed.

use crate::{
    actor::Actor,
    books::{Books, Needs},
    command::{Change, Receipt, of_customer},
    deposit::{Movement, Nearby, depositor_key},
    effects::Job,
    id::{CustomerId, OrderId},
    inbox::{Received, Verdict},
    kind::ProviderId,
    order::Order,
    refusal::Refusal,
};

/// Stores a webhook or an imported row with its verdict, and applies what may follow from it. The same event twice is stored
/// once.
#[derive(Debug, Clone)]
pub struct ReceiveWebhook {
    pub received: Received,
    pub then: Then,
}

/// The action that follows from a webhook.
#[derive(Debug, Clone)]
pub enum Then {
    /// Not believed, or of no interest. The webhook is only stored.
    Nothing,
    /// Ask the provider about this order.
    Look {
        customer: CustomerId,
        order: OrderId,
    },
    /// Money came in on our account.
    Deposit(Movement),
    /// A deposit was taken back by the bank.
    DepositReversed {
        customer: Option<CustomerId>,
        provider: ProviderId,
        key: String,
    },
}

impl Change for ReceiveWebhook {
    type Answer = Receipt;

    fn customer(&self) -> Option<&CustomerId> {
        match &self.then {
            Then::Look { customer, .. } => Some(customer),
            Then::DepositReversed { customer, .. } => customer.as_ref(),
            Then::Nothing | Then::Deposit(_) => None,
        }
    }

    fn needs(&self, needs: &mut Needs) {
        needs.events.insert(self.received.named());
        match &self.then {
            Then::Nothing => {}
            Then::Look { order, .. } => {
                needs.orders.insert(*order);
            }
            Then::Deposit(movement) => {
                needs.movements.insert(movement.named());
                needs
                    .depositors
                    .insert(depositor_key(&movement.account, &movement.name));
                needs.nearby.insert(Nearby::of(movement));
            }
            Then::DepositReversed {
                customer,
                provider,
                key,
            } => {
                needs.movements.insert((provider.clone(), key.clone()));
                if let Some(customer) = customer {
                    needs.all_spendable(customer);
                    needs.drain(customer);
                }
            }
        }
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Receipt, Refusal> {
        let (received, then) = (&self.received, &self.then);
        let key = received.named();
        if books.seen.contains(&key) {
            return Ok(Receipt {
                inbox: received.id,
                duplicate: true,
                deposit: None,
            });
        }
        let mut verdict = received.verdict;
        let (effect, deposit) = match then {
            Then::Nothing => (received.effect.clone(), None),
            Then::Look { customer, order } => (books.look(customer, *order), None),
            Then::Deposit(movement) => {
                if let Some((effect, known)) = books.told_otherwise(movement) {
                    verdict = Verdict::Contradictory;
                    (effect, Some(known))
                } else {
                    let deposit = books.deposit(movement)?;
                    (
                        format!("deposit {} is {}", deposit.id, deposit.state),
                        Some(deposit),
                    )
                }
            }
            Then::DepositReversed { provider, key, .. } => {
                let (effect, deposit) = books.reverse_deposit(provider, key)?;
                (effect, Some(deposit))
            }
        };
        books.added.received.push(Received {
            verdict,
            effect,
            ..received.clone()
        });
        // The event is marked only now: a refused command must not leave it marked as seen.
        books.seen.insert(key);
        Ok(Receipt {
            inbox: received.id,
            duplicate: false,
            deposit,
        })
    }
}

/// A hint that is not stored, because enough similar hints are. The provider is still asked about the order.
#[derive(Debug, Clone)]
pub struct HintOrder {
    pub customer: CustomerId,
    pub order: OrderId,
    /// Whether a job asks the provider. Otherwise the caller does.
    pub queued: bool,
}

impl Change for HintOrder {
    type Answer = Order;

    of_customer!(orders: order);

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        books.hint(&self.customer, self.order, self.queued)
    }
}

impl Books<'_> {
    pub(super) fn look(&mut self, customer: &CustomerId, id: OrderId) -> String {
        match self.hint(customer, id, true) {
            Ok(_) => format!("a look-up of order {id} was queued"),
            Err(refusal) => refusal.to_string(),
        }
    }

    /// Queues a look-up: at once, or when the last one that a hint asked for is long enough ago.
    fn hint(&mut self, customer: &CustomerId, id: OrderId, queued: bool) -> Result<Order, Refusal> {
        let mut order = self.order(customer, id)?;
        let at = order.hint_looked_up_at(self.now);
        if queued {
            self.job(Job::SettleOrder(id), at);
        } else if at > self.now {
            return Ok(order);
        }
        if order.hinted_at != Some(at) {
            order.hinted_at = Some(at);
            self.rows.orders.put(order.clone());
        }
        Ok(order)
    }
}
