//! Orders on the way to their payment: opened with a fixed price, sent to a provider, confirmed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{
    actor::Actor,
    books::{Books, Needs, memberships::AskedMonth},
    campaign::{Promotion, PromotionCode},
    command::{Change, of_customer},
    deposit::depositor_key,
    effects::Job,
    id::{CustomerId, OrderId},
    kind::{Method, ProviderId},
    metadata::Metadata,
    money::Won,
    order::{Order, OrderState, Session},
    product::Offer,
    refusal::Refusal,
};

/// Opens an order. Price, credits and validity come from the catalogue and the policy. An order of this id that is already
/// there is left as it is, in any state.
#[derive(Debug, Clone)]
pub struct OpenOrder {
    pub id: OrderId,
    pub customer: CustomerId,
    pub product: String,
    pub quantity: i64,
    pub provider: ProviderId,
    pub method: Method,
    pub depositor: Option<String>,
    /// Our account that a bank deposit would arrive on, by its configured name.
    pub account: Option<String>,
    pub return_url: String,
    pub metadata: Metadata,
    /// Whether a product of the customer's contract may be meant: where the catalogue has none of this name.
    pub by_contract: bool,
    /// The month of a subscription that it pays for, in the place of `product`.
    pub month: Option<AskedMonth>,
    /// The code of a campaign that takes something off the price or adds a bonus.
    pub promotion_code: Option<PromotionCode>,
    pub expires_at: DateTime<Utc>,
    /// The smallest amount that the provider takes by this method, in won.
    pub amount_min: Won,
    /// The largest, where there is one.
    pub amount_max: Option<Won>,
}

impl Change for OpenOrder {
    type Answer = Order;
    const ANSWERS_BALANCE: bool = true;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.id);
        needs.may_await = true;
        needs.depositors.extend(self.depositor_key());
        if self.by_contract {
            needs.contracts_of.insert(self.customer.clone());
        }
        match (&self.month, &self.promotion_code) {
            (Some(asked), _) => needs.subscriptions.extend([asked.subscription]),
            (None, Some(code)) => needs.codes.extend([code.clone()]),
            (None, None) => needs.newcomers.extend([self.customer.clone()]),
        }
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        if books.rows.orders.get(&self.id).is_some() {
            return books.order(&self.customer, self.id);
        }
        books.active_customer(&self.customer)?;
        let (offer, pinned, promotion, expires_at) = self.offered(books)?;
        takes(self, offer.amount)?;
        // Checked again when the order is paid, because other credits may come meanwhile.
        books.granted_with(&self.customer, offer.all_credits())?;
        let (depositor_key, amount) = (self.depositor_key(), offer.amount);
        let key = depositor_key.as_ref();
        if let Some(other) = key.and_then(|key| books.awaiting(key, amount)) {
            return Err(Refusal::DepositorTaken { other, amount });
        }
        let order = Order {
            id: self.id,
            customer: self.customer.clone(),
            product: offer.product,
            title: offer.title,
            quantity: offer.quantity,
            amount,
            tax_free: offer.tax_free,
            credits: offer.credits,
            kind: offer.kind,
            validity: offer.validity,
            bonus: offer.bonus,
            policy: pinned.0,
            policy_hash: pinned.1,
            provider: self.provider.clone(),
            method: self.method,
            depositor: self.depositor.clone(),
            // An order that waits for a transfer to our own account may be paid from now on.
            state: if depositor_key.is_some() {
                OrderState::AwaitingDeposit
            } else {
                OrderState::Open
            },
            depositor_key,
            return_url: self.return_url.clone(),
            session: None,
            failure: None,
            note: None,
            payment: None,
            opened_at: books.now,
            expires_at,
            closed_at: None,
            hinted_at: None,
            metadata: self.metadata.clone(),
            promotion,
        };
        if let Some(key) = &order.depositor_key {
            books
                .by_depositor
                .entry(key.clone())
                .or_default()
                .push(order.id);
        }
        Ok(books.rows.orders.save(order))
    }
}

impl Books<'_> {
    fn awaiting(&self, depositor_key: &str, amount: Won) -> Option<OrderId> {
        let ids = self.by_depositor.get(depositor_key)?;
        let orders = ids.iter().filter_map(|id| self.rows.orders.get(id));
        orders
            .filter(|order| order.state == OrderState::AwaitingDeposit)
            .find(|order| order.amount == amount)
            .map(|order| order.id)
    }
}

/// What is ordered, the version and hash of its terms, a campaign's part, and when the order is given up unpaid.
type Offered = (Offer, (String, String), Option<Promotion>, DateTime<Utc>);

impl OpenOrder {
    /// A month is not ordered beyond the time that it waits, and no campaign changes its price.
    fn offered(&self, books: &mut Books<'_>) -> Result<Offered, Refusal> {
        let policy = books.rules.policies.current(books.now);
        let by_policy = (policy.version.clone(), policy.hash.clone());
        if let Some(asked) = self.month {
            let (offer, until) = books.month_offer(&self.customer, asked, self.quantity)?;
            return Ok((offer, by_policy, None, self.expires_at.min(until)));
        }
        let (offer, promotion, pinned) = match books.contract_in_effect(&self.customer) {
            Some(contract) if self.by_contract => {
                let (offer, pinned) = books.offer_by(contract, &self.product, self.quantity)?;
                books.no_code_by(contract, self)?;
                (offer, None, pinned)
            }
            Some(_) | None => {
                let catalogue = &books.rules.catalogue;
                let offer = catalogue.offer(&self.product, self.quantity, policy)?;
                let (offer, promotion) = books.promoted(self, offer, policy)?;
                (offer, promotion, by_policy)
            }
        };
        Ok((offer, pinned, promotion, self.expires_at))
    }

    /// By which a deposit finds the order, where it is paid to our own account.
    fn depositor_key(&self) -> Option<String> {
        let names = self.account.as_ref().zip(self.depositor.as_ref());
        names.map(|(account, name)| depositor_key(account, name))
    }
}

/// Whether the provider takes such an amount by this method.
fn takes(open: &OpenOrder, amount: Won) -> Result<(), Refusal> {
    let provider = || open.provider.clone();
    if amount < open.amount_min {
        return Err(Refusal::BelowMinimum {
            provider: provider(),
            amount,
            amount_min: open.amount_min,
        });
    }
    match open.amount_max {
        Some(amount_max) if amount > amount_max => Err(Refusal::AboveMaximum {
            provider: provider(),
            method: open.method,
            amount,
            amount_max,
        }),
        Some(_) | None => Ok(()),
    }
}

/// Stores the session at the provider that an order is paid in.
#[derive(Debug, Clone)]
pub struct AttachSession {
    pub customer: CustomerId,
    pub order: OrderId,
    pub session: Session,
}

impl Change for AttachSession {
    type Answer = Order;

    of_customer!();

    fn needs(&self, needs: &mut Needs) {
        needs.orders.insert(self.order);
        needs.may_await = true;
    }

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        let (customer, id, session) = (&self.customer, self.order, &self.session);
        let mut order = books.order(customer, id)?;
        if !order.state.is_open() {
            return Err(Refusal::OrderNotOpen {
                order: id,
                state: order.state,
            });
        }
        if order.session.is_none() {
            let mut session = session.clone();
            if let Some(deposit) = &mut session.deposit {
                // No account is shown for longer than its order is open.
                deposit.due_at = deposit.due_at.min(order.expires_at);
            }
            order.session = Some(session);
            books.rows.orders.put(order.clone());
        }
        Ok(order)
    }
}

/// How long after a confirmation was stored another worker checks its outcome, in seconds. This is longer than the call
/// itself usually takes, and short enough that a buyer still waits. The check is only a look-up, and finds nothing
/// while the first call is under way.
const CONFIRM_CHECK_SECONDS: i64 = 5;

/// The buyer came back. This is stored before the provider is asked to take the money. Asking twice is harmless.
#[derive(Debug, Clone)]
pub struct BeginConfirmation {
    pub customer: CustomerId,
    pub order: OrderId,
    /// The query that the browser brought back, without our own state.
    pub query: BTreeMap<String, String>,
}

impl Change for BeginConfirmation {
    type Answer = Order;

    of_customer!(orders: order);

    fn apply(&self, books: &mut Books<'_>, _: &Actor) -> Result<Order, Refusal> {
        let (customer, id, query) = (&self.customer, self.order, &self.query);
        let mut order = books.order(customer, id)?;
        match order.state {
            OrderState::Open => {
                // No money was taken yet, and none is while the customer may not buy, or for a month that is settled.
                books.active_customer(customer)?;
                books.is_payable(&order)?;
                order.state = OrderState::Confirming;
                if let Some(session) = order.session.as_mut() {
                    session.callback.clone_from(query);
                }
                books.rows.orders.put(order.clone());
                let check_at = books.now + chrono::Duration::seconds(CONFIRM_CHECK_SECONDS);
                books.job(Job::SettleOrder(id), check_at);
                Ok(order)
            }
            OrderState::Confirming | OrderState::AwaitingDeposit | OrderState::Completed => {
                Ok(order)
            }
            state @ (OrderState::Failed
            | OrderState::Cancelled
            | OrderState::Expired
            | OrderState::Mismatched) => Err(Refusal::OrderNotOpen { order: id, state }),
        }
    }
}
