//! The reference: what customers have and owe by the published policy, in plain lists and loops. It knows no database,
//! no partial loading and no batches, and shares no code with the domain's books, calendar or terms.
//!
//! Whose and which are places in the lists. Credits and won are whole numbers, instants are microseconds.

mod approvals;
mod balance;
mod bonus;
mod by_hand;
mod campaigns;
mod closing;
mod contracts;
mod contradictions;
mod debts;
mod deposits;
mod endpoints;
mod lots;
mod memberships;
mod notices;
mod orders;
mod outside;
mod paid_months;
mod promises;
mod quotes;
mod refunds;
mod repeats;
mod things;
mod uses;

use std::{collections::BTreeMap, sync::Arc};

use crate::acts::Deed;
pub(crate) use approvals::{Approval, Limited};
pub(crate) use balance::Balance;
pub(crate) use campaigns::{Campaign, Given, Gives, Redemption};
pub(crate) use closing::Loss;
pub(crate) use contracts::{Contract, Lives, OWN_PRODUCTS, Terms, Tier, Ware};
pub(crate) use contradictions::{Contradiction, Told};
pub(crate) use endpoints::Endpoint;
pub(crate) use memberships::{Month, Subscription, Turn};
pub(crate) use notices::{EndNotice, Low, NOTICE_DAYS, PolicyNotice};
pub(crate) use paid_months::DueMonth;
pub(crate) use quotes::Wish;
pub(crate) use things::*;
pub(crate) use uses::{Extension, HOLD_LIVES_MAX};

/// How many customers a sequence has.
pub(crate) const CUSTOMERS: usize = 3;

/// What a request is answered: the facts in one line, or the name of the rule that refuses it with its numbers.
pub(crate) type Said = Result<String, String>;

/// An answer that a client's idempotency key stands for.
#[derive(Debug, Clone)]
struct Kept {
    request: String,
    answer: String,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Model {
    pub now: i64,
    pub customers: Vec<Customer>,
    pub orders: Vec<Order>,
    pub payments: Vec<Payment>,
    pub lots: Vec<Lot>,
    pub spends: Vec<Spend>,
    pub holds: Vec<Hold>,
    pub quotes: Vec<Quote>,
    pub refunds: Vec<Refund>,
    pub deposits: Vec<Deposit>,
    pub contradictions: Vec<Contradiction>,
    pub closing_quotes: Vec<ClosingQuote>,
    pub subscriptions: Vec<Subscription>,
    pub months: Vec<Month>,
    pub due_months: Vec<DueMonth>,
    pub extensions: Vec<Extension>,
    pub campaigns: Vec<Campaign>,
    pub contracts: Vec<Contract>,
    pub lows: Vec<Low>,
    pub end_notices: Vec<EndNotice>,
    pub policy_notices: Vec<PolicyNotice>,
    pub approvals: Vec<Approval>,
    pub endpoints: Vec<Endpoint>,
    /// The quote of a refund that is approved now: it counts as when the refund was asked for.
    held_quote: Option<usize>,
    pub redemptions: Vec<Redemption>,
    pub given: Vec<Given>,
    /// What clients asked for under keys, for those who ask again.
    pub asked: Vec<(String, Arc<dyn Deed>)>,
    /// What came about by the way, for the tally.
    pub happened: Vec<&'static str>,
    kept: BTreeMap<String, Kept>,
}

impl Model {
    pub(crate) fn at(now: i64) -> Self {
        Self {
            now,
            customers: vec![Customer::default(); CUSTOMERS],
            ..Self::default()
        }
    }

    /// Carries out a request, whole or not at all. A client's has a key: the same request again is answered from
    /// memory, with the balance of now.
    pub(crate) fn carry_out(&mut self, deed: &dyn Deed, key: Option<(&str, &str)>) -> Said {
        if let Some((key, request)) = key
            && let Some(kept) = self.kept.get(key)
        {
            if kept.request != request {
                return Err("KeyReused".to_owned());
            }
            // Of an order its present state is shown.
            let order = kept
                .answer
                .strip_prefix("order ")
                .and_then(|rest| rest.split(':').next());
            let order = order.and_then(|number| number.parse().ok());
            let answer =
                order.map_or_else(|| kept.answer.clone(), |order| self.order_in_words(order));
            return Ok(self.with_balance(deed, answer));
        }
        let before = self.clone();
        if let Some(who) = deed.client() {
            self.lapse(who);
        }
        match deed.carry_out(self) {
            Ok(answer) => {
                self.tell_of_low_balances(&before);
                if let Some((key, request)) = key {
                    let kept = Kept {
                        request: request.to_owned(),
                        answer: answer.clone(),
                    };
                    self.kept.insert(key.to_owned(), kept);
                }
                Ok(self.with_balance(deed, answer))
            }
            Err(refusal) => {
                *self = before;
                Err(refusal)
            }
        }
    }

    fn with_balance(&self, deed: &dyn Deed, answer: String) -> String {
        match deed.client() {
            Some(who) => format!("{answer}; balance {}", self.balance(who).available),
            None => answer,
        }
    }

    /// Refused for a customer whose account was closed.
    pub(crate) fn open_customer(&self, who: usize) -> Result<(), String> {
        if self.customers[who].closed {
            return Err("CustomerClosed".to_owned());
        }
        Ok(())
    }

    /// Refused for a frozen customer as well, who uses, buys and is given nothing.
    pub(crate) fn active_customer(&self, who: usize) -> Result<(), String> {
        self.open_customer(who)?;
        if self.customers[who].frozen {
            return Err("CustomerFrozen".to_owned());
        }
        Ok(())
    }

    /// Something of this customer's was moved, so a quote of closing does not hold any more.
    pub(crate) fn moved(&mut self, who: usize) {
        self.customers[who].moves += 1;
    }
}
