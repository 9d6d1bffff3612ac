//! Customers, orders, payments and deposits: money that comes in.

use domain::{
    customer::Customer,
    deposit::{Balance, Deposit, Movement},
    order::Order,
    payment::Payment,
};

use super::{Reader, Stored};
use crate::store::{
    StoreError,
    columns::Rows,
    table::{ColumnType, OnConflict, Table},
};

pub(crate) static CUSTOMERS: Table = Table::new(
    "customers",
    "id",
    OnConflict::Replaced(&["opened_at"]),
    &[
        ("id", ColumnType::Text),
        ("state", ColumnType::Text),
        ("debt", ColumnType::Int),
        ("seq", ColumnType::Int),
        ("head", ColumnType::Text),
        ("opened_at", ColumnType::Int),
        ("closed_at", ColumnType::Int),
        ("debt_waived", ColumnType::Int),
        ("granted", ColumnType::Int),
    ],
);

impl Stored for Customer {
    fn table() -> &'static Table {
        &CUSTOMERS
    }

    fn write(&self, row: &mut Rows) {
        row.text(self.id.as_str());
        row.text(self.state.as_str());
        row.int(self.debt.get());
        row.int(self.seq);
        row.text(&self.head);
        row.instant(self.opened_at);
        row.maybe_instant(self.closed_at);
        row.int(self.debt_waived.get());
        row.int(self.granted.get());
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            state: row.parsed()?,
            debt: row.amount()?,
            seq: row.int()?,
            head: row.text()?,
            opened_at: row.instant()?,
            closed_at: row.maybe_instant()?,
            debt_waived: row.amount()?,
            granted: row.amount()?,
        })
    }
}

pub(crate) static ORDERS: Table = Table::new(
    "orders",
    "id",
    OnConflict::Replaced(&[
        "customer_id",
        "product",
        "title",
        "quantity",
        "amount",
        "tax_free",
        "credits",
        "kind",
        "policy",
        "policy_hash",
        "depositor",
        "depositor_key",
        "return_url",
        "opened_at",
    ]),
    &[
        ("id", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("product", ColumnType::Text),
        ("title", ColumnType::Text),
        ("quantity", ColumnType::Int),
        ("amount", ColumnType::Int),
        ("tax_free", ColumnType::Int),
        ("credits", ColumnType::Int),
        ("kind", ColumnType::Text),
        ("validity", ColumnType::Text),
        ("policy", ColumnType::Text),
        ("policy_hash", ColumnType::Text),
        ("provider", ColumnType::Text),
        ("method", ColumnType::Text),
        ("depositor", ColumnType::Text),
        ("depositor_key", ColumnType::Text),
        ("return_url", ColumnType::Text),
        ("session", ColumnType::Text),
        ("state", ColumnType::Text),
        ("note", ColumnType::Text),
        ("payment_id", ColumnType::Text),
        ("opened_at", ColumnType::Int),
        ("expires_at", ColumnType::Int),
        ("closed_at", ColumnType::Int),
        ("hinted_at", ColumnType::Int),
        ("bonus", ColumnType::Text),
        ("metadata", ColumnType::Text),
    ],
)
.journaled('o', true, &[]);

impl Stored for Order {
    fn table() -> &'static Table {
        &ORDERS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.customer.as_str());
        row.text(&self.product);
        row.text(&self.title);
        row.int(self.quantity);
        row.int(self.amount.get());
        row.int(self.tax_free.get());
        row.int(self.credits.get());
        row.text(self.kind.as_str());
        row.json(&self.validity);
        row.text(&self.policy);
        row.text(&self.policy_hash);
        row.text(self.provider.as_str());
        row.text(self.method.as_str());
        row.maybe_text(self.depositor.as_deref());
        row.maybe_text(self.depositor_key.as_deref());
        row.text(&self.return_url);
        row.maybe_json(self.session.as_ref());
        row.text(self.state.as_str());
        row.maybe_text(self.note.as_deref());
        row.maybe_shown(self.payment.as_ref());
        row.instant(self.opened_at);
        row.instant(self.expires_at);
        row.maybe_instant(self.closed_at);
        row.maybe_instant(self.hinted_at);
        row.maybe_json(self.bonus.as_ref());
        row.maybe_json(Some(&self.metadata).filter(|metadata| !metadata.is_empty()));
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            customer: row.parsed()?,
            product: row.text()?,
            title: row.text()?,
            quantity: row.int()?,
            amount: row.amount()?,
            tax_free: row.amount()?,
            credits: row.amount()?,
            kind: row.parsed()?,
            validity: row.json()?,
            policy: row.text()?,
            policy_hash: row.text()?,
            provider: row.parsed()?,
            method: row.parsed()?,
            depositor: row.maybe_text()?,
            depositor_key: row.maybe_text()?,
            return_url: row.text()?,
            session: row.maybe_json()?,
            state: row.parsed()?,
            note: row.maybe_text()?,
            payment: row.maybe_parsed()?,
            opened_at: row.instant()?,
            expires_at: row.instant()?,
            closed_at: row.maybe_instant()?,
            hinted_at: row.maybe_instant()?,
            bonus: row.maybe_json()?,
            metadata: row.maybe_json()?.unwrap_or_default(),
        })
    }
}

pub(crate) static PAYMENTS: Table = Table::new(
    "payments",
    "id",
    OnConflict::Replaced(&[
        "order_id",
        "customer_id",
        "provider",
        "payment_key",
        "method",
        "amount",
        "policy",
        "policy_hash",
        "paid_at",
    ]),
    &[
        ("id", ColumnType::Text),
        ("order_id", ColumnType::Text),
        ("customer_id", ColumnType::Text),
        ("provider", ColumnType::Text),
        ("payment_key", ColumnType::Text),
        ("method", ColumnType::Text),
        ("amount", ColumnType::Int),
        ("tax", ColumnType::Text),
        ("refunded", ColumnType::Int),
        ("in_flight", ColumnType::Int),
        ("cancelled_outside", ColumnType::Int),
        ("credits_revoked", ColumnType::Int),
        ("debt", ColumnType::Int),
        ("debt_waived", ColumnType::Int),
        ("policy", ColumnType::Text),
        ("policy_hash", ColumnType::Text),
        ("paid_at", ColumnType::Int),
        ("facts", ColumnType::Text),
        ("outside_at", ColumnType::Int),
    ],
)
.journaled(
    'y',
    true,
    &[
        "refunded",
        "in_flight",
        "cancelled_outside",
        "credits_revoked",
    ],
);

impl Stored for Payment {
    fn table() -> &'static Table {
        &PAYMENTS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.shown(&self.order);
        row.text(self.customer.as_str());
        row.text(self.provider.as_str());
        row.text(&self.payment_key);
        row.text(self.method.as_str());
        row.int(self.amount.get());
        row.json(&self.tax);
        row.int(self.refunded.get());
        row.int(self.in_flight.get());
        row.int(self.cancelled_outside.get());
        row.int(self.credits_revoked.get());
        row.int(self.debt.get());
        row.int(self.debt_waived.get());
        row.text(&self.policy);
        row.text(&self.policy_hash);
        row.instant(self.paid_at);
        row.json(&self.facts);
        row.maybe_instant(self.outside_at);
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.parsed()?,
            order: row.parsed()?,
            customer: row.parsed()?,
            provider: row.parsed()?,
            payment_key: row.text()?,
            method: row.parsed()?,
            amount: row.amount()?,
            tax: row.json()?,
            refunded: row.amount()?,
            in_flight: row.amount()?,
            cancelled_outside: row.amount()?,
            credits_revoked: row.amount()?,
            debt: row.amount()?,
            debt_waived: row.amount()?,
            policy: row.text()?,
            policy_hash: row.text()?,
            paid_at: row.instant()?,
            facts: row.json()?,
            outside_at: row.maybe_instant()?,
        })
    }
}

pub(crate) static DEPOSITS: Table = Table::new(
    "deposits",
    "id",
    OnConflict::Replaced(&[
        "provider",
        "movement_key",
        "account",
        "name",
        "amount",
        "moved_at",
        "received_at",
        "key",
        "source",
        "balance",
    ]),
    &[
        ("id", ColumnType::Text),
        ("provider", ColumnType::Text),
        ("movement_key", ColumnType::Text),
        ("account", ColumnType::Text),
        ("name", ColumnType::Text),
        ("amount", ColumnType::Int),
        ("moved_at", ColumnType::Int),
        ("state", ColumnType::Text),
        ("reason", ColumnType::Text),
        ("order_id", ColumnType::Text),
        ("received_at", ColumnType::Int),
        ("settled_at", ColumnType::Int),
        ("key", ColumnType::Text),
        ("source", ColumnType::Text),
        ("balance", ColumnType::Int),
        ("repeat_of", ColumnType::Text),
    ],
)
.journaled('d', true, &[]);

impl Stored for Deposit {
    fn table() -> &'static Table {
        &DEPOSITS
    }

    fn write(&self, row: &mut Rows) {
        row.shown(&self.id);
        row.text(self.movement.provider.as_str());
        row.text(&self.movement.key);
        row.text(&self.movement.account);
        row.text(&self.movement.name);
        row.int(self.movement.amount.get());
        row.instant(self.movement.at);
        row.text(self.state.as_str());
        row.text(&self.reason);
        row.maybe_shown(self.order.as_ref());
        row.instant(self.received_at);
        row.maybe_instant(self.settled_at);
        row.pair(self.movement.provider.as_str(), &self.movement.key);
        row.shown(&self.movement.source);
        row.maybe_int(self.movement.balance.map(|balance| balance.0));
        row.maybe_shown(self.repeat_of.as_ref());
    }

    fn read(row: &mut Reader<'_>) -> Result<Self, StoreError> {
        let id = row.parsed()?;
        let (provider, key, account) = (row.parsed()?, row.text()?, row.text()?);
        let (name, amount, at) = (row.text()?, row.amount()?, row.instant()?);
        let (state, reason, order) = (row.parsed()?, row.text()?, row.maybe_parsed()?);
        let (received_at, settled_at) = (row.instant()?, row.maybe_instant()?);
        // Made of the provider and the key.
        row.text()?;
        Ok(Self {
            id,
            movement: Movement {
                provider,
                key,
                source: row.parsed()?,
                account,
                name,
                amount,
                at,
                balance: row.maybe_int()?.map(Balance),
            },
            state,
            reason,
            order,
            repeat_of: row.maybe_parsed()?,
            received_at,
            settled_at,
        })
    }
}
