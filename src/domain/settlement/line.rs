//! One line of a settlement.

use chrono::NaiveDate;

use crate::{
    hash::{Fields, Hash},
    id::OrderId,
    kind::{Method, vocabulary},
    money::SignedWon,
    reconcile::{Facts, Listed, Movement},
};

vocabulary!(
    /// Whether a line of a settlement brings money or takes it.
    SettlementKind, "kind of a settlement row" {
        /// A payment that is paid out.
        Payment = "payment",
        /// Money that went back to the buyer and is taken off.
        Cancel = "cancel",
    }
);

/// One line, as a provider reports it. All amounts are won; those of a cancel are negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The provider's own name of the movement. With the kind it is unique.
    pub key: String,
    /// Empty where the provider does not say it.
    pub payment_key: String,
    /// The order as the provider repeats it; it may be none of ours, or empty.
    pub order_ref: String,
    pub kind: SettlementKind,
    /// What the buyer paid or got back.
    pub gross: SignedWon,
    /// What the provider keeps, before VAT.
    pub fee: SignedWon,
    /// The VAT of the fee; `None` where it is in the fee and not said apart.
    pub vat: Option<SignedWon>,
    /// What is paid out.
    pub net: SignedWon,
    /// The day of Seoul on which it was sold or given back.
    pub sold_on: NaiveDate,
    /// The day of Seoul on which it is paid out, where it is known.
    pub paid_out_on: Option<NaiveDate>,
}

/// SHA-256 over lines, in their order: what a provider answered, to know it again.
pub fn digest(lines: &[Line]) -> Hash {
    let mut fields = Fields::default();
    for line in lines {
        for text in [&line.key, &line.payment_key, &line.order_ref] {
            fields.text(text);
        }
        fields.text(line.kind.as_str());
        for amount in [line.gross, line.fee, line.net] {
            fields.number(amount.get());
        }
        fields.shown(&format_args!("{:?}", line.vat));
        fields.shown(&line.sold_on);
        fields.shown(&format_args!("{:?}", line.paid_out_on));
    }
    fields.hash()
}

impl Line {
    pub const fn movement(&self) -> Movement {
        match self.kind {
            SettlementKind::Payment => Movement::Paid,
            SettlementKind::Cancel => Movement::Returned,
        }
    }

    /// The order, where its name has our form.
    pub fn order(&self) -> Option<OrderId> {
        self.order_ref.parse().ok()
    }

    /// The line as a movement of a list, with the order and the payment that the books know of it where the provider left one out.
    pub(super) fn listed(&self, known: &[&Facts]) -> Listed {
        let of_key = |facts: &&&Facts| {
            let booked = facts.payment.as_ref();
            let booked = booked.is_some_and(|booked| booked.key == self.payment_key);
            let mut parked = facts.parked.iter();
            !self.payment_key.is_empty()
                && (booked || parked.any(|it| it.payment_key == self.payment_key))
        };
        let order = self.order();
        let facts = match order {
            Some(order) => known.iter().find(|facts| facts.order == order),
            None => known.iter().find(of_key),
        };
        let order_ref = match (order, facts) {
            (None, Some(facts)) => facts.order.to_string(),
            (Some(_), _) | (None, None) => self.order_ref.clone(),
        };
        let booked = facts.and_then(|facts| facts.payment.as_ref());
        let payment_key = match booked {
            Some(booked) if self.payment_key.is_empty() => booked.key.clone(),
            Some(_) | None => self.payment_key.clone(),
        };
        Listed {
            key: self.key.clone(),
            payment_key,
            order_ref,
            movement: self.movement(),
            // What was never paid is not settled, so the only thing that a method decides does not arise.
            method: Method::Card,
            amount: self.gross.size(),
            day: self.sold_on,
        }
    }
}
