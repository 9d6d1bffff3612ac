//! What the buyer of an order that waits for a transfer may be shown of deposits that wait for a person. It is said
//! softly: only a person decides whose money it is.

use super::{Deposit, DepositState, depositor_key};
use crate::{id::DepositId, money::Won, order::Order};

/// A deposit that is, or may be, for an order, and did not pay it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrived {
    /// Under the order's name, less money than the order asks for.
    Less(Won),
    /// Under the order's name, more money.
    More(Won),
    /// Under the order's name, and a person looks at it for another reason.
    Held(Won),
    /// The exact amount under another name, while no other order waits for this amount.
    OtherName(Won),
}

impl Arrived {
    /// What `deposits`, newest first, say of an order, and which of them says it. `is_alone` is whether no other order on its account waits for its
    /// amount.
    pub fn of(order: &Order, deposits: &[Deposit], is_alone: bool) -> Option<(Self, DepositId)> {
        let open = || deposits.iter().filter(|deposit| deposit.state.is_open());
        let named = open().find(|deposit| is_named(order, deposit));
        if let Some(deposit) = named {
            let amount = deposit.movement.amount;
            let arrived = match deposit.state {
                DepositState::Underpaid => Self::Less(amount),
                DepositState::Overpaid => Self::More(amount),
                _ => Self::Held(amount),
            };
            return Some((arrived, deposit.id));
        }
        let other = open().find(|deposit| {
            deposit.state == DepositState::Unmatched && deposit.movement.amount == order.amount
        })?;
        is_alone.then_some((Self::OtherName(other.movement.amount), other.id))
    }
}

/// Whether a deposit names the order, or has its depositor's name on its account.
fn is_named(order: &Order, deposit: &Deposit) -> bool {
    let key = depositor_key(&deposit.movement.account, &deposit.movement.name);
    deposit.order == Some(order.id) || order.depositor_key == Some(key)
}
