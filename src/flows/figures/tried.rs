//! How often a purchase succeeds, and how long it takes, by provider and method.

use std::collections::BTreeMap;

use domain::{
    kind::{Method, ProviderId},
    order::OrderState,
};

use crate::store::figures::Tried;

/// The orders of one way to pay.
#[derive(Debug, PartialEq, Eq)]
pub struct OfWay {
    pub provider: ProviderId,
    pub method: Method,
    pub paid: i64,
    /// The provider refused.
    pub declined: i64,
    /// Given up, or not paid in time.
    pub left: i64,
    /// Not ended, or with a person: part of no rate.
    pub open: i64,
    /// Seconds from the order to the payment: half of them took no longer, and nine of ten.
    pub half: Option<i64>,
    pub nine_tenths: Option<i64>,
}

impl OfWay {
    pub const fn ended(&self) -> i64 {
        self.paid + self.declined + self.left
    }

    /// Of a hundred that ended, how many were paid.
    pub fn percent(&self) -> Option<i64> {
        (self.paid * 100).checked_div(self.ended())
    }
}

/// Every way that was tried, the most frequent first.
pub(super) fn of(orders: &[Tried]) -> Vec<OfWay> {
    let mut found: BTreeMap<(&ProviderId, Method), (OfWay, Vec<i64>)> = BTreeMap::new();
    for order in orders {
        let key = (&order.provider, order.method);
        let (way, took) = found.entry(key).or_insert_with(|| {
            let way = OfWay {
                provider: order.provider.clone(),
                method: order.method,
                paid: 0,
                declined: 0,
                left: 0,
                open: 0,
                half: None,
                nine_tenths: None,
            };
            (way, Vec::new())
        });
        *match order.state {
            OrderState::Completed => &mut way.paid,
            OrderState::Failed => &mut way.declined,
            OrderState::Cancelled | OrderState::Expired => &mut way.left,
            OrderState::Open
            | OrderState::Confirming
            | OrderState::AwaitingDeposit
            | OrderState::Mismatched => &mut way.open,
        } += 1;
        if let (OrderState::Completed, Some(paid_at)) = (order.state, order.paid_at) {
            took.push((paid_at - order.opened_at).num_seconds().max(0));
        }
    }
    let ways = found.into_values().map(|(mut way, mut took)| {
        took.sort_unstable();
        (way.half, way.nine_tenths) = (within(&took, 5), within(&took, 9));
        way
    });
    let mut ways: Vec<OfWay> = ways.collect();
    ways.sort_by_key(|way| std::cmp::Reverse(way.ended()));
    ways
}

/// The least of these sorted numbers that so many tenths of them do not pass.
fn within(sorted: &[i64], tenths: usize) -> Option<i64> {
    let nth = (sorted.len() * tenths).div_ceil(10);
    sorted.get(nth.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};
    use domain::{
        kind::{Method, ProviderId},
        order::OrderState,
    };

    use super::of;
    use crate::store::figures::Tried;

    #[test]
    fn an_attempt_counts_for_its_way_and_by_how_it_ended() {
        let opened_at = DateTime::UNIX_EPOCH;
        let tried = |provider, method, state, seconds: Option<i64>| Tried {
            provider: ProviderId::known(provider),
            method,
            state,
            opened_at,
            paid_at: seconds.map(|seconds| opened_at + TimeDelta::seconds(seconds)),
        };
        let card = |state, seconds| tried("toss", Method::Card, state, seconds);
        let mut orders = vec![
            card(OrderState::Failed, None),
            card(OrderState::Expired, None),
            card(OrderState::Cancelled, None),
            card(OrderState::Open, None),
            card(OrderState::Confirming, None),
            // The money is there, and a person decides whether it counts.
            card(OrderState::Mismatched, None),
            tried(
                "toss",
                Method::VirtualAccount,
                OrderState::Completed,
                Some(3_600),
            ),
            tried(
                "bank",
                Method::BankTransfer,
                OrderState::AwaitingDeposit,
                None,
            ),
        ];
        orders.extend((1..=10).map(|n| card(OrderState::Completed, Some(n * 10))));
        let ways = of(&orders);
        let card = &ways[0];
        assert_eq!(
            (card.method, card.paid, card.declined),
            (Method::Card, 10, 1)
        );
        assert_eq!((card.left, card.open, card.percent()), (2, 3, Some(76)));
        assert_eq!((card.half, card.nine_tenths), (Some(50), Some(90)));
        let account = &ways[1];
        assert_eq!(
            (account.method, account.percent()),
            (Method::VirtualAccount, Some(100))
        );
        assert_eq!(
            (account.half, account.nine_tenths),
            (Some(3_600), Some(3_600))
        );
        let bank = &ways[2];
        assert_eq!((bank.open, bank.percent(), bank.half), (1, None, None));
    }
}
