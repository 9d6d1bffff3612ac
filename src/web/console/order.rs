//! An order as support sees one.

use askama::Template;
use domain::{
    contradiction::Contradiction,
    id::DepositId,
    lot::Lot,
    order::{Order, OrderState},
    payment::Payment,
    refund::{Refund, RefundState},
    terms::Terms,
};

use super::{Frame, list::Cell, states, words};
use crate::web::{banks, format};

#[derive(Debug, Template)]
#[template(path = "console/order.html", config = "src/web/askama.toml")]
pub(crate) struct OfOrder {
    pub(crate) frame: Frame,
    pub(crate) order: Order,
    pub(crate) terms: Terms,
    pub(crate) payment: Option<Payment>,
    pub(crate) lot: Option<Lot>,
    pub(crate) refunds: Vec<Refund>,
    /// Why it ended without a payment, or needs a person: what is on record, and what support should know of the code.
    pub(crate) note: Option<String>,
    /// What its provider says of it against the books, newest first.
    pub(crate) contradictions: Vec<Contradiction>,
    pub(crate) advice: Option<(String, &'static str)>,
    /// A deposit that is, or may be, for it and waits for a person: in words, and its id.
    pub(crate) arrived: Option<(String, DepositId)>,
    /// The buyer's page.
    pub(crate) checkout: String,
}

impl OfOrder {
    fn state(&self) -> Cell {
        let state = self.order.state;
        words::state(state.as_str(), words::order(state))
    }

    /// Whether support may give it up: it waits for its buyer.
    const fn may_cancel(&self) -> bool {
        self.frame.acts
            && matches!(
                self.order.state,
                OrderState::Open | OrderState::AwaitingDeposit
            )
    }

    fn contradiction_state(known: &Contradiction) -> Cell {
        words::state(known.state.as_str(), states::contradiction(known.state))
    }

    fn provider(&self) -> String {
        let id = self.order.provider.as_str();
        words::provider(id).map_or_else(
            || id.to_owned(),
            |known| self.frame.words(&known).to_owned(),
        )
    }

    fn refund_state(refund: &Refund) -> Cell {
        let state: RefundState = refund.state;
        words::state(state.as_str(), words::refund(state))
    }

    fn bank(code: &str) -> String {
        banks::bank(code)
    }
}
