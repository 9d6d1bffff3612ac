//! Webhooks stored, deposits matched: by normalised name and amount, never guessed.

use chrono::{DateTime, Utc};

use super::{Books, Needs, complete::Paid};
use crate::{
    actor::Actor,
    approval::Request,
    command::{Change, Receipt},
    deposit::{
        Deposit, DepositState, Identity, Movement, Nearby, depositor_key, identify, normalised_name,
    },
    effects::{AuditAct, Job},
    event::{DepositQueued, DepositReturned, DepositReversed, Event},
    id::{CustomerId, DepositId, OrderId, PaymentId},
    inbox::{Received, Verdict},
    kind::{Method, ProviderId},
    money::Won,
    order::{Order, OrderState},
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
        let Received {
            provider,
            event_key,
            ..
        } = &self.received;
        needs.events.insert((provider.clone(), event_key.clone()));
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
        let key = (received.provider.clone(), received.event_key.clone());
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

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        books.hint(&self.customer, self.order, self.queued)
    }
}

/// A person decides which order a deposit pays. The order may have been given up. The amount may differ only when the person
/// confirms that as well, and then the buyer gets what was ordered.
#[derive(Debug, Clone)]
pub struct MatchDeposit {
    pub customer: CustomerId,
    pub deposit: DepositId,
    pub order: OrderId,
    pub despite_amount: bool,
    pub reason: String,
}

impl Change for MatchDeposit {
    type Answer = Deposit;

    fn customer(&self) -> Option<&CustomerId> {
        Some(&self.customer)
    }

    fn needs(&self, needs: &mut Needs) {
        needs.deposits.insert(self.deposit);
        needs.orders.insert(self.order);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Deposit, Refusal> {
        let (customer, id, order, despite_amount, reason) = (
            &self.customer,
            self.deposit,
            self.order,
            self.despite_amount,
            &self.reason,
        );
        let mut deposit = books.new_money(id)?;
        let order = books.order(customer, order)?;
        let payable = match order.state {
            OrderState::AwaitingDeposit | OrderState::Expired | OrderState::Cancelled => true,
            OrderState::Open
            | OrderState::Confirming
            | OrderState::Completed
            | OrderState::Failed
            | OrderState::Mismatched => false,
        };
        if order.depositor_key.is_none() {
            return Err(Refusal::NotABankOrder { order: order.id });
        }
        if let Some(payment) = order.payment.filter(|id| books.came_undone(*id)) {
            return books.match_again(deposit, &order, payment, reason, by);
        }
        if !payable {
            return Err(Refusal::OrderNotOpen {
                order: order.id,
                state: order.state,
            });
        }
        books.open_customer(customer)?;
        if deposit.movement.amount != order.amount && !despite_amount {
            let (deposited, amount) = (deposit.movement.amount, order.amount);
            return Err(Refusal::DepositAmountDiffers {
                deposit: id,
                order: order.id,
                deposited,
                amount,
            });
        }
        books.act(
            by,
            AuditAct::DepositMatch,
            id.to_string(),
            format!("order {}: {reason}", order.id),
        );
        deposit.reason = format!("matched by hand: {reason}");
        let at = deposit.movement.at;
        books.pay(&mut deposit, order, at)?;
        books.rows.deposits.put(id, deposit.clone());
        Ok(deposit)
    }

    fn request(&self) -> Option<Request> {
        self.despite_amount.then(|| Request::DepositMatch {
            deposit: self.deposit,
            order: self.order,
            reason: self.reason.clone(),
        })
    }

    fn amount(&self, books: &Books<'_>) -> Option<i64> {
        let came = books.rows.deposits.get(&self.deposit)?.movement.amount;
        books.apart(came, self.order)
    }

    fn answers_balance(&self) -> bool {
        true
    }
}

/// A person sent a deposit back.
#[derive(Debug, Clone)]
pub struct ReturnDeposit {
    pub deposit: DepositId,
    pub reason: String,
}

impl Change for ReturnDeposit {
    type Answer = Deposit;

    fn customer(&self) -> Option<&CustomerId> {
        None
    }

    fn needs(&self, needs: &mut Needs) {
        needs.deposits.insert(self.deposit);
    }

    fn apply(&self, books: &mut Books<'_>, by: &Actor) -> Result<Deposit, Refusal> {
        let (id, reason) = (self.deposit, &self.reason);
        let mut deposit = books.new_money(id)?;
        deposit.state = DepositState::Returned;
        deposit.reason = format!("sent back: {reason}");
        deposit.settled_at = Some(books.now);
        books.act(by, AuditAct::DepositReturn, id.to_string(), reason);
        books.event(Event::DepositReturned(DepositReturned {
            deposit_id: id,
            amount: deposit.movement.amount,
        }));
        books.rows.deposits.put(id, deposit.clone());
        Ok(deposit)
    }
}

impl Books<'_> {
    fn look(&mut self, customer: &CustomerId, id: OrderId) -> String {
        match self.hint(customer, id, true) {
            Ok(_) => format!("a look-up of order {id} was queued"),
            Err(refusal) => refusal.to_string(),
        }
    }

    /// Queues a look-up: at once, or when the last one that a hint asked for is long enough ago.
    pub(super) fn hint(
        &mut self,
        customer: &CustomerId,
        id: OrderId,
        queued: bool,
    ) -> Result<Order, Refusal> {
        let mut order = self.order(customer, id)?;
        let at = order.hint_looked_up_at(self.now);
        if queued {
            self.job(Job::SettleOrder(id), at);
        } else if at > self.now {
            return Ok(order);
        }
        if order.hinted_at != Some(at) {
            order.hinted_at = Some(at);
            self.rows.orders.put(id, order.clone());
        }
        Ok(order)
    }

    /// The deposit of a movement that was reported before with another amount, account or name, with a text about the
    /// difference. A signature does not make one of the two right, so nothing follows from the second report before a
    /// person has decided.
    fn told_otherwise(&self, movement: &Movement) -> Option<(String, Deposit)> {
        let known = self.by_movement(&movement.provider, &movement.key)?;
        let before = &known.movement;
        let differs = [
            ("amount", before.amount != movement.amount),
            ("account", before.account != movement.account),
            (
                "depositor's name",
                normalised_name(&before.name) != normalised_name(&movement.name),
            ),
        ];
        let differs: Vec<&str> = differs
            .into_iter()
            .filter_map(|(what, differs)| differs.then_some(what))
            .collect();
        (!differs.is_empty()).then(|| {
            let what = differs.join(" and ");
            let effect = format!(
                "deposit {} was reported before with another {what}: nothing followed from this one",
                known.id
            );
            (effect, known)
        })
    }

    /// Stores a report of a movement. Matches it if it is of new money and exactly one order can be meant.
    fn deposit(&mut self, movement: &Movement) -> Result<Deposit, Refusal> {
        if let Some(known) = self.by_movement(&movement.provider, &movement.key) {
            return Ok(known);
        }
        let mut deposit = Deposit {
            id: DepositId::new(self.now, self.entropy),
            movement: movement.clone(),
            state: DepositState::Unmatched,
            reason: String::new(),
            order: None,
            repeat_of: None,
            received_at: self.now,
            settled_at: None,
        };
        match identify(movement, self.rows.deposits.values()) {
            Identity::New => self.decide(&mut deposit)?,
            Identity::Same(of) => {
                deposit.state = DepositState::Repeated;
                deposit.reason = format!(
                    "the money of deposit {of}, reported again by {}",
                    movement.source
                );
                deposit.repeat_of = Some(of);
                deposit.settled_at = Some(self.now);
                self.know_better(of, movement)?;
            }
            Identity::Doubtful(of) => {
                deposit.state = DepositState::PossibleRepeat;
                deposit.reason = format!(
                    "it may be the money of deposit {of}, reported again by {}: compare both with the bank's own list",
                    movement.source
                );
                deposit.repeat_of = Some(of);
                self.queued(&deposit);
            }
        }
        self.by_movement.insert(movement.named(), deposit.id);
        self.rows.deposits.put(deposit.id, deposit.clone());
        Ok(deposit)
    }

    /// Matches a deposit of new money, or queues it with the reason.
    pub(super) fn decide(&mut self, deposit: &mut Deposit) -> Result<(), Refusal> {
        let (state, reason, order) = self.classify(&deposit.movement);
        deposit.state = state;
        deposit.reason = reason;
        deposit.order = order.as_ref().map(|order| order.id);
        match order.filter(|_| state == DepositState::Matched) {
            Some(order) => {
                let at = deposit.movement.at;
                self.pay(deposit, order, at)?;
            }
            None => self.queued(deposit),
        }
        Ok(())
    }

    fn queued(&mut self, deposit: &Deposit) {
        self.event(Event::DepositQueued(DepositQueued {
            deposit_id: deposit.id,
            state: deposit.state,
            amount: deposit.movement.amount,
            reason: deposit.reason.clone(),
            repeat_of: deposit.repeat_of,
        }));
    }

    /// `at` is when the money came, by the most exact report.
    pub(super) fn pay(
        &mut self,
        deposit: &mut Deposit,
        order: Order,
        at: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        let movement = deposit.movement.clone();
        deposit.state = DepositState::Matched;
        deposit.order = Some(order.id);
        deposit.settled_at = Some(self.now);
        let paid = Paid {
            provider: &movement.provider,
            payment_key: &movement.key,
            method: Method::BankTransfer,
            amount: movement.amount,
            tax: None,
            at: at.min(self.now),
            facts: std::collections::BTreeMap::from([(
                "deposit_id".to_owned(),
                deposit.id.to_string(),
            )]),
        };
        self.complete(order, paid)?;
        Ok(())
    }

    /// A reversal that arrives before its deposit is refused, so that the feed sends it again. If it were only noted
    /// and forgotten, the deposit would mint credits for money that is gone.
    fn reverse_deposit(
        &mut self,
        provider: &ProviderId,
        key: &str,
    ) -> Result<(String, Deposit), Refusal> {
        let mut deposit = self
            .by_movement(provider, key)
            .ok_or(Refusal::NoDepositKey)?;
        match (deposit.state, deposit.repeat_of) {
            // It is not known which money is gone before a person has distinguished the two. The feed sends the
            // reversal again.
            (DepositState::PossibleRepeat, Some(of)) => {
                return Err(Refusal::DepositInDoubt {
                    deposit: deposit.id,
                    of,
                });
            }
            (DepositState::Repeated, Some(of)) => {
                deposit = self
                    .rows
                    .deposits
                    .get(&of)
                    .cloned()
                    .ok_or(Refusal::NoDeposit(of))?;
            }
            _ => {}
        }
        if deposit.state == DepositState::Reversed {
            return Ok((
                format!("deposit {} was reversed before", deposit.id),
                deposit,
            ));
        }
        if deposit.state == DepositState::Matched {
            let order = deposit.order.and_then(|id| self.rows.orders.get(&id));
            if let Some(payment) = order.and_then(|order| order.payment) {
                self.taken_back(
                    payment,
                    deposit.movement.amount,
                    "the bank took the deposit back",
                );
            }
        }
        deposit.state = DepositState::Reversed;
        "the bank took it back".clone_into(&mut deposit.reason);
        deposit.settled_at = Some(self.now);
        self.event(Event::DepositReversed(DepositReversed {
            deposit_id: deposit.id,
            amount: deposit.movement.amount,
            order_id: deposit.order,
        }));
        self.rows.deposits.put(deposit.id, deposit.clone());
        Ok((format!("deposit {} was reversed", deposit.id), deposit))
    }

    fn by_movement(&self, provider: &ProviderId, key: &str) -> Option<Deposit> {
        let id = self.by_movement.get(&(provider.clone(), key.to_owned()))?;
        self.rows.deposits.get(id).cloned()
    }

    /// Whether the transfer that paid was taken back in whole.
    fn came_undone(&self, id: PaymentId) -> bool {
        let payment = self.known_payment(id);
        payment.method == Method::BankTransfer && payment.cancelled_outside == payment.amount
    }

    /// A person decides that a deposit is a reversed transfer made again. Its credits come back with it.
    fn match_again(
        &mut self,
        mut deposit: Deposit,
        order: &Order,
        payment: PaymentId,
        reason: &str,
        by: &Actor,
    ) -> Result<Deposit, Refusal> {
        self.open_customer(&order.customer)?;
        let (paid, deposited) = (self.known_payment(payment).amount, deposit.movement.amount);
        if deposited != paid {
            // A payment's amount never changes: its lot, its tax and its refunds are shares of it.
            let order = order.id;
            return Err(Refusal::PaidWithOtherAmount {
                order,
                paid,
                deposited,
            });
        }
        let id = deposit.id;
        self.act(
            by,
            AuditAct::DepositMatch,
            id.to_string(),
            format!("order {} again: {reason}", order.id),
        );
        deposit.state = DepositState::Matched;
        deposit.reason = format!("matched by hand, after a reversal: {reason}");
        deposit.order = Some(order.id);
        deposit.settled_at = Some(self.now);
        self.paid_again(payment, Won::ZERO, "the transfer was made again");
        self.rows.deposits.put(id, deposit.clone());
        Ok(deposit)
    }

    pub(super) fn open_deposit(&self, id: DepositId) -> Result<Deposit, Refusal> {
        let deposit = self
            .rows
            .deposits
            .get(&id)
            .cloned()
            .ok_or(Refusal::NoDeposit(id))?;
        if deposit.state.is_open() {
            Ok(deposit)
        } else {
            Err(Refusal::DepositSettled {
                deposit: id,
                state: deposit.state,
            })
        }
    }
}
