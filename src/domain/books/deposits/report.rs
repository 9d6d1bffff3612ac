//! A report of a movement, stored as a deposit, and the report that the bank took one back.

use crate::{
    books::Books,
    canary,
    deposit::{Deposit, DepositState, Identity, Movement, identify, normalised_name},
    event::{DepositReversed, Event},
    id::DepositId,
    kind::ProviderId,
    refusal::Refusal,
};

impl Books<'_> {
    /// The deposit of a movement that was reported before with another amount, account or name, with a text about the
    /// difference. A signature does not make one of the two right, so nothing follows from the second report before a
    /// person has decided.
    pub(super) fn told_otherwise(&self, movement: &Movement) -> Option<(String, Deposit)> {
        let known = self.by_movement(&movement.provider, &movement.key)?;
        let before = &known.movement;
        let differs = [
            ("amount", before.amount != movement.amount),
            ("account", before.account != movement.account),
            (
                "depositor's name",
                // A name that was not printed, or was removed since, says nothing.
                !before.name.is_empty()
                    && normalised_name(&before.name) != normalised_name(&movement.name),
            ),
        ];
        let differs: Vec<&str> = differs
            .into_iter()
            .filter_map(|(what, differs)| differs.then_some(what))
            .collect();
        (!differs.is_empty()).then(|| {
            let what = differs.join(" and ");
            let effect = format!(
                "deposit {} was reported before with another {what}: nothing followed from this one",
                known.id
            );
            (effect, known)
        })
    }

    /// Stores a report of a movement. Matches it if it is of new money and exactly one order can be meant.
    pub(super) fn deposit(&mut self, movement: &Movement) -> Result<Deposit, Refusal> {
        if let Some(known) = self.by_movement(&movement.provider, &movement.key) {
            return Ok(known);
        }
        let mut deposit = Deposit {
            id: DepositId::new(self.now, self.entropy),
            movement: movement.clone(),
            state: DepositState::Unmatched,
            reason: String::new(),
            order: None,
            repeat_of: None,
            received_at: self.now,
            settled_at: None,
        };
        let identity = identify(movement, self.rows.deposits.values());
        match canary!(RepeatIsMoney, Identity::New, identity) {
            Identity::New => self.decide(&mut deposit)?,
            Identity::Same(of) => {
                deposit.state = DepositState::Repeated;
                deposit.reason = format!(
                    "the money of deposit {of}, reported again by {}",
                    movement.source
                );
                deposit.repeat_of = Some(of);
                deposit.settled_at = Some(self.now);
                self.know_better(of, movement)?;
            }
            Identity::Doubtful(of) => {
                deposit.state = DepositState::PossibleRepeat;
                deposit.reason = format!(
                    "it may be the money of deposit {of}, reported again by {}: compare both with the bank's own list",
                    movement.source
                );
                deposit.repeat_of = Some(of);
                self.queued(&deposit);
            }
        }
        self.by_movement.insert(movement.named(), deposit.id);
        Ok(self.rows.deposits.save(deposit))
    }

    pub(super) fn by_movement(&self, provider: &ProviderId, key: &str) -> Option<Deposit> {
        let id = self.by_movement.get(&(provider.clone(), key.to_owned()))?;
        self.rows.deposits.get(id).cloned()
    }

    /// A reversal that arrives before its deposit is refused, so that the feed sends it again. If it were only noted
    /// and forgotten, the deposit would mint credits for money that is gone.
    pub(super) fn reverse_deposit(
        &mut self,
        provider: &ProviderId,
        key: &str,
    ) -> Result<(String, Deposit), Refusal> {
        let mut deposit = self
            .by_movement(provider, key)
            .ok_or(Refusal::NoDepositKey)?;
        match (deposit.state, deposit.repeat_of) {
            // It is not known which money is gone before a person has distinguished the two. The feed sends the
            // reversal again.
            (DepositState::PossibleRepeat, Some(of)) => {
                return Err(Refusal::DepositInDoubt {
                    deposit: deposit.id,
                    of,
                });
            }
            (DepositState::Repeated, Some(of)) => {
                deposit = self
                    .rows
                    .deposits
                    .get(&of)
                    .cloned()
                    .ok_or(Refusal::NoDeposit(of))?;
            }
            _ => {}
        }
        if deposit.state == DepositState::Reversed {
            return Ok((
                format!("deposit {} was reversed before", deposit.id),
                deposit,
            ));
        }
        if deposit.state == DepositState::Matched {
            let order = deposit.order.and_then(|id| self.rows.orders.get(&id));
            if let Some(payment) = order.and_then(|order| order.payment) {
                self.taken_back(
                    payment,
                    deposit.movement.amount,
                    "the bank took the deposit back",
                );
            }
        }
        deposit.state = DepositState::Reversed;
        "the bank took it back".clone_into(&mut deposit.reason);
        deposit.settled_at = Some(self.now);
        self.event(Event::DepositReversed(DepositReversed {
            deposit_id: deposit.id,
            amount: deposit.movement.amount,
            order_id: deposit.order,
        }));
        self.rows.deposits.put(deposit.clone());
        Ok((format!("deposit {} was reversed", deposit.id), deposit))
    }
}
