//! The choice of lots, in the order of spending.

use crate::{
    books::Books, calendar::rfc3339_seoul, id::CustomerId, lot::Lot, money::Credits,
    refusal::Refusal, spend::Part,
};

impl Books<'_> {
    /// Chooses lots for `credits` in the published order, each with the reason for its place.
    pub(super) fn choose(
        &self,
        customer: &CustomerId,
        credits: Credits,
    ) -> Result<Vec<Part>, Refusal> {
        if credits.is_zero() {
            return Err(Refusal::NoCredits);
        }
        let mut missing = credits;
        let mut parts = Vec::new();
        let mut before: Option<&Lot> = None;
        let order = self.in_order.get(customer).into_iter().flatten();
        let lots = order.filter_map(|(_, _, _, id)| self.rows.lots.get(id));
        for lot in lots.filter(|lot| lot.is_live(self.now) && !lot.remaining.is_zero()) {
            let taken = missing.min(lot.remaining);
            let why = reason(before, lot);
            parts.push(Part {
                lot: lot.id,
                kind: lot.kind,
                credits: taken,
                expires_at: lot.expires_at,
                why,
            });
            missing = missing.minus_or_zero(taken);
            if missing.is_zero() {
                return Ok(parts);
            }
            before = Some(lot);
        }
        Err(Refusal::InsufficientCredits {
            asked: credits,
            available: credits.minus_or_zero(missing),
        })
    }
}

/// Why `lot` comes at its place (credits policy, section 4).
fn reason(before: Option<&Lot>, lot: &Lot) -> String {
    let ends = rfc3339_seoul(lot.expires_at);
    match before {
        None => format!("first to expire, at {ends}"),
        Some(earlier) if earlier.expires_at != lot.expires_at => {
            format!("next to expire, at {ends}")
        }
        Some(earlier) if earlier.kind.rank() != lot.kind.rank() => {
            format!("same expiry: {} before {}", earlier.kind, lot.kind)
        }
        Some(earlier) if earlier.acquired_at != lot.acquired_at => {
            "same expiry and rank: acquired later".to_owned()
        }
        Some(_) => "same expiry, rank and time: by id".to_owned(),
    }
}
