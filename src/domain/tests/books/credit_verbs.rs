//! Grants, spends and holds, as verbs of the world.

use chrono::{DateTime, Utc};
use domain::{
    books::{
        credits::{CaptureHold, ExtendHold, HoldCredits, ReleaseHold, ReverseSpend, SpendCredits},
        customers::{BookExpiry, GrantCredits},
    },
    command::Answer,
    kind::Kind,
    lot::Lot,
    spend::{Hold, Spend},
};

use crate::verbs::take;
use crate::{credits, customer, world::World};

impl World {
    pub(crate) fn grant(&mut self, who: &str, kind: Kind, amount: i64) -> Lot {
        take!(self.ok(grant_of(who, kind, amount)), Lot)
    }

    pub(crate) fn spend(&mut self, who: &str, amount: i64) -> Spend {
        take!(self.ok(spend_of(who, amount)), Spend)
    }

    pub(crate) fn reverse(&mut self, spend: &Spend) {
        self.ok(ReverseSpend {
            reason: None,
            customer: spend.customer_id.clone(),
            spend: spend.id,
        });
    }

    pub(crate) fn hold(&mut self, who: &str, amount: i64, expires_at: DateTime<Utc>) -> Hold {
        take!(self.ok(hold_of(who, amount, expires_at)), Hold)
    }

    pub(crate) fn capture(&mut self, hold: &Hold, amount: Option<i64>) -> Hold {
        take!(self.ok(capture_of(hold, amount)), Hold)
    }

    pub(crate) fn release(&mut self, hold: &Hold) -> Hold {
        take!(
            self.ok(ReleaseHold {
                customer: hold.customer_id.clone(),
                hold: hold.id,
                reason: None,
            }),
            Hold
        )
    }

    /// How many lots and holds were recorded as ended.
    pub(crate) fn sweep(&mut self, who: &str) -> (i64, i64) {
        match self.ok(BookExpiry {
            customer: customer(who),
        }) {
            Answer::Expired(over) => (over.lots, over.holds),
            other => panic!("answered with {other:?}"),
        }
    }
}

pub(crate) fn spend_of(who: &str, amount: i64) -> SpendCredits {
    let (meter, reference) = ("video.generate".to_owned(), "req-1".to_owned());
    SpendCredits {
        customer: customer(who),
        credits: credits(amount),
        meter,
        reference,
    }
}

pub(crate) fn hold_of(who: &str, amount: i64, expires_at: DateTime<Utc>) -> HoldCredits {
    let (meter, reference) = ("video.generate".to_owned(), "req-1".to_owned());
    HoldCredits {
        customer: customer(who),
        credits: credits(amount),
        meter,
        reference,
        expires_at,
    }
}

pub(crate) fn capture_of(hold: &Hold, amount: Option<i64>) -> CaptureHold {
    CaptureHold {
        customer: hold.customer_id.clone(),
        hold: hold.id,
        credits: amount.map(credits),
    }
}

pub(crate) fn extend_of(hold: &Hold, until: DateTime<Utc>) -> ExtendHold {
    ExtendHold {
        customer: hold.customer_id.clone(),
        hold: hold.id,
        until,
    }
}

pub(crate) fn grant_of(who: &str, kind: Kind, amount: i64) -> GrantCredits {
    GrantCredits {
        customer: customer(who),
        kind,
        credits: credits(amount),
        bonus_of: None,
        reason: "welcome".to_owned(),
    }
}
