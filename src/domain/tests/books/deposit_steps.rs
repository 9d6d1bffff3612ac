//! Random steps of deposits.

use chrono::Duration;
use domain::{
    books::deposits::{MatchDeposit, ReturnDeposit, Then},
    command::AnyChange,
    deposit::Movement,
};

use crate::{
    steps::{NAMES, pick},
    world::World,
};

impl World {
    pub(crate) fn deposit_step(&mut self, what: u8, which: u8, amount: u16) -> Option<AnyChange> {
        let name = NAMES[usize::from(which) % 2];
        let reason = "a person said so".to_owned();
        Some(match what {
            28..=29 => {
                let prices = [1_000, 10_000, i64::from(amount)];
                let at = self.now - Duration::minutes(i64::from(which % 16));
                let movement = Movement {
                    at,
                    ..self.movement(name, prices[usize::from(amount % 3)])
                };
                self.webhook(Then::Deposit(movement)).into()
            }
            30 => {
                let key = pick(self.rows.deposits.values(), which)?
                    .movement
                    .key
                    .clone();
                self.reversal(&key).into()
            }
            31 => {
                let deposit = pick(self.rows.deposits.values(), which)?.id;
                let order = pick(
                    self.rows
                        .orders
                        .values()
                        .filter(|order| order.depositor_key.is_some()),
                    which,
                )?;
                let (customer, order) = (order.customer.clone(), order.id);
                MatchDeposit {
                    customer,
                    deposit,
                    order,
                    despite_amount: amount.is_multiple_of(2),
                    reason,
                }
                .into()
            }
            _ => ReturnDeposit {
                deposit: pick(self.rows.deposits.values(), which)?.id,
                reason,
            }
            .into(),
        })
    }
}
