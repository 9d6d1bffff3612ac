//! Subscriptions and their months.

use domain::membership::{Distribution, DueMonth, Subscription};

use super::declare::{stored, table};

stored! {
    pub(crate) SUBSCRIPTIONS = "subscriptions", Replaced, journal 'm': Subscription {
        key id: id,
        fixed customer_id: word = customer,
        changing plan: text,
        changing credits: amount,
        changing state: word,
        fixed started_at: instant,
        changing next_month: int,
        changing next_due_at: maybe_instant,
        changing paused_at: maybe_instant,
        changing ended_at: maybe_instant,
        changing reason: maybe_text,
        derived billed: maybe_json,
        derived waiting: maybe_id,
    }
}

stored! {
    pub(crate) DISTRIBUTIONS = "distributions", Refused, journal 'b': Distribution {
        key id: id,
        fixed customer_id: word = customer,
        fixed subscription_id: id = subscription,
        fixed month: int,
        fixed plan: text,
        fixed credits: amount,
        fixed due_at: instant,
        fixed made_at: instant,
        fixed lot_id: maybe_id = lot,
        fixed skipped: maybe_id,
    }
}

stored! {
    pub(crate) DUE_MONTHS = "due_months", Refused, journal 'E': DueMonth {
        key id: id,
        fixed customer_id: word = customer,
        fixed subscription_id: id = subscription,
        fixed month: int,
        fixed plan: text,
        fixed credits: amount,
        fixed amount: amount,
        fixed tax_free: amount,
        fixed due_at: instant,
        fixed made_at: instant,
    }
}
