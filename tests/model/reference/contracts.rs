//! Contracts: products of one customer with prices by volume, and terms of their own. What a contract does not say is
//! said by the version of the policy that it is agreed under (credits policy, section 10).

use super::{Model, Said};
use crate::rules::{POLICIES, Policy};

/// How many products a contract has.
pub(crate) const OWN_PRODUCTS: usize = 2;

/// What one unit brings and costs from a quantity on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tier {
    pub from: i64,
    pub credits: i64,
    pub won: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contract {
    /// In its name.
    pub number: usize,
    pub who: usize,
    /// The version that it is agreed under.
    pub policy: usize,
    pub lives: Lives,
    /// Days of the windows of refund.
    pub by_right: i64,
    pub through_support: i64,
    pub effective_at: i64,
    /// Of each product, ascending.
    pub tiers: [Vec<Tier>; OWN_PRODUCTS],
}

/// How long bought credits live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lives {
    Days(i64),
    Months(i64),
}

/// The terms under which something stands.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub version: String,
    pub policy: &'static Policy,
    pub purchased: Lives,
    pub by_right: i64,
    pub through_support: i64,
}

/// What is ordered: a product of everybody by its place, or one of the customer's contract, or a month of a subscription by
/// its number, or the one that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ware {
    Public(usize),
    Own(usize),
    Month(usize, Option<i64>),
}

impl Model {
    /// The terms of a version of the policy. Contracts come after those in the order in which they were published.
    pub(crate) fn terms(&self, policy: usize) -> Terms {
        match policy.checked_sub(POLICIES.len()) {
            None => {
                let policy = &POLICIES[policy];
                Terms {
                    version: policy.version.to_owned(),
                    policy,
                    purchased: Lives::Days(policy.purchased),
                    by_right: policy.by_right,
                    through_support: policy.through_support,
                }
            }
            Some(at) => {
                let it = &self.contracts[at];
                Terms {
                    version: format!("contract {at:02}"),
                    policy: &POLICIES[it.policy],
                    purchased: it.lives,
                    by_right: it.by_right,
                    through_support: it.through_support,
                }
            }
        }
    }

    /// The same document again is the same contract.
    pub(crate) fn publish_contract(&mut self, it: &Contract) -> Said {
        self.open_customer(it.who)?;
        let known = self.contracts.iter().position(|known| known == it);
        if known.is_none() {
            self.contracts.push(it.clone());
        }
        let at = known.unwrap_or(self.contracts.len() - 1);
        Ok(format!("contract {at}: of {}", it.who))
    }

    /// The contract by which a customer buys now: the last to take effect, of two at one instant the later one.
    pub(crate) fn contract_of(&self, who: usize) -> Option<usize> {
        let mut last: Option<usize> = None;
        for (at, it) in self.contracts.iter().enumerate() {
            let later =
                last.is_none_or(|last| it.effective_at >= self.contracts[last].effective_at);
            if it.who == who && it.effective_at <= self.now && later {
                last = Some(at);
            }
        }
        last
    }

    /// All units have the price and the credits of the tier of their number. Returns won and credits.
    pub(crate) fn by_volume(
        &self,
        contract: usize,
        product: usize,
        quantity: i64,
    ) -> Option<(i64, i64)> {
        let tiers = self.contracts[contract].tiers.get(product)?;
        let mut found = None;
        for tier in tiers {
            if tier.from <= quantity {
                found = Some((tier.won * quantity, tier.credits * quantity));
            }
        }
        found
    }

    pub(crate) fn contract_lines(&self, lines: &mut Vec<String>) {
        for (at, it) in self.contracts.iter().enumerate() {
            lines.push(format!(
                "contract {at}: of {}, contract {at:02}, under {}, from {}",
                it.who, POLICIES[it.policy].version, it.effective_at
            ));
        }
    }
}
