//! Campaigns, customers' redemptions of them, and contracts.

use domain::{
    campaign::{Campaign, Redemption},
    contract::Contract,
};

use super::declare::{stored, table};

stored! {
    pub(crate) CAMPAIGNS = "campaigns", Replaced, journal 'f': Campaign {
        key id: id,
        fixed name: text,
        fixed audience: word,
        fixed code: maybe_id,
        fixed gives: word,
        fixed worth: int,
        fixed products: json,
        fixed from_at: instant = from,
        fixed until_at: instant = until,
        fixed budget: int,
        fixed redemptions_max: maybe_int,
        fixed per_customer: int,
        derived used: int,
        derived redeemed: int,
        fixed created_by: id,
        fixed created_at: instant,
        changing ended_at: maybe_instant,
        derived overrun: int,
        derived overruns: int,
    }
}

stored! {
    pub(crate) REDEMPTIONS = "redemptions", Replaced, journal 'g': Redemption {
        key id: id,
        fixed campaign_id: id = campaign,
        fixed customer_id: word = customer,
        fixed order_id: maybe_id = order,
        fixed lot_id: maybe_id = lot,
        fixed credits: amount,
        fixed discount: amount,
        changing state: word,
        fixed redeemed_at: instant = at,
        changing settled_at: maybe_instant,
        derived overrun_at: maybe_instant,
    }
}

stored! {
    pub(crate) CONTRACTS = "contracts", Refused, journal 'j': Contract {
        key id: id,
        fixed customer_id: word = customer,
        fixed name: text,
        fixed reference: text,
        fixed document: text,
        fixed hash: text,
        fixed policy: text,
        fixed policy_hash: text,
        fixed published_by: id,
        fixed published_at: instant,
        fixed effective_at: instant,
    }
}
