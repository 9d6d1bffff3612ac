//! A customer as support sees one.

use askama::Template;
use chrono::{DateTime, Utc};
use domain::{
    customer::Customer, lot::Lot, membership::Subscription, money::Credits, order::Order,
};

use super::{Frame, Words, list::Cell, told, words};
use crate::web::{
    format,
    my::{Line, OfKind},
    picture::timeline::Timeline,
};

/// Something that can be done for the customer, on a page of its own.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) to: String,
    pub(crate) words: Words,
    pub(crate) about: Words,
}

/// A lot, and until when its money goes back.
#[derive(Debug)]
pub(crate) struct LotRow {
    pub(crate) lot: Lot,
    /// Exclusive ends, by right and through support, where it was bought.
    pub(crate) refund: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

#[derive(Debug, Template)]
#[template(path = "console/customer.html", config = "src/web/askama.toml")]
pub(crate) struct OfCustomer {
    pub(crate) frame: Frame,
    pub(crate) customer: Customer,
    pub(crate) available: Credits,
    pub(crate) held: Credits,
    pub(crate) debt: Credits,
    /// What this operator can do for the customer.
    pub(crate) ways: Vec<Way>,
    pub(crate) kinds: Vec<OfKind>,
    pub(crate) timeline: Option<Timeline>,
    pub(crate) lots: Vec<LotRow>,
    /// Whether there are more lots than are shown.
    pub(crate) more_lots: bool,
    pub(crate) orders: Vec<Order>,
    pub(crate) more_orders: bool,
    pub(crate) subscriptions: Vec<Subscription>,
    pub(crate) lines: Vec<Line>,
    pub(crate) more_lines: bool,
    pub(crate) now: DateTime<Utc>,
}

impl OfCustomer {
    fn state(&self) -> Cell {
        let state = self.customer.state;
        words::state(state.as_str(), words::customer(state))
    }

    fn order_state(order: &Order) -> Cell {
        words::state(order.state.as_str(), words::order(order.state))
    }

    fn subscription_state(subscription: &Subscription) -> Cell {
        let state = subscription.state;
        words::state(state.as_str(), words::subscription(state))
    }

    fn has_ended(&self, row: &LotRow) -> bool {
        row.lot.expires_at <= self.now
    }

    /// The end that counts for a refund now, and whether a reason is needed for it.
    fn refund_until(&self, row: &LotRow) -> Option<(DateTime<Utc>, bool)> {
        let (by_right, through_support) = row.refund?;
        if self.now < by_right {
            return Some((by_right, false));
        }
        (self.now < through_support).then_some((through_support, true))
    }
}

#[derive(Debug, Template)]
#[template(path = "console/history.html", config = "src/web/askama.toml")]
pub(crate) struct History {
    pub(crate) frame: Frame,
    pub(crate) customer: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) next: Option<String>,
}

/// A link to the customer's own page, shown once.
#[derive(Template)]
#[template(path = "console/link.html", config = "src/web/askama.toml")]
pub(crate) struct Link {
    pub(crate) frame: Frame,
    pub(crate) customer: String,
    pub(crate) url: String,
    pub(crate) expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link")
            .field("customer", &self.customer)
            .finish_non_exhaustive()
    }
}
