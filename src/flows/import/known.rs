//! Movements of a statement that are known already.

use std::collections::HashSet;

use domain::{
    deposit::{Deposit, DepositState, Identity, Movement, identify},
    id::DepositId,
};
use providers::bank::{
    self,
    statement::{Row, RowSays},
};

use super::{AROUND, Became};
use crate::{app::App, flows::FlowError, store::reads};

/// Deposits of the statement's time that are in the books. While nothing is written, also those that would be.
pub(super) struct Known {
    deposits: Vec<Deposit>,
    keys: HashSet<String>,
}

impl Known {
    pub(super) async fn load(app: &App, account: &str, rows: &[Row]) -> Result<Self, FlowError> {
        let times = || {
            rows.iter().filter_map(|row| match &row.says {
                RowSays::Deposit(deposit) => Some(deposit.at.at),
                RowSays::NoDeposit(_) | RowSays::Unreadable(_) => None,
            })
        };
        let deposits = match times().min().zip(times().max()) {
            Some((first, last)) => {
                let (from, until) = (first - AROUND, last + AROUND);
                reads::deposits_between(&app.db, &bank::ID, account, from, until).await?
            }
            None => Vec::new(),
        };
        let keys = deposits.iter().map(|deposit| deposit.movement.key.clone());
        Ok(Self {
            keys: keys.collect(),
            deposits,
        })
    }

    pub(super) fn by_key(&self, key: &str) -> Option<&Deposit> {
        if !self.keys.contains(key) {
            return None;
        }
        self.deposits
            .iter()
            .find(|deposit| deposit.movement.key == key)
    }

    /// The outcome that a row would have. The deposit that it would become is remembered for the next row.
    pub(super) fn look(&mut self, app: &App, movement: Movement) -> Became {
        let identity = identify(&movement, self.deposits.iter());
        let (state, repeat_of) = match identity {
            Identity::New => (DepositState::Unmatched, None),
            Identity::Same(of) => (DepositState::Repeated, Some(of)),
            Identity::Doubtful(of) => (DepositState::PossibleRepeat, Some(of)),
        };
        self.keys.insert(movement.key.clone());
        self.deposits.push(Deposit {
            id: app.id(DepositId::new),
            movement,
            state,
            reason: String::new(),
            order: None,
            repeat_of,
            received_at: app.now(),
            settled_at: None,
        });
        let of = repeat_of.filter(|_| state == DepositState::Repeated);
        match of.and_then(|of| self.deposits.iter().find(|deposit| deposit.id == of)) {
            Some(deposit) => Became::Known(Box::new(deposit.clone())),
            None => Became::New,
        }
    }
}
