//! Orders that a deposit may pay, for a person who decides: what speaks for each. Nothing is matched by it.

use chrono::TimeDelta;
use domain::{
    deposit::{Deposit, DepositState, normalised_name},
    order::{Order, OrderState},
};

use super::{
    Result,
    page::Page,
    search::{self, Sought},
};
use crate::app::App;

/// Orders that are suggested: what a person compares at a glance.
const SUGGESTED_MAX: usize = 8;
/// Orders of one amount and state that are looked at.
const LOOKED_AT: i64 = 50;
/// How long after an order's end its money may still come.
const LATE: TimeDelta = TimeDelta::days(30);
/// Characters that two names must share at their beginning to be alike: a family name and one more.
const ALIKE_CHARS: usize = 2;

/// What speaks for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The name is another altogether, or the order has none.
    None,
    /// It begins alike, or one holds the other.
    Alike,
    Same,
}

/// An order, and what speaks for it.
#[derive(Debug)]
pub struct Suggestion {
    pub order: Order,
    pub same_amount: bool,
    pub name: Likeness,
    /// Whether it still awaits its deposit; else it was given up.
    pub awaited: bool,
}

/// Orders for a deposit that waits, the likeliest first.
pub async fn orders(app: &App, deposit: &Deposit) -> Result<Vec<Suggestion>> {
    if !deposit.state.is_open() || deposit.state == DepositState::PossibleRepeat {
        return Ok(Vec::new());
    }
    let movement = &deposit.movement;
    let of_amount = Sought {
        amount: Some(movement.amount),
        ..Sought::default()
    };
    let of_name = Sought {
        depositor_name: Some(movement.name.clone())
            .filter(|name| !normalised_name(name).is_empty()),
        ..Sought::default()
    };
    let mut found: Vec<Order> = Vec::new();
    for (sought, state) in [
        (&of_amount, OrderState::AwaitingDeposit),
        (&of_name, OrderState::AwaitingDeposit),
        (&of_amount, OrderState::Expired),
        (&of_amount, OrderState::Cancelled),
    ] {
        if sought.amount.is_none() && sought.depositor_name.is_none() {
            continue;
        }
        let page = Page {
            limit: LOOKED_AT,
            after: None,
        };
        // A name that no order may have is not searched for; it is suggested by its amount alone.
        let orders = match search::orders(app, sought, Some(state), page).await {
            Err(super::FlowError::Invalid { .. }) => continue,
            orders => orders?.items,
        };
        for order in orders {
            if !found.iter().any(|known| known.id == order.id) {
                found.push(order);
            }
        }
    }
    let since = deposit.received_at - LATE;
    found.retain(|order| {
        order.provider == movement.provider && order.closed_at.is_none_or(|at| at >= since)
    });
    let mut suggested: Vec<Suggestion> = found
        .into_iter()
        .map(|order| Suggestion {
            same_amount: order.amount == movement.amount,
            name: likeness(
                &movement.name,
                order.depositor.as_deref().unwrap_or_default(),
            ),
            awaited: order.state == OrderState::AwaitingDeposit,
            order,
        })
        .collect();
    suggested.sort_by_key(|one| std::cmp::Reverse((one.name, one.same_amount, one.awaited)));
    suggested.truncate(SUGGESTED_MAX);
    Ok(suggested)
}

/// How like two names are, as a person would read them.
fn likeness(one: &str, other: &str) -> Likeness {
    let bare = |name: &str| {
        let name = normalised_name(name);
        let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if bare.is_empty() {
            name
        } else {
            bare.to_owned()
        }
    };
    let (one, other) = (bare(one), bare(other));
    if one.is_empty() || other.is_empty() {
        return Likeness::None;
    }
    if one == other {
        return Likeness::Same;
    }
    let begins = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let shared = begins.count() >= ALIKE_CHARS;
    let within =
        |long: &str, short: &str| short.chars().count() >= ALIKE_CHARS && long.contains(short);
    if shared || within(&one, &other) || within(&other, &one) {
        Likeness::Alike
    } else {
        Likeness::None
    }
}

#[cfg(test)]
mod tests {
    use super::{Likeness, likeness};

    #[test]
    fn names_are_alike_as_a_person_would_say() {
        for (one, other, meant) in [
            ("홍길동", "홍 길동", Likeness::Same),
            ("홍길동1234", "홍길동", Likeness::Same),
            ("홍길동의 아내", "홍길동", Likeness::Alike),
            ("카카오홍길동", "홍길동", Likeness::Alike),
            ("홍길순", "홍길동", Likeness::Alike),
            ("김철수", "홍길동", Likeness::None),
            ("홍", "홍길동", Likeness::None),
            ("", "홍길동", Likeness::None),
            ("1234", "홍길동", Likeness::None),
        ] {
            assert_eq!(likeness(one, other), meant, "{one} {other}");
            assert_eq!(likeness(other, one), meant, "{other} {one}");
        }
    }
}
