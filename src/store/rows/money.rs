//! Customers, orders, payments and deposits: money that comes in.

use domain::{
    customer::Customer,
    deposit::{Balance, Deposit, Movement},
    order::Order,
    payment::Payment,
};

use super::{
    Reader, Stored,
    declare::{stored, table},
};
use crate::store::{StoreError, columns::Rows, table::Table};

stored! {
    pub(crate) CUSTOMERS = "customers", Replaced: Customer {
        key id: word,
        changing state: word,
        changing debt: amount,
        changing seq: int,
        changing head: text,
        fixed opened_at: instant,
        changing closed_at: maybe_instant,
        changing debt_waived: amount,
        changing granted: amount,
        changing thresholds: maybe_json,
    }
}

stored! {
    pub(crate) ORDERS = "orders", Replaced, journal 'o': Order {
        key id: id,
        fixed customer_id: word = customer,
        fixed product: text,
        fixed title: text,
        fixed quantity: int,
        fixed amount: amount,
        fixed tax_free: amount,
        fixed credits: amount,
        fixed kind: word,
        changing validity: json,
        fixed policy: text,
        fixed policy_hash: text,
        changing provider: word,
        changing method: word,
        fixed depositor: maybe_text,
        fixed depositor_key: maybe_text,
        fixed return_url: text,
        changing session: maybe_json,
        changing state: word,
        changing failure: maybe_json,
        changing note: maybe_text,
        changing payment_id: maybe_id = payment,
        fixed opened_at: instant,
        changing expires_at: instant,
        changing closed_at: maybe_instant,
        changing hinted_at: maybe_instant,
        changing bonus: maybe_json,
        changing metadata: filled_json,
        derived promotion: maybe_json,
    }
}

stored! {
    pub(crate) PAYMENTS = "payments", Replaced, journal 'y': Payment {
        key id: id,
        fixed order_id: id = order,
        fixed customer_id: word = customer,
        fixed provider: word,
        fixed payment_key: text,
        fixed method: word,
        fixed amount: amount,
        changing tax: json,
        derived refunded: amount,
        derived in_flight: amount,
        derived cancelled_outside: amount,
        derived credits_revoked: amount,
        changing debt: amount,
        changing debt_waived: amount,
        fixed policy: text,
        fixed policy_hash: text,
        fixed paid_at: instant,
        changing facts: json,
        changing outside_at: maybe_instant,
        derived cash_receipt_id: maybe_id = cash_receipt,
        derived dispute_id: maybe_id = dispute,
        derived charged_back: amount,
    }
}

table! {
    pub(crate) DEPOSITS = "deposits", Replaced, journal 'd' {
        key id: id,
        fixed provider: word,
        fixed movement_key: text,
        fixed account: text,
        fixed name: text,
        fixed amount: amount,
        fixed moved_at: instant,
        changing state: word,
        changing reason: text,
        changing order_id: maybe_id,
        fixed received_at: instant,
        changing settled_at: maybe_instant,
        fixed key: text,
        fixed source: id,
        fixed balance: maybe_amount,
        changing repeat_of: maybe_id,
    }
}

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
        // Derived from the provider and the key.
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
