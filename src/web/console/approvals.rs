//! An act that waits for a second person.

use askama::Template;
use domain::approval::{Approval, ApprovalState, LimitedAct};

use super::{Frame, list::Cell, words};
use crate::web::format;

/// Credits of a grant, won of the others.
pub(crate) const fn amount(known: &Approval) -> Cell {
    match known.act {
        LimitedAct::Grant => Cell::Number(known.amount),
        LimitedAct::Refund
        | LimitedAct::DepositMatch
        | LimitedAct::ContradictionAccept
        | LimitedAct::RefundAccount
        | LimitedAct::ContradictionRefund
        | LimitedAct::ContradictionTransfer => Cell::Won(known.amount),
    }
}

#[derive(Debug, Template)]
#[template(path = "console/approval.html", config = "src/web/askama.toml")]
pub(crate) struct OfApproval {
    pub(crate) frame: Frame,
    pub(crate) known: Approval,
    pub(crate) state: ApprovalState,
    pub(crate) asked_by: String,
    /// Names of those who may decide it, while it waits.
    pub(crate) deciders: String,
    pub(crate) decided_by: Option<String>,
    /// Whether the operator asked for it, who therefore cannot decide.
    pub(crate) own: bool,
    pub(crate) subject: Cell,
    pub(crate) outcome: Option<Cell>,
    /// Where money goes that cannot go back the way it came, masked.
    pub(crate) account: Option<String>,
    /// That who asked says that the account is right although its holder is not who paid.
    pub(crate) holder_confirmed: bool,
    pub(crate) reason_max: usize,
    /// Why the decision was not taken.
    pub(crate) wrong: Option<String>,
}

impl OfApproval {
    fn state(&self) -> Cell {
        words::state(self.state.as_str(), words::approval(self.state))
    }

    fn amount(&self) -> Cell {
        amount(&self.known)
    }

    fn waits(&self) -> bool {
        self.state == ApprovalState::Waiting
    }
}
