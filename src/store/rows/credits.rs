//! Lots, and the spends and holds that take from them.

use domain::{
    lot::Lot,
    notice::ExpiryNotice,
    spend::{Hold, HoldExtension, Spend},
};

use super::declare::{stored, table};

stored! {
    pub(crate) LOTS = "lots", Replaced, journal 'l': Lot {
        key id: id,
        fixed customer_id: word = customer,
        fixed kind: word,
        fixed payment_id: maybe_id = payment,
        fixed reason: maybe_text,
        fixed policy: text,
        fixed policy_hash: text,
        fixed granted: amount,
        derived remaining: amount,
        derived held: amount,
        derived spent: amount,
        derived refunded: amount,
        derived expired: amount,
        derived revoked: amount,
        fixed acquired_at: instant,
        fixed expires_at: instant,
        derived debt_paid: amount,
        fixed bonus_of: maybe_id,
        derived bonus_gone: amount,
    }
}

stored! {
    pub(crate) SPENDS = "spends", Replaced, journal 's': Spend {
        key id: id,
        fixed customer_id: word,
        fixed credits: amount,
        fixed meter: text,
        fixed reference: text,
        derived parts: json,
        fixed hold_id: maybe_id = hold,
        fixed spent_at: instant = at,
        derived reversed_at: maybe_instant,
        added api_key: maybe_id,
    }
}

stored! {
    pub(crate) HOLDS = "holds", Replaced, journal 'h': Hold {
        key id: id,
        fixed customer_id: word,
        fixed credits: amount,
        changing captured: amount,
        changing state: word,
        fixed meter: text,
        fixed reference: text,
        changing parts: json,
        changing spend_id: maybe_id = spend,
        fixed opened_at: instant,
        fixed expires_at: instant,
        changing closed_at: maybe_instant,
        derived extended_until: maybe_instant,
    }
}

stored! {
    pub(crate) HOLD_EXTENSIONS = "hold_extensions", Refused, journal 'z': HoldExtension {
        key id: id,
        fixed hold_id: id = hold,
        fixed customer_id: word = customer,
        fixed was_at: instant = was,
        fixed until_at: instant = until,
        fixed extended_at: instant = at,
    }
}

stored! {
    pub(crate) EXPIRY_NOTICES = "expiry_notices", Refused, journal 'u': ExpiryNotice {
        key id: id,
        fixed lot_id: id = lot,
        fixed customer_id: word = customer,
        fixed days: int,
        fixed outcome: word,
        fixed noticed_at: instant = at,
    }
}
